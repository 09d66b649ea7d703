"""Whether two quotes go against each other, by signs in their words."""

from __future__ import annotations

import pytest

from rag.quotes.contrary import goes_against
from rag.speech.stems import stems

THINGS = frozenset(stem for word in ("money", "form", "pay", "vouchers", "bus") for stem in stems(word))
PAID = "The money came within a week, and the form was one page."


@pytest.mark.parametrize(
    ("words", "other"),
    [
        (PAID, "The money never came at all."),
        ("They pay quarterly.", "They pay us monthly, and the pay is small."),
        ("The vouchers were lovely, I was pleased.", "Vouchers are an insult."),
    ],
)
def test_a_sign_is_seen_from_both_sides(words: str, other: str) -> None:
    assert goes_against(words, other, THINGS)
    assert goes_against(other, words, THINGS)


@pytest.mark.parametrize(
    "other",
    [
        "I never said a word to anybody.",  # a “not”, but of something else
        "They never came back to us.",  # a “not”, but what both name is no thing
        "It was an awful, unfair winter.",  # another tone, on another matter
        "The money came, and it did not matter that the bus was late.",
        "The money came on the Friday.",
        "",
    ],
)
def test_another_matter_or_no_sign_is_no_contrary(other: str) -> None:
    assert not goes_against(PAID, other, THINGS)


def test_words_of_how_much_are_nothing_that_is_denied() -> None:
    assert not goes_against("That form is not good enough.", "The form came, near enough.", THINGS)
