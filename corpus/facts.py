"""Passages as the scalar facts a Chroma row carries, and the clauses that select rows by them. No vendor in sight."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from corpus.store import Scalar, Scope
from corpus.transcript import Passage


def passage_facts(passage: Passage, version: str) -> dict[str, Any]:
    """What a row says of a passage beside its id and text. Times in seconds."""
    facts: dict[str, Any] = {
        "transcript": passage.transcript_id,
        "version": version,
        "start": passage.start,
        "end": passage.end,
        "first_turn": passage.first_turn,
        "last_turn": passage.last_turn,
        "context": passage.context,
    }
    if passage.speakers:
        facts["speakers"] = list(passage.speakers)
    if passage.time_start is not None:
        facts["time_start"] = passage.time_start.total_seconds()
    if passage.time_end is not None:
        facts["time_end"] = passage.time_end.total_seconds()
    return facts


def passage_from(row_id: str, text: str, facts: Mapping[str, Any]) -> Passage:
    """The passage a row holds."""
    return Passage(
        id=row_id,
        transcript_id=str(facts["transcript"]),
        start=int(facts["start"]),
        end=int(facts["end"]),
        first_turn=int(facts["first_turn"]),
        last_turn=int(facts["last_turn"]),
        speakers=tuple(facts.get("speakers") or ()),
        text=text,
        context=str(facts.get("context") or ""),
        time_start=_time(facts.get("time_start")),
        time_end=_time(facts.get("time_end")),
    )


def equals(facts: Mapping[str, Scalar]) -> Any:
    """The clause for rows whose facts equal these."""
    clauses = [{key: {"$eq": value}} for key, value in facts.items()]
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def in_scope(scope: Scope) -> Any:
    """The clause for passages in scope; None when nothing is left out."""
    clauses: list[Any] = []
    if scope.transcripts:
        clauses.append({"transcript": {"$in": list(scope.transcripts)}})
    if scope.speakers:
        said_by: list[Any] = [{"speakers": {"$contains": name}} for name in scope.speakers]
        clauses.append(said_by[0] if len(said_by) == 1 else {"$or": said_by})
    return {"$and": clauses} if len(clauses) > 1 else (clauses[0] if clauses else None)


def placeholder(row_id: str) -> tuple[float, float]:
    """A vector that means nothing, for rows that have none."""
    # Spread over a circle: thousands of equal vectors would make Chroma's graph slow to add to.
    angle = zlib.crc32(row_id.encode()) / 2**32 * math.tau
    return math.cos(angle), math.sin(angle)


def _time(seconds: float | str | None) -> timedelta | None:
    return None if seconds in (None, "") else timedelta(seconds=float(seconds))
