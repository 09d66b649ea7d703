"""One invented conversation, as plain data: every reader's fixture is this, written in its own format.

Times are whole hundredths of a second, the coarsest a timed format keeps; a format that keeps whole seconds only
compares with `timedelta(seconds=int(...))`. The words hold what trips readers up: a colon in running speech, an
ampersand, an angle bracket, accents, a dash, an interjection of one word, a cue that ends in mid-sentence.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

TITLE = "Market stall interview"
INTERVIEWER = "Interviewer"
AMARA = "Amara Okafor"
JOSE = "José"


class Said(NamedTuple):
    """A cue, segment or row: who said what, from when to when."""

    speaker: str
    start: timedelta
    end: timedelta
    text: str


def _said(speaker: str, start: float, end: float, text: str) -> Said:
    return Said(speaker, timedelta(milliseconds=round(start * 1000)), timedelta(milliseconds=round(end * 1000)), text)


SEGMENTS: tuple[Said, ...] = (
    _said(INTERVIEWER, 1.0, 3.5, "How did you start selling bread at the market?"),
    _said(AMARA, 4.25, 7.1, "My aunt had the stall before me, and when she"),
    _said(AMARA, 7.1, 10.6, "got ill I took two of her days."),
    _said(AMARA, 11.0, 14.08, "She said one thing: never sell yesterday's loaf."),
    _said(INTERVIEWER, 14.5, 15.0, "Right."),
    _said(AMARA, 15.2, 19.75, "So we give it away – to R&D, I call it, the pigeons."),
    _said(JOSE, 20.0, 24.4, "I kept the books. If takings were < 50 a day, we closed early."),
    _said(INTERVIEWER, 61.0, 64.9, "And what did the council say about the café next door?"),
    _said(JOSE, 3665.3, 3669.9, "Nothing. They never wrote back, not once."),
    _said(AMARA, 3670.0, 3672.5, "¡Ni una carta!"),
)
"""The conversation piece by piece, in order; neighbours of one speaker belong to one turn."""


def _turns() -> tuple[Said, ...]:
    joined: list[Said] = []
    for said in SEGMENTS:
        if joined and joined[-1].speaker == said.speaker:
            last = joined.pop()
            joined.append(Said(said.speaker, last.start, said.end, f"{last.text} {said.text}"))
        else:
            joined.append(said)
    return tuple(joined)


TURNS: tuple[Said, ...] = _turns()
"""The same with neighbours of one speaker joined by a space: what a reader should make of it."""

SPEAKERS: tuple[str, ...] = (INTERVIEWER, AMARA, JOSE)
"""In order of their first words."""
