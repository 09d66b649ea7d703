"""The parts of an endpoint's replies that are used, checked: servers send what they like under OpenAI's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from models.errors import AnswerCutOff, ReplyUnusable


class _Reply(BaseModel):
    """The part of a reply that is used. The SDK builds its own types from a reply without checking it."""

    model_config = ConfigDict(from_attributes=True)


class _ListedModel(_Reply):
    id: str


class ModelList(_Reply):
    """What an endpoint lists."""

    data: list[_ListedModel] | None


class _Delta(_Reply):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Reply):
    delta: _Delta | None = None
    finish_reason: str | None = None


class ChatChunk(_Reply):
    """One event of a streamed reply."""

    choices: list[_Choice] | None = None


class _Embedding(_Reply):
    index: int = 0
    embedding: list[float]


class EmbeddingReply(_Reply):
    """The vectors of one request."""

    data: list[_Embedding]

    @property
    def vectors(self) -> list[list[float]]:
        """The vectors in the order of the texts. Servers that number none of them keep that order anyway."""
        return [embedding.embedding for embedding in sorted(self.data, key=lambda embedding: embedding.index)]


def text_pieces(chunks: Iterable[object], host: str, max_tokens: int) -> Iterator[str]:
    """The text of a reply. Raises AnswerCutOff and ReplyUnusable for one that does not end as it should."""
    ending: str | None = None
    empty = True
    for chunk in chunks:
        for choice in ChatChunk.model_validate(chunk).choices or []:
            ending = choice.finish_reason or ending
            if choice.delta and choice.delta.refusal:
                raise ReplyUnusable(host, "says that the model declines to answer")
            if choice.delta and choice.delta.content:
                empty = False
                yield choice.delta.content
    if ending == "content_filter":
        raise ReplyUnusable(host, "was withheld by its content filter")
    if ending == "length":
        raise AnswerCutOff(host, max_tokens)
    if empty:
        raise ReplyUnusable(host, "holds no text")
    if ending is None:  # a connection that is closed politely half-way looks like an end
        raise AnswerCutOff(host)
