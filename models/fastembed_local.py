"""Other local embedding models and cross-encoders by name, through FastEmbed: the only file that imports it. It downloads
models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from models.embedder import Vectors
from models.errors import ModelError
from models.metering import Request

if TYPE_CHECKING:
    from fastembed import TextEmbedding
    from fastembed.rerank.cross_encoder import TextCrossEncoder

T = TypeVar("T")


class FastEmbedEmbedder:
    """An embedding model that FastEmbed knows. Downloaded to `cache` at the first text."""

    def __init__(self, name: str, cache: Path) -> None:
        self._name = name
        self._cache = cache

    @property
    def id(self) -> str:
        """What a library made with this embedder is stamped with."""
        return f"fastembed:{self._name}"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return len(self.embed(["testimony"])[0])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.embed. Raises ModelError when FastEmbed is not installed or cannot get the model."""
        rows = np.array(list(self._model.embed(list(texts))), dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    @cached_property
    def _model(self) -> TextEmbedding:
        def load(cache: str) -> TextEmbedding:
            from fastembed import TextEmbedding

            return TextEmbedding(self._name, cache_dir=cache)

        return _loaded("TESTIMONY_EMBEDDER", self._name, self._cache, load)


class FastEmbedReranker:
    """A cross-encoder that FastEmbed knows (Nogueira and Cho 2019). Downloaded to `cache` at the first question."""

    def __init__(self, name: str, cache: Path) -> None:
        self._name = name
        self._cache = cache

    def scores(self, question: str, texts: Sequence[str], requests: list[Request]) -> Sequence[float]:
        """See Reranker.scores. Raises ModelError when FastEmbed is not installed or cannot get the model."""
        return [float(score) for score in self._model.rerank(question, list(texts))]

    @cached_property
    def _model(self) -> TextCrossEncoder:
        def load(cache: str) -> TextCrossEncoder:
            from fastembed.rerank.cross_encoder import TextCrossEncoder

            return TextCrossEncoder(self._name, cache_dir=cache)

        return _loaded("TESTIMONY_RERANKER", self._name, self._cache, load)


def _loaded(setting: str, name: str, cache: Path, load: Callable[[str], T]) -> T:
    try:
        return load(str(cache / "fastembed"))
    except ImportError:
        raise ModelError(
            f"{setting} names a FastEmbed model, and fastembed is not installed. "
            "Run: python -m pip install 'testimony[fastembed]'"
        ) from None
    except Exception as error:  # FastEmbed lets through whatever its downloader, ONNX or the disk raised
        raise ModelError(
            f"FastEmbed cannot load {name!r} ({type(error).__name__}: {error}). "
            "Check the name and that this machine may download it."
        ) from error
