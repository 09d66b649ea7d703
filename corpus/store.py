"""What a library needs of the place its rows are kept: small Protocols and the values that cross them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.transcript import Passage

Vectors: TypeAlias = NDArray[np.float32]
Scalar: TypeAlias = str | int | float | bool
T = TypeVar("T")


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldPassage:
    """A passage as it is kept. `vector` has shape (dimensions,); None when it was not asked for."""

    passage: Passage
    version: str
    vector: Vectors | None = None


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

    def held(self, where: Mapping[str, Scalar] | None = None, *, vectors: bool = False) -> list[HeldPassage]:
        """Every passage whose facts equal `where`, of any version, in no order; with its vector when asked for."""

    def pages(self, rows: int) -> Iterator[list[HeldPassage]]:
        """Every passage with its vector, `rows` at a time, from an index nobody is writing to."""

    def drop_version(self, transcript_id: str, version: str) -> None:
        """Delete the passages of one reading of one transcript."""


class Database(Protocol):
    """One place of rows: a generation's folder, or a server."""

    @property
    def records(self) -> RecordRows:
        """The rows of transcripts."""

    @property
    def passages(self) -> PassageIndex:
        """The passages and their vectors."""

    def manifest(self) -> dict[str, Scalar] | None:
        """What the library says of itself; None when nothing was ever written."""

    def create(self, manifest: Mapping[str, Scalar]) -> None:
        """Make what is not there. Harmless when it is."""

    def clear(self) -> None:
        """Drop every row and index, and keep the manifest."""

    def close(self) -> None:
        """Let go of files and connections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """What a rewrite of the whole library changes: transcripts to leave out, rows to add to the records."""

    leave_out: frozenset[str] = frozenset()
    receipts: tuple[Row, ...] = ()


class Store(Protocol):
    """Where the rows are, for any number of readers and one writer."""

    @property
    def place(self) -> str:
        """What messages call it."""

    def state(self) -> str:
        """A text that changes when what readers see changes."""

    def sealed(self) -> str:
        """The state, where nothing changes as long as it is the same; empty on a server, and for the thread that writes."""

    def read(self, action: Callable[[Database], T]) -> T:
        """What `action` gives on one state of the rows. It may be called more than once."""

    def write(self, action: Callable[[Database], T]) -> T:
        """The same for an action that changes rows; inside `writing` only."""

    def writing(self, part: str = "", wait_seconds: float = 0) -> AbstractContextManager[None]:
        """Hold the writer's lock; `part` (I/N) shares it with other parts where the store can. Raises LibraryLocked."""

    def writers(self) -> frozenset[str]:
        """The names of writers at work, this one's among them."""

    @property
    def me(self) -> str:
        """The name of this writer."""

    def kept(self, *, residue: bool) -> None:
        """A transcript is complete: a moment to let readers see it. `residue`: something was deleted for it."""

    def rewrite(self, change: Rewrite) -> bool:
        """Write everything that counts anew, so that nothing deleted is left; inside `writing`.

        False when the store cannot: then the rows must be deleted one by one.
        """

    def refill(self, fill: Callable[[Database], None]) -> None:
        """Let `fill` write everything into an empty database that takes the place of this one; inside `writing`."""
