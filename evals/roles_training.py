"""Learn the coefficients of `ingest.asking`: logistic regression, a ridge penalty, Newton's method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentence_spans
from evals.roles_data import Hidden
from ingest.asking import features

Weights = dict[str, float]
Rows = list[tuple[dict[str, float], bool, float]]
"""A sentence's features, whether the interviewer said it, and how much it counts: as many words as it has, to forty."""


def rows_of(hidden: Hidden) -> Rows:
    """The sentences of one conversation as training rows."""
    spans = sentence_spans(hidden.text)
    described = features([hidden.text[a:b] for a, b in spans])
    return [
        (row, hidden.asks_at(a, b), float(min(40, len(hidden.text[a:b].split()))))
        for row, (a, b) in zip(described, spans, strict=True)
    ]


def train(rows: Rows, *, penalty: float = 30.0, rounds: int = 12) -> Weights:
    """The coefficients that make these rows likeliest."""
    names = sorted({name for row, _, _ in rows for name in row})
    x = _matrix([row for row, _, _ in rows], names)
    y = np.array([asks for _, asks, _ in rows], dtype=float)
    counts = np.array([count for _, _, count in rows]) / 10
    ridge = np.eye(len(names)) * penalty
    weights = np.zeros(len(names))
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (counts * (p - y)) + ridge @ weights
        curve = (x * (counts * p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(curve, slope)
    return {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            matrix[number, columns[name]] = value
    return matrix
