"""How many people a text speaks for, in every way that reports have of saying it, and what bears that out."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.speech.amount_forms import Amount
from rag.speech.claimed_counts import Quantifier, is_borne, quantifier_in, quantifiers_in

GROUPS = {"carer": frozenset({"ann", "bea"}), "nurse": frozenset({"col"}), "young person": frozenset({"dee"})}


def read(text: str) -> Quantifier:
    found = quantifier_in(text, GROUPS)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "amount", "number"),
    [
        ("No more than three participants were late.", Amount.AT_MOST, 3),
        ("At most five participants were late.", Amount.AT_MOST, 5),
        ("Just two participants were late.", Amount.AT_MOST, 2),
        ("Fewer than three participants were late.", Amount.FEWER_THAN, 3),
        ("Less than half of participants were late.", Amount.FEWER_THAN, Fraction(1, 2)),
        ("Just under half of participants were late.", Amount.FEWER_THAN, Fraction(1, 2)),
        ("More than three participants were late.", Amount.MORE_THAN, 3),
        ("Over half were late.", Amount.MORE_THAN, Fraction(1, 2)),
        ("No fewer than six participants were late.", Amount.AT_LEAST, 6),
        ("At least a third of carers were late.", Amount.AT_LEAST, Fraction(1, 3)),
        ("All but two participants were late.", Amount.ALL_BUT, 2),
        ("All participants except three were late.", Amount.ALL_BUT, 3),
        ("Not all participants were late.", Amount.NOT_ALL, None),
        ("Not everyone was late.", Amount.NOT_ALL, None),
        ("Not many participants were late.", Amount.FEW, None),
        ("Hardly any participants were late.", Amount.FEW, None),
        ("Almost nobody was late.", Amount.FEW, None),
        ("Only a few carers were late.", Amount.FEW, None),
        ("A minority of participants were late.", Amount.FEW, None),
        ("Twenty-five participants were late.", Amount.EXACTLY, 25),
        ("Thirty participants were late.", Amount.EXACTLY, 30),
        ("Half a dozen participants were late.", Amount.EXACTLY, 6),
        ("80% of participants were late.", Amount.EXACTLY, Fraction(4, 5)),
        ("Fifty per cent of participants were late.", Amount.EXACTLY, Fraction(1, 2)),
        ("A third of participants were late.", Amount.ABOUT, Fraction(1, 3)),
        ("Two-thirds of the participants were late.", Amount.ABOUT, Fraction(2, 3)),
        ("One in three were late.", Amount.ABOUT, Fraction(1, 3)),
        ("Some 40 participants were late.", Amount.ABOUT, 40),
        ("Nearly half of participants were late.", Amount.HALF, Fraction(1, 2)),
        ("Almost everyone was late.", Amount.AT_LEAST, Fraction(3, 4)),
        ("Both carers were late.", Amount.ALL, None),
        ("None of the 12 complained.", Amount.NONE, None),
        ("Not one participant complained.", Amount.NONE, None),
        ("Not three participants were late.", Amount.UNCLEAR, 3),
        ("Everyone but Ana was late.", Amount.UNCLEAR, None),
        ("Of the 11 participants, three were late.", Amount.EXACTLY, 3),
    ],
)
def test_the_words_before_a_number_are_read_with_it(text: str, amount: Amount, number: Fraction | int | None) -> None:
    found = read(text)
    assert (found.amount, found.count if found.share is None else found.share) == (amount, number)
    assert text[found.start : found.end] == found.words


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("4 of 40 participants were late.", 40),
        ("3/11 participants were late.", 11),
        ("3 of 11 were late.", 11),
        ("4 (of 11) participants were late.", 11),
        ("Seven out of the nine carers were late.", 9),
        ("All three carers were late.", 3),
        ("Both carers were late.", 2),
        ("Most of the 12 participants were late.", 12),
        ("Most participants were late.", None),
    ],
)
def test_the_whole_that_is_named_is_kept(text: str, of: int | None) -> None:
    assert read(text).of == of


@pytest.mark.parametrize(
    "text",
    [
        "Twice as many carers were late.",
        "Two participants’ cheques were lost.",
        "Two other vouchers were lost.",
        "Some vouchers participants got were late.",
        "The third participant was late.",
        "Most were vouchers that nobody wanted.",
        "Payments had all but stopped for carers.",
        "The £5 participants got was late.",
        "A lot happened to carers.",
    ],
)
def test_what_is_no_amount_of_people_is_not_read(text: str) -> None:
    found = quantifiers_in(text, GROUPS)
    assert [one.words for one in found] == (
        ["Most"] if text.startswith("Most") else []
    )  # “most were” is taken for people


def test_amounts_of_several_groups_are_read_in_order() -> None:
    found = quantifiers_in("Seven of the nine carers, no nurses and most young people were late.", GROUPS)
    assert [(one.words, one.group) for one in found] == [
        ("Seven of the nine carers", "carer"),
        ("most young people", "young person"),  # “no” is read at the beginning alone
    ]


@given(st.lists(st.sampled_from("not all but no more than at most three 4 of 11 a third % half participants carers were , . one".split()), max_size=9))  # fmt: skip
def test_any_words_can_be_read_and_no_amount_lies_within_another(words: list[str]) -> None:
    text = " ".join(words)
    found = quantifiers_in(text, GROUPS)
    assert all(text[one.start : one.end] == one.words for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "borne", "not_borne"),
    [
        ("All participants", {12}, {0, 11}),
        ("All but two participants", {10}, {2, 9, 11, 12}),
        ("Most participants", {7, 12}, {6}),
        ("Half of participants", {5, 6, 7}, {4, 8, 12}),
        ("Many participants", {4, 12}, {0, 3}),
        ("Some participants", {2, 12}, {0, 1}),
        ("Few participants", {1, 5}, {0, 6, 12}),
        ("Three participants", {3}, {2, 4}),
        ("About ten participants", {9, 10, 11}, {8, 12}),
        ("At least three participants", {3, 12}, {0, 2}),
        ("More than three participants", {4, 12}, {3}),
        ("At most three participants", {1, 3}, {0, 4, 12}),
        ("Fewer than three participants", {1, 2}, {0, 3, 12}),
        ("80% of participants", {9, 10}, {1, 8, 11, 12}),  # 9.6
        ("A third of participants", {4}, {1, 3, 5}),
        ("Over half of participants", {7, 12}, {2, 6}),
        ("Less than half of participants", {1, 5}, {0, 6, 12}),
        ("Almost all participants", {9, 12}, {8}),
        ("A large majority of participants", {8, 12}, {7}),
        ("Not all participants", set[int](), {0, 4, 11, 12}),
        ("No participants", set[int](), {0, 4, 12}),
        ("Not three participants", set[int](), {0, 2, 3, 4, 12}),
    ],
)
def test_so_many_of_twelve_bear_an_amount_out_or_do_not(text: str, borne: set[int], not_borne: set[int]) -> None:
    found = read(f"{text} were late.")
    assert {said for said in borne | not_borne if is_borne(found, said, 12)} == borne


def test_a_round_share_of_many_people_is_taken_as_roughly_as_it_is_told() -> None:
    third, per_cent = read("A third of participants were late."), read("33% of participants were late.")
    assert [is_borne(third, said, 100) for said in (28, 29, 35, 38, 39)] == [False, True, True, True, False]
    assert [is_borne(per_cent, said, 100) for said in (32, 33, 34)] == [False, True, False]


@given(
    st.sampled_from(Amount), st.integers(0, 30), st.fractions(0, 1, max_denominator=10) | st.none(),
    st.integers(0, 30), st.integers(1, 30), st.integers(0, 30),
)  # fmt: skip
def test_what_is_borne_without_everybody_read_no_further_voice_unmakes(
    amount: Amount, count: int, share: Fraction | None, said: int, of: int, more: int
) -> None:
    found = Quantifier(amount=amount, words="", group=None, count=count, share=share)
    said, more = min(said, of), min(more, of)
    if is_borne(found, said, of, is_all=False):
        assert is_borne(found, max(said, more), of)
