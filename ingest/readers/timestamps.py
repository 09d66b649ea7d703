"""Times as people and tools type them: `0:12`, `[00:01:02]`, `(1:02:33.5)`, `00:00:01 --> 00:00:04`, `10:32 AM`,
`3 minutes 5 seconds` (pasted from Teams), `#00:01:02-3#` (f4, MAXQDA)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

_TIME = r"(?:\d{1,2}:[0-5]?\d|\d{1,3}):[0-5]\d(?:[.,]\d{1,3})?"
_CLOCK = r"(?:[ \t ]?[AaPp]\.?[Mm]\.?(?![A-Za-z]))?"
_RANGE = rf"(?P<from>{_TIME})(?![\d:]){_CLOCK}(?:[ \t]*(?:-->|->|[-–—]|to)[ \t]*(?P<to>{_TIME})(?![\d:]){_CLOCK})?"
_STAMP = re.compile(rf"(?P<open>[\[(<{{])?[ \t]*{_RANGE}[ \t]*(?(open)[\])>}}])")
_STAMP_AT_END = re.compile(rf"(?<![\w:.])(?P<open>[\[(<{{])?[ \t]*{_RANGE}[ \t]*(?(open)[\])>}}])[ \t]*$")
_IN_WORDS = re.compile(
    r"(?<!\w)(?:(?P<hours>\d{1,2}) hours? )?(?:(?P<minutes>\d{1,3}) minutes? )?(?<=[rse] )(?P<seconds>\d{1,2}) seconds?(?!\w)"
)
_BETWEEN_HASHES = re.compile(r"#(?P<time>\d{1,2}:\d\d:\d\d)(?:-(?P<tenths>\d))?#")
_BRACKETED = re.compile(rf"[\[(<{{][ \t]*{_RANGE}[ \t]*[\])>}}]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A typed time: where it stands in its line, and the moment or stretch it names; None for a time of day."""

    start: int
    end: int
    time_start: timedelta | None
    time_end: timedelta | None = None


def parse_time(written: str) -> timedelta:
    """Minutes and seconds, or hours before them; a comma or full stop before the fraction. Raises ValueError.

    >>> parse_time("1:02:03,5").total_seconds()
    3723.5
    """
    parts = written.strip().replace(",", ".").split(":")
    if not 2 <= len(parts) <= 3:
        raise ValueError(f"{written!r} is not a time like 0:12 or 1:02:03")
    seconds = float(parts[-1])
    for power, part in enumerate(reversed(parts[:-1]), 1):
        seconds += int(part) * 60**power
    return timedelta(milliseconds=round(seconds * 1000))


def stamp_at(line: str, position: int) -> Stamp | None:
    """The time that begins at `position`, in brackets or not; None where there is none."""
    match = _STAMP.match(line, position)
    if match is None:
        worded = _IN_WORDS.match(line, position)
        return _worded(worded) if worded else None
    return _stamp(match)


def stamp_before(line: str, end: int) -> Stamp | None:
    """The time that ends at `end`, spaces aside: the one behind a name."""
    match = _STAMP_AT_END.search(line, max(0, end - 60), end)
    if match is None:
        worded = next(_IN_WORDS.finditer(line, max(0, end - 40), end), None)
        return _worded(worded) if worded and worded.end() == end else None
    return _stamp(match)


def stamps_in(line: str, start: int, end: int) -> list[Stamp]:
    """The bracketed times within `line[start:end]`: a bare `10:30` in running speech is somebody's appointment."""
    bracketed = [_stamp(match) for match in _BRACKETED.finditer(line, start, end)]
    return sorted(
        [*bracketed, *map(_hashed, _BETWEEN_HASHES.finditer(line, start, end))], key=lambda stamp: stamp.start
    )


def _stamp(match: re.Match[str]) -> Stamp:
    return Stamp(match.start(), match.end(), *_times(match[0], match["from"], match["to"]))


def _worded(match: re.Match[str]) -> Stamp:
    hours, minutes, seconds = (int(part or 0) for part in match.group("hours", "minutes", "seconds"))
    return Stamp(match.start(), match.end(), timedelta(hours=hours, minutes=minutes, seconds=seconds))


def _hashed(match: re.Match[str]) -> Stamp:
    return Stamp(match.start(), match.end(), parse_time(f"{match['time']}.{match['tenths'] or 0}"))


def _times(whole: str, begins: str, ends: str | None) -> tuple[timedelta | None, timedelta | None]:
    if re.search(r"[AaPp]\.?[Mm]", whole):  # a time of day says nothing about the place in the recording
        return None, None
    return parse_time(begins), parse_time(ends) if ends else None
