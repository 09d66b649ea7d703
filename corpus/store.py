"""What a library needs of the place its rows are kept: two small Protocols and the values that cross them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.transcript import Passage

Vectors: TypeAlias = NDArray[np.float32]
Scalar: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the records: a piece of a transcript, or the head that makes it count as ingested."""

    id: str
    text: str
    facts: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which part of the library to look at; an empty tuple leaves that side open."""

    transcripts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.transcripts and not self.speakers


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage near a vector. `similarity` is the cosine, -1 to 1; `version` says which reading it belongs to."""

    passage: Passage
    version: str
    similarity: float


class RecordRows(Protocol):
    """Rows by id, with scalar facts to select by."""

    def put(self, rows: Sequence[Row]) -> None:
        """Write rows; a row whose id is there already is replaced."""

    def get(self, ids: Sequence[str] | None = None, where: Mapping[str, Scalar] | None = None) -> list[Row]:
        """The rows with these ids, or whose facts equal `where`; unknown ids are left out."""

    def drop(self, where: Mapping[str, Scalar]) -> None:
        """Delete every row whose facts equal `where`."""


class PassageIndex(Protocol):
    """Passages by nearness to a vector."""

    def add(self, passages: Sequence[Passage], vectors: Vectors, version: str) -> None:
        """Write passages with their vectors, shape (n, dimensions), unit length. An id names its content for good."""

    def nearest(self, vector: Vectors, top: int, scope: Scope) -> list[Hit]:
        """The `top` passages in scope nearest to a unit vector of shape (dimensions,), best first."""

    def drop_version(self, transcript_id: str, version: str) -> None:
        """Delete the passages of one reading of one transcript."""
