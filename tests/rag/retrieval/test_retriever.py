"""Searching a library: filters, joins, refreshing, and what is left on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.store import Scope
from rag.retrieval.ranking import POINTED, USUAL, Recipe
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Ranked, Spread, recipe_for, spread_over
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder

UNJOINED = Recipe(most_words=1)
QUESTION = "What was said about the ferry on number 2003?"


@pytest.fixture
def embedder() -> WordHashEmbedder:
    return WordHashEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: WordHashEmbedder) -> Library:
    write_interviews(tmp_path / "files", range(4))
    library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    return library


def spans(ranked: list[Ranked]) -> list[tuple[str, int, int]]:
    return [(one.passage.transcript_id, one.passage.start, one.passage.end) for one in ranked]


def test_an_empty_library_finds_nothing(tmp_path: Path, embedder: WordHashEmbedder) -> None:
    assert Retriever(library_at(tmp_path / "library", embedder), embedder).search("anything", Scope(), 5) == []


def test_every_passage_is_cut_from_its_transcript_and_none_overlap(
    library: Library, embedder: WordHashEmbedder
) -> None:
    ranked = Retriever(library, embedder).search(QUESTION, Scope(), 10)
    for one in ranked:
        assert library.transcript(one.passage.transcript_id).quote(one.passage.span) == one.passage.text
    assert not any(a.passage.span.overlaps(b.passage.span) for a in ranked for b in ranked if a is not b)


def test_a_filter_holds_inside_the_search_so_top_is_top(library: Library, embedder: WordHashEmbedder) -> None:
    wanted = library.list_records()[2].id
    ranked = Retriever(library, embedder, UNJOINED).search(QUESTION, Scope(transcripts=(wanted,)), 3)
    assert [one.passage.transcript_id for one in ranked] == [wanted] * 3
    spoken = Retriever(library, embedder).search(QUESTION, Scope(speakers=("Speaker3",)), 3)
    assert spoken and all("Speaker3" in one.passage.speakers for one in spoken)


def test_the_index_follows_the_library_and_carries_over_what_did_not_change(
    library: Library, embedder: WordHashEmbedder, tmp_path: Path
) -> None:
    retriever = Retriever(library, embedder)
    retriever.search(QUESTION, Scope(), 5)
    write_interviews(tmp_path / "files", range(4, 5))
    ingested(library, tmp_path / "files", embedder)
    refreshed = spans(retriever.search("number 4001 on our list", Scope(), 5))
    assert any(transcript.startswith("interview-004") for transcript, _, _ in refreshed)
    assert refreshed == spans(Retriever(library, embedder).search("number 4001 on our list", Scope(), 5))


def test_a_deleted_or_damaged_index_is_made_again(library: Library, embedder: WordHashEmbedder) -> None:
    before = spans(Retriever(library, embedder).search(QUESTION, Scope(), 5))
    kept = library.path / "derived" / "search"
    for file in kept.rglob("numbers.npy"):
        file.write_bytes(b"not an array")
    assert spans(Retriever(library, embedder).search(QUESTION, Scope(), 5)) == before
    shutil.rmtree(library.path / "derived")
    assert spans(Retriever(library, embedder).search(QUESTION, Scope(), 5)) == before


def test_a_removed_interview_leaves_no_word_in_the_index(
    library: Library, embedder: WordHashEmbedder, tmp_path: Path
) -> None:
    Retriever(library, embedder).search(QUESTION, Scope(), 5)
    (tmp_path / "files" / "interview-003.txt").unlink()
    ingested(library, tmp_path / "files", embedder, prune=True)
    retriever = Retriever(library, embedder)
    assert not any(one[0].startswith("interview-003") for one in spans(retriever.search("Speaker3 3001", Scope(), 20)))
    for file in (library.path / "derived").rglob("*"):
        assert not file.is_file() or b"Speaker3" not in file.read_bytes()


def test_one_interview_does_not_crowd_out_the_others(library: Library, embedder: WordHashEmbedder) -> None:
    retriever = Retriever(library, embedder, UNJOINED)
    ranked = retriever.search(QUESTION, Scope(), 4, spread=Spread(per_transcript=1))
    assert len({one.passage.transcript_id for one in ranked}) == 4


def test_over_a_quota_means_later_never_lost(library: Library, embedder: WordHashEmbedder) -> None:
    ranked = Retriever(library, embedder, UNJOINED).search(QUESTION, Scope(), 12)
    assert sorted(spans(spread_over(ranked, Spread(per_speaker=1)))) == sorted(spans(ranked))


def test_a_statement_is_ranked_by_the_words_it_repeats_and_a_question_or_theme_by_its_surroundings() -> None:
    assert recipe_for("The ferry was late twice in that winter.") == POINTED
    for asked in ("Was the ferry late?", "late ferries", "Summarise the talk about the ferry.", "Why?", ""):
        assert recipe_for(asked) == USUAL
