"""A model asked for one whole reply, held to a JSON Schema for as long as its endpoint takes that."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing

from models.chat import ChatMessage, ChatModel, StructuredChatModel
from models.errors import RequestRefused


class WholeReplies:
    """Asks one model. Once its endpoint has refused a schema, it is asked without."""

    def __init__(self, model: ChatModel, schema: Mapping[str, object]) -> None:
        self.model = model
        self._schema = schema
        self._structured = isinstance(model, StructuredChatModel)

    def ask(self, messages: Sequence[ChatMessage], max_tokens: int, on_piece: Callable[[], None] = lambda: None) -> str:
        """The reply. `on_piece` is called as pieces arrive; when it raises, the connection is dropped. Raises ModelError."""
        if self._structured and isinstance(self.model, StructuredChatModel):
            try:
                pieces = self.model.stream_structured(messages, max_tokens, self._schema)
                return _joined(pieces, on_piece)
            except RequestRefused as error:
                if error.too_long:
                    raise
                self._structured = False
        return _joined(self.model.stream(messages, max_tokens), on_piece)


def _joined(pieces: Generator[str, None, None], on_piece: Callable[[], None]) -> str:
    told = ""
    with closing(pieces):
        for piece in pieces:
            told += piece
            on_piece()
    return told
