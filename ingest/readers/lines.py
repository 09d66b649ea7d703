"""The lines of a text, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text == whole[start:end]`, without its newline."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing in it can be seen."""
        return not self.text.strip()


_LINE_ENDS = re.compile(r"[\n\v\f\x85\u2028\u2029]")  # a manual break in Word, a page, Unicode's own


def lines_of(text: str, start: int = 0) -> Iterator[Line]:
    """The lines of `text[start:]`, in order; offsets are into `text`."""
    for line in _LINE_ENDS.split(text[start:]):
        yield Line(start, start + len(line), line)
        start += len(line) + 1


def visible(text: str, start: int, end: int) -> tuple[int, int] | None:
    """`text[start:end]` without the white space around it; None when nothing else is there."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
