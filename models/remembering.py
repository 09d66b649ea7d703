"""An embedder that embeds no text twice, as long as it remembers it: many questions are held against the same sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from threading import Lock

import numpy as np

from models.embedder import Embedder, Vectors

_FEW = 2  # a question's own words do not wait for somebody else's sentences
_TOGETHER = 64  # texts embedded at a time; who waits for them may find that they were its own, too


class RememberingEmbedder:
    """See Embedder. Safe to call from several threads; keeps vectors and digests, never texts.

    `most` is how many vectors it keeps (1.5 kB each at 384 dimensions), those of the texts asked for last; None is all.
    """

    def __init__(self, embedder: Embedder, most: int | None = None) -> None:
        self._embedder = embedder
        self.most = most
        self._known: dict[bytes, Vectors] = {}
        self._lock = Lock()
        self._turn = Lock()

    @property
    def id(self) -> str:
        """See Embedder."""
        return self._embedder.id

    @property
    def dimensions(self) -> int:
        """See Embedder."""
        return self._embedder.dimensions

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._known)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.embed."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        sought = {text: digest_of(text) for text in texts}
        found = self._recalled(sought)
        new = iter([text for text in sought if text not in found])
        while some := list(islice(new, _TOGETHER)):
            found |= self._learnt({text: sought[text] for text in some})
        return np.stack([found[text] for text in texts])

    def learn(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Remember vectors, shape (len(texts), dimensions), that this embedder once gave these texts."""
        self._learn(map(digest_of, texts), vectors)

    def forget(self) -> None:
        """Drop every vector: one of them may be of words that are not in the library any more."""
        with self._lock:
            self._known = {}

    def _learnt(self, texts: Mapping[str, bytes]) -> dict[str, Vectors]:
        if len(texts) <= _FEW:
            return self._embedded(texts)
        with self._turn:  # ten who ask the same at once embed it once, and do not share two cores by twenty threads
            found = self._recalled(texts)
            left = {text: digest for text, digest in texts.items() if text not in found}
            return found | (self._embedded(left) if left else {})

    def _embedded(self, texts: Mapping[str, bytes]) -> dict[str, Vectors]:
        vectors = self._embedder.embed(list(texts))
        self._learn(texts.values(), vectors)
        return dict(zip(texts, vectors, strict=True))

    def _learn(self, digests: Iterable[bytes], vectors: Vectors) -> None:
        with self._lock:
            for digest, vector in zip(digests, vectors, strict=True):
                self._known[digest] = np.array(vector)  # by itself: a row would keep its whole matrix
            while self.most is not None and len(self._known) > self.most:
                del self._known[next(iter(self._known))]

    def _recalled(self, texts: Mapping[str, bytes]) -> dict[str, Vectors]:
        found = {}
        with self._lock:
            for text, digest in texts.items():
                vector = self._known.pop(digest, None)
                if vector is not None:
                    self._known[digest] = vector  # at the end: what was asked for last goes last
                    found[text] = vector
        return found


def digest_of(text: str) -> bytes:
    """Sixteen bytes that stand for a text where the text itself is not to be kept."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
