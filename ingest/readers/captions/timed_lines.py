"""Formats of few rules, a time or two and words: YouTube's SBV, LRC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from ingest.errors import ReadError
from ingest.readers.captions.clocks import clock
from ingest.readers.captions.cue_text import Line, lines_of
from ingest.readers.captions.speaking import Caption, reading_of, refuse_too_many
from ingest.readers.composing import Note
from ingest.readers.decoding import decode, sniff
from ingest.readers.reading import Format, RawFile, Reading

_SBV_TIMES = re.compile(r"\s*(\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3})\s*,\s*(\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3})\s*$")
_SBV_BREAK = re.compile(r"\[br\]", re.IGNORECASE)
_LRC_TIMES = re.compile(r"\s*((?:\[\s*\d{1,4}:\d{1,2}(?::\d{1,2})?(?:[.:]\d{1,3})?\s*\]\s*)+)")
_LRC_ONE = re.compile(r"\[\s*([\d:.]+)\s*\]")
_LRC_WORD = re.compile(r"<\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?>")
_LRC_FIELD = re.compile(r"\s*\[([A-Za-z#][\w ]*):([^\]]*)\]\s*$")
_LRC_START = re.compile(r"\s*\[\d{1,4}:\d\d\.\d{2,3}\]")  # `[00:01:02]` is a clock in any file not named .lrc


def sbv_captions(text: str) -> Iterator[Caption | Note]:
    """The captions of an SBV file: two times with a comma between, then lines up to an empty one. Lines after that
    and before the next times belong to nobody's time.

    >>> [caption.lines[0].text for caption in sbv_captions("0:00:00.500,0:00:02.000\\nHi.[br]You.\\n")]
    ['Hi.']
    """
    start: timedelta | None = None
    end: timedelta | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        times = _SBV_TIMES.match(line)
        if (times or not line.strip()) and lines:
            yield Caption(start=start, end=end, lines=tuple(lines_of("\n".join(lines))))
            lines, start, end = [], None, None
        if times:
            start, end = clock(times[1]), clock(times[2])
        elif line.strip():
            lines.append(_SBV_BREAK.sub("\n", line))


def lrc_captions(text: str) -> tuple[list[Caption | Note], dict[str, str]]:
    """The captions of an LRC file and its fields (`ti`, `ar` …). A line lasts until the next time.

    >>> captions, fields = lrc_captions("[ti:Stall]\\n[00:01.50]Hi.\\n[00:02.00]")
    >>> str(captions[0].end), fields
    ('0:00:02', {'ti': 'Stall'})
    """
    fields: dict[str, str] = {}
    timed: list[tuple[timedelta, int, str]] = []
    pieces: list[Caption | Note] = []
    for number, line in enumerate(text.split("\n")):
        if match := _LRC_TIMES.match(line):
            words = _LRC_WORD.sub("", line[match.end() :]).strip()
            starts = [_lrc_clock(one) for one in _LRC_ONE.findall(match[1])]
            timed.extend((start, number, words) for start in starts if start is not None)
        elif match := _LRC_FIELD.match(line):
            fields[match[1].strip().lower()] = match[2].strip()
        elif line.strip() and timed:
            timed[-1] = (timed[-1][0], timed[-1][1], f"{timed[-1][2]}\n{line.strip()}")
        elif line.strip():
            pieces.append(Note(text=line, reason="above the first caption"))
    timed.sort(key=lambda entry: entry[:2])
    shift = _offset(fields)
    for position, (start, _, words) in enumerate(timed):
        end = timed[position + 1][0] if position + 1 < len(timed) else start
        if words:
            lines = tuple(Line(None, words_line) for words_line in words.split("\n"))
            pieces.append(
                Caption(start=max(start - shift, timedelta()), end=max(end - shift, timedelta()), lines=lines)
            )
    return pieces, fields


def _lrc_clock(written: str) -> timedelta | None:
    minutes, colon, rest = written.partition(":")
    # LRC counts hours in minutes (75:30.00), and some players write a colon before the hundredths.
    if rest.count(":") == 1 and "." not in rest:
        rest = rest.replace(":", ".")
    if rest.count(":"):
        return clock(written)
    seconds, _, fraction = rest.partition(".")
    if not (colon and minutes.isdigit() and seconds.isdigit() and (fraction or "0").isdigit()):
        return None
    return timedelta(minutes=int(minutes), seconds=int(seconds), microseconds=int((fraction or "0")[:6].ljust(6, "0")))


def _offset(fields: dict[str, str]) -> timedelta:
    written = fields.get("offset", "0")
    # A sound offset is a few seconds; a positive one shows the words sooner.
    return timedelta(milliseconds=int(written)) if re.fullmatch(r"[+-]?\d{1,6}", written) else timedelta()


def _first_line(file: RawFile) -> str:
    return next((line for line in sniff(file.raw).replace("\r", "\n").split("\n") if line.strip()), "")


def _is_lrc(file: RawFile) -> bool:
    lines = [line for line in sniff(file.raw).replace("\r", "\n").split("\n") if line.strip()][:20]
    timed = next((line for line in lines if not _LRC_FIELD.match(line)), "")
    return bool(_LRC_START.match(timed)) or (file.suffix == ".lrc" and bool(_LRC_TIMES.match(timed)))


def _read_sbv(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    refuse_too_many(file.name, text, "\n\n")
    return _with_words(file, reading_of(sbv_captions(text), warnings=warnings))


def _read_lrc(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    refuse_too_many(file.name, text, "[")
    captions, fields = lrc_captions(text)
    return _with_words(file, reading_of(captions, title=fields.get("ti") or None, warnings=warnings))


def _with_words(file: RawFile, reading: Reading) -> Reading:
    if not reading.turns:
        raise ReadError(file.name, "the captions hold no words", "Export the transcript again.", line=1)
    return reading


SBV = Format(
    name="SBV", suffixes=(".sbv",), recognises=lambda file: bool(_SBV_TIMES.match(_first_line(file))), read=_read_sbv
)
LRC = Format(name="LRC", suffixes=(".lrc",), recognises=_is_lrc, read=_read_lrc)
