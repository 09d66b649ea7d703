"""Embeddings of any OpenAI-compatible endpoint: its vectors, checked and brought to unit length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.endpoint import EndpointSettings
from models.errors import ReplyUnusable
from models.openai_api import Endpoint, border
from models.openai_replies import EmbeddingReply

TEXTS_PER_REQUEST = 128
"""Far below OpenAI's 2,048 texts and 300,000 tokens a request: passages have a few hundred tokens each."""


class OpenAIEmbedder:
    """An embedding model behind an endpoint. The number of dimensions is learned from its first reply."""

    def __init__(self, settings: EndpointSettings, model: str) -> None:
        self._endpoint = Endpoint(settings)
        self._model = model
        self._dimensions: int | None = None

    @property
    def id(self) -> str:
        """What a library made with this embedder is stamped with, such as `openai:nomic-embed-text@localhost:11434`."""
        return f"openai:{self._model}@{self._endpoint.host}"

    @property
    def destination(self) -> str:
        """The host that texts are sent to."""
        return self._endpoint.host

    @property
    def dimensions(self) -> int:
        """Length of a vector. Embeds one word to find out where nothing was embedded yet: raises EndpointError."""
        if self._dimensions is None:
            self._dimensions = self._embed_some(["testimony"]).shape[1]
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape (len(texts), dimensions), in the order of the texts. Raises EndpointError."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        starts = range(0, len(texts), TEXTS_PER_REQUEST)
        return np.concatenate([self._embed_some(texts[start : start + TEXTS_PER_REQUEST]) for start in starts])

    def close(self) -> None:
        """Close the idle connections."""
        self._endpoint.close()

    def _embed_some(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with border(self._endpoint.host, self._model):
            reply = self._endpoint.client.embeddings.create(
                model=self._model,
                input=[text or " " for text in texts],  # OpenAI refuses an empty text
                encoding_format="float",  # not every server knows the SDK's default, base64
            )
            vectors = EmbeddingReply.model_validate(reply).vectors
            rows = np.array(vectors, dtype=np.float64)
        return self._unit_rows(rows, wanted=len(texts))

    def _unit_rows(self, rows: NDArray[np.float64], wanted: int) -> NDArray[np.float32]:
        if rows.ndim != 2 or rows.shape[0] != wanted or self._dimensions not in (None, rows.shape[1]):
            raise ReplyUnusable(
                self._endpoint.host, f"does not hold one vector for each of {wanted} texts, all equally long"
            )
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise ReplyUnusable(self._endpoint.host, "holds a vector without a direction")
        self._dimensions = rows.shape[1]
        return np.asarray(rows / lengths, dtype=np.float32)
