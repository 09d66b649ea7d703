"""Fusing, lending and joining, on arrays small enough to read."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.ranking import Scored, Searches, best_first, fuse, lent, stretches


def scored(values: list[float]) -> Scored:
    scores = np.array(values)
    return Scored(own=scores, settled=scores)


def test_nothing_is_lent_across_a_break() -> None:
    scores = np.array([0.0, 3.0, 0.0, 0.0])
    assert lent(scores, np.array([1, 1, 2, 2]), np.full(4, 90), 260.0)[2] == 0.0
    assert lent(scores, np.array([1, 1, 1, 1]), np.full(4, 90), 260.0)[2] > 0.0


def test_a_row_alone_keeps_its_score() -> None:
    assert lent(np.array([1.5]), np.array([1]), np.array([90]), 260.0).tolist() == [1.5]


def test_searches_that_say_nothing_leave_the_order_to_the_other() -> None:
    similarity = np.array([0.1, 0.5, 0.3])
    nothing = np.zeros(3)
    found = fuse(Searches(similarity, nothing, nothing), np.arange(3), np.full(3, 90))
    assert best_first(found.own, 3).tolist() == [1, 2, 0]


def test_when_nothing_is_known_every_row_is_equal() -> None:
    found = fuse(Searches(np.zeros(4), np.zeros(4), np.zeros(4)), np.arange(4), np.full(4, 90))
    assert found.settled.tolist() == [0.0] * 4


def test_consecutive_hits_join_and_a_weak_row_ends_them() -> None:
    found = stretches(scored([0.0, 2.0, 3.0, 0.1, 1.0]), np.ones(5, dtype=int), np.full(5, 90), top=1)
    assert (found[0].first, found[0].last, found[0].peak) == (1, 2, 2)


def test_a_stretch_stops_at_its_words_and_at_a_break() -> None:
    high = scored([3.0, 3.1, 3.0, 3.0])
    assert stretches(high, np.array([1, 1, 2, 2]), np.full(4, 90), top=1)[0].last == 1
    assert stretches(high, np.ones(4, dtype=int), np.full(4, 200), top=1)[0].last == 1


@given(
    st.lists(st.tuples(st.floats(-3, 3), st.integers(1, 200), st.booleans()), min_size=1, max_size=40),
    st.integers(1, 12),
)
def test_stretches_never_overlap_nor_cross_a_break_and_no_row_is_lost(
    rows: list[tuple[float, int, bool]], top: int
) -> None:
    run = np.cumsum([broken for _, _, broken in rows])
    words = np.array([length for _, length, _ in rows])
    found = stretches(scored([score for score, _, _ in rows]), run, words, top=len(rows))
    covered = [row for one in found for row in range(one.first, one.last + 1)]
    assert sorted(covered) == list(range(len(rows)))
    assert all(run[one.first] == run[one.last] for one in found)
    assert all(one.first == one.last or words[one.first : one.last + 1].sum() <= 450 for one in found)
    assert len(stretches(scored([score for score, _, _ in rows]), run, words, top=top)) <= top
