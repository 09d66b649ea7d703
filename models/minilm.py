"""all-MiniLM-L6-v2 on this machine's processor, as an embedder.

Texts are sorted by length and padded only to the longest of their batch: Chroma's own embedder pads every text to 256
tokens.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.embedder import Vectors
from models.minilm_files import WEIGHTS_SHA256, Graph, graph_of, in_batches, padded, tokenizer_in, weights_folder
from models.minilm_graph import DIMENSIONS, GRAPH, build_graph

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MOST_TOKENS = 256
"""What the model was published to read; the rest of a longer text is not seen."""

_SORTED_TOGETHER = 4_096  # texts: bounds memory when a million are embedded


class MiniLmEmbedder:
    """The default embedder. Building the graph takes seconds, once; `cache` keeps it. Loads at the first text."""

    id = f"all-MiniLM-L6-v2/{WEIGHTS_SHA256[:8]}"
    dimensions = DIMENSIONS

    def __init__(self, cache: Path, weights: Path | None = None, threads: int | None = None) -> None:
        self._cache = cache
        self._weights = weights
        self._threads = threads or os.cpu_count() or 1

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.embed. Raises ModelError when the weights are not there or not the published ones."""
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(texts), _SORTED_TOGETHER):
            encodings = self._tokenizer.encode_batch_fast(texts[start : start + _SORTED_TOGETHER])
            lengths = [len(encoding.ids) for encoding in encodings]
            run = partial(self._run, encodings)
            for rows, some in in_batches(lengths, run, self._threads):
                vectors[[start + row for row in rows]] = some
        return vectors

    def _run(self, encodings: Sequence[Encoding], rows: Sequence[int]) -> Vectors:
        ids = padded([encodings[row].ids for row in rows])
        mask = padded([[1] * len(encodings[row].ids) for row in rows])
        return self._graph.run(ids=ids, mask=mask)

    @cached_property
    def _folder(self) -> Path:
        return weights_folder(self._weights)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = tokenizer_in(self._folder)
        tokenizer.enable_truncation(MOST_TOKENS)
        return tokenizer

    @cached_property
    def _graph(self) -> Graph:
        graph = self._cache / f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}-{GRAPH}.onnx"
        return graph_of(self._folder, graph, build_graph)
