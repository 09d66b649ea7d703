"""Bytes to a JSON value within bounds, with every defect told as one ReadError sentence that names its line.

Lenient where real tools are: NaN (Whisper writes it for a confidence it has not) is nothing, several values in a row
(JSON lines) are a list, whole numbers may be long, strings may hold newlines. Strict where text could be lost: a key
that stands twice with different values, a file that ends early.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from ingest.errors import ReadError

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

DEEPEST = 200
"""The services nest five to twelve deep."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r,\x1e]*")  # a comma or record separator between the values of JSON lines does no harm
_ADVICE = "Export the transcript again as JSON, or as .vtt or .txt."


def parse_json(text: str, name: str) -> Json:
    """The value of a JSON text; a list of values when several follow each other. Raises ReadError."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_object,
        parse_constant=_nothing,
        parse_int=_whole,
        strict=False,
    )
    try:
        values = _values(text, decoder)
    except json.JSONDecodeError as error:
        raise ReadError(name, _problem(error, text), _ADVICE, line=error.lineno) from None
    except _KeyTwice as error:
        problem = f"the key “{error.key[:60]}” stands twice in one object, with different values"
        raise ReadError(name, problem, _ADVICE, line=_line_of_key_twice(text, error.key)) from None
    except RecursionError:
        problem = f"the JSON is nested more than {DEEPEST} deep, which no transcript is"
        raise ReadError(name, problem, _ADVICE, line=_line_of_depth(text)) from None
    return values[0] if len(values) == 1 else values


class _KeyTwice(Exception):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _values(text: str, decoder: json.JSONDecoder) -> list[Json]:
    values: list[Json] = []
    position = _end_of_space(text, 0)
    while position < len(text):
        value, position = decoder.raw_decode(text, position)
        values.append(value)
        position = _end_of_space(text, position)
    return values


def _end_of_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: dict[str, Json] = {}
        for key, value in pairs:
            if seen.setdefault(key, value) != value:
                raise _KeyTwice(key)
    return made


def _nothing(constant: str) -> None:
    return None


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= 18 else float(digits)  # Python will not convert thousands of digits


def _problem(error: json.JSONDecodeError, text: str) -> str:
    rest = text[error.pos :].strip()
    if not rest or error.msg.startswith("Unterminated string"):
        return "the JSON ends early, so part of the transcript is missing"
    return f"this is not valid JSON: {error.msg[0].lower()}{error.msg[1:]} at “{rest[:20]}”"


def _line_of_depth(text: str) -> int | None:
    """The line where the nesting passes DEEPEST."""
    depth = 0
    for token in _TOKEN.finditer(text):
        character = token.group()
        if character in "[{":
            depth += 1
            if depth > DEEPEST:
                return text.count("\n", 0, token.start()) + 1
        elif character in "]}":
            depth -= 1
    return None


def _line_of_key_twice(text: str, key: str) -> int | None:
    """The line of the second `key` of one object."""
    open_objects: list[bool] = []  # whether each has had the key
    tokens = _TOKEN.finditer(text)
    for token in tokens:
        found = token.group()
        if found in "[{":
            open_objects.append(False)
        elif found in "]}":
            open_objects.pop()
        elif open_objects and re.match(r"\s*:", text[token.end() : token.end() + 80]) and json.loads(found) == key:
            if open_objects[-1]:
                return text.count("\n", 0, token.start()) + 1
            open_objects[-1] = True
    return None
