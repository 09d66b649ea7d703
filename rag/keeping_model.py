"""A chat model in front of another: what that one replied once is kept, and not asked for again."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from contextlib import closing
from functools import partial

from models.chat import ChatMessage, ChatModel
from rag.kept_replies import KeptReplies


class KeepingModel:
    """Asks another only for what is not kept, and keeps what it says. It may be sent words of these transcripts (ids) alone.

    `asked` is whether that one was asked for the last reply.
    """

    def __init__(self, model: ChatModel, kept: KeptReplies, transcripts: Collection[str]) -> None:
        self._model = model
        self._kept = kept
        self._transcripts = transcripts
        self.asked = False

    @property
    def name(self) -> str:
        """See ChatModel."""
        return self._model.name

    @property
    def destination(self) -> str:
        """See ChatModel."""
        return self._model.destination

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        """See ChatModel. The reply comes in one piece."""
        self.asked = False
        ask = partial(self._ask, messages, max_tokens)
        yield self._kept.asked(messages, self._transcripts, ask, lambda text: bool(text.strip()))

    def _ask(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        self.asked = True
        with closing(self._model.stream(messages, max_tokens)) as pieces:
            return "".join(pieces)
