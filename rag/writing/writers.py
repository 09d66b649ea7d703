"""Which writer the settings choose."""

from __future__ import annotations

from collections.abc import Callable

from corpus.settings import Settings
from models.chat import ChatModel
from models.chosen import chat_model_for
from rag.retrieval.retriever import Retriever
from rag.writing.extractive import ExtractiveWriter
from rag.writing.generated import GeneratedWriter
from rag.writing.writer import Writer


def writer_for(
    settings: Settings,
    retriever: Retriever,
    make_chat_model: Callable[[Settings], ChatModel | None] = chat_model_for,
) -> Writer:
    """Extractive without a language model, generated with one. Raises SettingsError."""
    model = make_chat_model(settings)
    if model is None:
        return ExtractiveWriter(retriever.embedder)
    return GeneratedWriter(
        model, retriever.library.transcript, looks_again=settings.judge, window_tokens=settings.window_tokens
    )
