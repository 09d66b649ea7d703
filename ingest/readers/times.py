"""Times as tools write them, to timedelta: clocks, seconds, milliseconds, ticks, ISO 8601 durations, frames.

Every unit is converted here, at the border; past it a time is a timedelta since the recording began.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum

LATEST = timedelta(days=30)
"""A later time is not one of a recording: it is a date, a frame count, or another unit."""

SLOWEST_SPEECH = 0.01
"""Words per second. Whole numbers that would make speech slower than this are milliseconds: people say two or three
words a second, and the fastest speaker stays below this with milliseconds taken for seconds."""


class Unit(Enum):
    """What a bare number counts; the value is how many of them make a second."""

    SECONDS = 1
    MILLISECONDS = 1_000
    TICKS = 10_000_000
    """Of a hundred nanoseconds, as .NET counts."""
    SAMPLES_16K = 16_000
    """Of audio at 16 kHz."""


_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{1,2})"
    r"(?:[.,](?P<fraction>\d{1,9})|[:;](?P<frames>\d{1,3}))?"
)
_NUMBER = re.compile(r"(\d{1,15}(?:[.,]\d{0,18})?|[.,]\d{1,18})\s*(s|sec|secs|seconds|ms)?", re.I)
_ISO_8601 = re.compile(
    r"P(?:(?P<days>\d{1,6})D)?(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9}(?:[.,]\d{1,18})?)S)?)?",
    re.I,
)
_IN_WORDS = re.compile(
    r"(?:(?P<hours>\d{1,4})\s*h\w*\s*)?(?:(?P<minutes>\d{1,6})\s*m(?:in\w*)?\s*)?(?:(?P<seconds>\d{1,6}(?:[.,]\d{1,9})?)\s*s\w*)?",
    re.I,
)
_BRACKETS = "[](){}<> \t\n\u00a0"


def time_of_number(number: float, unit: Unit) -> timedelta | None:
    """So many units; None for what some tools write for "unknown": a negative number or NaN.

    Raises ValueError for a number that cannot be a time of a recording.
    """
    if math.isnan(number) or number < 0:
        return None
    if math.isinf(number) or number / unit.value > LATEST.total_seconds():
        raise ValueError(f"{number} {unit.name.lower()} are longer than a recording can be")
    return timedelta(milliseconds=round(number * 1000 / unit.value))


def time_of_text(text: str, unit: Unit = Unit.SECONDS, *, frame_rate: int = 25) -> timedelta | None:
    """A written time; None for an empty one. A bare number counts `unit`. Raises ValueError for anything else.

    >>> [time_of_text(written).total_seconds() for written in ("1:02:03.5", "02:03", "1.400s", "PT1M2.5S", "00:00:01:10")]
    [3723.5, 123.0, 1.4, 62.5, 1.4]
    """
    text = text.strip(_BRACKETS)
    if not text or text in {"-", "–", "—"} or text.casefold() in {"nan", "null", "none", "n/a"}:
        return None
    if clock := _CLOCK.fullmatch(text):
        return _bounded(_clock_time(clock, frame_rate), text)
    if number := _NUMBER.fullmatch(text):
        written_unit = {"": unit, "ms": Unit.MILLISECONDS}.get((number[2] or "").lower(), Unit.SECONDS)
        return time_of_number(float(number[1].replace(",", ".")), written_unit)
    if parts := _ISO_8601.fullmatch(text) or _IN_WORDS.fullmatch(text):
        named = {name: float(value.replace(",", ".")) for name, value in parts.groupdict().items() if value}
        if named:
            seconds = named.get("days", 0) * 86_400 + named.get("hours", 0) * 3600
            return time_of_number(
                seconds + named.get("minutes", 0) * 60 + named.get("seconds", 0),
                Unit.SECONDS,
            )
    raise ValueError(f"“{text[:40]}” is not a time")


def frame_rate_of(times: Iterable[str]) -> int:
    """The lowest usual frame rate in which these `h:mm:ss:ff` clocks are possible: 25, 30, 50 or 60 a second."""
    clocks = (_CLOCK.fullmatch(time.strip(_BRACKETS)) for time in times)
    highest = max(
        (int(clock["frames"]) for clock in clocks if clock and clock["frames"]),
        default=0,
    )
    return next((rate for rate in (25, 30, 50) if highest < rate), 60)


def unit_of(numbers: Iterable[float], words: int) -> Unit:
    """What the bare times of a file count that does not say so: seconds, or milliseconds when the numbers are whole and
    in seconds nobody would speak that slowly."""
    known = [number for number in numbers if number >= 0 and math.isfinite(number)]
    whole = all(number == int(number) for number in known)
    longest = max(known, default=0) - min(known, default=0)
    return Unit.MILLISECONDS if whole and words < longest * SLOWEST_SPEECH else Unit.SECONDS


def _clock_time(clock: re.Match[str], frame_rate: int) -> timedelta:
    fraction = clock["fraction"]
    return timedelta(
        hours=int(clock["hours"] or 0),
        minutes=int(clock["minutes"]),
        seconds=int(clock["seconds"]),
        milliseconds=round(float(f"0.{fraction}") * 1000) if fraction else 0,
        microseconds=round(int(clock["frames"]) * 1_000_000 / frame_rate) if clock["frames"] else 0,
    )


def _bounded(time: timedelta, text: str) -> timedelta:
    if time > LATEST:
        raise ValueError(f"“{text[:40]}” is later than a recording can be")
    return time
