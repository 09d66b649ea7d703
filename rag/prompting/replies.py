"""A model's reply as it arrives, to statements: structured (JSON) or in lines, whichever it turns out to be.

Nothing is mended: a JSON object that cannot be read is left out and said to be, and a line counts when it has ended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.answer import Absence
from rag.prompting.prompts import ABSENCES
from rag.verification.verify import Line, labels_in, read_line

_STATEMENTS: dict[str, object] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["text", "passages", "quotes"],
        "properties": {
            "text": {"type": "string"},
            "passages": {"type": "array", "items": {"type": "string"}},
            "quotes": {"type": "array", "items": {"type": "string"}},
        },
    },
}

SCHEMA: dict[str, object] = {
    "name": "answer",
    "strict": True,
    "schema": {
        "type": "object",
        "additionalProperties": False,
        "required": ["outcome", "statements"],
        "properties": {
            "outcome": {"type": "string", "enum": ["answered", *(absence.value for absence in ABSENCES)]},
            "statements": _STATEMENTS,
        },
    },
}
"""What structured replies look like (JSON Schema in the form of OpenAI's `response_format`)."""

STATEMENTS: dict[str, object] = {
    "name": "summary",
    "strict": True,
    "schema": {
        "type": "object",
        "additionalProperties": False,
        "required": ["statements"],
        "properties": {"statements": _STATEMENTS},
    },
}
"""The same where there is always something to say."""

Told: TypeAlias = Line | Absence
_FENCE = re.compile(r"^\s*```\w*\s*$")
_JSON = re.compile(r"\s*(?:```\w*\s*)?(?:\{|\[\s*\{)")
_PERHAPS_JSON = re.compile(r"\s*(?:`{0,3}\w*\s*|\[\s*)$")
_DECLINED = re.compile(
    r"(?:i'?m sorry|i am sorry|sorry,? |i can(?:not|'t)|i am unable|i'?m unable|as an ai|i won'?t)\b", re.IGNORECASE
)


_NOTHING = re.compile(
    r"(?:(?:nothing|none|no (?:answer|information|passage|evidence))\b[^.]{0,40}\b(?:passages?|transcripts?|interviews?)\b"
    r"|(?:the|these) (?:passages?|transcripts?|interviews?) (?:do|does) not (?:answer|say|mention|contain|address)\b)",
    re.IGNORECASE,
)


class _Statement(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    passages: list[str] = []
    quotes: list[str] = []


class _Outcome(BaseModel):
    model_config = ConfigDict(extra="ignore")

    outcome: str | None = None


class ReplyReader:
    """Takes a reply in pieces and gives what is complete. `broken` says that some of it could not be read."""

    def __init__(self) -> None:
        self.broken = False
        self._text = ""
        self._read = 0
        self._is_json: bool | None = None

    def feed(self, piece: str) -> list[Told]:
        """What this piece completes."""
        self._text += piece
        if self._is_json is None and not self._decide():
            return []
        return list(self._objects() if self._is_json else self._lines())

    def end(self) -> list[Told]:
        """What is left when the reply has ended as it should."""
        if self._is_json:
            return list(self._ending())
        rest, self._read = self._text[self._read :], len(self._text)
        return list(_told_in(rest))

    def _decide(self) -> bool:
        if _JSON.match(self._text):
            self._is_json = True
        elif self._text.strip() and not _PERHAPS_JSON.match(self._text):
            self._is_json = False
        return self._is_json is not None

    def _lines(self) -> Iterator[Told]:
        while (end := self._text.find("\n", self._read)) >= 0:
            line, self._read = self._text[self._read : end], end + 1
            yield from _told_in(line)

    def _objects(self) -> Iterator[Told]:
        while (start := self._text.find("{", self._read)) >= 0:
            try:
                found, end = json.JSONDecoder().raw_decode(self._text, start)
            except json.JSONDecodeError:
                if not re.match(r"\{[^{]*\"statements\"\s*:\s*\[", self._text[start:]):
                    return  # not complete yet
                self._read = start + 1  # the object around the statements: step into it
                continue
            self._read = end
            for each in found.get("statements", [found]) if isinstance(found, dict) else ():
                yield from self._statement(each)

    def _statement(self, value: object) -> Iterator[Line]:
        if isinstance(value, dict) and "text" not in value and "outcome" in value:
            return
        try:
            told = _Statement.model_validate(value)
        except ValidationError:
            self.broken = True
            return
        labels = labels_in(" ".join(told.passages))
        lines = list(read_line(told.text.replace("\n", " ")))
        own = [label for line in lines for label in line.labels]
        text = " ".join(line.text for line in lines)
        if text:
            yield Line(text=text, labels=(*labels, *own), quotes=tuple(told.quotes))

    def _ending(self) -> Iterator[Told]:
        yield from self._objects()
        text = re.sub(r"\A\s*```\w*|```\s*\Z", "", self._text).strip()
        try:
            outcome = _Outcome.model_validate_json(text).outcome
        except ValidationError:
            lines = text.splitlines()
            self.broken = self.broken or text.startswith("[") or not all(_is_json(line) for line in lines)
            outcome = None
        if outcome in ABSENCES:
            yield Absence(outcome)


def declines(text: str) -> bool:
    """Whether a reply without a single label is a refusal."""
    return _DECLINED.match(text.strip().replace("’", "'")) is not None


def _told_in(line: str) -> Iterator[Told]:
    if _FENCE.match(line):
        return
    bare = re.sub(r"[^\w\s]", "", line).strip().casefold()
    for absence, phrase in ABSENCES.items():
        if bare == phrase.casefold():
            yield absence
            return
    if line.rstrip().endswith(":") and "[" not in line:
        return  # “Here is the answer:”
    if "[" not in line and _NOTHING.match(line.strip()):
        yield Absence.NO_ANSWER  # in the model's own words, and no statement about what was said
        return
    yield from read_line(line)


def _is_json(line: str) -> bool:
    try:
        json.loads(line or "null")
    except json.JSONDecodeError:
        return False
    return True
