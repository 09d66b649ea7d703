"""The measure of role inference: it counts words, and it can fail."""

from __future__ import annotations

import pytest

from corpus.sentences import sentence_spans
from evals.roles import Tally
from evals.roles_data import SHARED, Hidden, conversations
from evals.roles_training import rows_of, train
from ingest.asking import likelihoods

_TALK = Hidden(name="t", corpus="t", text="Why did you go? I had to. And you came back.", asking=((0, 15), (26, 44)))


def test_precision_and_recall_are_counted_by_words() -> None:
    tally = Tally()
    tally.add(_TALK, sentence_spans(_TALK.text), [True, True, False])
    assert (tally.words, tally.marked, tally.said, tally.right) == (11, 7, 8, 4)
    assert tally.line().startswith("precision 0.57  recall 0.50")


def test_where_nobody_interviews_every_marked_word_is_wrong() -> None:
    tally = Tally()
    tally.add(Hidden(name="t", corpus="t", text="Why? So.", asking=()), [(0, 4), (5, 8)], [True, False])
    assert "50.0% of 2 words, all of them wrongly" in tally.line()


def test_training_learns_who_asks() -> None:
    weights = train(rows_of(_TALK) * 20)
    asked, told, _ = likelihoods([_TALK.text[a:b] for a, b in sentence_spans(_TALK.text)], weights)
    assert asked > 0.5 > told


def test_hiding_labels_keeps_the_place_of_every_word() -> None:
    if not SHARED.exists():
        pytest.skip("the labelled interviews are not here")
    hidden = next(one for one in conversations() if one.corpus == "pdpilot_interviews")
    assert "Dan:" not in hidden.text
    assert all(not hidden.text[a].isspace() and hidden.text[a - 1].isspace() for a, _ in hidden.asking[1:])
