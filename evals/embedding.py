"""Our embedder against Chroma's default embedding function: the same weights, the same texts, one run, as a ratio.

    python -m evals.embedding [FOLDER]

FOLDER holds transcripts (default: data/samples). Chroma's function downloads its model at first use; here it is given
a plain ONNX export of the same published weights instead, made by this script, so that nothing is fetched and the two
differ only in how they run it. Texts are taken in turns by both, best of several rounds, because machines are noisy.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentence_spans
from models.chosen import cache_folder
from models.minilm import MiniLmEmbedder
from models.minilm_files import weights_folder

ROUNDS = 3
_LAYERS, _HEADS, _SIZE = 6, 12, 384


def main() -> None:
    """Print both times, their ratio and the largest difference between the vectors."""
    from corpus.settings import read_settings

    parser = argparse.ArgumentParser(description="Our embedder against Chroma's default embedding function.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/samples"))
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(parser.parse_args().folder.glob("*.*")))
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    words = text.split()
    passages = [" ".join(words[begin : begin + 200]) for begin in range(0, len(words), 200)]
    ours = MiniLmEmbedder(cache_folder(read_settings()))
    with tempfile.TemporaryDirectory() as folder:
        chromas = chroma_default(Path(folder))
        print(f"{'texts':<24}{'Chroma s':>10}{'ours s':>10}{'ratio':>8}{'largest difference':>22}")
        for name, texts in (("200-word passages", passages[:150]), ("sentences", sentences[:600])):
            seconds, difference = race(chromas, ours.embed, texts)
            row = f"{seconds[0]:>10.2f}{seconds[1]:>10.2f}{seconds[0] / seconds[1]:>7.1f}×{difference:>22.1e}"
            print(f"{f'{len(texts)} {name}':<24}{row}")


def race(
    peer: Callable[[list[str]], Any], ours: Callable[[list[str]], NDArray[np.float32]], texts: Sequence[str]
) -> tuple[tuple[float, float], float]:
    """The best seconds of the peer and of ours over alternating rounds, and how far their vectors lie apart."""
    peer(list(texts[:8])), ours(list(texts[:8]))
    best = [float("inf"), float("inf")]
    vectors: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * 2
    for _ in range(ROUNDS):
        for side, embed in enumerate((peer, ours)):
            began = time.perf_counter()
            vectors[side] = np.asarray(embed(list(texts)), dtype=np.float32)
            best[side] = min(best[side], time.perf_counter() - began)
    return (best[0], best[1]), float(np.abs(vectors[0] - vectors[1]).max())


def chroma_default(folder: Path) -> Callable[[list[str]], Any]:
    """Chroma's `ONNXMiniLM_L6_V2`, its model folder filled from the published weights."""
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    package = weights_folder(None)
    target = folder / ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME
    target.mkdir()
    for name in ("config.json", "special_tokens_map.json", "tokenizer_config.json", "tokenizer.json", "vocab.txt"):
        (target / name).write_bytes((package / name).read_bytes())
    _PlainExport(package / "model.safetensors").write(target / "model.onnx")

    class Filled(ONNXMiniLM_L6_V2):
        DOWNLOAD_PATH = folder

        def _download_model_if_not_exists(self) -> None:
            """The model is there."""

    return Filled(preferred_providers=["CPUExecutionProvider"])


class _PlainExport:
    """BERT in standard ONNX nodes, with the inputs and the output of the file that Chroma downloads."""

    def __init__(self, weights: Path) -> None:
        from safetensors.numpy import load_file

        self._weights = load_file(weights)
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def write(self, path: Path) -> None:
        import onnx
        from onnx import TensorProto, helper, numpy_helper

        hidden = self._whole()
        self._add("Identity", [hidden], "last_hidden_state")
        names = ("input_ids", "attention_mask", "token_type_ids")
        graph = helper.make_graph(
            self._nodes,
            "plain",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"]) for name in names],
            [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["n", "t", _SIZE])],
            [numpy_helper.from_array(values, name) for name, values in self._constants.items()],
        )
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)

    def _whole(self) -> str:
        words = self._add("Gather", [self._of("embeddings.word_embeddings.weight"), "input_ids"])
        kinds = self._add("Gather", [self._of("embeddings.token_type_embeddings.weight"), "token_type_ids"])
        length = self._add("Shape", ["input_ids"], start=1, end=2)
        ends = [self._constant("zero", np.array([0])), length, "zero"]
        places = self._add("Slice", [self._of("embeddings.position_embeddings.weight"), *ends])
        embedded = self._add("Add", [self._add("Add", [words, kinds]), places])
        hidden = self._norm(embedded, "embeddings.LayerNorm")
        seen = self._add("Cast", ["attention_mask"], to=1)
        wide = self._add("Unsqueeze", [seen, self._constant("middle", np.array([1, 2]))])
        hidden_tokens = self._add("Sub", [self._constant("one", np.float32(1)), wide])
        bias = self._add("Mul", [hidden_tokens, self._constant("never", np.float32(-1e9))])
        for layer in range(_LAYERS):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, bias)
        return hidden

    def _layer(self, name: str, hidden: str, bias: str) -> str:
        query, key, value = (
            self._heads(self._dense(hidden, f"{name}.attention.self.{part}")) for part in ("query", "key", "value")
        )
        scores = self._add("MatMul", [query, self._add("Transpose", [key], perm=[0, 1, 3, 2])])
        scaled = self._add("Div", [scores, self._constant("root", np.float32((_SIZE / _HEADS) ** 0.5))])
        shares = self._add("Softmax", [self._add("Add", [scaled, bias])], axis=-1)
        mixed = self._add("Transpose", [self._add("MatMul", [shares, value])], perm=[0, 2, 1, 3])
        joined = self._add("Reshape", [mixed, self._constant("joined", np.array([0, 0, _SIZE]))])
        out = self._dense(joined, f"{name}.attention.output.dense")
        hidden = self._norm(self._add("Add", [out, hidden]), f"{name}.attention.output.LayerNorm")
        wide = self._dense(hidden, f"{name}.intermediate.dense")
        root_half = self._add("Div", [wide, self._constant("root2", np.float32(2**0.5))])
        grown = self._add("Add", [self._add("Erf", [root_half]), self._constant("one", np.float32(1))])
        active = self._add("Mul", [self._add("Mul", [wide, grown]), self._constant("half", np.float32(0.5))])
        out = self._dense(active, f"{name}.output.dense")
        return self._norm(self._add("Add", [out, hidden]), f"{name}.output.LayerNorm")

    def _heads(self, x: str) -> str:
        shape = self._constant("split", np.array([0, 0, _HEADS, _SIZE // _HEADS]))
        return self._add("Transpose", [self._add("Reshape", [x, shape])], perm=[0, 2, 1, 3])

    def _dense(self, x: str, name: str) -> str:
        weight = self._constant(f"{name}.weight.T", np.ascontiguousarray(self._weights[f"{name}.weight"].T))
        return self._add("Add", [self._add("MatMul", [x, weight]), self._of(f"{name}.bias")])

    def _norm(self, x: str, name: str) -> str:
        return self._add("LayerNormalization", [x, self._of(f"{name}.weight"), self._of(f"{name}.bias")], epsilon=1e-12)

    def _of(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, values: Any) -> str:
        self._constants[name] = np.asarray(values)
        return name

    def _add(self, kind: str, inputs: Sequence[str], output: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        output = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output


if __name__ == "__main__":
    main()
