"""A model asked for one whole reply, held to a JSON Schema for as long as its endpoint takes that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.chat import ChatMessage, ChatModel, StructuredChatModel
from models.errors import RequestRefused
from models.metering import Request, metered


class WholeReplies:
    """Asks one model. Once its endpoint has refused a schema, it is asked without."""

    def __init__(self, model: ChatModel, schema: Mapping[str, object]) -> None:
        self.model = model
        self._schema = schema
        self._structured = isinstance(model, StructuredChatModel)

    def ask(
        self, messages: Sequence[ChatMessage], max_tokens: int, prompt: str, requests: list[Request] | None = None
    ) -> str:
        """The reply. What it took goes into `requests`, `prompt` being the messages'. Raises ModelError."""
        taken = [] if requests is None else requests
        if self._structured and isinstance(self.model, StructuredChatModel):
            try:
                reply = self.model.stream_structured(messages, max_tokens, self._schema)
                return "".join(metered(reply, messages, prompt, taken))
            except RequestRefused as error:
                if error.too_long:
                    raise
                self._structured = False
        return "".join(metered(self.model.stream(messages, max_tokens), messages, prompt, taken))
