"""What requests to a model took: put down as each reply ends, also one that broke off, is of no use or is not waited for."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from models.chat import ChatMessage
from models.errors import AnswerCutOff, ReplyUnusable
from models.tokens import token_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that was replied to: by which prompt, and its tokens by tiktoken's count, not the endpoint's bill."""

    prompt: str
    tokens_in: int
    tokens_out: int


def metered(
    pieces: Generator[str, None, None], messages: Sequence[ChatMessage], prompt: str, requests: list[Request]
) -> Generator[str, None, None]:
    """The pieces of a reply to these messages; what they took is added to `requests` when they end, whichever way.

    What was refused or never answered adds nothing: no endpoint charges for that. Raises what `pieces` raises.
    """
    received: list[str] = []
    is_answered = False
    try:
        with closing(pieces):
            for piece in pieces:
                received.append(piece)
                yield piece
        is_answered = True
    except (AnswerCutOff, ReplyUnusable):
        is_answered = True
        raise
    finally:
        if received or is_answered:
            count = token_counter()
            sent = sum(count(message.text) for message in messages)
            requests.append(Request(prompt=prompt, tokens_in=sent, tokens_out=count("".join(received))))
