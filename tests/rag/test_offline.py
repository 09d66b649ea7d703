"""Without a network: a whole conversation in extractive mode, with every way out of the process shut."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from corpus.library import open_library
from corpus.settings import Settings
from models.chosen import embedder_for
from rag.answering.assistant import Assistant
from rag.answering.keeper import Keeper
from rag.conversation.dialogue import Exchange
from rag.retrieval.retriever import Retriever
from rag.writing.writers import writer_for

pytestmark = pytest.mark.slow


def test_a_conversation_needs_no_socket(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    settings = Settings.model_validate({"TESTIMONY_LIBRARY": sample_library})
    embedder = embedder_for(settings)
    library = open_library(sample_library, embedder.id)
    retriever = Retriever(library, embedder)
    assistant = Assistant(retriever, writer_for(settings, retriever))
    before: list[Exchange] = []
    for question in ("How long do people wait for their money?", "why?", "Make it shorter"):
        meant = assistant.understand(question, before)
        if isinstance(meant, Exchange):
            before.append(meant)
            continue
        findings = assistant.find(question, meant)
        before.append(Exchange(answer=assistant.answer(findings, list(assistant.write(findings)))))
    assert before[0].answer.found
    assert before[1].answer.standalone_question != "why?"
    keeper = Keeper(lambda: library, lambda: datetime.now(UTC))
    kept = keeper.keep("", "offline", [(each, datetime.now(UTC)) for each in before])
    assert len(keeper.open(kept)[1]) == 3
    keeper.delete(kept)
