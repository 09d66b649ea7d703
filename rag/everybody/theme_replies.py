"""A model's reply on a theme: one JSON object. Nothing is mended: what cannot be read as one makes the reply broken."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from rag.everybody.stances import Stance

SCHEMA: dict[str, object] = {
    "name": "theme",
    "strict": True,
    "schema": {
        "type": "object",
        "additionalProperties": False,
        "required": ["asked", "items"],
        "properties": {
            "asked": {"type": "array", "items": {"type": "string"}},
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["speaker", "quote", "stance"],
                    "properties": {
                        "speaker": {"type": "string"},
                        "quote": {"type": "string"},
                        "stance": {"type": "string", "enum": [stance.value for stance in Stance]},
                    },
                },
            },
        },
    },
}
"""What structured replies look like (JSON Schema in the form of OpenAI's `response_format`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Words that a model says a speaker said, and what it says they do to the theme."""

    speaker: str
    quote: str
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeReply:
    """A reply as it could be read. `unknown` counts items that are none; `broken` says that nothing could be read."""

    items: tuple[Item, ...] = ()
    asked: tuple[str, ...] = ()
    unknown: int = 0
    broken: bool = False


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    items: list[JsonValue]
    asked: list[JsonValue] = []


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore")

    quote: str
    stance: str
    speaker: str = ""


def read_reply(text: str) -> ThemeReply:
    """What a reply says; words before and after its JSON object are passed over.

    >>> reply = read_reply('Here: {"asked": [], "items": [{"speaker": "Ana", "quote": "never paid", "stance": "Says"}, 7]}')
    >>> [(one.speaker, one.quote, one.stance.value) for one in reply.items], reply.unknown
    ([('Ana', 'never paid', 'says')], 1)
    >>> read_reply('{"asked": [], "items": [{"speaker": "Ana"').broken
    True
    """
    start = text.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start) if start >= 0 else (None, 0)
        told = _Reply.model_validate(found)
    except (ValueError, ValidationError, RecursionError):
        return ThemeReply(broken=True)
    items = [_item(each) for each in told.items]
    return ThemeReply(
        items=tuple(one for one in items if one is not None),
        asked=tuple(each for each in told.asked if isinstance(each, str)),
        unknown=items.count(None) + sum(not isinstance(each, str) for each in told.asked),
    )


def _item(value: JsonValue) -> Item | None:
    try:
        told = _Item.model_validate(value)
        return Item(
            speaker=" ".join(told.speaker.split()), quote=told.quote.strip(), stance=Stance(told.stance.strip().lower())
        )
    except ValueError:
        return None
