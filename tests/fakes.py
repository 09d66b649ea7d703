"""Stand-ins that really work, for tests and evals: no model, no network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.chat import ChatMessage

_WORD = re.compile(r"\w+")


class WordHashEmbedder:
    """Texts that share words are near each other, rare words weighing as much as common ones: it ranks for real.

    Every word sets a few signed places of the vector, chosen by its hash. `embedded` holds every text it was given.
    """

    def __init__(self, dimensions: int = 96) -> None:
        self._dimensions = dimensions
        self.embedded: list[str] = []

    @property
    def id(self) -> str:
        return f"word-hash-{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in set(_WORD.findall(text.lower())) or {text}:
                self._set(vectors[row], word)
            norm = float(np.linalg.norm(vectors[row]))
            vectors[row] = vectors[row] / norm if norm else np.eye(1, self._dimensions, dtype=np.float32)[0]
        return vectors

    def _set(self, vector: NDArray[np.float32], word: str) -> None:
        digest = hashlib.blake2s(word.encode(), digest_size=12).digest()
        for at in range(0, 12, 3):
            place = int.from_bytes(digest[at : at + 2], "big") % self._dimensions
            vector[place] += 1.0 if digest[at + 2] & 1 else -1.0


@dataclass
class Choosing:
    """A chat model that replies with one line, and keeps what it was sent."""

    reply: str
    sent: str = ""
    name: str = "choosing"
    destination: str = "nowhere"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        self.sent = messages[-1].text
        yield self.reply
