"""What a chat model is: messages go in, pieces of text come out as they are written."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

ChatRole: TypeAlias = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message to a model. In `rag/`, only `rag.prompting.prompts.render` makes them (a test proves it)."""

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


@runtime_checkable
class StructuredChatModel(ChatModel, Protocol):
    """A chat model whose endpoint may hold its reply to a JSON Schema."""

    def stream_structured(
        self, messages: Sequence[ChatMessage], max_tokens: int, schema: Mapping[str, object]
    ) -> Generator[str, None, None]:
        """As `stream`, the reply being JSON of `schema` (name, strict, schema) where the endpoint has that.

        Raises RequestRefused where the endpoint refuses to be asked so.
        """
