"""Scores to stretches: two searches fused, neighbours lending score, consecutive passages joined. Arrays in, arrays out.

Rows are passages in reading order; `run` numbers the unbroken runs of rows that may be joined. What is long and loose
is speech: one subject goes on for minutes while single passages of it share nothing with the question, so a passage is
scored by its surroundings, and what is shown is the stretch around a peak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Rows = NDArray[np.intp]

POOL = 300
"""Best rows of either search that say what a usual score is; means over a whole library would be means of noise."""

REACH = 7
"""Rows to either side that lend score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The few numbers of the ranking, settled on meetings left out in turn and checked on coded interviews.

    `lexical_share` and `named_share` weigh BM25, and how much of a row a speaker named in the question says, beside
    the cosine's 1. Where more than one transcript is searched, `feedback_share` weighs BM25 by the words of the first
    `feedback_passages` finds, and `likeness_share` the cosine to the mean of the first `likeness_passages`; `pair_share`
    weighs pairs of the question's words said close together, and `leading_share` the words of the themes above one in
    a path of themes. The share of its neighbours' words that BM25 counts as a row's own falls to 1/e over
    `word_fade_words` between their middles, and what neighbours lend of their scores over `fade_words` (0: nothing is lent). A row is joined to a peak when it has `extent` of its score, up to `most_words`.
    The stretches with the best surroundings fill the first `read_first_words`, in order of their own peaks; then come
    the others.
    """

    lexical_share: float = 0.7
    named_share: float = 0.5
    feedback_share: float = 0.5
    feedback_passages: int = 20
    likeness_share: float = 0.6
    likeness_passages: int = 5
    pair_share: float = 0.0
    leading_share: float = 0.5
    word_fade_words: float = 80.0
    fade_words: float = 260.0
    extent: float = 0.4
    most_words: int = 450
    read_first_words: int = 1_500


USUAL = Recipe()

POINTED = Recipe(lexical_share=1.2, pair_share=0.1, word_fade_words=0.0, fade_words=60.0)
"""For a statement whose evidence is looked for: it repeats the words that were said, and they were said in one place."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `first` to `last`, both included, around the row `peak`; `score` is for order only."""

    first: int
    last: int
    peak: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Searches:
    """What each search says of every row: cosine, BM25, the share a speaker named in the question has, BM25 by the
    words of the first finds, the cosine to their mean, and pairs of words; each of shape (rows,). None was not asked for."""

    similarity: Scores
    lexical: Scores
    named: Scores
    feedback: Scores | None = None
    likeness: Scores | None = None
    pairs: Scores | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """`own` is a row's own evidence, `settled` with what its neighbours lend; both standardised, shape (rows,)."""

    own: Scores
    settled: Scores


def fuse(searches: Searches, run: Rows, words: Rows, recipe: Recipe = USUAL) -> Scored:
    """The evidence of every row. A search whose scores do not vary says nothing."""
    pool = _pool(searches)
    own = first_finds(searches, recipe)
    if searches.feedback is not None:
        own = own + recipe.feedback_share * _standardised(searches.feedback, pool)
    if searches.likeness is not None:
        own = own + recipe.likeness_share * _standardised(searches.likeness, pool)
    if searches.pairs is not None:
        own = own + recipe.pair_share * _standardised(searches.pairs, pool)
    own = _standardised(own + recipe.named_share * _standardised(searches.named, pool), pool)
    settled = _standardised(lent(own, run, words, recipe.fade_words), pool) if recipe.fade_words else own
    return Scored(own=own, settled=settled)


def first_finds(searches: Searches, recipe: Recipe = USUAL) -> Scores:
    """The cosine and BM25 together, standardised."""
    pool = _pool(searches)
    both = _standardised(searches.similarity, pool)
    return _standardised(both + recipe.lexical_share * _standardised(searches.lexical, pool), pool)


def lent(scores: Scores, run: Rows, words: Rows, fade_words: float) -> Scores:
    """Each row's mean over its run, a row whose middle is w words away weighing exp(-w / fade_words)."""
    middle = np.cumsum(words) - words / 2
    total, weight = scores.copy(), np.ones_like(scores)
    for distance in range(1, min(REACH, len(scores) - 1) + 1):
        share = np.exp((middle[:-distance] - middle[distance:]) / fade_words)
        share *= run[distance:] == run[:-distance]
        total[distance:] += share * scores[:-distance]
        total[:-distance] += share * scores[distance:]
        weight[distance:] += share
        weight[:-distance] += share
    return total / weight


def stretches(scored: Scored, run: Rows, words: Rows, top: int, recipe: Recipe = USUAL) -> list[Stretch]:
    """The best `top` stretches, best first, none overlapping. `words` is each row's length."""
    settled = scored.settled
    taken = np.zeros(len(settled), dtype=bool)
    found: list[Stretch] = []
    for peak in best_first(settled, 40 * top):
        if not taken[peak]:
            first, last = _grown(int(peak), settled, run, words, taken, recipe)
            taken[first : last + 1] = True
            score = float((scored.own + settled)[first : last + 1].max())
            found.append(Stretch(first, last, first + int(scored.own[first : last + 1].argmax()), score))
            if len(found) == top:
                break
    return _peaks_first(found, words, recipe.read_first_words)


def best_first(scores: Scores, most: int) -> Rows:
    """The rows with the `most` highest scores, highest first, earlier rows first among equals."""
    if most < len(scores):
        among = np.sort(np.argpartition(-scores, most)[:most])
        return among[np.argsort(-scores[among], kind="stable")]
    return np.argsort(-scores, kind="stable")


def _grown(
    peak: int, scores: Scores, run: Rows, words: Rows, taken: NDArray[np.bool_], recipe: Recipe
) -> tuple[int, int]:
    first = last = peak
    needed = scores[peak] * recipe.extent if scores[peak] > 0 else scores[peak]
    length = int(words[peak])
    while True:
        before = _free(first - 1, peak, scores, run, taken)
        after = _free(last + 1, peak, scores, run, taken)
        row = first - 1 if before >= after else last + 1
        if (
            max(before, after) < needed
            or not np.isfinite(max(before, after))
            or length + words[row] > recipe.most_words
        ):
            return first, last
        first, last, length = min(first, row), max(last, row), length + int(words[row])


def _free(row: int, peak: int, scores: Scores, run: Rows, taken: NDArray[np.bool_]) -> float:
    inside = 0 <= row < len(scores) and run[row] == run[peak] and not taken[row]
    return float(scores[row]) if inside else -np.inf


def _peaks_first(found: Sequence[Stretch], words: Rows, read_first_words: int) -> list[Stretch]:
    read = np.cumsum([words[one.first : one.last + 1].sum() for one in found])
    head = int(np.searchsorted(read, read_first_words, side="right"))
    first, then = (sorted(some, key=lambda one: -one.score) for some in (found[:head], found[head:]))
    most = first[-1].score if first else np.inf  # a score says the order, so none is above those read before it
    return first + [replace(one, score=min(one.score, most)) for one in then]


def _pool(searches: Searches) -> NDArray[np.bool_]:
    similarity, lexical = searches.similarity, searches.lexical
    if len(similarity) <= POOL:
        return np.ones(len(similarity), dtype=bool)
    pool = np.zeros(len(similarity), dtype=bool)
    pool[np.argpartition(-similarity, POOL)[:POOL]] = True
    worded = np.argpartition(-lexical, POOL)[:POOL]
    pool[worded[lexical[worded] > 0]] = True
    return pool


def _standardised(scores: Scores, pool: NDArray[np.bool_]) -> Scores:
    usual = scores[pool]
    spread = float(usual.std()) if len(usual) else 0.0
    return (scores - usual.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)
