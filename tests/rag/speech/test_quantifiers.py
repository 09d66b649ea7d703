"""Groups of people in an answer's prose: counted where a sentence is about them, and never where somebody tells of them."""

from __future__ import annotations

import pytest

from rag.answer import Support
from rag.speech.quantifiers import Count, PeopleCount, counted, uncounted, without_counts
from rag.verification.verify import check
from tests.rag.talks import source, talk

ANA = talk(
    "ana",
    "Ana Diaz",
    ("Interviewer", "What happened?"),
    ("Ana", "I told two people about it. I was paid late, in March. I live with three other people. Not everybody was rude."),
)  # fmt: skip
SOURCES = {"P1": source(ANA, "P1")}


@pytest.mark.parametrize(
    "text",
    [
        "Ana told two people about it.",
        "Ana lives with ten people.",
        "It was a meeting of twelve people, two carers and a cat.",
        "Ana lives with Bo and two people.",
        "Ana said that most people were late.",
        "Not all participants were paid late.",
        "All but two participants were paid late.",
        "Fewer than three participants were paid late.",
        "No more than three participants were paid late.",
        "Hardly any participants were paid late.",
        "Only three participants were paid late.",
        "Ana said “Most participants were paid late”.",
        "Three were paid late.",
        "Some participants’ money was late.",
    ],
)
def test_who_is_no_subject_and_how_few_there_are_is_left_alone(text: str) -> None:
    assert counted(text, PeopleCount(3, 12)) == text
    assert without_counts(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Some participants were paid late.", "3 of 12 participants were paid late."),
        ("Almost all participants were paid late.", "3 of 12 participants were paid late."),
        ("More than three participants were paid late.", "3 of 12 participants were paid late."),
        ("At least twenty-five participants were paid late.", "3 of 12 participants were paid late."),
        ("Nine of the eleven carers grumbled.", "3 of 12 participants grumbled."),
        ("In March, most participants were paid late.", "In March, 3 of 12 participants were paid late."),
        ("It was late. Most carers grumbled.", "It was late. 3 of 12 participants grumbled."),
        ("Most said so.", "3 of 12 participants said so."),
        ("Everyone agreed.", "3 of 12 participants agreed."),
        (
            "Ana said “a few people” and most participants agreed.",
            "Ana said “a few people” and 3 of 12 participants agreed.",
        ),
    ],
)
def test_a_group_that_a_sentence_is_about_is_replaced_whole(text: str, shown: str) -> None:
    assert counted(text, PeopleCount(3, 12)) == shown


def test_a_sentence_begins_with_a_capital_where_it_did() -> None:
    assert counted("Most people were late.", Count(2, 5)).startswith("Speakers in 2 of the 5")


def test_a_group_that_the_words_cited_name_themselves_is_told_of_and_not_counted() -> None:
    told = "Two people came with her."
    assert counted(told, Count(1, 1), "I had  two people\nwith me") == told
    assert counted(told, Count(1, 1), "We were many") != told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Not all participants were paid late.", "Not all participants"),
        ("In March fewer than three participants were paid.", "fewer than three participants"),
        ("Few participants were paid late.", "Few participants"),
        ("Ana was paid when most people were.", "most people"),
        ("Most participants were paid late.", None),
        ("Ana told two people.", None),  # a number: held against the words like any other
        ("Not everybody was rude.", None),  # her words
        ("Ana thinks that not everyone was rude.", None),
    ],
)
def test_an_amount_that_is_neither_replaced_nor_said_is_named(text: str, words: str | None) -> None:
    assert uncounted(text, "Not everybody was rude.") == words


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("Ana told two people about it.", Support.VERIFIED),
        ("Ana lives with three other people.", Support.VERIFIED),
        ("Ana lives with ten people.", Support.UNVERIFIED),
        ("Ana lives with ten other people.", Support.UNVERIFIED),
        ("Ana told nine people about it.", Support.UNVERIFIED),
        ("Not all participants were paid late.", Support.UNVERIFIED),
        ("Fewer than nine participants were paid late.", Support.UNVERIFIED),
        ("Few participants were paid late.", Support.UNVERIFIED),
        ("All but three people were paid late.", Support.UNVERIFIED),
    ],
)
def test_a_statement_keeps_its_own_words_and_its_numbers_are_checked(text: str, support: Support) -> None:
    statement = check(text, ["P1"], SOURCES)
    assert (statement.text, statement.support) == (text, support), statement.problems


def test_a_count_of_ours_stays_in_place_of_a_wrong_one() -> None:
    statement = check("Nine participants were paid late.", ["P1"], SOURCES)
    assert (statement.text, statement.support) == (
        "Speakers in 1 of the 1 passage read were paid late.",
        Support.VERIFIED,
    )
