"""What the columns of a transcript table mean, under the many names tools and people give them.

Names are compared without case, spaces and punctuation; a unit in brackets (`Start (ms)`) counts. The names are those of
exports of NVivo, QualCoder, Trint, Dovetail, Descript, Otter, Rev, Grain, tl;dv, Sonix, Happy Scribe, TurboScribe and
Whisper, and what people call them in spreadsheets of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.readers.times import Unit


class Column(StrEnum):
    """What a column holds."""

    TEXT = "text"
    SPEAKER = "speaker"
    ROLE = "role"
    START = "start"
    END = "end"
    SPAN = "span"
    """Start and end in one cell, `0:01 - 0:04`; a single time is a start."""
    DURATION = "duration"
    NUMBER = "number"
    """Counts rows or speakers; says nothing that the order does not."""


_NAMES: Mapping[Column, str] = {
    Column.TEXT: "text transcript transcription content utterance sentence quote caption subtitle speech dialogue dialog "
    "message body words said response statement line transcripttext spokentext segmenttext rawtext paragraph excerpt comment "
    "transcriptcontent whatwassaid verbatim",
    Column.SPEAKER: "speaker speakername speakerlabel speakers name participant participantname who person voice actor "
    "speakerlabels talker interviewee author user username character label",
    Column.ROLE: "role speakerrole speakertype",
    Column.START: "start starttime startts startms startseconds starttimestamp starttimecode begin begintime timein in from "
    "tcin timecodein inpoint startat startsat offset time timestamp timecode ts timecodes timestamps tc mediatime",
    Column.END: "end endtime endts endms endseconds endtimestamp endtimecode finish stop timeout out to tcout timecodeout "
    "outpoint endat endsat",
    Column.SPAN: "timespan timerange times interval timerangestartend startend",
    Column.DURATION: "duration dur durationms durationseconds length",
    Column.NUMBER: "id no nr number index row rownumber turn turnnumber segment segmentid segmentnumber line linenumber cue "
    "sequence order speakerid paragraphnumber n #",
}
_MEANING: Mapping[str, tuple[Column, int]] = {
    name: (column, rank) for column in Column for rank, name in enumerate(_NAMES[column].split())
}
_UNIT = re.compile(r"[(\[]\s*(ms|msec|milliseconds?|s|secs?|seconds?|hh?:mm.*|mm:ss.*)\s*[)\]]", re.IGNORECASE)
_META = frozenset({"title", "date", "site", "group", "consent", "project", "interview", "language", "location"})
_FILE = frozenset({"file", "filename", "path", "source", "document", "documentname", "transcriptfile"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each meaning stands in a row, and what nothing is known about. `header` is the names as written."""

    header: tuple[str, ...]
    at: Mapping[Column, int]
    units: Mapping[Column, Unit]
    unknown: tuple[int, ...]

    @property
    def is_transcript(self) -> bool:
        """Whether a header like this is one of a transcript: text, and who or when."""
        return Column.TEXT in self.at and not self.at.keys().isdisjoint(
            {Column.SPEAKER, Column.START, Column.SPAN, Column.END}
        )


def columns_of(header: Sequence[str]) -> Columns:
    """What the cells of a header row mean. Of two columns with one meaning the one named more plainly counts (`speaker`
    before `name`); the other is unknown."""
    names = [plain_name(cell) for cell in header]
    meanings = sorted((_MEANING[name][1], index) for index, name in enumerate(names) if name in _MEANING)
    at: dict[Column, int] = {}
    for _, index in meanings:
        at.setdefault(_MEANING[names[index]][0], index)
    known = set(at.values())
    return Columns(
        header=tuple(" ".join(cell.split()) for cell in header),
        at=at,
        units={column: unit for column, index in at.items() if (unit := _unit(header[index]))},
        unknown=tuple(
            index
            for index, name in enumerate(names)
            if name and index not in known and _MEANING.get(name, (None,))[0] is not Column.NUMBER
        ),
    )


def plain_name(cell: str) -> str:
    """A column's name as names are compared.

    >>> plain_name("Start Time (ms)")
    'starttime'
    """
    return re.sub(r"[\W_]+", "", _UNIT.sub("", cell).casefold()) or cell.strip()[:1]


def meta_key(cell: str) -> str | None:
    """The key under which a column of interview metadata is kept; None for any other column."""
    name = plain_name(cell)
    return name if name in _META else None


def describes_files(header: Sequence[str]) -> bool:
    """Whether this is the header of a table about transcripts (a file in each row), not of a transcript."""
    names = {plain_name(cell) for cell in header}
    known = columns_of(header)
    return not names.isdisjoint(_FILE) and Column.START not in known.at and Column.TEXT not in known.at


def _unit(cell: str) -> Unit | None:
    name = re.sub(r"[\W_]+", "", cell.casefold())
    if name.endswith(("ms", "msec", "milliseconds", "millisecond")) and name not in {"times", "items"}:
        return Unit.MILLISECONDS
    return Unit.SECONDS if name.endswith(("seconds", "secs")) else None
