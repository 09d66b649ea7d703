"""SubRip files with the damage found in the wild, and the two-times-and-words layouts related to them.

A line of times begins a caption and everything up to the next belongs to it, empty lines included; sequence numbers
are recognised where they stand, not counted on. So nothing is lost when numbers or empty lines are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from ingest.errors import ReadError
from ingest.readers.captions.clocks import Timing, timing_line
from ingest.readers.captions.cue_text import Line, lines_of
from ingest.readers.captions.speaking import Caption, reading_of, refuse_too_many
from ingest.readers.composing import Note
from ingest.readers.decoding import decode, sniff
from ingest.readers.reading import Format, RawFile, Reading

_NUMBER = re.compile(r"[ \t\ufeff]*(\d{1,7})[ \t.)]*$")
_NAME_LINE = re.compile(r"[^\W\d_][^:?!;,\n]{0,60}(?<![.…])$")
_LOOKED_AT = 12  # visible lines from the top; a text that quotes a caption further down is no caption file
_REASON_ABOVE = "above the first caption"


@dataclass(slots=True)
class _Open:
    """A caption being read."""

    start: timedelta
    end: timedelta | None
    number: int | None
    lines: list[str] = field(default_factory=list)


def subrip_captions(text: str) -> list[Caption | Note]:
    """The captions of canonical text, in the order they stand; words with no time of their own have none.

    >>> [caption.lines[0].text for caption in subrip_captions("00:01,5 --> 00:02\\nHi.\\n\\n2\\n00:03 -->\\nBye.")]
    ['Hi.', 'Bye.']
    """
    above, opened = _split(text)
    pieces: list[Caption | Note] = []
    if words := "\n".join(above).strip():
        pieces.append(Note(text=words, reason=_REASON_ABOVE))
    names = _name_lines(opened)
    for position, caption in enumerate(opened):
        follower = opened[position + 1].start if position + 1 < len(opened) else None
        pieces.extend(_finished(caption, follower, names))
    return pieces


def _split(text: str) -> tuple[list[str], list[_Open]]:
    above: list[str] = []
    opened: list[_Open] = []
    for line in text.split("\n"):
        timing = timing_line(line)
        lines = opened[-1].lines if opened else above
        if timing is None:
            lines.append(line)
            continue
        expected = (opened[-1].number + 1) if opened and opened[-1].number is not None else None
        number = timing.number if timing.number is not None else _take_number(lines, expected, is_first=not opened)
        opened.append(_opened(timing, number))
    return above, opened


def _opened(timing: Timing, number: int | None) -> _Open:
    caption = _Open(timing.start, timing.end, number)
    if timing.words:
        caption.lines.append(timing.words)
    return caption


def _take_number(lines: list[str], expected: int | None, *, is_first: bool) -> int | None:
    """The sequence number at the end of the lines before a line of times, taken off them."""
    last = next((position for position in reversed(range(len(lines))) if lines[position].strip()), None)
    match = _NUMBER.match(lines[last]) if last is not None else None
    if last is None or match is None:
        return None
    stands_alone = last == 0 or not lines[last - 1].strip()
    if not (int(match[1]) == expected or (stands_alone and (is_first or last > 0))):
        return None  # “1984”, the words of a caption in a file without numbers
    del lines[last:]
    return int(match[1])


def _finished(caption: _Open, follower: timedelta | None, names: bool) -> Iterator[Caption | Note]:
    lines = caption.lines
    orphan = _orphan(lines, caption.number)
    own = lines[:orphan] if orphan is not None else lines
    if caption.end is not None:
        end = caption.end
    else:
        end = follower if follower is not None and follower > caption.start else caption.start
    if names:
        voice, spoken = " ".join(own[0].split()), own[1:]
        said = tuple(Line(voice, line.text) for line in lines_of("\n".join(spoken)))
    else:
        said = tuple(lines_of("\n".join(own)))
    yield Caption(start=caption.start, end=end, lines=said)
    if orphan is not None:
        yield Caption(lines=tuple(lines_of("\n".join(lines[orphan + 1 :]))))


def _orphan(lines: list[str], number: int | None) -> int | None:
    """Where, inside a caption, the next one's number stands whose times are missing."""
    if number is None:
        return None
    for position in range(1, len(lines) - 1):
        if not lines[position - 1].strip() and (match := _NUMBER.match(lines[position])):
            return position if int(match[1]) == number + 1 else None
    return None


def _name_lines(opened: list[_Open]) -> bool:
    """Whether each caption has its speaker on a line of its own, as when Teams' Word export is pasted into a text."""
    if len(opened) < 3 or any(len(caption.lines) < 2 or not caption.lines[1].strip() for caption in opened):
        return False
    names = [" ".join(caption.lines[0].split()) for caption in opened]
    return len(set(names)) * 2 <= len(names) and all(_NAME_LINE.match(name) for name in names)


def _recognises(file: RawFile) -> bool:
    visible = (line for line in sniff(file.raw).replace("\r", "\n").split("\n") if line.strip())
    return any(timing_line(line) for _, line in zip(range(_LOOKED_AT), visible, strict=False))


def _read(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    refuse_too_many(file.name, text, "-->")
    if file.suffix in {".vtt", ".webvtt"}:
        warnings = (*warnings, "line 1: the line WEBVTT is missing; the captions were read all the same")
    pieces = subrip_captions(text)
    untimed = sum(isinstance(piece, Caption) and piece.start is None for piece in pieces)
    if untimed:
        warnings = (*warnings, f"{untimed} captions have no times; their words were read without")
    reading = reading_of(pieces, warnings=warnings)
    if not reading.turns:
        raise ReadError(file.name, "the captions hold no words", "Export the transcript again.", line=1)
    return reading


SUBRIP = Format(name="SubRip or timed lines", suffixes=(".srt",), recognises=_recognises, read=_read)
