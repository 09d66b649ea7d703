"""Plain text and Markdown: labelled turns where the file is written in labels, else speech paragraph by paragraph.

What nobody said (headings, the lines above the first turn, what a web form left behind) is marked, not removed. Which
labels there are is `labels`' to say, and what is not speech `boilerplate`'s.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from corpus.transcript import SPEAKER_LABEL, TIMESTAMP, Cue, Mark, Role, Turn
from ingest.readers.boilerplate import AI_SUMMARY, HEADING, boilerplate_reason, heading_reason, machine_summaries
from ingest.readers.decoding import decode
from ingest.readers.front_matter import FRONT_MATTER, FrontMatter, front_matter
from ingest.readers.label_forms import Label
from ingest.readers.labels import labels_in
from ingest.readers.lines import Line, lines_of, visible
from ingest.readers.reading import Format, RawFile, Reading
from ingest.readers.roles import is_short_for, named_roles, roles_of, with_named
from ingest.readers.timestamps import Stamp, stamp_at, stamps_in

BEFORE_SPEECH = "before the first turn"


def read_plain_text(text: str) -> Reading:
    """Read canonical text as a transcript.

    >>> [(turn.speaker, turn.role.value) for turn in read_plain_text("I: Were you paid?\\nAda: No.\\n").turns]
    [('I', 'interviewer'), ('Ada', 'participant')]
    """
    matter = front_matter(text) or FrontMatter(end=0)
    lines = list(lines_of(text, matter.end))
    not_said = _not_said(lines)
    labels = labels_in([line if line.start not in not_said else replace(line, text="") for line in lines])
    page = _Page(text, _roles(text, labels, matter), labelled=bool(labels))
    if span := visible(text, 0, matter.end):
        page.marks.append(Mark(start=span[0], end=span[1], reason=FRONT_MATTER))
    for line in lines:
        if label := labels.get(line.start):
            page.open(label)
        elif not line.blank:
            page.add(line, not_said.get(line.start))
        elif not labels:
            page.close()
    page.close()
    meta = dict(matter.meta)
    return Reading(
        text=text,
        turns=tuple(page.turns),
        marks=tuple(page.marks),
        cues=tuple(page.cues()),
        title=meta.pop("title", None) or _title(lines),
        meta=meta,
        warnings=(*matter.warnings, *_warnings(labels)),
    )


def _not_said(lines: Sequence[Line]) -> dict[int, str]:
    """The lines that nobody said whoever speaks around them, by offset, with the reason."""
    summaries = machine_summaries(lines)
    return {
        line.start: reason
        for line in lines
        if not line.blank and (reason := AI_SUMMARY if line.start in summaries else boilerplate_reason(line.text))
    }


def _roles(text: str, labels: Mapping[int, Label], matter: FrontMatter) -> dict[str, Role]:
    if not labels:
        return {}
    begins = next(iter(labels))
    named = named_roles(text[matter.end : begins])
    named |= {name: Role(role) for name, role in matter.roles.items() if role in set(Role)}
    return with_named(roles_of({label.name for label in labels.values()}), named)


def _warnings(labels: Mapping[int, Label]) -> tuple[str, ...]:
    return () if labels else ("no speaker is labelled in this file, so its words are quoted without a name",)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """From this offset on, words were said at this time."""

    offset: int
    time: timedelta


class _Page:
    """Turns and marks as the lines go by."""

    def __init__(self, text: str, roles: Mapping[str, Role], *, labelled: bool) -> None:
        self._text = text
        self._roles = roles
        self._full_names = _spelled_out(roles)
        self._labelled = labelled
        self._speaker: str | None = None
        self._started = not labelled
        self._words: list[tuple[int, int]] = []  # the lines of the turn being read
        self._time: tuple[timedelta | None, timedelta | None] = (None, None)
        self._anchors: list[_Anchor] = []
        self.turns: list[Turn] = []
        self.marks: list[Mark] = []

    def open(self, label: Label) -> None:
        """A label: the turn before it ends, its own begins behind it."""
        self.close()
        self._speaker, self._started = label.name, True
        self._time = (label.time_start, label.time_end) if label.time_start is not None else self._time_above()
        self._mark(label.line.start, label.words_start, SPEAKER_LABEL)
        self._say(label.words_start, label.line.end)

    def add(self, line: Line, not_said: str | None) -> None:
        """A line without a label."""
        reason = not_said or heading_reason(line.text)
        if reason in {None, HEADING} and self._is_time(line):
            return
        if reason is None and self._started:
            self._say(line.start, line.end)
            return
        self._mark(line.start, line.end, reason or BEFORE_SPEECH)
        self.close()  # a turn never runs across what nobody said: the rest is a turn of the same speaker

    def close(self) -> None:
        """The turn being read ends here."""
        if self._words:
            time_start, time_end = self._time
            self.turns.append(
                Turn(
                    index=len(self.turns),
                    speaker=self._speaker,
                    role=self._roles.get(self._speaker or "", Role.UNKNOWN),
                    start=self._words[0][0],
                    end=self._words[-1][1],
                    time_start=time_start,
                    time_end=time_end,
                    participant=self._full_names.get(self._speaker or ""),
                )
            )
            self._time = (None, None)
        self._words.clear()

    def cues(self) -> list[Cue]:
        """Finer times than the turns': one for each typed time inside a turn that another one follows."""
        starts = [_Anchor(turn.start, turn.time_start) for turn in self.turns if turn.time_start is not None]
        anchors = sorted(
            {anchor.offset: anchor for anchor in (*starts, *self._anchors)}.values(), key=lambda a: a.offset
        )
        offsets = [anchor.offset for anchor in anchors]
        finer = sorted(anchor.offset for anchor in self._anchors)
        cues = []
        for turn in self.turns:
            if bisect_left(finer, turn.end) > bisect_right(finer, turn.start):  # a time inside, not only at its start
                first, last = bisect_left(offsets, turn.start), bisect_left(offsets, turn.end)
                cues += _cues_of(self._text, turn, anchors[first : last + 1])
        return cues

    def _is_time(self, line: Line) -> bool:
        """A line that holds a time and nothing else."""
        stamp = stamp_at(line.text, len(line.text) - len(line.text.lstrip("# \t\u00a0")))
        if stamp is None or line.text[stamp.end :].strip():
            return False
        if not self._labelled:
            self.close()
        self._mark(line.start, line.end, TIMESTAMP)
        self._at(stamp, line.end, opens=not self._words)
        return True

    def _time_above(self) -> tuple[timedelta | None, timedelta | None]:
        """The time that was typed last, where no words have followed it: a label without one begins then."""
        if self._time[0] is not None or not (self._anchors and self.turns):
            return self._time
        last = self._anchors[-1]
        return (last.time, None) if last.offset >= self.turns[-1].end else (None, None)

    def _at(self, stamp: Stamp, offset: int, *, opens: bool) -> None:
        """A typed time: the turn's own where it `opens` one that has none yet, else an anchor inside it."""
        if stamp.time_start is None:
            return
        if opens and self._time[0] is None:
            self._time = (stamp.time_start, stamp.time_end)
        else:
            self._anchors.append(_Anchor(offset, stamp.time_start))

    def _say(self, start: int, end: int) -> None:
        line = self._text[start:end]
        leading = stamp_at(line, len(line) - len(line.lstrip())) if not self._labelled else None
        if leading and line[leading.start] in "[({<" and line[leading.end :].strip():
            # `[0:12] words` in a file without speakers: each such line is a piece of its own.
            self.close()
            self._mark(start + leading.start, start + leading.end, TIMESTAMP)
            self._at(leading, start + leading.end, opens=True)
            start += leading.end
        if span := visible(self._text, start, end):
            for stamp in stamps_in(self._text[slice(*span)], 0, span[1] - span[0]):
                self._at(stamp, span[0] + stamp.end, opens=not self._words and stamp.start == 0)
            self._words.append(span)

    def _mark(self, start: int, end: int, reason: str) -> None:
        if span := visible(self._text, start, end):
            self.marks.append(Mark(start=span[0], end=span[1], reason=reason))


def _spelled_out(names: Mapping[str, Role]) -> dict[str, str]:
    """Short labels whose full name is a label of the same file: `AO` is `Amara Okafor` when only she fits."""
    full = [name for name in names if len(name.split()) > 1]
    fits = {label: [name for name in full if name != label and is_short_for(label, name)] for label in names}
    return {label: found[0] for label, found in fits.items() if len(found) == 1}


def _cues_of(text: str, turn: Turn, anchors: Sequence[_Anchor]) -> list[Cue]:
    cues = []
    for here, following in pairwise(anchors):
        if turn.start <= here.offset < turn.end and here.time <= following.time:
            span = visible(text, here.offset, min(following.offset, turn.end))
            if span:
                cues.append(Cue(start=span[0], end=span[1], time_start=here.time, time_end=following.time))
    return cues


def _title(lines: Sequence[Line]) -> str | None:
    first = next((line.text.strip() for line in lines if not line.blank), "")
    return first.lstrip("#").strip() or None if re.match(r"#{1,2}[ \t]", first) else None


def _read(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    reading = read_plain_text(text)
    return replace(reading, warnings=(*warnings, *reading.warnings))


PLAIN_TEXT = Format(
    name="plain text or Markdown",
    suffixes=(".txt", ".text", ".md", ".markdown"),
    recognises=lambda file: False,  # it takes what no other format does
    read=_read,
)
