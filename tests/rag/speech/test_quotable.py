"""Which sentences may stand as a participant's where nobody knows who asks."""

from __future__ import annotations

import pytest

from corpus.transcript import Role, Transcript, Turn
from rag.retrieval.spoken_windows import hear
from rag.speech.quotable import may_be_quoted

_TOLD = "They paid me in stamps, and I had nobody to write to."


def _said(words: str, speaker: str | None, role: Role = Role.UNKNOWN) -> Transcript:
    turn = Turn(index=0, speaker=speaker, role=role, start=0, end=len(words), time_start=None, time_end=None)
    return Transcript(id="t", title="", source="", text=words, turns=(turn,))


@pytest.mark.parametrize(
    "words",
    [
        "That fits with what you've described of the stamps.",
        "It is good just hearing you talk about the stamps like that.",
        "I'm guessing you never sent one of them.",
        "You had another one when we were talking earlier.",
    ],
)
def test_who_takes_up_what_the_other_has_told_is_not_quoted_where_nobody_is_labelled(words: str) -> None:
    unlabelled = _said(words, None)
    assert not may_be_quoted(unlabelled, Role.UNKNOWN, 0, len(words), [])
    assert may_be_quoted(_said(words, "Ann"), Role.UNKNOWN, 0, len(words), [])  # a meeting
    assert may_be_quoted(_said(words, "Ann", Role.PARTICIPANT), Role.PARTICIPANT, 0, len(words), [])


def test_whoever_counts_people_reads_no_such_words_either() -> None:
    heard = hear(_said(f"{_TOLD} That fits with what you've described of the stamps. {_TOLD}", None))
    assert {window.text for window in heard.windows} == {_TOLD}
