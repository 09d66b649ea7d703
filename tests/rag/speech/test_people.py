"""Words of which nobody knows whether the interviewer said them: they come with a warning, and questions are not quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import Library
from corpus.transcript import Role, Transcript, Turn
from rag.answer import cite
from rag.answering.assistant import Assistant
from rag.claims.check import ClaimChecker
from rag.quotes.as_json import quotes_json
from rag.quotes.finder import QuoteFinder, Wanted
from rag.quotes.quote import Length
from rag.retrieval.retriever import Retriever
from rag.speech.people import not_told_apart
from rag.speech.pseudonyms import Pseudonyms
from rag.speech.question_before import question_before
from rag.writing.extractive import ExtractiveWriter
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.talks import BERYL, OLWEN, talk

SPOKEN = (
    "Well the ferry money never came for any of us, and we wrote to the office about the ferry money twice. "
    "So Did you ever see the ferry money for the ferry in the end, or was it all kept by the office Yeah. "
    "We saw the ferry money in the spring and it went straight on the gas and the bread we owed for."
)
WARNING = (
    "In the interview quoted, who asks and who answers is not told apart: an interviewer's words may be among these."
)


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "raw.txt").write_text(SPOKEN, encoding="utf-8")
    embedder = WordHashEmbedder()
    library: Library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    return Retriever(library, embedder)


def raw() -> Transcript:
    turn = Turn(index=0, speaker=None, role=Role.UNKNOWN, start=0, end=len(SPOKEN))
    return Transcript(id="raw", title="Raw", source="raw.txt", text=SPOKEN, turns=(turn,))


def test_the_warning_counts_the_interviews_it_is_about() -> None:
    labelled = [cite(one, one.turns[1].start, one.turns[1].end) for one in (BERYL, OLWEN)]
    unlabelled = cite(raw(), 0, 40)
    assert not_told_apart(labelled) == ()
    assert not_told_apart([unlabelled, unlabelled]) == (WARNING,)
    (told,) = not_told_apart([*labelled, unlabelled, unlabelled])
    assert told.startswith("In 1 of the 3 interviews quoted, who asks and who answers is not told apart")


def test_answers_quotes_and_checks_of_unlabelled_speech_warn_and_offer_no_question(retriever: Retriever) -> None:
    answer = Assistant(retriever, ExtractiveWriter()).ask("What was said about the ferry money?")
    assert answer.notes == (WARNING,)
    found = QuoteFinder(retriever).look_for("the ferry money", Wanted(length=Length(least=8, most=60)))
    assert quotes_json("ferry", found, Pseudonyms({}))["notes"] == [WARNING]
    report = ClaimChecker(retriever).check("The ferry money came in the spring.")
    assert report.notes == (WARNING,)
    shown = [cited.quote for statement in answer.statements for cited in statement.citations]
    shown += [quote.text for quote in found.quotes]
    assert shown
    assert not any("Did you ever" in words for words in shown)


def test_an_interviewers_really_is_not_what_was_asked() -> None:
    asked = talk(
        "gwen", "Gwen", ("Interviewer", "How long did it take you?"), ("Gwen", "Two days."), ("Interviewer", "Really?"),
        ("Gwen", "Two days and a night, and then the walk home from the station in the rain."),
    )  # fmt: skip
    question = question_before(asked, asked.turns[3].start)
    assert question is not None
    assert question.quote == "How long did it take you?"
