"""What a ranking is worth to a reader, and how sure that is: intervals from resampling whole meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.transcript import Span
from evals.retrieval_sets import Collection, Query

BUDGET_WORDS = 1_500
_RESAMPLES = 1_000

Ranking = Sequence[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A mean, and the middle 95 % of what it would have been on other meetings."""

    mean: float
    low: float
    high: float


class Gold:
    """The marked characters of a collection as words, counted once."""

    def __init__(self, collection: Collection) -> None:
        self._starts = {name: _word_starts(one.text) for name, one in collection.transcripts.items()}

    def words(self, span: Span) -> range:
        """The numbers of the words that begin inside a span."""
        starts = self._starts[span.transcript_id]
        return range(int(np.searchsorted(starts, span.start)), int(np.searchsorted(starts, span.end)))

    def read(self, query: Query, ranking: Ranking) -> Mapping[str, float]:
        """What is read of a query's gold in BUDGET_WORDS words, in the order of the ranking; a word read twice costs twice."""
        wanted = {(span.transcript_id, word) for span in query.gold for word in self.words(span)}
        seen: set[tuple[str, int]] = set()
        spent = 0
        for span in ranking:
            words = self.words(span)[: BUDGET_WORDS - spent]
            spent += len(words)
            seen.update((span.transcript_id, word) for word in words)
        found = len(seen & wanted)
        return {"recall@1500w": found / max(1, len(wanted)), "precision@1500w": found / max(1, spent)}


def early(query: Query, ranking: Ranking) -> Mapping[str, float]:
    """How early a stretch comes that overlaps what was marked. nDCG is of this ranking's own stretches."""
    hits = _hits(query, ranking)
    first = int(hits.argmax()) if hits.any() else None
    ideal = np.sort(hits)[::-1]
    discount = 1 / np.log2(np.arange(2, 12))
    best = float((ideal[:10] * discount[: len(ideal[:10])]).sum())
    return {
        "hit@1": float(hits[:1].any()),
        "hit@5": float(hits[:5].any()),
        "MRR@10": 1 / (first + 1) if first is not None and first < 10 else 0.0,
        "nDCG@10": float((hits[:10] * discount[: len(hits[:10])]).sum()) / best if best else 0.0,
    }


def many(query: Query, ranking: Ranking, relevant: int) -> Mapping[str, float]:
    """How many of the first are right, where `relevant` passages are; and how many of its interviews are reached."""
    hits = _hits(query, ranking)
    marked = {span.transcript_id for span in query.gold}
    reached = {span.transcript_id for span, hit in zip(ranking[:20], hits[:20], strict=True) if hit}
    return {
        "P@10": float(hits[:10].sum()) / 10,
        "P@20": float(hits[:20].sum()) / 20,
        "recall@50": float(hits[:50].sum()) / max(1, relevant),
        "interviews@20": len(reached) / max(1, len(marked)),
    }


def overlapping(query: Query, spans: Sequence[Span]) -> int:
    """How many of the spans overlap what was marked."""
    return int(_hits(query, spans).sum())


def figures(rows: Sequence[tuple[str, Mapping[str, float]]]) -> dict[str, Figure]:
    """The mean of each measure over queries, each given with its cluster: whole clusters are drawn again and again."""
    clusters: dict[str, list[Mapping[str, float]]] = {}
    for cluster, measured in rows:
        clusters.setdefault(cluster, []).append(measured)
    random = np.random.default_rng(0)
    drawn = random.integers(len(clusters), size=(_RESAMPLES, len(clusters)))
    sizes = np.array([len(some) for some in clusters.values()])
    found = {}
    for name in rows[0][1]:
        sums = np.array([sum(one[name] for one in some) for some in clusters.values()])
        means = np.sort(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
        low, high = (float(means[int(share * _RESAMPLES)]) for share in (0.025, 0.975))
        found[name] = Figure(mean=float(sums.sum() / sizes.sum()), low=low, high=high)
    return found


def _hits(query: Query, ranking: Ranking) -> NDArray[np.bool_]:
    return np.array([any(span.overlaps(gold) for gold in query.gold) for span in ranking], dtype=bool)


def _word_starts(text: str) -> NDArray[np.int64]:
    spaced = np.array([character.isspace() for character in f" {text}"], dtype=bool)
    return np.flatnonzero(spaced[:-1] & ~spaced[1:])
