"""Which sentences of a report are checked: short ones and deplored ones too."""

from __future__ import annotations

import pytest

from rag.claims.claim import Aside
from rag.claims.report_claims import split_report

FIRST = "Carers waited eleven weeks for the fee."


def reason(sentence: str) -> Aside | None:
    """Why a sentence of a report of two is not checked; None where it is."""
    claims, aside = split_report(f"{FIRST}\n\n- {sentence}\n")
    assert claims[0].text == FIRST
    assert len(claims) + len(aside) == 2
    return aside[0].reason if aside else None


@pytest.mark.parametrize(
    "sentence",
    ["Vouchers were useless.", "Nobody was paid.", "Three carers left.", "Vouchers were useless", "Carers wasn’t paid", "Carers waited weeks"],
)  # fmt: skip
def test_three_words_are_checked(sentence: str) -> None:
    assert reason(sentence) is None


@pytest.mark.parametrize("sentence", ["Nobody rang.", "Late.", "Three late payments", "Fees and vouchers"])
def test_one_or_two_words_and_three_without_a_verb_are_a_fragment(sentence: str) -> None:
    assert reason(sentence) is Aside.FRAGMENT


@pytest.mark.parametrize(
    "sentence",
    [
        "Unfortunately most carers were paid nothing.",
        "Clearly, four of eleven nurses were never paid.",
        "Sadly, nobody rang the carers back.",
        "It is disappointing that three carers left.",
    ],
)
def test_an_amount_that_an_author_deplores_is_checked(sentence: str) -> None:
    assert reason(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Unfortunately the scheme is a mess.",
        "In our view this is shameful.",
        "It is vital that all carers are paid.",
        "We believe that everyone should be paid within five days.",
    ],
)
def test_an_opinion_without_an_amount_and_a_wish_with_one_are_opinions(sentence: str) -> None:
    assert reason(sentence) is Aside.OPINION
