"""What a transcript is: canonical text, the turns spoken in it, and the passages it is searched by.

Offsets are 0-based Unicode code points into `Transcript.text`, end exclusive, everywhere in the project.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Role(StrEnum):
    """Whose words a turn holds. Only a participant's, or an unknown speaker's, may be evidence."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of one transcript. What it covers *is* the quote."""

    transcript_id: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.transcript_id == other.transcript_id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One person's utterance: `text[start:end]` is what they said, without the label in front of it.

    `inferred` says that the role was worked out from behaviour, not read from a label or set by a person.
    `participant` is who the person is, where somebody said so or the file spells a short label out; else None, and
    `corpus.participants` goes by the label.
    """

    index: int
    speaker: str | None
    role: Role
    start: int
    end: int
    time_start: timedelta | None = None
    time_end: timedelta | None = None
    inferred: bool = False
    participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """When a stretch of the text was said. Cues may be finer than turns; they are ordered and never overlap in the text."""

    start: int
    end: int
    time_start: timedelta
    time_end: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch that nobody said (a label, a heading, form boilerplate): kept in the text, left out of evidence."""

    start: int
    end: int
    reason: str


SPEAKER_LABEL = "speaker label"
"""The reason of the marks that cover `Name:` in front of a turn."""

TIMESTAMP = "timestamp"
INAUDIBLE = "inaudible"
CROSSTALK = "crosstalk"
SOUND = "sound or gesture"

WITHIN_SPEECH = frozenset({SPEAKER_LABEL, TIMESTAMP, INAUDIBLE, CROSSTALK, SOUND})
"""The reasons of marks that speech runs on across: a passage may span them, while every other mark ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One interview. `text` is canonical and never rewritten; every visible character is in a turn or a mark."""

    id: str
    title: str
    source: str
    text: str
    turns: tuple[Turn, ...]
    marks: tuple[Mark, ...] = ()
    cues: tuple[Cue, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    def quote(self, span: Span) -> str:
        """The words of a span. Raises ValueError for a span of another transcript or outside the text."""
        if span.transcript_id != self.id or not 0 <= span.start <= span.end <= len(self.text):
            raise ValueError(f"{span} does not lie in transcript {self.id!r} of {len(self.text)} characters")
        return self.text[span.start : span.end]

    def span(self, start: int, end: int) -> Span:
        """A span of this transcript."""
        return Span(transcript_id=self.id, start=start, end=end)

    def turn_at(self, offset: int) -> Turn | None:
        """The turn that holds the character at `offset`; None where nobody speaks."""
        position = bisect.bisect_right(self.turns, offset, key=lambda turn: turn.start) - 1
        return self.turns[position] if position >= 0 and offset < self.turns[position].end else None

    def turns_in(self, start: int, end: int) -> tuple[Turn, ...]:
        """The turns that share at least one character with `text[start:end]`, in order."""
        first = bisect.bisect_right(self.turns, start, key=lambda turn: turn.end)
        last = bisect.bisect_left(self.turns, end, key=lambda turn: turn.start)
        return self.turns[first:last]

    def times_of(self, start: int, end: int) -> tuple[timedelta | None, timedelta | None]:
        """From when to when `text[start:end]` was said: by its cues where there are any, else by its turns."""
        first = bisect.bisect_right(self.cues, start, key=lambda cue: cue.end)
        last = bisect.bisect_left(self.cues, end, key=lambda cue: cue.start)
        if cues := self.cues[first:last]:
            return cues[0].time_start, cues[-1].time_end
        turns = self.turns_in(start, end)
        return (turns[0].time_start, turns[-1].time_end) if turns else (None, None)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The labelled speakers, in order of their first words."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))

    @property
    def roles(self) -> dict[str, Role]:
        """The role of each labelled speaker; an interviewer's is that of somebody who speaks in no other."""
        held: dict[str, set[Role]] = {}
        for turn in self.turns:
            if turn.speaker:
                held.setdefault(turn.speaker, set()).add(turn.role)
        weakest = (Role.PARTICIPANT, Role.UNKNOWN, Role.INTERVIEWER)
        return {speaker: next(role for role in weakest if role in roles) for speaker, roles in held.items()}

    @property
    def spoken_words(self) -> int:
        """How many words were said, labels and marked stretches not counted."""
        return sum(len(self.text[turn.start : turn.end].split()) for turn in self.turns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of whole sentences that is searched as one: `text == transcript.text[start:end]`.

    `context` is added for embedding only (the title, the question being answered) and is never quoted.
    """

    id: str
    transcript_id: str
    start: int
    end: int
    first_turn: int
    last_turn: int
    speakers: tuple[str, ...]
    text: str
    context: str = ""
    time_start: timedelta | None = None
    time_end: timedelta | None = None

    @property
    def span(self) -> Span:
        """Where the passage stands."""
        return Span(transcript_id=self.transcript_id, start=self.start, end=self.end)
