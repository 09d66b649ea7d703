"""A follow-up made to stand alone by the model, and held against the conversation before it is taken.

What the model may not do here is add: a name or a number that nobody mentioned would send the search after it. Where its
rewriting does not hold, or there is none, the rule (`rag.conversation.followups`) takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from models.chat import ChatMessage, ChatModel
from models.metering import Request, metered
from rag.conversation.followups import Asked
from rag.prompting.envelope import Enclosed, enclose
from rag.prompting.prompts import load_prompt, render
from rag.speech.numbers import values_in
from rag.speech.question import content_words
from rag.speech.stems import stems
from rag.speech.words import looks_like_a_name, words_in

PROMPT = "standalone"
_REPLY_TOKENS = 120
_MOST_WORDS = 50
_EXCHANGES = 4
_CHARACTERS = 600  # of an answer: enough to know whom "she" means
_NEW = 1 / 3  # share of its content words that may be the model's own


def condensed(
    model: ChatModel, question: str, before: Sequence[Asked], requests: list[Request] | None = None
) -> str | None:
    """The question as the model rewrote it; None where that cannot be used. What it took goes into `requests`.

    Raises EndpointError.
    """
    messages = messages_on(question, before)
    reply_to = model.stream(messages, _REPLY_TOKENS)
    with closing(metered(reply_to, messages, load_prompt(PROMPT).name, [] if requests is None else requests)) as pieces:
        reply = "".join(pieces)
    line = next((line.strip() for line in reply.splitlines() if line.strip()), "")
    line = line.strip('"“”«»` ').removeprefix("Q:").strip()
    return line if holds(line, question, before) else None


def messages_on(question: str, before: Sequence[Asked]) -> list[ChatMessage]:
    """What the model is sent of a follow-up."""
    return render(load_prompt(PROMPT), conversation=_conversation(before), question=enclose("question", question))


def holds(rewritten: str, question: str, before: Sequence[Asked]) -> bool:
    """Whether a rewritten question says nothing that stands neither in the question nor in the conversation."""
    words = words_in(rewritten)
    if not 2 <= len(words) <= _MOST_WORDS or "[P" in rewritten:
        return False
    told = "\n".join([question, *(each for asked in before for each in (asked.question, *asked.said))])
    known = {word.key.removesuffix("'s") for word in words_in(told)}
    if any(looks_like_a_name(word) and word.key.removesuffix("'s") not in known for word in words):
        return False
    if not values_in(rewritten) <= values_in(told):
        return False
    own = set(stems(" ".join(content_words(rewritten))))
    return bool(own) and len(own - set(stems(told))) <= _NEW * len(own)


def _conversation(before: Sequence[Asked]) -> Enclosed:
    lines = []
    for asked in before[-_EXCHANGES:]:
        answered = " ".join(" ".join(asked.said).split())[:_CHARACTERS]
        lines += [f"Asked: {asked.question}", f"Answered: {answered or 'nothing was found'}"]
    return enclose("conversation", "\n".join(lines))
