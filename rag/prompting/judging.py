"""The second look at a statement that the rules verified (`TESTIMONY_JUDGE=1`): a model may doubt it and never vouches for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace

from models.chat import ChatMessage, ChatModel
from models.errors import EndpointError
from models.metering import Request, metered
from rag.answer import Statement, Support
from rag.prompting.envelope import enclose, together
from rag.prompting.minutes import Minutes
from rag.prompting.packing import enclose_passage
from rag.prompting.prompts import load_prompt, render
from rag.verification.quoting import Source

PROMPT = "judge"
DOUBT = "On a second look the model does not find this in the passages it cites."
_REPLY_TOKENS = 200  # one word, and what a reasoning model thinks before it

Judge = Callable[[Sequence[ChatMessage]], str]
"""Replies to a request for a second look."""


def judge_of(model: ChatModel, requests: list[Request]) -> Judge:
    """Asks this model; what it took goes into `requests`. Raises EndpointError when it is asked."""

    def judge(messages: Sequence[ChatMessage]) -> str:
        pieces = metered(model.stream(messages, _REPLY_TOKENS), messages, load_prompt(PROMPT).name, requests)
        with closing(pieces):
            return "".join(pieces)

    return judge


def second_look(judge: Judge, statement: Statement, sources: Sequence[Source], minutes: Minutes) -> Statement:
    """The statement, unverified where the model does not say that its passages bear it.

    Only what the rules verified is looked at. Where the model cannot be asked the rules' verdict stays, the minutes say so
    and it is asked no more for this answer.
    """
    if statement.support is not Support.VERIFIED or minutes.unjudged is not None:
        return statement
    messages = messages_on(statement.text, sources)
    minutes.judge_prompt = load_prompt(PROMPT).name
    try:
        reply = judge(messages)
    except EndpointError as error:
        minutes.unjudged = str(error)
        return statement
    return statement if _says_yes(reply) else doubted(statement)


def doubted(statement: Statement) -> Statement:
    """The statement as it is shown when the second look doubts it."""
    return replace(statement, support=Support.UNVERIFIED, problems=(*statement.problems, DOUBT))


def messages_on(statement: str, sources: Sequence[Source]) -> list[ChatMessage]:
    """What a model is sent to look at a statement again."""
    passages = together([enclose_passage(source) for source in sources])
    return render(load_prompt(PROMPT), passages=passages, statement=enclose("statement", statement))


def _says_yes(reply: str) -> bool:
    words = re.findall(r"\w+", re.sub(r"<think>.*?</think>", " ", reply, flags=re.DOTALL))
    return len(words) <= 3 and bool(words) and words[0].casefold() == "yes"
