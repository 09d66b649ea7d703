"""Rows to clusters, the same ones every time, in bounded time. Arrays in, arrays out.

Many small clusters are made first by k-means, so that what follows does not grow with the square of the rows (the idea of
BIRCH, Zhang et al. 1996); those are joined pairwise where it costs least (Ward 1963); then every row goes to the cluster it
is nearest to. Ward's tree needs no lucky start, as k-means of few clusters does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rag.everybody.cluster_features import Features, unit

Labels = NDArray[np.intp]

_SMALL = 400  # clusters that are joined pairwise
_ROUNDS = 10


def clusters_of(rows: Features, wanted: int) -> Labels:
    """The number of its cluster for each row of `rows` (n, d; unit length): 0 to `wanted` - 1 at most, none of them empty."""
    if len(rows) <= max(1, wanted):
        return np.arange(len(rows), dtype=np.intp)
    small = _numbered(k_means(rows, _SMALL)) if len(rows) > _SMALL else np.arange(len(rows), dtype=np.intp)
    sizes = np.bincount(small).astype(np.float64)
    joined = _joined(_sums(rows, small, len(sizes)) / sizes[:, None], sizes, wanted)
    return _numbered(_settled(rows, joined[small], wanted))


def k_means(rows: Features, wanted: int) -> Labels:
    """Spherical k-means (Dhillon and Modha 2001) from starts that lie far apart (Arthur and Vassilvitskii 2007)."""
    chance = np.random.default_rng(0)
    starts = [int(np.argmax(rows @ rows.sum(axis=0)))]
    away = 1 - rows @ rows[starts[0]]
    for _ in range(min(wanted, len(rows)) - 1):
        odds = np.maximum(away, 0) ** 2
        if not odds.any():
            break
        starts.append(int(chance.choice(len(rows), p=odds / odds.sum())))
        away = np.minimum(away, 1 - rows @ rows[starts[-1]])
    return _settled(rows, np.argmax(rows @ rows[starts].T, axis=1), len(starts))


def _settled(rows: Features, labels: Labels, count: int) -> Labels:
    """Every row where its nearest centre is, over and over until nothing moves."""
    for _ in range(_ROUNDS):
        moved = np.argmax(rows @ unit(_sums(rows, labels, count)).T, axis=1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def _joined(centres: Features, sizes: NDArray[np.float64], wanted: int) -> Labels:
    """Ward's clusters: the two are joined whose joining adds least to the squared distances from their centres."""
    centres, sizes = centres.copy(), sizes.copy()
    labels = np.arange(len(sizes), dtype=np.intp)
    squares = (centres**2).sum(axis=1)
    costs = (squares[:, None] + squares[None, :] - 2 * centres @ centres.T) * _weight(sizes[:, None], sizes[None, :])
    np.fill_diagonal(costs, np.inf)
    for _ in range(len(sizes) - wanted):
        one, other = (int(at) for at in np.unravel_index(int(np.argmin(costs)), costs.shape))
        total = sizes[one] + sizes[other]
        centres[one] = (sizes[one] * centres[one] + sizes[other] * centres[other]) / total
        sizes[one] = total
        labels[labels == other] = one
        gone = np.isinf(costs[one])
        costs[other], costs[:, other] = np.inf, np.inf
        new = ((centres - centres[one]) ** 2).sum(axis=1) * _weight(sizes, sizes[one])
        new[gone | np.isinf(costs).all(axis=1)] = np.inf
        new[one] = np.inf
        costs[one], costs[:, one] = new, new
    return _numbered(labels)


def _weight(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return one * other / (one + other)


def _sums(rows: Features, labels: Labels, count: int) -> Features:
    total = np.zeros((count, rows.shape[1]))
    np.add.at(total, labels, rows)
    return total


def _numbered(labels: Labels) -> Labels:
    return np.unique(labels, return_inverse=True)[1]
