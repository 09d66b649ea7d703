"""BM25 inside a scope."""

from __future__ import annotations

import numpy as np

from rag.retrieval.bm25 import Postings, assembled, bm25, pairs_shared
from rag.speech.stems import every_stem, stems


def index_of(texts: list[str]) -> Postings:
    counted = [every_stem(text) for text in texts]
    names: dict[str, int] = {}
    numbers = [names.setdefault(stem, len(names)) for one in counted for stem in one]
    counts = [count for one in counted for count in one.values()]
    sizes = [len(one) for one in counted]
    return assembled(names, np.array(numbers, np.int32), np.array(counts, np.float32), np.array(sizes, np.int64))


def asked(words: str) -> dict[str, float]:
    return dict.fromkeys(stems(words), 1.0)


TEXTS = ["the ferry was late", "a choir of old friends", "ferries and ferry men", "the council and the ferry", ""]
APART = np.arange(len(TEXTS))
EVERY = np.arange(len(TEXTS))


def test_the_row_that_says_it_most_comes_first_and_a_stranger_gets_nothing() -> None:
    scores = bm25(asked("ferries"), index_of(TEXTS), EVERY, APART, 130.0)
    assert scores.argmax() == 2
    assert scores[1] == scores[4] == 0


def test_a_narrow_scope_is_scored_by_its_own_statistics() -> None:
    rows = np.array([1, 3])
    scores = bm25(asked("the choir"), index_of(TEXTS), rows, np.arange(2), 130.0)
    assert scores[0] > 0 == scores[1]


def test_an_answer_is_lent_the_words_of_its_question() -> None:
    index = index_of(["And the ferry?", "Oh, it never came on time.", "We sang."])
    together, apart = np.ones(3, dtype=int), np.arange(3)
    assert bm25({"ferri": 1.0}, index, np.arange(3), together, 130.0)[1] > 0
    assert bm25({"ferri": 1.0}, index, np.arange(3), apart, 130.0)[1] == 0


def test_words_nobody_said_and_an_empty_library_score_nothing() -> None:
    assert not bm25(asked("trombone"), index_of(TEXTS), EVERY, APART, 130.0).any()
    assert bm25({"x": 1.0}, index_of([]), np.arange(0), np.arange(0), 130.0).shape == (0,)


def test_words_that_stand_together_in_the_question_count_where_they_stand_together() -> None:
    texts = [stems("the night bus was late"), stems("the bus came by night, he said"), stems("a choir")]
    together, apart, neither = pairs_shared(stems("night bus"), texts)
    assert together > 0 == apart == neither


def test_without_pairs_nothing_is_shared() -> None:
    assert pairs_shared(["bus"], [["bus"], []]).tolist() == [0.0, 0.0]
    assert pairs_shared(["bus", "night"], []).shape == (0,)
