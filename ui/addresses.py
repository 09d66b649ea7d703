"""Addresses of words and answers in the library, to be passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from corpus.transcript import Span

ANSWER_PARTS = ("conversation", "answer", "asked")


def address(span: Span) -> dict[str, str]:
    """The query of a link to these words: `?transcript=…&start=…&end=…`, as `testimony show` numbers characters."""
    return {"transcript": span.transcript_id, "start": str(span.start), "end": str(span.end)}


def answer_address(conversation: str, number: int, asked: datetime) -> dict[str, str]:
    """The query of a link to one answer of a kept conversation; `number` counts from 1.

    With the moment it was asked: when an answer before it is forgotten, the numbers move up.
    """
    return {"conversation": conversation, "answer": str(number), "asked": _moment(asked)}


def answer_at(query: Mapping[str, str], asked: Sequence[datetime]) -> int | None:
    """Which of the answers, asked at these times, an address means, from 0; None where it is not there."""
    if when := query.get("asked"):
        return next((place for place, one in enumerate(asked) if _moment(one) == when), None)
    number = query.get("answer", "")
    wanted = int(number) - 1 if number.isascii() and number.isdigit() else -1
    return wanted if 0 <= wanted < len(asked) else None


def _moment(asked: datetime) -> str:
    return str(int(asked.timestamp() * 1000))
