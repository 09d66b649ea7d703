"""Scores to stretches: two searches fused, neighbours lending score, consecutive passages joined. Arrays in, arrays out.

Rows are passages in reading order; `run` numbers the unbroken runs of rows that may be joined. What is long and loose
is speech: one subject goes on for minutes while single passages of it share nothing with the question, so a passage is
scored by its surroundings, and what is shown is the stretch around a peak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Rows = NDArray[np.intp]

POOL = 300
"""Best rows of either search that say what a usual score is; means over a whole library would be means of noise."""

LEXICAL_SHARE = 0.9
"""Weight of BM25 beside the cosine's 1, both standardised."""

NAMED_SPEAKER_SHARE = 0.4
"""Weight of how much of a row a speaker named in the question says."""

REACH = 6
"""Rows to either side that lend score; about 550 words."""

FADE = 2.0
"""Rows over which what is lent falls to 1/e."""

EXTENT = 0.4
"""Share of its peak's score that a row needs to be joined to it."""

MOST_WORDS = 450
"""Words of a joined stretch; a single passage may have more."""

READ_FIRST_WORDS = 1_500
"""Words of the best stretches that are put in order by their peaks, once they are chosen by their surroundings."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `first` to `last`, both included, around the row `peak`; `score` is for order only."""

    first: int
    last: int
    peak: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """`own` is a row's own evidence, `settled` with what its neighbours lend; both standardised, shape (rows,)."""

    own: Scores
    settled: Scores


def fuse(similarity: Scores, lexical: Scores, named: Scores, run: Rows) -> Scored:
    """The evidence of every row; the three scores have shape (rows,), and where one does not vary it says nothing."""
    pool = _pool(similarity, lexical)
    own = _standardised(similarity, pool) + LEXICAL_SHARE * _standardised(lexical, pool)
    own = _standardised(own + NAMED_SPEAKER_SHARE * _standardised(named, pool), pool)
    return Scored(own=own, settled=_standardised(lent(own, run), pool))


def lent(scores: Scores, run: Rows, reach: int = REACH, fade: float = FADE) -> Scores:
    """Each row's mean over its run, a row `d` away weighing exp(-d / fade)."""
    total, weight = scores.copy(), np.ones_like(scores)
    for distance in range(1, min(reach, len(scores) - 1) + 1):
        together = run[distance:] == run[:-distance]
        share = np.exp(-distance / fade) * together
        total[distance:] += share * scores[:-distance]
        total[:-distance] += share * scores[distance:]
        weight[distance:] += share
        weight[:-distance] += share
    return total / weight


def stretches(scored: Scored, run: Rows, words: Rows, top: int, most_words: int = MOST_WORDS) -> list[Stretch]:
    """The best `top` stretches, best first, none overlapping. `words` is each row's length."""
    settled = scored.settled
    taken = np.zeros(len(settled), dtype=bool)
    found: list[Stretch] = []
    for peak in best_first(settled, 40 * top):
        if not taken[peak]:
            first, last = _grown(int(peak), settled, run, words, taken, most_words)
            taken[first : last + 1] = True
            score = float((scored.own + settled)[first : last + 1].max())
            found.append(Stretch(first, last, first + int(scored.own[first : last + 1].argmax()), score))
            if len(found) == top:
                break
    return _peaks_first(found, words)


def best_first(scores: Scores, most: int) -> Rows:
    """The rows with the `most` highest scores, highest first, earlier rows first among equals."""
    if most < len(scores):
        among = np.sort(np.argpartition(-scores, most)[:most])
        return among[np.argsort(-scores[among], kind="stable")]
    return np.argsort(-scores, kind="stable")


def _grown(
    peak: int, scores: Scores, run: Rows, words: Rows, taken: NDArray[np.bool_], most_words: int
) -> tuple[int, int]:
    first = last = peak
    needed = scores[peak] * EXTENT if scores[peak] > 0 else scores[peak]
    length = int(words[peak])
    while True:
        before = _free(first - 1, peak, scores, run, taken)
        after = _free(last + 1, peak, scores, run, taken)
        row = first - 1 if before >= after else last + 1
        if max(before, after) < needed or not np.isfinite(max(before, after)) or length + words[row] > most_words:
            return first, last
        first, last, length = min(first, row), max(last, row), length + int(words[row])


def _free(row: int, peak: int, scores: Scores, run: Rows, taken: NDArray[np.bool_]) -> float:
    inside = 0 <= row < len(scores) and run[row] == run[peak] and not taken[row]
    return float(scores[row]) if inside else -np.inf


def _peaks_first(found: Sequence[Stretch], words: Rows) -> list[Stretch]:
    read = np.cumsum([words[one.first : one.last + 1].sum() for one in found])
    head = int(np.searchsorted(read, READ_FIRST_WORDS, side="right"))
    return [*sorted(found[:head], key=lambda one: -one.score), *found[head:]]


def _pool(similarity: Scores, lexical: Scores) -> NDArray[np.bool_]:
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
