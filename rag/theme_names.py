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
from rag.nouns import as_written, stem_of
from rag.words import words_in

_CANDIDATES = 15
_NEAR = 0.6
"""How much the nearness of a term to the theme counts beside its share of the theme's words."""

_AS_OFTEN = 0.4
"""How often, beside the term that a theme says most, a term is said that may name it: what is said twice is seldom a theme."""

_ALIKE = 0.5  # what a term loses that is the same as one taken already, in cosine
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
    closing: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
) -> list[tuple[str, ...]]:
    """For each theme its terms, the most telling first, as they are mostly written; none where none tells it apart.

    No term has a word of the name of a theme before it, unless there is nothing else to call it by.

    `nouns` are the stems that name things, of everything that was said, and `closing` those of them that can stand alone
    (rag.nouns); no term holds one of `without`.
    """
    counted = [_terms(theme, nouns, nouns if closing is None else closing, without) for theme in themes]
    taken: set[str] = set()
    everywhere: dict[str, float] = defaultdict(float)
    for theme in counted:
        for key, term in theme.items():
            everywhere[key] += term.weight
    each = sum(everywhere.values()) / max(1, len(themes))
    named = []
    for theme, said in zip(counted, themes, strict=True):
        free = {key: term for key, term in theme.items() if taken.isdisjoint(key.split())}
        chosen = _chosen(_fit_to_name(free) or _fit_to_name(theme), said, everywhere, each, embed, most)
        taken.update(stem for key in chosen for stem in key.split())
        named.append(tuple(theme[key].written for key in chosen))
    return named


def _fit_to_name(theme: Mapping[str, _Term]) -> Mapping[str, _Term]:
    """The terms that are said more than once, by more than one person where there are such, and not much less often than any."""
    again = {key: term for key, term in theme.items() if term.said > 1}
    shared = {key: term for key, term in again.items() if len(term.people) > 1}
    fit = shared or again
    most = max((term.said for term in fit.values()), default=0)
    return {key: term for key, term in fit.items() if term.said * _worth_of_words(term) >= _AS_OFTEN * most}


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
    def said(self) -> int:
        """How often it is said."""
        return sum(self.people.values())

    @property
    def written(self) -> str:
        return min(self.forms, key=lambda form: (-self.forms[form], form))


def _terms(
    theme: Sequence[Said], nouns: frozenset[str], closing: frozenset[str], without: frozenset[str]
) -> Mapping[str, _Term]:
    found: dict[str, _Term] = {}
    for said in theme:
        for key, written in terms_in(said.text, nouns, without):
            if not _is_a_name(key, written, nouns, closing):
                continue
            term = found.setdefault(key, _Term(words=1 + key.count(" ")))
            term.people[said.person] += 1
            term.forms[written] += 1
    return found


def _is_a_name(key: str, written: str, nouns: frozenset[str], closing: frozenset[str]) -> bool:
    """Whether a term can stand as a heading: “mental health” and “losing money”, not “mental”, “use vouchers” or “highly paid”."""
    first, _, second = key.partition(" ")
    if not second:
        return first in closing
    told = written.partition(" ")[0]
    return first in nouns or told[:1].isupper() or told.endswith("ing")


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
    scored = {
        key: _worth_of_words(term) * term.weight * float(np.log1p(each / everywhere[key]))
        for key, term in theme.items()
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
    return tuple(best[at] for at in _varied(best, worth, words, most))


def _worth_of_words(term: _Term) -> float:
    return _PAIRS_WEIGH if term.words > 1 else 1.0


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
