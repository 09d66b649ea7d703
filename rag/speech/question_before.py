"""What an interviewer had asked when something was said."""

from __future__ import annotations

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Transcript, Turn
from rag.answer import Citation, cite

_LOOKED_BACK = 6  # turns before a quote in which its question is looked for
_FEWEST_WORDS = 3  # “Really?” and “And?” ask on, and say nothing of what was asked


def question_before(transcript: Transcript, start: int) -> Citation | None:
    """The interviewer's question that the words at `start` answer; None where none was asked shortly before.

    Where nobody's role is known, a question shortly before is taken for the interviewer's.
    """
    here = transcript.turn_at(start)
    if here is None:
        return None
    before = transcript.turns[max(0, here.index - _LOOKED_BACK) : here.index]
    if here.role is Role.UNKNOWN:
        asked = _question_in(transcript, here, here.start, start)
        if asked is not None:
            return asked
        before = before[-2:]
    for turn in reversed(before):
        if turn.role is not Role.PARTICIPANT and (asked := _question_in(transcript, turn, turn.start, turn.end)):
            return asked
    return None


def _question_in(transcript: Transcript, turn: Turn, start: int, end: int) -> Citation | None:
    """The last question of a stretch that says what it asks."""
    asked = [
        (first, last)
        for first, last in sentence_spans(transcript.text, start, end)
        if transcript.text[last - 1] == "?" and len(transcript.text[first:last].split()) >= _FEWEST_WORDS
    ]
    return cite(transcript, *asked[-1]) if asked else None
