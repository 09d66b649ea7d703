"""The invented fragments that the cross-encoder learned from, and what is said of a file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.answering_training import HELD_OUT
from evals.fragments import read_fragments


def test_every_fragment_can_be_read_and_asks_with_and_without_an_answer() -> None:
    fragments = read_fragments()
    assert {one.file for one in fragments} > HELD_OUT
    for fragment in fragments:
        answered = [query for query in fragment.queries if query.answered_by]
        assert 0 < len(answered) < len(fragment.queries), fragment.title
        assert len({query.text for query in fragment.queries}) == len(fragment.queries), fragment.title


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3 P1: Two.", "line 2 of the talk is numbered 3"),
        ("Q Who? -> 1", "line 1 is not a participant's"),
        ("Q Who?", "a question is answered by a line"),
        ("Who?", "neither said nor asked"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "one.txt").write_text(f"## 1 | a talk\n1 I: One?\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"one.txt, line 3: {said}"):
        read_fragments(tmp_path)


def test_the_question_before_a_line_is_the_interviewers_last(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "## 1 | t\n1 I: One?\n2 P1: Two.\n3 P2: Three.\nT counting -> 2 3\n", encoding="utf-8"
    )
    (fragment,) = read_fragments(tmp_path)
    assert [fragment.asked_before(at) for at in (0, 1, 2)] == ["", "One?", "One?"]
    assert fragment.heard() == [1, 2] and fragment.queries[0].answered_by == {1, 2}
