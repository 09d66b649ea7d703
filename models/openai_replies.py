"""The parts of an endpoint's replies that are used, checked: servers send what they like under OpenAI's names."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


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
