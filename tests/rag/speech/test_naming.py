"""Whom a question names, and whose words alone could answer it."""

from __future__ import annotations

import pytest

from rag.speech.naming import Voices, asked_of, forms_of, named_in, without_names

LABELS = ["WENDY TRELOAR", "Amara Okafor", "Will", "Dr Venning", "Speaker 2", "P7", "A", "I"]
FORMS = forms_of(LABELS)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does Wendy think?", ["WENDY TRELOAR"]),
        ("Where did Amara Okafor and P7 meet?", ["Amara Okafor", "P7"]),
        ("Will Amara come back?", ["Amara Okafor"]),
        ("What did Will say?", ["Will"]),
        ("Did Speaker 2 or Speaker 3 pay?", ["Speaker 2"]),
        ("What did Dr Patel and the A team and I do?", []),
        ("is will a word", []),
        ("What did Amara Bello buy?", ["Amara Bello"]),
        ("What did Amara buy?", ["Amara Bello", "Amara Okafor"]),
    ],
)
def test_a_speaker_is_named_by_the_label_or_one_of_its_names(question: str, names: list[str]) -> None:
    others = ["Amara Bello"] if "Amara Bello" in names else []
    assert named_in(question, forms_of([*LABELS, *others])) == names


def test_what_is_asked_of_somebody_is_embedded_without_the_name() -> None:
    assert without_names("What did Amara Okafor’s sister tell Wendy?", FORMS) == "What did their sister tell they?"
    assert without_names("What was bought?", FORMS) == "What was bought?"


@pytest.mark.parametrize(
    ("question", "labels", "told"),
    [
        ("What did Wendy say about buses?", {"WENDY TRELOAR"}, set()),
        ("what does wendy think?", {"WENDY TRELOAR"}, set()),
        ("According to Amara, who paid?", {"Amara Okafor"}, set()),
        ("What have Wendy and Amara ever said?", {"WENDY TRELOAR", "Amara Okafor"}, set()),
        ("What did Professor Lindqvist say about pay?", set(), {"Lindqvist"}),
        ("What did Professor Lindqvist think of it?", set(), set()),
        ("What did Kyle's mother say?", set(), {"Kyle"}),
        ("What did Amara's mother say?", set(), set()),
        ("What did people say about guide dogs?", set(), set()),
        ("What did Wendy buy?", set(), set()),
    ],
)
def test_whose_words_can_answer(question: str, labels: set[str], told: set[str]) -> None:
    assert asked_of(question, FORMS) == Voices(labels=frozenset(labels), told=frozenset(told))


def test_a_word_that_nobody_says_is_a_name_in_small_letters_too() -> None:
    said = {"carer", "bus"}
    assert asked_of("what did marta say about her bus?", FORMS, said).told == {"marta"}
    for question in (
        "what did carers say about buses?",
        "what did they say?",
        "what did the plumbers say?",
        "who let him have his say?",
    ):
        assert asked_of(question, FORMS, said) == Voices(), question


def test_words_are_told_where_somebody_is_named_and_somebody_says() -> None:
    voices = Voices(told=frozenset({"Kyle"}))
    passage = "There is a boy, Kyle. And his mum said, never again. We left."
    assert voices.tells("And his mum said, never again.", passage)
    assert not voices.tells("We left.", passage)
    assert not voices.tells("And his mum said, never again.", "Somebody's mum said, never again.")
