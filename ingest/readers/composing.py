"""Utterances to a Reading, for formats whose canonical text has to be composed: captions, JSON, tables, documents.

The text of such a transcript is what was said, turn by turn, with an empty line between turns; who said it and when
stand in turns and cues. What nobody said but the file holds (notes, headings, summaries) is in the text too, marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from corpus.transcript import Cue, Mark, Role, Turn
from ingest.readers.boilerplate import boilerplate_reason
from ingest.readers.reading import Reading
from ingest.readers.roles import roles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A piece of speech as a file has it: a cue, a segment, a row, a paragraph. `text` may hold newlines."""

    text: str
    speaker: str | None = None
    time_start: timedelta | None = None
    time_end: timedelta | None = None
    opens_turn: bool = False  # begins a turn of its own even when the speaker stays the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Text of the file that nobody said, and why it is left out of evidence."""

    text: str
    reason: str


LONGEST_PAUSE = timedelta(seconds=4)
"""Unlabelled speech becomes a new turn after a silence this long: there is no other sign of one."""


def compose(
    pieces: Iterable[Utterance | Note],
    *,
    title: str | None = None,
    meta: Mapping[str, str] | None = None,
    warnings: tuple[str, ...] = (),
    role_of: Callable[[Iterable[str]], Mapping[str, Role]] = roles_of,
) -> Reading:
    """The Reading of these pieces, in order. Utterances without visible text are left out; consecutive ones of one
    speaker join into one turn, a space between them."""
    pieces = [_checked(piece) for piece in pieces if piece.text.strip()]
    roles = role_of({piece.speaker for piece in pieces if isinstance(piece, Utterance) and piece.speaker})
    page = _Page()
    for piece in pieces:
        if isinstance(piece, Note):
            page.mark(piece)
        else:
            page.say(piece, roles.get(piece.speaker or "", Role.UNKNOWN))
    return Reading(
        text=page.text,
        turns=tuple(page.turns()),
        marks=tuple(page.marks),
        cues=tuple(page.cues),
        title=title,
        meta=dict(meta or {}),
        warnings=warnings,
    )


def _checked(piece: Utterance | Note) -> Utterance | Note:
    if isinstance(piece, Utterance) and (reason := boilerplate_reason(piece.text)):
        return Note(text=piece.text, reason=reason)
    return piece


@dataclass(slots=True)
class _OpenTurn:
    speaker: str | None
    role: Role
    start: int
    end: int
    time_start: timedelta | None
    time_end: timedelta | None


class _Page:
    """The text as it grows, and the offsets of what is in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._turns: list[_OpenTurn] = []
        self._open = False
        self.marks: list[Mark] = []
        self.cues: list[Cue] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def mark(self, note: Note) -> None:
        self._open = False
        start = self._write(note.text.strip(), "\n\n")
        self.marks.append(Mark(start=start, end=self._length, reason=note.reason))

    def say(self, piece: Utterance, role: Role) -> None:
        goes_on = self._open and not piece.opens_turn and self._continues(piece)
        start = self._write(piece.text.strip(), " " if goes_on else "\n\n")
        if goes_on:
            turn = self._turns[-1]
            turn.end = self._length
            turn.time_end = piece.time_end or turn.time_end
        else:
            self._turns.append(_OpenTurn(piece.speaker, role, start, self._length, piece.time_start, piece.time_end))
            self._open = True
        if piece.time_start is not None and piece.time_end is not None:
            self.cues.append(Cue(start=start, end=self._length, time_start=piece.time_start, time_end=piece.time_end))

    def turns(self) -> Iterable[Turn]:
        for index, turn in enumerate(self._turns):
            yield Turn(
                index=index,
                speaker=turn.speaker,
                role=turn.role,
                start=turn.start,
                end=turn.end,
                time_start=turn.time_start,
                time_end=turn.time_end,
            )

    def _continues(self, piece: Utterance) -> bool:
        last = self._turns[-1]
        if last.speaker != piece.speaker:
            return False
        if piece.speaker is not None or last.time_end is None or piece.time_start is None:
            return True
        return piece.time_start - last.time_end < LONGEST_PAUSE

    def _write(self, text: str, separator: str) -> int:
        if self._length:
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start
