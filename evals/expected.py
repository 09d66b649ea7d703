"""What a collection of files says should be found in them: the rows of its MANIFEST.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the collection says of one file; None where it says nothing. `facts` are (field, cue number, value)."""

    path: Path
    name: str
    cues: int | None
    facts: tuple[tuple[str, int, str | float], ...]
    speakers: frozenset[str] | None


def expectations(data: Path) -> list[Expected]:
    """The files of MANIFEST.jsonl. Raises FileNotFoundError without it."""
    lines = (data / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()
    return [_expected(data, json.loads(line)) for line in lines if line.strip()]


def _expected(data: Path, row: Mapping[str, object]) -> Expected:
    name = str(row["path"])
    given = row.get("expect")
    expect: Mapping[str, object] = given if isinstance(given, dict) else {}
    cues, speakers = expect.get("cues"), expect.get("speakers")
    return Expected(
        path=data / name,
        name=name,
        cues=cues if isinstance(cues, int) else None,
        facts=tuple(_facts(expect)),
        speakers=frozenset(map(str, speakers)) if isinstance(speakers, list) else None,
    )


_FIELDS = {"text": "text", "id": "id", "startTime": "start", "endTime": "end"}


def _facts(expect: Mapping[str, object]) -> Iterable[tuple[str, int, str | float]]:
    for key, name in _FIELDS.items():
        by_number = expect.get(key)
        if isinstance(by_number, dict):
            for number, value in by_number.items():
                yield name, int(number), _value(value)
    full = expect.get("full")
    if isinstance(full, list):
        for number, cue in enumerate(full):
            for name in _FIELDS.values():
                yield name, number, _value(cue[name])


def _value(value: object) -> str | float:
    # The collection writes U+FFFD as an escape.
    return float(value) if isinstance(value, int | float) else str(value).replace("\\uFFFD", "\ufffd")
