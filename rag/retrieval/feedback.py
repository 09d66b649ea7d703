"""The first finds, to search by as well: speakers on a subject share words that the question lacks.

Nobody says “barriers to paying”; the passages that come nearest say “benefits”, “forms” and “bank account”, and so do
those that come after them. A relevance model (Lavrenko and Croft 2001; RM3, Abdul-Jaleel and others 2004): a stem weighs
what it takes up in the first passages, those weighing more that come first, times its idf. And in the space of the
vectors, what lies near the middle of the first few finds (Rocchio 1971).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from corpus.store import Vectors
from rag.retrieval.index import SearchIndex
from rag.retrieval.ranking import Rows, Scores, best_first
from rag.speech.stems import says_nothing

_STEMS = 20
_OWN_SHARE = 0.5  # of the weight that stays with the question's own stems


def widened(
    wanted: Mapping[str, float], index: SearchIndex, rows: Rows, scores: Scores, passages: int
) -> Mapping[str, float]:
    """The question's stems and those of its first finds, weighed.

    `wanted` are the question's, with theirs; `scores` are those of `rows`, standardised; `passages` is how many of the best are believed.
    """
    found = _weighed(index, rows, scores, passages)
    best = sorted(found, key=lambda stem: (-found[stem], stem))[:_STEMS]
    whole = sum(found[stem] for stem in best)
    asked = max(1.0, sum(wanted.values()))
    weights = {stem: (1 - _OWN_SHARE) * asked * found[stem] / whole for stem in best}
    for stem, weight in wanted.items():
        weights[stem] = weights.get(stem, 0.0) + _OWN_SHARE * weight
    return weights


def mean_of_best(index: SearchIndex, rows: Rows, scores: Scores, passages: int) -> Vectors:
    """The direction of the mean of the best passages' vectors, shape (dimensions,), of unit length."""
    centre: Vectors = index.columns.vectors[rows[best_first(scores, passages)[:passages]]].mean(axis=0)
    return centre / max(float(np.linalg.norm(centre)), 1e-9)


def _weighed(index: SearchIndex, rows: Rows, scores: Scores, passages: int) -> dict[str, float]:
    first = best_first(scores, passages)[:passages]
    belief = np.exp(scores[first] - scores.max(initial=0.0))
    share: dict[int, float] = {}
    for row, weight in zip(rows[first], belief, strict=True):
        numbers, counts = index.stems_in(int(row))
        said = weight / max(1.0, float(counts.sum()))
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            share[number] = share.get(number, 0.0) + said * count
    size = len(index)
    postings = index.postings
    weighed = {}
    for number, taken in share.items():
        stem = index.stem(number)
        holding = int(postings.bounds[number + 1] - postings.bounds[number])
        if not says_nothing(stem):
            weighed[stem] = taken * float(np.log1p((size - holding + 0.5) / (holding + 0.5)))
    return weighed
