"""Which candidates to take, one after another: each next one is the best that says something else, or is somebody else's. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.quotes.candidates import Candidate
from rag.quotes.quote import tone_of

_ALIKE = 0.1  # what being the same as a chosen quote costs, in cosine
_SAME_PERSON = 0.06
_SAME_TONE = 0.015
_SAME = 0.9  # cosine from which two quotes are one


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Candidates with their unit vectors, shape (candidates, dimensions), and their scores, for order only."""

    candidates: list[Candidate]
    vectors: NDArray[np.floating]
    scores: list[float]


def varied(
    scored: Scored, top: int, most_words: int, among: Sequence[int] | None = None
) -> list[tuple[Candidate, float]]:
    """At most `top` candidates with their scores, best first, none of which overlap or go on where another ends.

    One that goes on where a chosen one ends is joined to it, where both have no more than `most_words`, and else left out.
    `among` are the candidates to choose from, as numbers; without it, all.
    """
    left = list(range(len(scored.candidates)) if among is None else among)
    tones = {i: tone_of(scored.candidates[i].text) for i in left}
    people: Counter[str] = Counter()
    heard: Counter[int] = Counter()
    chosen: list[tuple[Candidate, float]] = []
    nearest = dict.fromkeys(left, 0.0)
    while left and len(chosen) < top:
        best = max(
            left,
            key=lambda i: (
                scored.scores[i]
                - _ALIKE * nearest[i]
                - _SAME_PERSON * people[scored.candidates[i].participant]
                - _SAME_TONE * heard[tones[i]]
            ),
        )
        taken = scored.candidates[best]
        if beside := [at for at, (one, _) in enumerate(chosen) if one.adjoins(taken)]:
            joined = chosen[beside[0]][0].joined_with(taken)
            left.remove(best)
            if len(beside) == 1 and len(joined.text.split()) <= most_words:
                chosen[beside[0]] = (joined, chosen[beside[0]][1])
                left = [i for i in left if not scored.candidates[i].overlaps(joined)]
            continue
        chosen.append((taken, scored.scores[best]))
        people[taken.participant] += 1
        heard[tones[best]] += 1
        alike = scored.vectors @ scored.vectors[best]
        nearest = {i: max(nearest[i], float(alike[i])) for i in left}
        left = [i for i in left if nearest[i] < _SAME and not scored.candidates[i].overlaps(taken)]
    return chosen
