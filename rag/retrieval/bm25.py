"""BM25 over every passage of a library, inside any part of it: postings as arrays, scored for the words asked.

Dense vectors miss names, numbers and rare words; BM25 (Robertson and Zaragoza 2009, with Lucene's idf) finds them. Its
statistics are those of the scope: in one meeting about remote controls "remote" says nothing. A passage is lent
words of its neighbours: an answer seldom repeats the words of its question. Stems are Snowball's. Why not bm25s,
tantivy or SQLite's FTS5: docs/decisions/0022.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.ranking import Rows, Scores

_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Which rows hold which stem how often: those of `terms[t]` lie at `bounds[t]:bounds[t + 1]` of rows and counts."""

    terms: dict[str, int]
    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.float32]
    lengths: NDArray[np.float32]

    def of(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows with a stem, ascending, and how often it is in them."""
        at = self.terms.get(term)
        found = slice(0, 0) if at is None else slice(int(self.bounds[at]), int(self.bounds[at + 1]))
        return self.rows[found], self.counts[found]


def assembled(
    terms: dict[str, int], numbers: NDArray[np.int32], counts: NDArray[np.float32], sizes: NDArray[np.int64]
) -> Postings:
    """Postings of a row-by-row listing: `sizes[r]` stems of row r, as numbers of `terms`, with their counts."""
    rows = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    order = np.argsort(numbers, kind="stable")
    bounds = np.zeros(len(terms) + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=len(terms)), out=bounds[1:])
    lengths = np.bincount(rows, weights=counts, minlength=len(sizes)).astype(np.float32)
    return Postings(terms, bounds, rows[order], counts[order], lengths)


def bm25(wanted: Mapping[str, float], index: Postings, among: Rows, run: Rows, fade: float) -> Scores:
    """The BM25 score of each row of `among` (ascending) for stems with weights, shape (len(among),).

    `run` is as in ranking. The share of its neighbours' words that counts as a row's own falls to 1/e over `fade` words
    between their middles; 0: nothing is lent.
    """
    scores = np.zeros(len(among))
    if not len(among):
        return scores
    lengths = index.lengths[among].astype(np.float64)
    places = np.arange(len(among))
    shares = _shares(lengths, run, fade)
    lengths = _lend(lengths.copy(), places, lengths, shares)[0]
    norm = _K1 * (1 - _B + _B * lengths / max(1.0, float(lengths.mean())))
    everything = len(among) == len(index.lengths)
    place_of = places if everything else np.full(len(index.lengths), -1)
    place_of[among] = places
    frequency = np.zeros(len(among))
    for term, weight in wanted.items():
        rows, counts = index.of(term)
        at, held = rows.astype(np.intp), counts.astype(np.float64)
        if not everything:
            inside = place_of[rows] >= 0
            at, held = place_of[rows[inside]], held[inside]
        if len(at):
            frequency[at] = held
            frequency, touched = _lend(frequency, at, held, shares)
            here = frequency[touched]
            idf = np.log1p((len(among) - len(at) + 0.5) / (len(at) + 0.5))
            # A place that is touched twice is set twice to the same sum, as numpy reads before it writes.
            scores[touched] += weight * idf * here * (_K1 + 1) / (here + norm[touched])
            frequency[touched] = 0.0
    return scores


def _shares(lengths: Scores, run: Rows, fade: float) -> Scores:
    """What each row lends to the next and the next to it, shape (rows - 1,); empty where nothing is lent."""
    if not fade:
        return np.zeros(0)
    return np.where(run[1:] == run[:-1], np.exp(-(lengths[1:] + lengths[:-1]) / 2 / fade), 0.0)


def _lend(into: Scores, at: Rows, held: Scores, shares: Scores) -> tuple[Scores, Rows]:
    """Add a share of what is held at some places to their neighbours; and all places that hold some."""
    if not len(shares):
        return into, at
    before, after = at > 0, at < len(into) - 1
    into[at[before] - 1] += shares[at[before] - 1] * held[before]
    into[at[after] + 1] += shares[at[after]] * held[after]
    return into, np.concatenate([at, at[before] - 1, at[after] + 1])


def pairs_shared(wanted: Sequence[str], texts: Sequence[Sequence[str]]) -> Scores:
    """For each text (in stems) its pairs of wanted stems that also stand together in the question, rare pairs weighing
    more, shape (len(texts),). After Metzler and Croft's sequential dependence model, 2005."""
    asked = _pairs(wanted)
    held = [asked & _pairs(text) for text in texts]
    holding = Counter(pair for some in held for pair in some)
    weight = {pair: float(np.log1p((len(texts) - n + 0.5) / (n + 0.5))) for pair, n in holding.items()}
    return np.array([sum(weight[pair] for pair in some) for some in held], dtype=np.float64)


def _pairs(text: Sequence[str]) -> set[tuple[str, str]]:
    return {*pairwise(text), *zip(text, text[2:], strict=False)}


def covered(wanted: Sequence[str], texts: Sequence[Sequence[str]], index: Postings) -> float:
    """The share of the wanted stems that the text with most of them holds, each weighing its idf; 0 to 1."""
    weights = idf_of(wanted, index)
    everything = sum(weights.values())
    if everything <= 0:
        return 0.0
    return max((sum(weights[term] for term in weights.keys() & set(text)) for text in texts), default=0.0) / everything


def unspoken(wanted: Sequence[str], index: Postings) -> float:
    """The share of the wanted stems that nobody says anywhere, each weighing its idf; 0 to 1."""
    weights = idf_of(wanted, index)
    everything = sum(weights.values())
    absent = sum(weight for term, weight in weights.items() if not len(index.of(term)[0]))
    return absent / everything if everything > 0 else 0.0


def idf_of(wanted: Sequence[str], index: Postings) -> dict[str, float]:
    """The idf of each wanted stem, as Lucene computes it."""
    size = len(index.lengths)
    holding = {term: len(index.of(term)[0]) for term in dict.fromkeys(wanted)}
    return {term: float(np.log1p((size - held + 0.5) / (held + 0.5))) for term, held in holding.items()}
