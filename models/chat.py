"""What a chat model is: messages go in, pieces of text come out as they are written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

ChatRole: TypeAlias = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message to a model. In `rag/`, only `rag.prompting.render` makes them (a test proves it)."""

    role: ChatRole
    text: str


class ChatModel(Protocol):
    """Writes an answer to messages."""

    @property
    def name(self) -> str:
        """The model's name as shown to people. Finding it out may ask the endpoint once: raises ModelError."""

    @property
    def destination(self) -> str:
        """The host that the text is sent to, such as `localhost:11434` or `api.openai.com`. Asks nobody."""

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        """The reply in pieces, none of them empty, as they arrive. Nothing is sent before the first is asked for.

        Closing the generator drops the connection. Raises subclasses of ModelError, also after the first piece.
        """
