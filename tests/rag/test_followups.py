"""Follow-up questions, made to stand alone without a model."""

from __future__ import annotations

import pytest

from corpus.store import Scope
from rag.followups import Asked, leans, standing_alone

BEFORE = [Asked(question="What barriers to paying participants came up?", scope=Scope(transcripts=("a",)))]


@pytest.mark.parametrize(
    "question",
    [
        "and in Leeds?",
        "why?",
        "Who disagreed?",
        "what about the funders?",
        "Did it change?",
        "Any examples?",
        "And them?",
    ],
)
def test_a_question_without_a_subject_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did they say about childcare?",
        "What did Amara think of the gift card she was given?",
        "Which travel costs were never paid back to the volunteers?",
        "How long did the ethics committee take to answer?",
        "childcare",
    ],
)
def test_a_question_with_its_own_subject_stands(question: str) -> None:
    assert not leans(question)
    alone = standing_alone(question, BEFORE, Scope())
    assert (alone.question, alone.scope, alone.leant) == (question, Scope(), False)


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("and in Leeds?", "barriers to paying participants in Leeds?"),
        ("Who disagreed?", "Who disagreed, on barriers to paying participants?"),
        ("what about travel?", "barriers to paying participants: travel?"),
    ],
)
def test_the_subject_and_the_filters_are_carried_over(question: str, alone: str) -> None:
    found = standing_alone(question, BEFORE, Scope())
    assert found.question == alone
    assert found.scope == Scope(transcripts=("a",))
    assert found.leant


def test_a_filter_set_now_wins_over_a_carried_one() -> None:
    assert standing_alone("why?", BEFORE, Scope(transcripts=("b",))).scope == Scope(transcripts=("b",))


def test_asking_about_a_speaker_by_name_turns_the_filter_to_them() -> None:
    found = standing_alone("And Denise?", BEFORE, Scope(), speakers=("Amara", "Denise"))
    assert found.question == BEFORE[0].question
    assert found.scope == Scope(transcripts=("a",), speakers=("Denise",))


def test_without_a_conversation_nothing_is_carried() -> None:
    assert standing_alone("why?", [], Scope()).question == "why?"


def test_what_was_carried_over_is_carried_on_and_does_not_pile_up() -> None:
    why = standing_alone("why?", BEFORE, Scope())
    vouchers = standing_alone("What about vouchers?", [*BEFORE, Asked(question=why.question)], Scope())
    assert vouchers.question == "barriers to paying participants: vouchers?"
    travel = standing_alone("And what about travel?", [Asked(question=vouchers.question)], Scope())
    assert travel.question == "barriers to paying participants: travel?"
