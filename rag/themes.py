"""Groups of evidence that speak of the same thing, named by words of their own. Pure, given the vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.lexical import stems
from rag.words import words_in

_ALIKE = 0.2
"""Average cosine, the question taken away, from which two groups are one. Chosen by eye on answers from the samples."""

_NAME_WORDS = 2
_NAMES_IT = 0.3
"""Cosine between a word and the centre of a group from which it names what the group speaks of."""

_SAID_BY = 2  # texts of the group
_LEAST_LETTERS = 4


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


def name_words(texts: Sequence[Sequence[str]], question: str) -> list[list[str]]:
    """For each group of texts the words that may name it: said in two of them at least, and not by the question.

    >>> name_words([["The voucher was useless.", "A gift voucher?"], ["The train was late, the train!"]], "What was paid?")
    [['voucher'], []]
    """
    asked = set(stems(question))
    return [_shared(group, asked) for group in texts]


def named(words: Sequence[str], vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> str:
    """The words of a group nearest to its centre, at most two; empty where none is near: better no name than a wrong one.

    `vectors` are those of `words`, shape (words, dimensions), and `centre` (dimensions,) is the mean of the group's; all
    of unit length.
    """
    near = vectors @ centre if len(words) else np.zeros(0)
    best = [at for at in np.argsort(-near, kind="stable")[:_NAME_WORDS] if near[at] >= _NAMES_IT]
    return ", ".join(words[at] for at in best)


def _shared(group: Sequence[str], asked: set[str]) -> list[str]:
    saying = Counter(stem for text in group for stem in set(stems(text)))
    written = _as_written(group)
    return [written[stem] for stem in written if saying[stem] >= _SAID_BY and stem not in asked]


def _as_written(group: Sequence[str]) -> dict[str, str]:
    """The commonest form of each stem that is long enough to say something."""
    forms: dict[str, Counter[str]] = {}
    for text in group:
        for word in words_in(text):
            for stem in stems(word.raw):
                if len(word.key) >= _LEAST_LETTERS and word.key.isalpha():
                    shown = word.key if word.opens or not word.raw[:1].isupper() else word.raw
                    forms.setdefault(stem, Counter())[shown] += 1
    return {stem: counted.most_common(1)[0][0] for stem, counted in forms.items()}
