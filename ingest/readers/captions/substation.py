"""SubStation Alpha (.ssa, .ass): the events of the script; how they look is of no interest here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.readers.captions.clocks import clock
from ingest.readers.captions.cue_text import Line
from ingest.readers.captions.speaking import Caption, reading_of, refuse_too_many
from ingest.readers.composing import Note
from ingest.readers.decoding import decode, sniff
from ingest.readers.reading import Format, RawFile, Reading

_SECTION = re.compile(r"\s*\[([^\]]+)\]\s*$")
_COLUMNS: tuple[str, ...] = (
    "marked",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
)
_OVERRIDE = re.compile(r"\{([^{}]*)\}")
_DRAWING = re.compile(r"\\p(\d+)")
_NOBODY = frozenset({"", "default", "ntp", "none"})  # what editors write when nobody filled in the name
_START = re.compile(r"\[(Script Info|V4\+? Styles|Events)\]|Dialogue:", re.IGNORECASE)


def substation_captions(text: str) -> tuple[list[Caption | Note], str | None]:
    """The events of a script and its title. Comments and lines nobody understands become notes."""
    pieces: list[Caption | Note] = []
    title: str | None = None
    section, columns = "", _COLUMNS
    for line in text.split("\n"):
        kind, colon, rest = line.partition(":")
        kind = kind.strip().lower()
        if match := _SECTION.match(line):
            section = match[1].strip().lower()
        elif kind == "title" and section == "script info":
            title = rest.strip() or None
        elif section in {"events", ""} and line.strip():
            if kind == "format" and colon:
                columns = tuple(name.strip().lower() for name in rest.split(","))
            elif kind in {"dialogue", "comment"} and colon:
                pieces.extend(_event(kind, rest.lstrip(), columns))
            elif section and not line.lstrip().startswith((";", "!:")):
                pieces.append(Note(text=line, reason="line not understood"))
    return pieces, title


def _event(kind: str, rest: str, columns: tuple[str, ...]) -> Iterator[Caption | Note]:
    values = dict(zip(columns, rest.split(",", len(columns) - 1), strict=False))
    text = _plain(values.get("text", ""))
    start, end = clock(values.get("start", "")), clock(values.get("end", ""))
    if kind == "comment":
        yield Note(text=text, reason="comment in the file")
    elif "text" not in values:
        yield Note(text=rest, reason="line not understood")
    else:
        name = " ".join(values.get("name", values.get("actor", "")).split())
        voice = None if name.lower() in _NOBODY else name
        timed = start is not None and end is not None
        yield Caption(
            start=start if timed else None,
            end=end if timed else None,
            lines=tuple(Line(voice, line) for line in text.split("\n")),
        )


def _plain(text: str) -> str:
    """Words without overrides; what stands in a drawing is coordinates.

    >>> _plain(r"{\\i1}Well{\\i0},\\Nyes.{\\p1}m 0 0 l 5 5{\\p0}")
    'Well,\\nyes.'
    """
    kept: list[str] = []
    drawing = False
    position = 0
    for override in _OVERRIDE.finditer(text):
        if not drawing:
            kept.append(text[position : override.start()])
        if modes := _DRAWING.findall(override[1]):
            drawing = modes[-1].strip("0") != ""
        position = override.end()
    if not drawing:
        kept.append(text[position:])
    return "".join(kept).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", "\u00a0")


def _recognises(file: RawFile) -> bool:
    visible = (line.strip() for line in sniff(file.raw).replace("\r", "\n").split("\n"))
    first = next((line for line in visible if line and not line.startswith(";")), "")
    return bool(_START.match(first))


def _read(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    refuse_too_many(file.name, text, "Dialogue:")
    pieces, title = substation_captions(text)
    reading = reading_of(pieces, title=title, warnings=warnings)
    if not reading.turns:
        raise ReadError(file.name, "the script holds no dialogue", "Export the transcript again.", line=1)
    return reading


SUBSTATION = Format(name="SubStation Alpha", suffixes=(".ass", ".ssa"), recognises=_recognises, read=_read)
