"""What is said beside an answer on words of somebody who was not interviewed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.store import Scope
from rag.answer import NOTES_ON_ABSENCE, ONLY_TOLD, Absence
from rag.answering.assistant import Assistant
from rag.conversation.dialogue import Exchange
from rag.conversation.followups import Standalone
from rag.retrieval.retriever import Retriever
from rag.writing.extractive import ExtractiveWriter
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder

NOTE = ONLY_TOLD.format(name="Lindqvist")


@pytest.mark.parametrize(
    ("question", "noted"),
    [
        ("What did Professor Lindqvist say about the ferry?", True),
        ("What was said about the ferry?", False),
        ("What did Speaker3 say about the ferry?", False),
    ],
)
def test_words_of_somebody_who_never_speaks_are_only_told(tmp_path: Path, question: str, noted: bool) -> None:
    embedder = WordHashEmbedder()
    write_interviews(tmp_path / "files", range(4))
    library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    answer = Assistant(Retriever(library, embedder), ExtractiveWriter()).ask(question)
    assert (NOTE in answer.notes) is noted


def test_thanks_are_answered_without_a_search_and_the_next_question_leans_on_the_one_before_them(
    tmp_path: Path,
) -> None:
    embedder = WordHashEmbedder()
    write_interviews(tmp_path / "files", range(2))
    library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    embedder.embedded.clear()
    assistant = Assistant(Retriever(library, embedder), ExtractiveWriter())
    thanked = assistant.ask("great, thanks!")
    assert (thanked.found, thanked.absence, thanked.nearest) == (False, Absence.NOTHING_ASKED, ())
    assert thanked.notes == (NOTES_ON_ABSENCE[Absence.NOTHING_ASKED],)
    assert (thanked.coverage.count, embedder.embedded) == (0, [])
    asked = replace(thanked, absence=None, standalone_question="How long do people wait for the ferry?")
    before = [Exchange(answer=asked), Exchange(answer=thanked)]
    found = assistant.understand("Cheers. And volunteers?", before)
    assert isinstance(found, Standalone)
    assert found.question == "How long do volunteers wait for the ferry?"
    assert assistant.understand("lovely", before) == Standalone(question="lovely", scope=Scope(), leant=False)
