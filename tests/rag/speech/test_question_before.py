"""What had been asked when something was said: by somebody else, shortly before, or nothing."""

from __future__ import annotations

import pytest

from corpus.transcript import Role, Transcript, Turn
from rag.speech.question_before import question_before

_OWN = "It was cold. What did I want there? A chair, that is all I wanted."


def _talk(*said: tuple[str | None, Role, str]) -> Transcript:
    turns, text = [], ""
    for index, (speaker, role, words) in enumerate(said):
        start = len(text)
        text += words
        turns.append(
            Turn(index=index, speaker=speaker, role=role, start=start, end=len(text), time_start=None, time_end=None)
        )
        text += "\n\n"
    return Transcript(id="t", title="", source="", text=text, turns=tuple(turns))


def _asked(transcript: Transcript, words: str) -> str | None:
    found = question_before(transcript, transcript.text.index(words))
    return found.quote if found else None


def test_the_interviewers_last_question_is_what_was_asked_also_over_a_nod() -> None:
    talk = _talk(
        ("Jo", Role.INTERVIEWER, "Who paid for the bus?"),
        ("Ann", Role.PARTICIPANT, "I did."),
        ("Jo", Role.INTERVIEWER, "Right, yes."),
        ("Ann", Role.PARTICIPANT, "Every week of that winter."),
    )
    assert _asked(talk, "Every week") == "Who paid for the bus?"


def test_a_question_from_before_the_interviewer_led_on_to_something_else_is_not() -> None:
    talk = _talk(
        ("Jo", Role.INTERVIEWER, "And did he ever come?"),
        ("Ann", Role.PARTICIPANT, "Never."),
        ("Jo", Role.INTERVIEWER, "But most people tell me that they wait for months."),
        ("Ann", Role.PARTICIPANT, "We pay within a fortnight."),
    )
    assert _asked(talk, "We pay") is None


@pytest.mark.parametrize("speaker", ["Ann", None])
def test_what_a_speaker_asks_herself_was_not_asked(speaker: str | None) -> None:
    assert _asked(_talk((speaker, Role.UNKNOWN, _OWN)), "A chair") is None


def test_where_nobody_is_labelled_a_question_to_somebody_is_taken_for_the_interviewers() -> None:
    talk = _talk((None, Role.UNKNOWN, "And what kind of things are coming out? Mostly that it is slow."))
    assert _asked(talk, "Mostly") == "And what kind of things are coming out?"


def test_of_labelled_people_without_roles_only_another_one_asks() -> None:
    talk = _talk(
        ("Jo", Role.UNKNOWN, "Where was the deficit told?"),
        ("Ann", Role.UNKNOWN, "In the report. What is a deficit anyway? A gap, no more."),
    )
    assert _asked(talk, "A gap") == "Where was the deficit told?"
