"""Headings of extractive answers: what most of the people under them speak of, or nothing."""

from __future__ import annotations

import numpy as np

from rag.speech.nouns import noun_stems
from rag.writing.themes import name_words, named

_SAID = [
    "I spent the gift voucher on soap. Weeks later the bus came.",
    "A gift voucher is no use. I waited weeks.",
    "They gave my gift voucher away.",
]


def test_a_heading_is_what_most_of_them_speak_of() -> None:
    (words,) = name_words([_SAID], "What was paid?", noun_stems(_SAID))
    assert "gift voucher" in words
    assert "soap" not in words
    assert not any("week" in word for word in words)


def test_what_the_question_says_and_what_one_of_three_says_is_no_heading() -> None:
    (words,) = name_words([_SAID], "Is a gift voucher pay?", noun_stems(_SAID))
    assert words == []


def test_two_terms_are_joined_where_they_say_different_things() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.99, 0.14]], dtype=np.float32)
    centre = np.array([0.8, 0.6], dtype=np.float32)
    assert named(["vouchers", "childcare", "tokens"], vectors, centre) in {
        "tokens and childcare",
        "vouchers and childcare",
    }
    assert named(["vouchers"], vectors[:1], np.array([0.0, 1.0], dtype=np.float32)) == ""
