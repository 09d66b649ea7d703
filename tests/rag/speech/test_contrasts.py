"""Words that rule each other out, and what is said of all."""

from __future__ import annotations

import pytest

from rag.speech.contrasts import are_contrary, claims_all, turned
from rag.verification.quoting import Source
from rag.verification.verify import check
from tests.rag.talks import source, talk

FENELLA = talk(
    "fenella",
    "Fenella Strickland",
    ("Interviewer", "Do all funders pay monthly, in arrears?"),
    ("Fenella", "We pay quarterly and we pay it in advance. They hardly ever wait. Near enough two hundred people come, and we ring before the meeting."),
)  # fmt: skip
SOURCES: dict[str, Source] = {"P1": source(FENELLA, "P1")}


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ("Fenella's fund pays monthly.", "monthly"),
        ("The money is paid in arrears.", "arrears"),
        ("People often wait.", "often"),
        ("All funders pay quarterly.", "All"),
        ("Every grant is paid quarterly.", "Every"),
        ("Fenella said that they ring after the meeting.", "after"),
        ("Near enough two hundred people leave, and they ring before the meeting.", "leave"),
    ],
)
def test_a_statement_that_turns_the_sense_round_is_not_verified(told: str, word: str) -> None:
    problems = check(told, ["P1"], SOURCES).problems
    assert any(f"“{word}”" in problem for problem in problems), problems


@pytest.mark.parametrize(
    "told",
    [
        "Fenella said that her fund pays quarterly, and in advance.",
        "The fund pays in advance, on a quarterly basis.",
        "Fenella said that she rings people before the meeting.",
        "After all, they pay quarterly.",
        "People hardly ever wait for the money.",
    ],
)
def test_a_statement_in_other_words_stands(told: str) -> None:
    assert check(told, ["P1"], SOURCES).problems == ()


def test_a_word_is_ruled_out_only_where_its_contrary_stands_alone() -> None:
    assert turned("They came late.", "We were never late, we were early.") is None
    assert turned("They came late.", "It was a quarter past.") is None
    assert turned("They came late.", "We were early.") is not None
    assert claims_all("Not all funders pay late.", "The one I know pays late.") is None
    assert claims_all("Everybody waited.", "It's always Jodie that says sorry.") is not None
    assert claims_all("All of it was spent.", "We spent the whole lot.") is None


def test_contraries_are_so_both_ways() -> None:
    assert are_contrary("under", "over") and are_contrary("over", "under")
    assert not are_contrary("under", "under") and not are_contrary("under", "monthly")
