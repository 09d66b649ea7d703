"""What an interviewer had asked when something was said."""

from __future__ import annotations

import re

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Transcript, Turn
from rag.answer import Citation, cite

_LOOKED_BACK = 6  # turns before a quote in which its question is looked for
_FEWEST_WORDS = 3  # “Really?” and “And?” ask on, and say nothing of what was asked
_A_PROMPT = 8  # words: who says so many and asks nothing has led on to something else
_OF_ONESELF = re.compile(r"\b(?:I|I['’]\w+|my|me|myself)\b")


def question_before(transcript: Transcript, start: int) -> Citation | None:
    """The interviewer's question that the words at `start` answer; None where none was asked shortly before.

    Where nobody's role is known, a question that somebody else asked shortly before is taken for the interviewer's; where
    nobody is labelled either, one that tells nothing of who asks it (“I says to him, where do I go?” is told).
    """
    here = transcript.turn_at(start)
    if here is None:
        return None
    before = transcript.turns[max(0, here.index - _LOOKED_BACK) : here.index]
    if here.role is Role.UNKNOWN:
        if here.speaker is None and (asked := _question_in(transcript, here, here.start, start)):
            return asked
        before = before[-2:]
    for turn in reversed(before):
        if turn.role is Role.PARTICIPANT or (turn.speaker is not None and turn.speaker == here.speaker):
            continue
        if asked := _question_in(transcript, turn, turn.start, turn.end):
            return asked
        if turn.speaker is not None and len(transcript.text[turn.start : turn.end].split()) >= _A_PROMPT:
            return None
    return None


def _question_in(transcript: Transcript, turn: Turn, start: int, end: int) -> Citation | None:
    """The last question of a stretch that says what it asks."""
    asked = [
        (first, last)
        for first, last in sentence_spans(transcript.text, start, end)
        if transcript.text[last - 1] == "?"
        and len(transcript.text[first:last].split()) >= _FEWEST_WORDS
        and not (turn.role is Role.UNKNOWN and turn.speaker is None and _OF_ONESELF.search(transcript.text[first:last]))
    ]
    return cite(transcript, *asked[-1]) if asked else None
