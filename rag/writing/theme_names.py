"""Themes named by their own words: what is said more in one than in all others, and by more than one person. Pure.

Class-based tf-idf (Grootendorst 2022, “BERTopic”) scores words that name things and pairs of neighbours; maximal marginal
relevance (Carbonell and Goldstein 1998) takes a few that do not say the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.store import Vectors
from rag.speech.nouns import as_written, stem_of
from rag.speech.words import words_in

_CANDIDATES = 15
_NEAR = 0.6
"""How much the nearness of a term to the theme counts beside its share of the theme's words."""

_ALIKE = 0.5  # what a term loses that is the same as one taken already, in cosine
_ONE_PERSONS = 0.4  # what is left of a term that one person alone uses
_PAIRS_WEIGH = 1.4  # two words say more than one, and are said less often


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One stretch of a theme: its words, and the number of the person."""

    text: str
    person: int


def names_for(
    themes: Sequence[Sequence[Said]],
    embed: Callable[[Sequence[str]], Vectors],
    nouns: frozenset[str],
    most: int = 3,
    *,
    without: frozenset[str] = frozenset(),
) -> list[tuple[str, ...]]:
    """For each theme its terms, the most telling first, as they are mostly written; none where none tells it apart.

    `nouns` are the stems that name things, of everything that was said (rag.speech.nouns); no term holds one of `without`.
    """
    counted = [_terms(theme, nouns, without) for theme in themes]
    everywhere: dict[str, float] = defaultdict(float)
    for theme in counted:
        for key, term in theme.items():
            everywhere[key] += term.weight
    each = sum(everywhere.values()) / max(1, len(themes))
    return [_chosen(theme, said, everywhere, each, embed, most) for theme, said in zip(counted, themes, strict=True)]


@dataclass(slots=True)
class _Term:
    words: int
    people: Counter[int] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)

    @property
    def weight(self) -> float:
        """How often it is said; who says it over and over counts little more than who says it once."""
        return sum(1 + float(np.log(times)) for times in self.people.values())

    @property
    def written(self) -> str:
        return min(self.forms, key=lambda form: (-self.forms[form], form))


def _terms(theme: Sequence[Said], nouns: frozenset[str], without: frozenset[str]) -> Mapping[str, _Term]:
    found: dict[str, _Term] = {}
    for said in theme:
        for key, written in terms_in(said.text, nouns, without):
            term = found.setdefault(key, _Term(words=1 + key.count(" ")))
            term.people[said.person] += 1
            term.forms[written] += 1
    return found


def terms_in(text: str, nouns: frozenset[str], without: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The words that name something, and with the word just before them, none of them of a stem `without`: key, as written."""
    before: tuple[str, str, int] | None = None
    for word in words_in(text):
        stem = stem_of(word)
        if stem is None or stem in without:
            before = None
            continue
        if stem in nouns:
            yield stem, as_written(word)
            if before is not None and before[2] + 1 == word.start:
                yield f"{before[0]} {stem}", f"{before[1]} {as_written(word)}"
        before = (stem, as_written(word), word.end)


def _chosen(
    theme: Mapping[str, _Term],
    said: Sequence[Said],
    everywhere: Mapping[str, float],
    each: float,
    embed: Callable[[Sequence[str]], Vectors],
    most: int,
) -> tuple[str, ...]:
    fewest = 2 if len({one.person for one in said}) > 1 else 1
    scored = {
        key: (_PAIRS_WEIGH if term.words > 1 else 1.0)
        * (1.0 if len(term.people) >= fewest else _ONE_PERSONS)
        * term.weight
        * float(np.log1p(each / everywhere[key]))
        for key, term in theme.items()
        if sum(term.people.values()) > 1
    }
    best = sorted(scored, key=lambda key: (-scored[key], key))[:_CANDIDATES]
    if not best:
        return ()
    words = embed([theme[key].written for key in best])
    centre = embed([" ".join(one.text.split()) for one in said]).mean(axis=0)
    near = words @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    worth = np.array([scored[key] / scored[best[0]] for key in best]) * (1 - _NEAR) + _NEAR * near / max(
        near.max(), 1e-9
    )
    return tuple(theme[best[at]].written for at in _varied(best, worth, words, most))


def _varied(keys: Sequence[str], worth: Vectors, words: Vectors, most: int) -> list[int]:
    taken: list[int] = []
    while len(taken) < most:
        left = [
            at for at in range(len(keys)) if not any(set(keys[at].split()) & set(keys[one].split()) for one in taken)
        ]
        if not left:
            break
        cost = {at: max((float(words[at] @ words[one]) for one in taken), default=0.0) for at in left}
        taken.append(max(left, key=lambda at: (worth[at] - _ALIKE * cost[at], -at)))
    return taken
