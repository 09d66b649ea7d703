"""Phrases found wherever they were said."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Scope
from corpus.transcript import Mark, Role, Transcript, Turn
from rag.retrieval.phrases import occurrences, quoted_phrases
from rag.retrieval.retriever import Retriever
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder


def spoken(text: str) -> Transcript:
    turn = Turn(index=0, speaker=None, role=Role.UNKNOWN, start=0, end=len(text))
    return Transcript(id="t", title="t", source="t", text=text, turns=(turn,))


@pytest.mark.parametrize(
    "said",
    [
        "It should be a voluntary thing.",
        "a VOLUNTARY, um, thing",
        "a, you know, voluntary -- uh -- thing",
        "a voluntary\n\nthing",
        "“a voluntary” thing",
    ],
)
def test_case_punctuation_and_fillers_do_not_hide_a_phrase(said: str) -> None:
    transcript = spoken(said)
    found = occurrences("a voluntary thing", transcript)
    assert len(found) == 1
    assert transcript.quote(found[0]).lower().startswith("a")


@pytest.mark.parametrize(
    "said", ["a voluntary nothing", "involuntary thing a", "a voluntary and thing", "", "a voluntary things"]
)
def test_other_words_are_not_the_phrase(said: str) -> None:
    assert occurrences("a voluntary thing", spoken(said)) == []


def test_a_phrase_of_two_people_is_said_by_nobody() -> None:
    text = "Ann: I paid\nBen: the women"
    turns = (
        Turn(index=0, speaker="Ann", role=Role.UNKNOWN, start=5, end=11),
        Turn(index=1, speaker="Ben", role=Role.UNKNOWN, start=17, end=26),
    )
    labels = (Mark(start=0, end=5, reason="speaker label"), Mark(start=12, end=17, reason="speaker label"))
    transcript = Transcript(id="t", title="t", source="t", text=text, turns=turns, marks=labels)
    assert occurrences("the women", transcript)
    assert not occurrences("paid Ben the", transcript)


def test_quotation_marks_without_words_are_no_phrase() -> None:
    assert quoted_phrases('what of "…" and “”?') == ()


def test_every_place_is_found_across_passages_and_nothing_else(tmp_path: Path) -> None:
    embedder = WordHashEmbedder()
    filler = " ".join(f"Then number {n} came along and we talked about the weather again." for n in range(40))
    for name, words in (
        ("one", "the green, um, ferry sank"),
        ("two", "The Green Ferry sank"),
        ("three", "ferry green"),
    ):
        text = f"Speaker1: {filler} And {words} that year. {filler} Once more {words}.\n\nInterviewer: Goodness.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path, embedder)
    retriever = Retriever(library, embedder)
    assert len(retriever.said("the green ferry sank", Scope())) == 4
    ranked = retriever.search('who said "the green ferry sank"?', Scope(), 50)
    assert sum(len(one.exact) for one in ranked) == 4
    assert all(one.passage.start <= span.start and span.end <= one.passage.end for one in ranked for span in one.exact)
    assert retriever.search('"nobody ever said this ferry"', Scope(), 5) == []
