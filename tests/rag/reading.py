"""A scripted reader: a chat model whose reply is made of the theme and the stretch it was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from models.chat import ChatMessage

Says = Callable[[str, str], str]


@dataclass
class ScriptedReader:
    """Keeps what it was sent; `says` gets the theme and the stretch, and may raise what an endpoint would."""

    says: Says
    sent: list[tuple[str, str]] = field(default_factory=list)
    name: str = "scripted"
    destination: str = "nowhere"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        told = parted(messages[-1].text)
        self.sent.append(told)
        yield self.says(*told)


def parted(prompt: str) -> tuple[str, str]:
    """The theme and the stretch in a prompt."""
    theme = re.search(r"<theme>\n(.*?)\n</theme>", prompt, re.DOTALL)
    passage = re.search(r"<passage[^>]*>\n(.*?)\n</passage>", prompt, re.DOTALL)
    assert theme
    assert passage
    return theme[1], passage[1]


def reply(*items: tuple[str, str, str], asked: Sequence[str] = ()) -> str:
    """A reply of (speaker, stance, words)."""
    told = [{"speaker": speaker, "quote": words, "stance": stance} for speaker, stance, words in items]
    return json.dumps({"asked": list(asked), "items": told})


def labelling(*items: tuple[str, str, str], asked: Sequence[str] = ()) -> Says:
    """Labels of these words whichever stand in the stretch."""

    def says(theme: str, stretch: str) -> str:
        return reply(*(one for one in items if one[2] in stretch), asked=[each for each in asked if each in stretch])

    return says
