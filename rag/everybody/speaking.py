"""How strongly each window of speech speaks to a theme, beside all the other windows of the corpus. Arrays in, arrays out.

No one signal parts those who speak to a theme from those who do not: a cosine is high for everything in interviews that
are all about one subject. So each signal is standardised over the windows of the corpus, for this theme, and added; then
the words and vectors of the first clear finds are looked for a second time among everybody else (pseudo-relevance feedback).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.store import Vectors
from rag.retrieval.ranking import Scores

SPEAKS = 8.75
"""Mean score of a person's best windows from which the person counts: what leaving each theme of the samples out chose most.

`make eval-counts` says what it reaches.
"""

CLEAR = 0.55
"""Cosine of one window to the theme that counts by itself: in few windows no score stands out from the rest."""

BEST = 3
"""A person is judged by so many best windows: one near sentence is often chance."""

_OWN, _AROUND, _WORDS, _FOUND_NEAR, _FOUND_WORDS = 2.0, 0.7, 0.7, 0.5, 0.5
_REACH = 3  # windows to either side that are around one
_FINDS, _FINDS_EACH = 8, 2  # first clear finds, in all and of one person
_WIDER_WORDS = 12


@dataclass(frozen=True)
class Spoken:
    """Every window of a corpus: its vector (n, dimensions; unit length), its stems, its run and who speaks it (n,)."""

    vectors: Vectors
    stems: Sequence[frozenset[str]]
    runs: NDArray[np.intp]
    people: NDArray[np.intp]

    @cached_property
    def around(self) -> Vectors:
        """The unit mean vector of each window and those around it in its run."""
        total = self.vectors.astype(np.float64)
        for distance in range(1, min(_REACH, len(self.runs) - 1) + 1):
            same = (self.runs[distance:] == self.runs[:-distance])[:, None]
            total[distance:] += same * self.vectors[:-distance]
            total[:-distance] += same * self.vectors[distance:]
        found: Vectors = (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)).astype(np.float32)
        return found

    @cached_property
    def words_around(self) -> list[frozenset[str]]:
        """The stems of each window and those around it in its run."""
        return [
            frozenset().union(*(self.stems[near] for near in self._near(at) if self.runs[near] == self.runs[at]))
            for at in range(len(self.runs))
        ]

    @cached_property
    def rarity(self) -> dict[str, float]:
        """The idf of every stem among the windows."""
        size = len(self.stems)
        holding = Counter(stem for words in self.words_around for stem in words)
        return {stem: float(np.log1p((size - n + 0.5) / (n + 0.5))) for stem, n in holding.items()}

    def _near(self, at: int) -> range:
        return range(max(0, at - _REACH), min(len(self.runs), at + _REACH + 1))


def scores(spoken: Spoken, vector: Vectors, asked: Sequence[str]) -> Scores:
    """The score of each window for a theme with this unit vector and these stems, shape (n,)."""
    first = (
        _OWN * _standardised(spoken.vectors @ vector)
        + _AROUND * _standardised(spoken.around @ vector)
        + _WORDS * _standardised(_shared(spoken, dict.fromkeys(asked, 1.0), np.arange(len(spoken.runs))))
    )
    near, worded = _second_look(spoken, _finds(spoken, first), frozenset(asked))
    return first + _FOUND_NEAR * _standardised(near) + _FOUND_WORDS * _standardised(worded)


def strength(own: Scores) -> float:
    """What a person's windows amount to: the mean of the best."""
    return float(np.sort(own)[-BEST:].mean()) if len(own) else -np.inf


def _finds(spoken: Spoken, first: Scores) -> list[int]:
    taken: list[int] = []
    each: Counter[int] = Counter()
    for at in np.argsort(-first, kind="stable"):
        person = int(spoken.people[at])
        if each[person] < _FINDS_EACH and not any(abs(int(at) - other) <= _REACH for other in taken):
            taken.append(int(at))
            each[person] += 1
        if len(taken) == _FINDS:
            break
    return taken


def _second_look(spoken: Spoken, finds: Sequence[int], asked: frozenset[str]) -> tuple[Scores, Scores]:
    """Cosine to, and words shared with, the first finds of other people: nobody's own words speak for themselves."""
    near, worded = np.zeros(len(spoken.runs)), np.zeros(len(spoken.runs))
    for person in np.unique(spoken.people):
        others = [at for at in finds if spoken.people[at] != person]
        mine = np.flatnonzero(spoken.people == person)
        if others:
            middle = spoken.vectors[others].mean(axis=0)
            near[mine] = spoken.vectors[mine] @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
            held = Counter(stem for at in others for stem in spoken.words_around[at] - asked)
            often = {stem: (n - 1) * spoken.rarity[stem] for stem, n in held.items() if n > 1}
            widest = dict(sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))[:_WIDER_WORDS])
            worded[mine] = _shared(spoken, {stem: n / spoken.rarity[stem] for stem, n in widest.items()}, mine)
    return near, worded


def _shared(spoken: Spoken, wanted: dict[str, float], among: NDArray[np.intp]) -> Scores:
    """How much of the wanted stems stands in and around each window, each weighing its idf."""
    weights = {stem: weight * spoken.rarity.get(stem, 0.0) for stem, weight in wanted.items()}
    return np.array([sum(weights[stem] for stem in weights.keys() & spoken.words_around[at]) for at in among])


def _standardised(values: Scores | Vectors) -> Scores:
    numbers = np.asarray(values, dtype=np.float64)
    spread = float(numbers.std()) if len(numbers) else 0.0
    return (numbers - numbers.mean()) / spread if spread > 1e-9 else np.zeros_like(numbers)
