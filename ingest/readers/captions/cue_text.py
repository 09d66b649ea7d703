"""The inside of a caption: tags, escapes and voices to lines of text, each with the voice the file names for it.

Two readings of the same payload. The strict one is the WebVTT standard's: whatever stands after `<` is a tag, known or
not. The other keeps words: tools that never heard of escaping write "takings were < 50", and that is no tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_ANY_TAG = re.compile(r"<([^>]*)>?")
_NAMES = "c|i|b|u|s|v|rt|em|br|tt|big|font|lang|ruby|span|small|strong"
_KNOWN_TAG = re.compile(rf"<(/?(?:{_NAMES})(?:[.\s/][^<>]*)?|\d+:[\d:.]+)>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}\n]*\}|\{[ybYB]:[^{}\n]*\}")  # SubStation's and MicroDVD's, seen inside SRT
_ESCAPE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_VOICE = re.compile(r"v(?:\.[^\s>]*)?(?:\s+(.*))?$", re.DOTALL)


class Line(NamedTuple):
    """A line of a caption, and who the file says is speaking it."""

    voice: str | None
    text: str


def lines_of(payload: str) -> list[Line]:
    """What a caption says, line by line; a line in which the voice changes is two.

    >>> lines_of("<v Ada>Fish &amp; chips.</v> for < 50")
    [Line(voice='Ada', text='Fish & chips.'), Line(voice=None, text=' for < 50')]
    """
    if "<" not in payload and "&" not in payload and "{" not in payload:
        return [Line(None, line) for line in payload.split("\n")]
    found: list[Line] = []
    for voice, text in _voiced(_OVERRIDE.sub("", payload), _KNOWN_TAG):
        pieces = _ESCAPE.sub(lambda escape: html.unescape(escape[0]), text).split("\n")
        if found and found[-1].voice == voice:
            found[-1] = Line(voice, found[-1].text + pieces.pop(0))
        found.extend(Line(voice, piece) for piece in pieces)
    return found


def strict_text(payload: str) -> str:
    """The text of a cue as the standard has it ("WebVTT cue text parsing rules"): no tags, escapes resolved."""
    return "".join(html.unescape(text) for _, text in _voiced(payload, _ANY_TAG))


def _voiced(payload: str, tags: re.Pattern[str]) -> Iterator[tuple[str | None, str]]:
    """The text between tags, with the voice it lies in. Voices nest, and one that is not closed lasts to the end."""
    voices: list[str | None] = []
    position = 0
    for tag in tags.finditer(payload):
        if tag.start() > position:
            yield (voices[-1] if voices else None), payload[position : tag.start()]
        position = tag.end()
        body = tag[1]
        if tags is _KNOWN_TAG and body[:2].lower() == "br":
            yield (voices[-1] if voices else None), "\n"
        elif body.startswith("v") and (match := _VOICE.match(body)):
            voices.append(" ".join(html.unescape(match[1] or "").split()) or None)
        elif body.rstrip() == "/v" and voices:
            voices.pop()
    if position < len(payload):
        yield (voices[-1] if voices else None), payload[position:]
