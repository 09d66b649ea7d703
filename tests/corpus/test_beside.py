"""What is kept beside the database loses what was forgotten, and only that."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from corpus.beside import KeptFiles, Traces, beside_the_database, phrases_of
from corpus.forgetting import forget
from corpus.library import open_library
from corpus.store import Scope
from evals.forget import CANARY, hits
from rag.retrieval.retriever import Retriever
from tests.corpus.interviews import ingested, interview, library_at, write_interviews
from tests.fakes import WordHashEmbedder

EMBEDDER = WordHashEmbedder()
OTHER = "The ferry was late again that winter, and nobody minded."


def test_an_empty_folder_has_nothing_to_take_out(tmp_path: Path) -> None:
    assert KeptFiles(tmp_path / "nowhere").take_out(Traces(phrases=phrases_of(CANARY))) == []


def test_a_collection_loses_the_quotes_that_tell_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "collections" / "two.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"title": "Both", "quotes": [{"text": CANARY}, {"text": OTHER}]}))
    assert KeptFiles(tmp_path).take_out(Traces(phrases=phrases_of(CANARY))) == ["collections/two.json"]
    assert json.loads(path.read_text()) == {"title": "Both", "quotes": [{"text": OTHER}]}
    assert hits(tmp_path) == []


def test_a_conversation_of_nothing_else_goes_whole(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"exchanges": [{"answer": CANARY}]}))
    (tmp_path / "b.json").write_text(json.dumps({"title": CANARY, "exchanges": [{"answer": OTHER}]}))
    assert KeptFiles(tmp_path).take_out(Traces(phrases=phrases_of(CANARY))) == ["a.json", "b.json"]
    assert beside_the_database(tmp_path) == []


def test_the_pseudonym_of_somebody_forgotten_goes_and_the_others_stay(tmp_path: Path) -> None:
    write_interviews(tmp_path / "files", range(2), turns=4)
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, tmp_path / "files", EMBEDDER)
    (library.path / "pseudonyms.csv").write_text("Speaker0,Ann\nSpeaker1,Bea\nInterviewer,Cy\n", encoding="utf-8")
    assert forget(library, ["interview-000"]).files == ("pseudonyms.csv",)
    assert (library.path / "pseudonyms.csv").read_text("utf-8") == "Speaker1,Bea\nInterviewer,Cy\n"


def test_what_was_said_in_a_replaced_version_is_in_no_kept_answer_and_no_index(tmp_path: Path) -> None:
    files = tmp_path / "files"
    write_interviews(files, range(2), turns=4, edition=CANARY)
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    Retriever(library, EMBEDDER).index()
    (library.path / "answers").mkdir()
    (library.path / "answers" / "a.json").write_text(json.dumps({"raw_reply": CANARY}))
    (library.path / "answers" / "b.json").write_text(json.dumps({"raw_reply": interview(0, turns=4)}))
    assert {path.partition("/")[0] for path in hits(library.path)} >= {"answers", "derived"}
    write_interviews(files, range(2), turns=4)
    report = ingested(library, files, EMBEDDER)
    assert report.taken_out == ["answers/a.json"]  # what still stands in a transcript may be kept
    assert hits(library.path) == []


def test_an_index_in_use_is_not_overwritten_under_its_readers(tmp_path: Path) -> None:
    write_interviews(tmp_path / "files", range(3), turns=6)
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, tmp_path / "files", EMBEDDER)
    index = Retriever(open_library(library.path), EMBEDDER).index()
    before = np.array(index.columns.vectors)
    forget(library, ["interview-000"])
    assert np.array_equal(index.columns.vectors, before)


def test_a_search_and_the_transcript_it_is_cut_from_are_of_one_version(tmp_path: Path) -> None:
    files = tmp_path / "files"
    write_interviews(files, range(2), turns=6)
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    retriever = Retriever(open_library(library.path), EMBEDDER)
    replaced: list[list[str]] = []

    def look() -> bool:
        (first, *_) = retriever.search("the ferry", Scope(), 5)
        if not replaced:  # another process does this between the search and the look at the transcript
            for number in range(2):
                path = files / f"interview-{number:03d}.txt"
                path.write_text(f"Interviewer: Wait.\n\n{path.read_text('utf-8')}", encoding="utf-8")
            replaced.append(ingested(library_at(library.path, EMBEDDER), files, EMBEDDER).updated)
        text = retriever.library.transcript(first.passage.transcript_id).text
        return text[first.passage.start : first.passage.end] == first.passage.text

    assert retriever.library.consistently(look)
