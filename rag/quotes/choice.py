"""A model may choose among quotes that were found, by their numbers; it has no way to change a word of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing

from models.chat import ChatMessage, ChatModel
from models.metering import Request, metered
from rag.prompting.envelope import enclose, number, together
from rag.prompting.prompts import load_prompt, render
from rag.quotes.quote import Quote

PROMPT = "choose-quotes"
OFFERED = 30
"""How many quotes a model is shown to choose from."""

_REPLY_TOKENS = 200
_NONE = re.compile(r"\W*none\b", re.IGNORECASE)


def chosen_by(
    model: ChatModel, topic: str, quotes: Sequence[Quote], top: int, requests: list[Request] | None = None
) -> list[Quote]:
    """The quotes that a model chooses, in its order; ours where its reply names none. What it took goes into `requests`.

    Raises ModelError.
    """
    offered = list(quotes)[:OFFERED]
    if len(offered) < 2:
        return offered[:top]
    messages = messages_on(topic, offered, top)
    reply_in_pieces = model.stream(messages, _REPLY_TOKENS)
    taken = [] if requests is None else requests
    with closing(metered(reply_in_pieces, messages, load_prompt(PROMPT).name, taken)) as pieces:
        reply = "".join(pieces)
    numbers = numbers_chosen(reply, len(offered))
    if numbers is None:
        return offered[:top]
    return [offered[at - 1] for at in numbers][:top]


def numbers_chosen(reply: str, offered: int) -> list[int] | None:
    """The numbers of a reply that stand for an offered quote, each once; None where it names none of them.

    >>> numbers_chosen("4, 1 and 12; 4", 9), numbers_chosen("None", 9), numbers_chosen("Sure!", 9)
    ([4, 1], [], None)
    """
    if _NONE.match(reply):
        return []
    named = [int(digits) for digits in re.findall(r"\d{1,3}", reply)]
    known = [at for at in dict.fromkeys(named) if 1 <= at <= offered]
    return known or None


def messages_on(topic: str, quotes: Sequence[Quote], top: int) -> list[ChatMessage]:
    """What a model is sent to choose from."""
    shown = [
        enclose("quote", " ".join(quote.text.split()), {"number": str(at), "speaker": quote.citation.speaker or "-"})
        for at, quote in enumerate(quotes, 1)
    ]
    return render(load_prompt(PROMPT), quotes=together(shown), topic=enclose("topic", topic), most=number(top))
