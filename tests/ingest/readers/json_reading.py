"""Reading JSON values in tests, and what holds for every Reading."""

from __future__ import annotations

import json

from ingest.readers import RawFile, Reading, read
from ingest.readers.json_exports.parsing import Json


def read_json(value: Json, name: str = "interview.json") -> Reading:
    return read(RawFile(name=name, raw=json.dumps(value, ensure_ascii=False).encode()))


def read_text(text: str, name: str = "interview.json") -> Reading:
    return read(RawFile(name=name, raw=text.encode()))


def turns_of(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def assert_every_character_is_accounted_for(reading: Reading) -> None:
    covered = bytearray(len(reading.text))
    stretches = [(turn.start, turn.end) for turn in reading.turns] + [(mark.start, mark.end) for mark in reading.marks]
    for start, end in stretches:
        covered[start:end] = b"\1" * (end - start)
    assert all(covered[index] or character.isspace() for index, character in enumerate(reading.text))
    assert all(cue.start < cue.end <= len(reading.text) for cue in reading.cues)
    assert all(one.end <= next_one.start for one, next_one in zip(reading.cues, reading.cues[1:], strict=False))
    reading.text.encode()  # half a surrogate pair could not be stored
