"""What is said beside an answer on words of somebody who was not interviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer import ONLY_TOLD
from rag.assistant import Assistant
from rag.extractive import ExtractiveWriter
from rag.retrieval import Retriever
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
