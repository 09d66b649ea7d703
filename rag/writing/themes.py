"""Groups of evidence that speak of the same thing, named by words of their own. Pure, given the vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.speech.stems import stems
from rag.writing.theme_names import terms_in

_ALIKE = 0.2
"""Average cosine, the question taken away, from which two groups are one. Chosen by eye on answers from the samples."""

_NAME_TERMS = 2
_NAMES_IT = 0.45
"""Cosine between a term and the centre of a group from which it names what the group speaks of."""

_SAID_BY = 2  # speakers of the group: what one says alone is no theme
_SAYS_THE_SAME = 0.6  # cosine of two terms


def groups_of(vectors: NDArray[np.float32], question: NDArray[np.float32]) -> list[list[int]]:
    """Rows of `vectors` (n, dimensions; unit length) by theme: average linkage, until no two groups are alike.

    What all of them share with the question, shape (dimensions,), is taken away first, or everything would be one theme.
    Groups come in the order of their first rows, and so do the rows in each.
    """
    own = vectors - np.outer(vectors @ question, question)
    own = own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9)
    near = own @ own.T
    groups = [[row] for row in range(len(vectors))]
    while len(groups) > 1:
        pairs = [(one, other) for one in range(len(groups)) for other in range(one + 1, len(groups))]
        likeness = [float(near[np.ix_(groups[one], groups[other])].mean()) for one, other in pairs]
        best = int(np.argmax(likeness))
        if likeness[best] < _ALIKE:
            break
        one, other = pairs[best]
        groups[one] = sorted(groups[one] + groups.pop(other))
    return sorted(groups)


def name_words(groups: Sequence[Sequence[str]], question: str, nouns: frozenset[str]) -> list[list[str]]:
    """For each group the terms that may name it. A group is what each of its speakers says; `nouns` as rag.speech.nouns has them.

    A term names things, is said by most speakers of the group, by two at least, and not by the question.

    >>> said = [["The gift voucher was useless.", "A gift voucher?"], ["The train was late, the train!"]]
    >>> name_words(said, "What was paid?", frozenset({"gift", "voucher", "train"}))
    [['gift', 'voucher', 'gift voucher'], []]
    """
    asked = set(stems(question))
    return [_shared(voices, asked, nouns) for voices in groups]


def named(words: Sequence[str], vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> str:
    """The term of a group nearest to its centre, and another one where that is near, too, and says something else.

    Empty where none is near: better no name than a wrong one. `vectors` are those of `words`, shape (words, dimensions),
    and `centre` (dimensions,) is the mean of the group's; all of unit length.
    """
    near = vectors @ centre if len(words) else np.zeros(0)
    taken: list[int] = []
    for at in np.argsort(-near, kind="stable"):
        other = not any(
            float(vectors[at] @ vectors[one]) > _SAYS_THE_SAME or set(words[at].split()) & set(words[one].split())
            for one in taken
        )
        if near[at] >= _NAMES_IT and other and len(taken) < _NAME_TERMS:
            taken.append(int(at))
    return " and ".join(words[at] for at in taken)


def _shared(voices: Sequence[str], asked: set[str], nouns: frozenset[str]) -> list[str]:
    forms: dict[str, Counter[str]] = {}
    saying: Counter[str] = Counter()
    for said in voices:
        terms = list(terms_in(said, nouns))
        saying.update({key for key, _ in terms})
        for key, written in terms:
            forms.setdefault(key, Counter())[written] += 1
    return [
        counted.most_common(1)[0][0]
        for key, counted in forms.items()
        if saying[key] >= max(_SAID_BY, len(voices) // 2 + 1) and asked.isdisjoint(key.split())
    ]
