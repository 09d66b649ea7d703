"""WebVTT as the W3C's parser reads it, and nothing more: blocks, cues, times.

Follows "WebVTT: The Web Video Text Tracks Format", section 6 (Parsing), step by step; what the standard throws away is
handed on as `Dropped`, because here it may be somebody's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

SIGNATURE = re.compile(r"\ufeff?WEBVTT(?=[ \t\n]|$)")
_CLOCK = r"(?:([0-9]+):([0-5][0-9]):([0-5][0-9])|([0-5][0-9]):([0-5][0-9]))\.([0-9]{3})(?![0-9])"
_TIMINGS = re.compile(rf"[ \t\f]*{_CLOCK}[ \t\f]*-->[ \t\f]*{_CLOCK}(.*)", re.DOTALL)
_DEFINITION = re.compile(r"(STYLE|REGION)[ \t\f]*$")
_COMMENT = re.compile(r"NOTE(?:[ \t]|$)")
_MOST_HOUR_DIGITS = 6  # more than a century: a number made to break us, not a recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue of the standard. `payload` is raw: its tags and escapes still in it. `line` counts from 1."""

    start: timedelta
    end: timedelta
    id: str
    settings: str
    payload: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """The text of a NOTE block."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A STYLE or REGION block: how captions look, no words of the transcript."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A block the standard passes over. `timing` is its line with an arrow that gave no times, if it had one, `id` what
    stands above that."""

    timing: str | None
    id: str = ""
    text: str
    line: int


Block = Cue | Comment | Definition | Dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class WebVtt:
    """A parsed file. `header` is what follows the signature on its line, then the lines below it."""

    signed: bool
    header: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What the standard yields."""
        return tuple(block for block in self.blocks if isinstance(block, Cue))


def parse_webvtt(text: str) -> WebVtt:
    """Parse decoded text. Without the signature there is nothing in the file, says the standard, and `signed` is false.

    >>> [(cue.id, cue.payload) for cue in parse_webvtt("WEBVTT\\n\\nintro\\n00:01.000 --> 00:02.000\\nHi &amp; bye").cues]
    [('intro', 'Hi &amp; bye')]
    """
    text = text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not SIGNATURE.match(text):
        return WebVtt(signed=False, header=(), blocks=())
    lines = text.split("\n")
    position = 1
    while position < len(lines) and lines[position] and "-->" not in lines[position]:
        position += 1
    header = (lines[0].removeprefix("WEBVTT").strip(), *lines[1:position])
    return WebVtt(signed=True, header=header, blocks=tuple(_blocks(lines, position)))


def _blocks(lines: list[str], position: int) -> Iterator[Block]:
    while position < len(lines):
        if lines[position]:
            block, position = _block(lines, position)
            yield block
        else:
            position += 1


def _block(lines: list[str], first: int) -> tuple[Block, int]:
    """The block that begins at `first`, and where the next may begin: the standard's "collect a WebVTT block"."""
    above: list[str] = []
    arrow: str | None = None
    timings: re.Match[str] | None = None
    position = first
    text_from = first
    while position < len(lines) and lines[position]:
        if "-->" in lines[position]:
            # An arrow in the first two lines gives the times; any later one belongs to the next block.
            if arrow is not None or position - first > 1:
                break
            arrow = lines[position]
            timings = _timings(arrow)
            above = lines[first:position]
            text_from = position + 1
        position += 1
    text = "\n".join(lines[text_from:position])
    if timings is not None:
        return _cue(timings, "\n".join(above), text, first + 1), position
    if arrow is not None:
        return Dropped(timing=arrow, id="\n".join(above), text=text, line=first + 1), position
    return _without_times(text, first + 1), position


def _without_times(text: str, line: int) -> Block:
    top, _, rest = text.partition("\n")
    if _COMMENT.match(top):
        return Comment(text=text[4:].strip(), line=line)
    if _DEFINITION.match(top):
        return Definition(text=rest, line=line)
    return Dropped(timing=None, text=text, line=line)


def _timings(line: str) -> re.Match[str] | None:
    match = _TIMINGS.match(line)
    if match and max(len(match[1] or ""), len(match[7] or "")) > _MOST_HOUR_DIGITS:
        return None
    return match


def _cue(timings: re.Match[str], cue_id: str, payload: str, line: int) -> Cue:
    start, end, settings = timings.groups()[:6], timings.groups()[6:12], timings[13]
    return Cue(start=_clock(*start), end=_clock(*end), id=cue_id, settings=settings.strip(), payload=payload, line=line)


def _clock(
    hours: str | None, minutes: str | None, seconds: str | None, m: str | None, s: str | None, milliseconds: str
) -> timedelta:
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or m or 0),
        seconds=int(seconds or s or 0),
        milliseconds=int(milliseconds),
    )
