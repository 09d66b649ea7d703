"""Typed access to a parsed JSON value: what is missing is None or empty, what has the wrong type says where.

A WrongField becomes a ReadError with the line of the field (`line_of`), looked up in the text only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from json import JSONDecodeError, JSONDecoder

from ingest.readers.json_exports.parsing import Json
from ingest.readers.times import Unit, time_of_number, time_of_text

Path = tuple[str | int, ...]

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # a NUL or half a surrogate pair cannot be stored as UTF-8 text
_ONE_LETTER_OR_NUMBER = re.compile(r"[A-Z]{1,2}|\d{1,4}")


class WrongField(Exception):
    """A field holds something else than its service's documentation says: `path` is where, `expected` what should be."""

    def __init__(self, path: Path, expected: str) -> None:
        self.path = path
        self.expected = expected
        super().__init__(f"{show_path(path)} is not {expected}")


def show_path(path: Path) -> str:
    """A place in a JSON value, as people write it.

    >>> show_path(("segments", 3, "start"))
    'segments[3].start'
    """
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:60]}" for step in path)
    return shown.lstrip(".") or "the whole"


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    value: Json
    path: Path = ()

    def __getitem__(self, key: str) -> Node:
        """The field of an object; a Node of None when it has none. Raises WrongField when this is not an object."""
        if self.value is None:
            return self
        if not isinstance(self.value, dict):
            raise WrongField(self.path, "an object")
        return Node(self.value.get(key), (*self.path, key))

    def first_of(self, *keys: str) -> Node:
        """The first of these fields that is there and not null."""
        if not isinstance(self.value, dict):
            return self[keys[0]]
        key = next((key for key in keys if self.value.get(key) is not None), None)
        return self[key] if key is not None else Node(None, self.path)

    def __iter__(self) -> Iterator[Node]:
        """The entries of a list, nothing for null. Raises WrongField for anything else."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise WrongField(self.path, "a list")
        for index, entry in enumerate(self.value):
            yield Node(entry, (*self.path, index))

    def fields(self) -> Iterator[tuple[str, Node]]:
        """The fields of an object by key, nothing for null. Raises WrongField for anything else."""
        if self.value is not None and not isinstance(self.value, dict):
            raise WrongField(self.path, "an object")
        for key, value in (self.value or {}).items():
            yield key, Node(value, (*self.path, key))

    def at(self, index: int) -> Node:
        """The entry of a list at `index`; a Node of None when it is shorter."""
        entries = list(self)
        return entries[index] if index < len(entries) else Node(None, self.path)

    @property
    def is_there(self) -> bool:
        """Whether there is anything: not null, not an empty list or object, not an empty text."""
        return self.value not in (None, [], {}, "")

    def text(self) -> str:
        """What a text says, newlines normalised; empty for null. Raises WrongField for anything but text."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            raise WrongField(self.path, "text")
        return _NOT_TEXT.sub("\ufffd", self.value.replace("\r\n", "\n").replace("\r", "\n"))

    def speaker(self) -> str | None:
        """Who: a name, or the number or letter a service gave a voice as `Speaker 0`, `Speaker A`, so that nobody takes
        a voice called `I` or `A` for an interviewer or an answer. None for null and empty names."""
        value = self.value
        if isinstance(value, float) and value.is_integer() and abs(value) < 10_000:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"Speaker {value}" if 0 <= value < 10_000 else None
        name = " ".join(self.text().split())
        return f"Speaker {name}" if _ONE_LETTER_OR_NUMBER.fullmatch(name) else name or None

    def time(self, unit: Unit = Unit.SECONDS) -> timedelta | None:
        """Since the recording began; None for null, NaN and negative times. Raises WrongField for what is no time."""
        value = self.value
        try:
            if value is None:
                return None
            if isinstance(value, str):
                return time_of_text(value, unit)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return time_of_number(value, unit)
        except ValueError:
            pass
        raise WrongField(self.path, "a time")

    def number(self) -> float | None:
        """A number; None for anything else."""
        return float(self.value) if isinstance(self.value, int | float) and not isinstance(self.value, bool) else None


def line_of(text: str, path: Path) -> int:
    """The line of `text`, a valid JSON text, where the value at `path` begins; that of the nearest there is."""
    position = _skip(text, 0)
    for step in path:
        found = _entry(text, position, step)
        if found is None:
            break
        position = found
    return text.count("\n", 0, position) + 1


def _entry(text: str, position: int, step: str | int) -> int | None:
    """Where the value of a key or an index begins in the object or list at `position`. Of several values that follow
    each other (JSON lines) the one numbered `step`."""
    decoder = JSONDecoder(strict=False, parse_int=float)
    opening = text[position : position + 1]
    in_lines = isinstance(step, int) and opening != "["
    position = position if in_lines else _skip(text, position + 1)
    index = 0
    found: int | None = None
    try:
        while position < len(text) and (in_lines or text[position] not in "]}"):
            if isinstance(step, str):
                key, position = decoder.raw_decode(text, position)
                position = _skip(text, position)
                position = _skip(text, position + 1)  # the colon
                found = position if key == step else found  # of a key that stands twice, the last is read
            elif index == step:
                return position
            position = _skip(text, decoder.raw_decode(text, position)[1])
            index += 1
    except (JSONDecodeError, RecursionError):
        return found
    return found


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\n\r,\x1e":
        position += 1
    return position
