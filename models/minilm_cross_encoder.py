"""all-MiniLM-L6-v2 as a cross-encoder, on this machine's processor, with what was learned from invented interviews.

What it learned (`minilm_cross_encoder.safetensors`) is written by `python -m evals.reader_training` and comes with the project.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.cross_encoder import LogOdds, Utterance
from models.minilm_files import WEIGHTS_SHA256, Graph, graph_of, in_batches, padded, tokenizer_in, weights_folder
from models.minilm_graph import GRAPH, build_cross_encoder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LEARNED = Path(__file__).with_suffix(".safetensors")

QUESTION_TOKENS, ASKED_TOKENS, SAID_TOKENS = 40, 28, 110
"""What is read of each: the beginning of the question and of what was said, and the end of what the interviewer asked."""

_CLS, _SEP = 101, 102


class MiniLmCrossEncoder:
    """Building the graph takes seconds, once; `cache` keeps it. Loads at the first utterance."""

    def __init__(self, cache: Path, weights: Path | None = None, threads: int | None = None) -> None:
        self._cache = cache
        self._weights = weights
        self._threads = threads or os.cpu_count() or 1

    def log_odds(self, question: str, utterances: Sequence[Utterance]) -> LogOdds:
        """See CrossEncoder.log_odds. Raises ModelError when the weights are not there or not the published ones."""
        if not utterances:
            return np.empty(0, dtype=np.float32)
        asked, said = ([self._tokens(getattr(one, part)) for one in utterances] for part in ("asked", "said"))
        about = self._tokens(question)
        pairs = [token_pair(about, *both) for both in zip(asked, said, strict=True)]
        found = np.empty(len(pairs), dtype=np.float32)
        lengths = [len(first) + len(second) for first, second in pairs]
        for rows, some in in_batches(lengths, partial(self._run, pairs), self._threads):
            found[rows] = some
        return found

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _run(self, pairs: Sequence[tuple[list[int], list[int]]], rows: Sequence[int]) -> LogOdds:
        some = [pairs[row] for row in rows]
        return self._graph.run(
            ids=padded([first + second for first, second in some]),
            segments=padded([[0] * len(first) + [1] * len(second) for first, second in some]),
            mask=padded([[1] * (len(first) + len(second)) for first, second in some]),
        )

    @cached_property
    def _folder(self) -> Path:
        return weights_folder(self._weights)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return tokenizer_in(self._folder)

    @cached_property
    def _graph(self) -> Graph:
        learned = sha256(LEARNED.read_bytes()).hexdigest()
        graph = self._cache / f"cross-encoder-{WEIGHTS_SHA256[:12]}-{learned[:12]}-{GRAPH}.onnx"
        return graph_of(self._folder, graph, partial(_build, LEARNED))


def token_pair(question: Sequence[int], asked: Sequence[int], said: Sequence[int]) -> tuple[list[int], list[int]]:
    """The two segments that are read: the question, with what the interviewer asked; and what was said."""
    first = [_CLS, *question[:QUESTION_TOKENS], _SEP, *asked[-ASKED_TOKENS:], _SEP]
    return first, [*said[:SAID_TOKENS], _SEP]


def _build(learned: Path, weights: Path, graph: Path) -> None:
    build_cross_encoder(weights, learned, graph)
