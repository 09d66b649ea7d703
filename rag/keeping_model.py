"""A chat model in front of another: what that one replied once is kept, and not asked for again."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from contextlib import closing
from functools import partial

from models.chat import ChatMessage, ChatModel
from models.tokens import token_counter
from rag.kept_replies import KeptReplies


class KeepingModel:
    """Asks another only for what is not kept, and keeps what it says. It may be sent words of these transcripts (ids) alone.

    `tokens` are those of the requests that were made, `reply_tokens` how many of them came back.
    """

    def __init__(self, model: ChatModel, kept: KeptReplies, transcripts: Collection[str]) -> None:
        self._model = model
        self._kept = kept
        self._transcripts = transcripts
        self.tokens = self.reply_tokens = 0

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
        ask = partial(self._asked, messages, max_tokens)
        reply, is_new = self._kept.asked(messages, self._transcripts, ask, lambda text: bool(text.strip()))
        if is_new:
            count = token_counter()
            self.reply_tokens += count(reply)
            self.tokens += sum(count(message.text) for message in messages) + count(reply)
        yield reply

    def _asked(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        with closing(self._model.stream(messages, max_tokens)) as pieces:
            return "".join(pieces)
