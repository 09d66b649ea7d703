"""What stretches of speech are clustered by: their meaning and their words, with what is said around them. Arrays in and out.

A stretch of thirty words often points at its theme without naming it, so it is lent what stands near it in its interview.
What an interview is about as a whole is taken away again, or every cluster would be one interview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.store import Vectors

Features = NDArray[np.float64]

_LENT = (0.8, 0.6, 0.3)
"""How much of the first, second and third stretch to either side is lent."""

_WORDS = 0.5  # the weight of words beside meaning
_OF_ITS_INTERVIEW = 0.75  # of an interview's mean, that is taken away
_FEWEST = 3  # stretches with a stem, from which it says something about the others
_MOST_STEMS = 3_000  # the commonest; the rarer ones hold few stretches together
_DIMENSIONS = 100


def features_of(vectors: Vectors, stems: Sequence[Sequence[str]], interviews: NDArray[np.intp]) -> Features:
    """A unit row for each stretch, shape (n, d), of its vector (n, dimensions), its stems and the number of its interview.

    The stretches of one interview follow each other as they were spoken.
    """
    meaning = _with_around(vectors.astype(np.float64), interviews)
    both = unit(np.hstack([meaning, _WORDS * _with_around(_word_vectors(stems), interviews)]))
    both = unit(both - both.mean(axis=0))
    own = both.copy()
    for interview in np.unique(interviews):
        rows = interviews == interview
        own[rows] -= _OF_ITS_INTERVIEW * both[rows].mean(axis=0)
    return unit(own)


def unit(rows: Features) -> Features:
    """Rows of length 1; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    found: Features = rows / np.maximum(length, 1e-9)
    return found


def _with_around(rows: Features, interviews: NDArray[np.intp]) -> Features:
    total = rows.copy()
    for distance, lent in enumerate(_LENT, 1):
        if distance < len(rows):
            same = lent * (interviews[distance:] == interviews[:-distance])[:, None]
            total[distance:] += same * rows[:-distance]
            total[:-distance] += same * rows[distance:]
    return unit(total)


def _word_vectors(stems: Sequence[Sequence[str]]) -> Features:
    """Latent semantic analysis (Deerwester et al. 1990): tf-idf of the stems on its first singular vectors, shape (n, d)."""
    held = [Counter(one) for one in stems]
    holding = Counter(stem for one in held for stem in one)
    kept = sorted((stem for stem, n in holding.items() if n >= _FEWEST), key=lambda stem: (-holding[stem], stem))
    columns = {stem: at for at, stem in enumerate(kept[:_MOST_STEMS])}
    if not columns:
        return np.zeros((len(stems), 1))
    matrix = np.zeros((len(stems), len(columns)), dtype=np.float32)
    for row, one in enumerate(held):
        for stem, n in one.items():
            if stem in columns:
                matrix[row, columns[stem]] = (1 + np.log(n)) * np.log(len(stems) / holding[stem])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    # The eigenvectors of a random sketch (Halko, Martinsson and Tropp 2011): a whole decomposition takes minutes.
    wide = min(_DIMENSIONS + 20, *matrix.shape)
    start = np.random.default_rng(0).standard_normal((matrix.shape[1], wide)).astype(np.float32)
    base = np.linalg.qr(matrix @ start)[0]
    for _ in range(3):
        base = np.linalg.qr(matrix @ (matrix.T @ base))[0]
    left, sizes, _ = np.linalg.svd(base.T @ matrix, full_matrices=False)
    most = min(_DIMENSIONS, wide)
    return unit(((base @ left)[:, :most] * sizes[:most]).astype(np.float64))
