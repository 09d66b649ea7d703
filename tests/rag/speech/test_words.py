"""Words are told apart by all that is written of them, and a filler is one only where its sentence stands without it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.speech.matching import find_words, stands_in
from rag.speech.measures import measures_in
from rag.speech.numbers import is_number_word, numbers_in
from rag.speech.words import filler_at, words_in


def fillers_in(text: str) -> list[str]:
    words = words_in(text)
    lengths = ((at, filler_at(words, at)) for at in range(len(words)))
    return [" ".join(word.raw for word in words[at : at + length]) for at, length in lengths if length]


@pytest.mark.parametrize(
    ("said", "fillers"),
    [
        ("They only pay the people you know in the office.", []),
        ("They only pay the people you know.", []),
        ("That is the woman I mean, who was late.", []),
        ("It is who you know that gets you paid.", []),
        ("It was hard, you know? Do you know him?", []),
        ("You know him. You know. I mean it.", []),
        ("They paid me twelve, I mean, twenty pounds.", []),
        ("You know, it was, you know, hard. Well, I mean, it was late, you know.", ["You know", "you know", "I mean", "you know"]),
        ("I mean, it was um hard and er late uh no", ["I mean", "um", "er", "uh"]),
        ("Um, I asked the ER for the UM record.", ["Um"]),
        ("My friend Uh Suk came with Um, and Er.", []),
        ("Uh-uh, no. Uh-huh. mm-hmm, uh huh, mm hm.", []),
        ("The gap was 5 mm wide. Mm, yes. He said, eh? Ah.", []),
        ("It was, hm, late and, ah, dark.", ["hm", "ah"]),
    ],
)  # fmt: skip
def test_a_filler_is_set_apart_or_a_sound_of_hesitation(said: str, fillers: list[str]) -> None:
    assert fillers_in(said) == fillers


def test_what_is_a_filler_does_not_hang_on_where_reading_begins_and_ends() -> None:
    text = "They pay the people you know in the office, you know, and um the ER."
    for start, length in (
        (text.index("you"), 0),
        (text.index("you know,"), 2),
        (text.index("ER"), 0),
        (text.index("um"), 1),
    ):
        assert filler_at(words_in(text, start, start + 8), 0) == length


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("उस दिन मुझे पैसे मिले थे", "उस दान मुझे पैसे मिला था"),
        ("ผมไม่ได้รับเงิน", "ผมไมไดรับเงิน"),
        ("¥50", "₹50"),
        ("¥50", "50"),
        ("50 €", "50 $"),
        ("-5", "5"),
        ("−£5", "£5"),
        ("10/12", "10-12"),
        ("1/2", "12"),
        ("50%", "50"),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_another_word(one: str, other: str) -> None:
    assert [word.key for word in words_in(one)] != [word.key for word in words_in(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("£ 50", "£50"),
        ("50 %", "50%"),
        ("−5", "-5"),
        ("5–6 weeks", "5-6 weeks"),
        ("paid—5 of us", "paid - 5 of us"),
        ("Cafe\u0301", "café"),
        ("don’t", "don't"),
    ],
)
def test_white_space_and_kinds_of_marks_make_no_other_word(one: str, other: str) -> None:
    assert [word.key for word in words_in(one)] == [word.key for word in words_in(other)]


@given(st.text(st.characters(categories=["L", "M", "Zs"], max_codepoint=0x1FFFF), max_size=30))
def test_no_word_ends_before_a_mark_that_belongs_to_its_last_letter(text: str) -> None:
    for word in words_in(text):
        assert not unicodedata.category(text[word.end : word.end + 1] or " ").startswith("M")


def test_numbers_with_signs_are_numbers() -> None:
    said = "From -5 to ¥50, 50 €, −£3.50, 24/7, 5-6 and £1,200."
    assert [number.value for number in numbers_in(said)] == [-5, 50, 50, -3.5, 24, 7, 5, 6, 1200]
    assert [(one.value, one.unit) for one in measures_in(said)] == [(50, "euro"), (-3.5, "pound"), (1200, "pound")]
    assert [is_number_word(key) for key in ("-5", "¥50", "10/12", "50€", "and")] == [True, True, True, True, False]


def test_quoted_words_may_leave_out_only_what_is_a_filler() -> None:
    said = "They pay the people you know in the ER, you know, and um never us."
    assert find_words("They pay the people in the ER", said) is None
    assert find_words("in the and never us", said) is None
    assert (match := find_words("in the ER and never us", said)) is not None and match.same
    assert find_words("the people you know in the ER you know and never us", said) is not None


@pytest.mark.parametrize(
    "words", ["in the ER you know and never us", "the ER, and never us", "people you know in the ER"]
)
def test_what_can_be_found_may_stand_there(words: str) -> None:
    said = "They pay the people you know in the ER, you know, and um never us."
    assert find_words(words, said) is not None
    assert stands_in(words, said)
