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

_NAME_WORDS = 3
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


def names_of(texts: Sequence[Sequence[str]], question: str) -> list[str]:
    """A name for each group of texts: up to three words that its texts say and those of other groups say less.

    >>> names_of([["The voucher was useless.", "A gift voucher?"], ["The train was late, the train!"]], "What was paid?")
    ['voucher, useless, gift', 'train, late']
    """
    asked = set(stems(question))
    counts = [Counter(stem for text in group for stem in set(stems(text))) for group in texts]
    everywhere = sum(counts, Counter[str]())
    repeated = [Counter(stem for text in group for stem in stems(text)) for group in texts]
    return [
        _name(own, often, everywhere, asked, group) for own, often, group in zip(counts, repeated, texts, strict=True)
    ]


def _name(
    own: Counter[str], often: Counter[str], everywhere: Counter[str], asked: set[str], group: Sequence[str]
) -> str:
    written = _as_written(group)
    usable = [stem for stem in own if stem in written and stem not in asked]
    ranked = sorted(
        usable, key=lambda stem: (-own[stem] * own[stem] / everywhere[stem], -often[stem], _place(group, stem))
    )
    return ", ".join(written[stem] for stem in ranked[:_NAME_WORDS])


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


def _place(group: Sequence[str], stem: str) -> int:
    return next((place for place, one in enumerate(stems(" ".join(group))) if one == stem), 0)
