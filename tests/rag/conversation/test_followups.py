"""Follow-up questions, made to stand alone without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.store import Scope
from rag.conversation.followups import Asked, leans, standing_alone
from rag.conversation.wanted import wanted_of
from rag.speech.courtesies import asks_nothing

ROOT = Path(__file__).parents[3]

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
        ("and in Leeds?", "What barriers to paying participants came up in Leeds?"),
        ("Who disagreed?", "What barriers to paying participants came up, and who disagreed?"),
        ("what about for those on benefits?", "What barriers to paying participants came up for those on benefits?"),
        ("what about travel?", "What barriers to paying participants came up when it comes to travel?"),
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
    assert vouchers.question == "What barriers to paying participants came up when it comes to vouchers?"
    travel = standing_alone("And what about travel?", [Asked(question=vouchers.question)], Scope())
    assert travel.question == "What barriers to paying participants came up when it comes to travel?"


SPEAKERS = ("Amara", "Denise", "WENDY TRELOAR")
PAIRS = [
    json.loads(line)
    for name in ("followup_pairs", "followup_pairs_terse")
    for line in (ROOT / "evals" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
# the same in other words than a person would have typed
OTHERWISE = {
    "thanks, and the carers?": "What got in the way of the carers taking part?",
    "and what didn't": "What has not made meetings easier?",
}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['before']} | {pair['follow_up']}")
def test_a_follow_up_reads_as_a_person_would_have_typed_it(pair: dict[str, str | None]) -> None:
    typed, meant = str(pair["follow_up"]), pair["meant"]
    if wanted_of(typed, {}, SPEAKERS):
        assert meant == typed
        return
    found = standing_alone(typed, [Asked(question=str(pair["before"]))], Scope(), (*SPEAKERS, "Colin"))
    if meant is None:
        assert asks_nothing(typed)
        assert (found.question, found.leant) == (typed, False)
    else:
        assert (found.question, found.leant) == (OTHERWISE.get(typed, meant), not typed.endswith(meant))


def test_asking_of_somebody_else_about_something_else_turns_the_filter_to_them() -> None:
    wendy = [Asked(question="What did Wendy say about the fee?", scope=Scope(speakers=("WENDY TRELOAR",)))]
    for typed, made, speakers in (
        ("and Denise about buses?", "What did Denise say about buses?", ("Denise",)),
        ("anything from finance?", "What did finance say about the fee?", ()),
        ("is that true for Amara?", "What did Amara say about the fee?", ("Amara",)),
    ):
        found = standing_alone(typed, wendy, Scope(), SPEAKERS)
        assert (found.question, found.scope.speakers) == (made, speakers)
    assert standing_alone("and Denise about buses?", wendy, Scope(speakers=("Amara",)), SPEAKERS).scope.speakers == (
        "Amara",
    )


def test_asking_after_a_named_speaker_asks_the_new_one_in_place_of_the_old() -> None:
    wendy = [Asked(question="what did Wendy say about Wendy's fee?", scope=Scope(speakers=("WENDY TRELOAR",)))]
    found = standing_alone("denise?", wendy, Scope(), SPEAKERS)
    assert found.question == "what did Denise say about Denise's fee?"
    assert found.scope.speakers == ("Denise",)


def test_asking_whether_anyone_disagrees_looks_at_everybody_again() -> None:
    wendy = [Asked(question="What did Wendy say about the fee?", scope=Scope(speakers=("WENDY TRELOAR",)))]
    found = standing_alone("did anyone disagree?", wendy, Scope(), SPEAKERS)
    assert (found.question, found.scope) == ("Did anyone disagree about the fee?", Scope())
    assert standing_alone("who else?", wendy, Scope(speakers=("Amara",)), SPEAKERS).scope.speakers == ("Amara",)
    assert standing_alone("why?", wendy, Scope(), SPEAKERS).scope.speakers == ("WENDY TRELOAR",)


def test_a_pronoun_with_its_own_noun_is_left_alone() -> None:
    wendy = [Asked(question="What did Wendy say about the nurse?")]
    for question in ("What did the nurse bring when she came to the house?", "Did Amara say that she lost her badge?"):
        assert standing_alone(question, wendy, Scope()).question == question
