"""Question to passages: dense search, BM25 over what it brought, both standardised and added, neighbours lending score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.store import Hit, Scope, Vectors
from corpus.transcript import Passage
from models.embedder import Embedder
from rag.lexical import bm25_scores
from rag.question import subject

POOL = 200
"""Passages that dense search brings for the second look. A whole interview has about sixty."""

_NEIGHBOUR_SHARE = 0.5  # of the better neighbour's score: speech on one thing runs over several passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A passage with its fused score (unbounded, for order only) and its cosine similarity to the question."""

    passage: Passage
    score: float
    similarity: float


class Retriever:
    """Finds passages in one library, with the embedder that made its vectors."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self.embedder = embedder

    def vector(self, question: str) -> Vectors:
        """The question's subject as a unit vector, shape (dimensions,)."""
        return self.embedder.embed([subject(question)])[0]

    def search(self, question: str, scope: Scope, top: int, vector: Vectors | None = None) -> list[Ranked]:
        """The `top` passages in scope that bear most on the question, best first. `vector` saves embedding it again."""
        vector = self.vector(question) if vector is None else vector
        return rank(subject(question), self.library.nearest(vector, max(POOL, top), scope))[:top]


def rank(about: str, hits: Sequence[Hit]) -> list[Ranked]:
    """Hits in order of their fused score: standardised cosine + standardised BM25 + half the better neighbour's."""
    if not hits:
        return []
    similarities = np.array([hit.similarity for hit in hits])
    lexical = bm25_scores(about, [hit.passage.text for hit in hits])
    fused = _standardised(similarities) + _standardised(lexical)
    fused = fused + _NEIGHBOUR_SHARE * _better_neighbours(hits, fused)
    return [
        Ranked(passage=hits[i].passage, score=float(fused[i]), similarity=hits[i].similarity)
        for i in np.argsort(-fused, kind="stable")
    ]


def _standardised(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def _better_neighbours(hits: Sequence[Hit], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each passage the higher score of the one before and the one after it in its transcript; the lowest of all
    scores where a neighbour is not among the hits."""
    floor = float(scores.min())
    order = sorted(range(len(hits)), key=lambda i: (hits[i].passage.transcript_id, hits[i].passage.start))
    lent = np.full(len(hits), floor)
    for before, after in zip(order, order[1:], strict=False):
        if hits[before].passage.transcript_id == hits[after].passage.transcript_id:
            lent[before] = max(lent[before], scores[after])
            lent[after] = max(lent[after], scores[before])
    return lent
