"""BERT (Devlin et al. 2019) written out in plain float64, one text at a time: what the graphs are held against."""

from __future__ import annotations

from collections.abc import Sequence
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float64]]


def hidden_states(weights: Weights, ids: Sequence[int], segments: Sequence[int] | None = None) -> NDArray[np.float64]:
    """What the last layer makes of a text, shape (tokens, 384)."""
    tokens = len(ids)

    def norm(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"])

    def dense(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])

    def heads(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return x.reshape(tokens, 12, 32).transpose(1, 0, 2)

    gelu = np.vectorize(lambda x: x * 0.5 * (1 + erf(x / sqrt(2))))
    words = weights["embeddings.word_embeddings.weight"][list(ids)]
    places = weights["embeddings.position_embeddings.weight"][:tokens]
    segment = weights["embeddings.token_type_embeddings.weight"][list(segments or [0] * tokens)]
    x = norm(words + places + segment, "embeddings.LayerNorm")
    for layer in (f"encoder.layer.{n}" for n in range(6)):
        query, key, value = (heads(dense(x, f"{layer}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = np.exp(query @ key.transpose(0, 2, 1) / sqrt(32))
        mixed = (scores / scores.sum(axis=-1, keepdims=True) @ value).transpose(1, 0, 2).reshape(tokens, 384)
        x = norm(dense(mixed, f"{layer}.attention.output.dense") + x, f"{layer}.attention.output.LayerNorm")
        wide = gelu(dense(x, f"{layer}.intermediate.dense"))
        x = norm(dense(wide, f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
    return x
