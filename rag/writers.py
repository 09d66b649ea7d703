"""Which writer the settings choose."""

from __future__ import annotations

from corpus.settings import Settings
from models.chosen import chat_model_for
from rag.extractive import ExtractiveWriter
from rag.generated import GeneratedWriter
from rag.retrieval import Retriever
from rag.writer import Writer


def writer_for(settings: Settings, retriever: Retriever) -> Writer:
    """Extractive without a language model, generated with one. Raises SettingsError."""
    model = chat_model_for(settings)
    if model is None:
        return ExtractiveWriter(retriever.embedder)
    return GeneratedWriter(model, retriever.library.transcript)
