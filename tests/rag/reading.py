"""A scripted reader: a chat model whose reply is made of the theme and the stretch, or the words to sum up, that it was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from models.chat import ChatMessage

Says = Callable[[str, str], str]


Words = tuple[str, str, str, str]
"""Words to be summed up: their label, speaker, side and the words."""


def first_quoted(words: Sequence[Words]) -> str:
    """A summary that quotes the first words it was sent."""
    label, speaker, _, quote = words[0]
    return summary((f"{speaker} speaks of it.", [label], [quote]))


@dataclass
class ScriptedReader:
    """Keeps what it was sent; `says` gets the theme and the stretch, `sums_up` the words. Both may raise what an endpoint would."""

    says: Says
    sums_up: Callable[[Sequence[Words]], str] = first_quoted
    sent: list[tuple[str, str]] = field(default_factory=list)
    summed_up: list[list[Words]] = field(default_factory=list)
    name: str = "scripted"
    destination: str = "nowhere"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        if words := words_in(messages[-1].text):
            self.summed_up.append(words)
            yield self.sums_up(words)
            return
        told = parted(messages[-1].text)
        self.sent.append(told)
        yield self.says(*told)


def words_in(prompt: str) -> list[Words]:
    """The words that a prompt wants summed up; none in any other prompt."""
    found = re.findall(
        r'<quote label="(P\d+)" speaker="([^"]*)"[^>]* side="(\w+)">\n(.*?)\n</quote>', prompt, re.DOTALL
    )
    return [(label, speaker, side, quote) for label, speaker, side, quote in found]


def summary(*statements: tuple[str, Sequence[str], Sequence[str]]) -> str:
    """A reply that sums up in (text, labels, words to quote)."""
    told = [{"text": text, "passages": list(labels), "quotes": list(quotes)} for text, labels, quotes in statements]
    return json.dumps({"statements": told})


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
