"""A question to a kind of people is asked of their interviews, where the metadata says whose they are."""

from __future__ import annotations

import pytest

from rag.everybody.group_asked import asked_of_a_group

GROUPS = {"carer": ("a", "b"), "young person": ("c",), "Leeds": ("a", "c")}


@pytest.mark.parametrize(
    ("question", "becomes", "interviews"),
    [
        ("How many carers were paid late?", "How many participants were paid late?", ("a", "b")),
        ("Which of the carers mention vouchers?", "Which participants mention vouchers?", ("a", "b")),
        ("How many young people were paid late?", "How many participants were paid late?", ("c",)),
        ("What did the carers say about travel?", "What did people say about travel?", ("a", "b")),
        ("What are the main themes among carers?", "What are the main themes?", ("a", "b")),
        ("What are the main themes in Leeds?", "What are the main themes?", ("a", "c")),
    ],
)
def test_the_kind_that_is_asked_is_the_scope(question: str, becomes: str, interviews: tuple[str, ...]) -> None:
    found = asked_of_a_group(question, GROUPS, 9)
    assert found is not None
    assert (found.question, found.interviews) == (becomes, interviews)
    assert f"{len(interviews)} of 9" in found.note


def test_a_kind_that_no_metadata_names_is_said_and_everybody_is_asked() -> None:
    found = asked_of_a_group("How many patients were paid late?", GROUPS, 9)
    assert found is not None
    assert (found.question, found.interviews) == (None, None)
    assert "patients" in found.note


@pytest.mark.parametrize(
    "question",
    [
        "How many participants were paid late?",
        "What support is there for carers?",
        "What was said about carers?",
        "What did people say about carers?",
        "Which vouchers did carers get?",
    ],
)
def test_a_question_about_a_kind_is_put_to_everybody(question: str) -> None:
    assert asked_of_a_group(question, GROUPS, 9) is None
