"""Times as caption files in the wild have them: `00:01:39`, `1:02,5`, `0:0:1.250`, `00 : 00 : 27,000`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

CLOCK = r"(?:\d{1,4}[ \t]?[:.][ \t]?)?\d{1,3}[ \t]?:[ \t]?\d{1,2}(?:[ \t]?[,.:;][ \t]?\d{1,9})?"
_PARTS = re.compile(r"(?:(\d{1,4})\s?[:.]\s?)?(\d{1,3})\s?:\s?(\d{1,2})(?:\s?[,.;]\s?(\d{1,9})|\s?:\s?(\d{1,3}))?$")
_ARROW = r"(?:-{1,3}[ \t]?>|=>|[–—]>|→|--&gt;)"
_TIMING_LINE = re.compile(
    rf"[ \t\ufeff]*(?:(?P<number>\d{{1,7}})[ \t]+)?\[?(?P<start>{CLOCK})[ \t]*{_ARROW}[ \t]*(?P<end>{CLOCK})?\]?"
    r"(?P<rest>(?:[ \t].*)?)$"
)
_POSITION = re.compile(r"(?:[ \t]*(?:[XY][12]:-?\d+|(?:align|line|position|size|vertical|region):\S+))*[ \t]*$")


class Timing(NamedTuple):
    """A line of times. `words` is what stands behind them, when that is no placing on the screen."""

    number: int | None
    start: timedelta
    end: timedelta | None
    words: str


def clock(text: str) -> timedelta | None:
    """A written time; None when it is none. What follows the seconds is a decimal fraction: `41,04` is 41.04 s.

    >>> str(clock("00:01:41,04"))
    '0:01:41.040000'
    """
    match = _PARTS.match(text.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction, colon = match.groups()
    if fraction is None and colon is not None:
        if hours is None:
            hours, minutes, seconds, colon = minutes, seconds, colon, None
        fraction = colon  # 00:00:01:500, a colon where the comma should be
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes),
        seconds=int(seconds),
        microseconds=int((fraction or "0")[:6].ljust(6, "0")),
    )


def timing_line(line: str) -> Timing | None:
    """The times of a line like `00:01:39 --> 00:01:41,04 X1:40`; None when the line is something else."""
    if ":" not in line:
        return None
    match = _TIMING_LINE.match(line)
    start = clock(match["start"]) if match else None
    if match is None or start is None:
        return None
    words = "" if _POSITION.match(match["rest"]) else match["rest"].strip()
    if words and match["end"] is None:
        return None  # what stands there is a damaged end, not words
    return Timing(int(match["number"]) if match["number"] else None, start, clock(match["end"] or ""), words)
