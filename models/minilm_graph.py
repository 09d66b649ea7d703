"""all-MiniLM-L6-v2 as ONNX graphs, built from the published weights: the only file that imports onnx and safetensors.

Six BERT layers (Devlin et al. 2019). The nodes are onnxruntime's fused ones, which its optimiser would make of the plain
ones anyway, if it recognised them. Inputs are `ids` and `mask`, int32, shape (texts, tokens).

The embedder: mean pooling over the tokens of a text and division by the length of the result, as the model's card has it
(Reimers and Gurevych 2019). Output `vectors`, float32, shape (texts, 384), unit length.

The cross-encoder (Nogueira and Cho 2019): a question and what was said, read together and told apart by the input
`segments`, int32, shape (texts, tokens). Its layers are the embedder's, each moved by a product of two narrow matrices (the
low-rank updates of Hu et al. 2021); one linear layer over the first token and the mean of all gives the log odds that what was
said answers. Output `scores`, float32, shape (texts,).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

GRAPH = 1
"""Raise when a graph changes: cached graphs of another number are not used."""

DIMENSIONS, LAYERS, HEADS = 384, 6, 12
_EPSILON = 1e-12
_FUSED = "com.microsoft"


def build_graph(weights: Path, graph: Path) -> None:
    """Write the graph with its weights inside to `graph`. Raises OSError, and KeyError for weights of another model."""
    import onnx
    from safetensors.numpy import load_file

    onnx.save(_Builder(load_file(weights)).embedder(), graph)


def build_cross_encoder(weights: Path, learned: Path, graph: Path) -> None:
    """Write the graph of the weights and what was learned on top of them. Raises as `build_graph` does.

    `learned` holds, for a matrix of the model, its update as `NAME.down` (rows, rank) and `NAME.up` (rank, columns); for
    a vector, and the segments' embeddings, what is added; and `head.weight` (768,) and `head.bias` (1,).
    """
    import onnx
    from safetensors.numpy import load_file

    added = {name: values.astype(np.float32) for name, values in load_file(learned).items()}
    moved = {name: values + _update(name, added) for name, values in load_file(weights).items()}
    onnx.save(_Builder(moved).cross_encoder(added["head.weight"], added["head.bias"]), graph)


def _update(name: str, added: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    if f"{name}.down" in added:
        return added[f"{name}.down"] @ added[f"{name}.up"]
    return added.get(name, np.zeros((), dtype=np.float32))


class _Builder:
    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def embedder(self) -> onnx.ModelProto:
        self._mean(self._layers(self._places(segment=0)))
        self._node("LpNormalization", ["mean"], "vectors", axis=1, p=2)
        return self._model(("ids", "mask"), "vectors", ["n", DIMENSIONS])

    def cross_encoder(self, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> onnx.ModelProto:
        segments = self._weight("segments_known", self._weights["embeddings.token_type_embeddings.weight"])
        self._node("Gather", [segments, "segments"], "segment")
        self._node("Add", [self._places(), "segment"], "placed")
        hidden = self._layers("placed")
        self._mean(hidden)
        self._constant("first", np.array(0, dtype=np.int64))
        self._node("Gather", [hidden, "first"], "first_token", axis=1)
        self._node("Concat", ["first_token", "mean"], "read", axis=1)
        self._node("MatMul", ["read", self._weight("head", weight)], "weighed")
        self._node("Add", ["weighed", self._weight("head_bias", bias)], "scores")
        return self._model(("ids", "segments", "mask"), "scores", ["n"])

    def _model(self, inputs: Sequence[str], output: str, shape: Sequence[str | int]) -> onnx.ModelProto:
        from onnx import TensorProto, helper

        given = [helper.make_tensor_value_info(name, TensorProto.INT32, ["n", "t"]) for name in inputs]
        made = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self._nodes, "all-MiniLM-L6-v2", given, [made], self._constants)
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=8)

    def _places(self, segment: int | None = None) -> str:
        """The positions of the tokens, with the segment where there is one alone."""
        self._node("Shape", ["ids"], "length", start=1, end=2)
        self._constant("zero", np.array([0], dtype=np.int64))
        known = self._weights["embeddings.position_embeddings.weight"]
        if segment is not None:
            known = known + self._weights["embeddings.token_type_embeddings.weight"][segment]
        return self._node("Slice", [self._weight("positions", known), "zero", "length", "zero"], "places")

    def _layers(self, places: str) -> str:
        """The words of a text with their places, normalised, through all layers."""
        words = self._weight("words", self._weights["embeddings.word_embeddings.weight"])
        self._node("Gather", [words, "ids"], "looked_up")
        self._node("Add", ["looked_up", places], "embedded")
        scale, shift = self._norm("embeddings.LayerNorm")
        hidden = self._node("LayerNormalization", ["embedded", scale, shift], "hidden", epsilon=_EPSILON)
        for layer in range(LAYERS):
            hidden = self._layer(f"encoder.layer.{layer}", hidden)
        return hidden

    def _layer(self, name: str, hidden: str) -> str:
        """Self-attention and the two-step feed-forward part, each added to its input and normalised."""
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self._weights[f"{part}.bias"] for part in parts])
        attended = self._node(
            "Attention",
            [hidden, self._weight(f"{name}.qkv", weight), self._weight(f"{name}.qkv_bias", bias), "mask"],
            f"{name}.attended",
            domain=_FUSED,
            num_heads=HEADS,
        )
        hidden = self._added(f"{name}.attention.output", attended, hidden)
        wide = self._times(f"{name}.intermediate.dense", hidden)
        bias_name = self._weight(f"{name}.wide_bias", self._weights[f"{name}.intermediate.dense.bias"])
        active = self._node("BiasGelu", [wide, bias_name], f"{name}.active", domain=_FUSED)
        return self._added(f"{name}.output", active, hidden)

    def _added(self, name: str, inner: str, skipped: str) -> str:
        projected = self._times(f"{name}.dense", inner)
        scale, shift = self._norm(f"{name}.LayerNorm")
        bias = self._weight(f"{name}.bias", self._weights[f"{name}.dense.bias"])
        inputs = [projected, skipped, scale, shift, bias]
        return self._node("SkipLayerNormalization", inputs, f"{name}.sum", domain=_FUSED, epsilon=_EPSILON)

    def _mean(self, hidden: str) -> None:
        """The mean over the tokens of a text."""
        self._node("Cast", ["mask"], "mask_float", to=1)
        self._constant("last", np.array([2], dtype=np.int64))
        self._constant("tokens", np.array([1], dtype=np.int64))
        self._node("Unsqueeze", ["mask_float", "last"], "mask_column")
        self._node("Mul", [hidden, "mask_column"], "unpadded")
        self._node("ReduceSum", ["unpadded", "tokens"], "summed", keepdims=0)
        self._node("ReduceSum", ["mask_float", "tokens"], "counted", keepdims=1)
        self._node("Div", ["summed", "counted"], "mean")

    def _times(self, name: str, hidden: str) -> str:
        weight = self._weight(f"{name}.weight", np.ascontiguousarray(self._weights[f"{name}.weight"].T))
        return self._node("MatMul", [hidden, weight], f"{name}.product")

    def _norm(self, name: str) -> tuple[str, str]:
        scale = self._weight(f"{name}.scale", self._weights[f"{name}.weight"])
        return scale, self._weight(f"{name}.shift", self._weights[f"{name}.bias"])

    def _weight(self, name: str, values: NDArray[np.float32]) -> str:
        return self._constant(name, np.ascontiguousarray(values, dtype=np.float32))

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(values, name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output
