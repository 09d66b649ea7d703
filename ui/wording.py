"""How citations, times and numbers are put into words, the same on every page. Plain text: nothing here is Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from corpus.transcript import Role
from rag.answer import Citation, Statement

UNLABELLED = "Speaker not labelled"
ROLES = {Role.INTERVIEWER: "interviewer", Role.PARTICIPANT: "participant", Role.UNKNOWN: "role not known"}


def numbered(statements: Sequence[Statement]) -> dict[Citation, int]:
    """The citations of an answer by number, from 1, in the order a reader meets them."""
    numbers: dict[Citation, int] = {}
    for statement in statements:
        for citation in statement.citations:
            numbers.setdefault(citation, len(numbers) + 1)
    return numbers


def clock(time: timedelta) -> str:
    """A time in a recording.

    >>> clock(timedelta(seconds=75.5)), clock(timedelta(hours=1, minutes=2))
    ('1:15', '1:02:00')
    """
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def who(citation: Citation) -> str:
    """Who said it, in which role, and when: "Amara · participant · 4:12"."""
    parts = [citation.speaker or UNLABELLED]
    if citation.role is not Role.UNKNOWN:
        parts.append(ROLES[citation.role])
    if citation.time_start is not None:
        parts.append(clock(citation.time_start))
    return " · ".join(parts)


def place(citation: Citation) -> str:
    """Where it stands: the transcript and, from 0, the characters of its text."""
    return f"{citation.title}, characters {citation.span.start:,}–{citation.span.end:,}"


def reference(citation: Citation) -> str:
    """A quotation with its source, to paste into a text of one's own."""
    said = f"“{' '.join(citation.quote.split())}”"
    time = f", at {clock(citation.time_start)}" if citation.time_start is not None else ""
    span = f"characters {citation.span.start}–{citation.span.end}"
    return f"{said} ({citation.speaker or UNLABELLED.lower()}, {citation.title}{time}, {span})"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "interview"), count(1200, "person", "people")
    ('1 interview', '1,200 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def at_most(names: Sequence[str], most: int) -> str:
    """Names in a row, the rest counted.

    >>> at_most(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    rest = len(names) - most
    return f"{', '.join(names[:most])} and {rest} more" if rest > 0 else ", ".join(names)
