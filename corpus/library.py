"""The library: transcripts, their passages and vectors, kept so that a transcript is there wholly or not at all.

A transcript counts as ingested when its head row is written, which happens last. Its other rows carry the version of
the reading they belong to, and readers ignore rows of any version that no head names. So a job killed anywhere leaves
the old version or the new one; a `pending` row, written first, tells the next writer what to clear away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.embedded import EmbeddedStore
from corpus.errors import LibraryMismatch, LibraryMissing, TranscriptUnknown
from corpus.generations import FORMAT
from corpus.place import Place, place_of
from corpus.reading import LibraryReader
from corpus.receipts import Receipt, receipt_row
from corpus.records import TranscriptRecord, head_row, pending_row, piece_rows
from corpus.remote import RemoteStore
from corpus.store import Database, Rewrite, Row, Store, Vectors
from corpus.transcript import Passage, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorSpace:
    """Which embedder made a library's vectors. Vectors of two spaces cannot be compared."""

    embedder: str
    dimensions: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholeTranscript:
    """Everything a library keeps of one transcript; `vectors` has shape (len(passages), dimensions)."""

    record: TranscriptRecord
    transcript: Transcript
    passages: Sequence[Passage]
    vectors: Vectors


class Library(LibraryReader):
    """An open library. Any number of readers; writing goes through `writing()`."""

    @contextmanager
    def writing(self, part: str = "", wait_seconds: float = 0) -> Iterator[None]:
        """Hold the writer's lock, and finish or undo what a killed writer left. Raises LibraryLocked.

        `part` is I/N for one of N jobs that share a server; `wait_seconds` is how long to wait for another writer.
        """
        with self.store.writing(part, wait_seconds):
            self._clear_pending()
            yield

    def put(
        self, record: TranscriptRecord, transcript: Transcript, passages: Sequence[Passage], vectors: Vectors
    ) -> None:
        """Write one transcript; `vectors` has shape (len(passages), dimensions). Harmless when done twice."""
        pieces = piece_rows(transcript, record.version)
        head = head_row(record, len(pieces))
        held = self._head(record.id)
        old = str(held.facts["version"]) if held else ""
        if old != record.version:
            pending = pending_row(record.id, old, record.version, self.store.me)
            self.store.write(lambda database: database.records.put([pending, *pieces]))
            self.store.write(lambda database: database.passages.add(passages, vectors, record.version))
        self.store.write(lambda database: database.records.put([head]))  # from here on the new version counts
        if old != record.version:
            self._finish(record.id, old)
        self.store.kept(residue=held is not None)

    def put_record(self, record: TranscriptRecord) -> None:
        """Change what the library says of a transcript whose version stays: where its file lies. Raises
        TranscriptUnknown."""
        held = self._head(record.id)
        if held is None or str(held.facts["version"]) != record.version:
            raise TranscriptUnknown(record.id, ())
        head = head_row(record, int(held.facts["pieces"]))
        self.store.write(lambda database: database.records.put([head]))
        self.store.kept(residue=False)

    def remove(self, transcript_id: str) -> None:
        """Take one transcript out of every list and answer. Raises TranscriptUnknown."""
        record = self.record(transcript_id)
        pending = pending_row(record.id, record.version, "", self.store.me)
        self.store.write(lambda database: database.records.put([pending]))
        self.store.write(lambda database: database.records.drop({"kind": "head", "transcript": record.id}))
        self._finish(record.id, record.version)
        self.store.kept(residue=True)

    def erase(self, transcript_ids: Sequence[str], receipts: Sequence[Receipt]) -> bool:
        """Take transcripts out so that nothing of them is left in the library's files; keep receipts of it.

        False when the rows are on a server, whose own files are not in our hands.
        """
        rows = tuple(receipt_row(receipt) for receipt in receipts)
        erased = self.store.rewrite(Rewrite(leave_out=frozenset(transcript_ids), receipts=rows))
        if not erased:
            self.store.write(lambda database: database.records.put(rows))
            for transcript_id in transcript_ids:
                self.remove(transcript_id)
        self._forget_read()
        return erased

    def refill(self, receipts: Sequence[Row], transcripts: Iterable[WholeTranscript]) -> None:
        """Make these the whole library, in one step where the store can: nothing else of it is carried over."""

        def fill(database: Database) -> None:
            database.records.put(receipts)
            for one in transcripts:
                pieces = piece_rows(one.transcript, one.record.version)
                database.records.put(pieces)
                database.passages.add(one.passages, one.vectors, one.record.version)
                database.records.put([head_row(one.record, len(pieces))])

        transcripts = list(transcripts)  # a server that went away is filled again from the start
        self.store.refill(fill)
        self._forget_read()

    def drop_version(self, transcript_id: str, version: str) -> None:
        """Delete the rows of one reading, which no head names."""
        self.store.write(lambda database: database.passages.drop_version(transcript_id, version))
        rows = {"kind": "piece", "transcript": transcript_id, "version": version}
        self.store.write(lambda database: database.records.drop(rows))

    def _finish(self, transcript_id: str, dead_version: str) -> None:
        if dead_version:
            self.drop_version(transcript_id, dead_version)
        self.store.write(lambda database: database.records.drop({"kind": "pending", "transcript": transcript_id}))

    def _clear_pending(self) -> None:
        rows = self._rows(where={"kind": "pending"})
        at_work = self.store.writers() if rows else frozenset()
        for row in rows:
            if str(row.facts.get("owner", "")) in at_work:
                continue  # another part of the same job is in the middle of it
            transcript_id, old, new = (str(row.facts[key]) for key in ("transcript", "old", "new"))
            head = self._head(transcript_id)
            for version in {old, new} - {str(head.facts["version"]) if head else "", ""}:
                self.drop_version(transcript_id, version)
            self._finish(transcript_id, "")
            self.store.kept(residue=True)


def create_library(where: Path | Place, space: VectorSpace) -> Library:
    """Open the library there, made first when there is none. Raises LibraryMismatch."""
    place = place_of(where)
    manifest: dict[str, str | int | float | bool] = {
        "format": FORMAT,
        "embedder": space.embedder,
        "dimensions": space.dimensions,
    }
    store = store_at(place)
    store.create(manifest)
    return _opened(place, store, space.embedder)


def open_library(where: Path | Place, embedder: str | None = None) -> Library:
    """Open the library there to read. The embedder's id is checked when given: whoever searches must give it.

    Raises LibraryMissing, LibraryMismatch or LibraryUnreadable.
    """
    place = place_of(where)
    return _opened(place, store_at(place), embedder)


def damaged_library(where: Path | Place) -> Library:
    """The library there without a look at it, for `verify`. Raises LibraryMissing and LibraryMismatch."""
    place = place_of(where)
    store = store_at(place)
    if isinstance(store, EmbeddedStore) and not store.generations.repointed():
        raise LibraryMissing(place.folder)
    return Library(place, store) if place.server is None else _opened(place, store, None)


def store_at(place: Place) -> EmbeddedStore | RemoteStore:
    """Where the rows of a library are."""
    return RemoteStore(place.server) if place.server else EmbeddedStore(place.folder)


def _opened(place: Place, store: Store, embedder: str | None) -> Library:
    manifest = store.read(lambda database: database.manifest())
    if manifest is None:
        raise LibraryMissing(store.place)
    if int(manifest.get("format", 0)) > FORMAT:
        raise LibraryMismatch(
            f"The library at {place} was made by a newer Testimony (format {manifest['format']}, this one reads up to "
            f"{FORMAT}). Update Testimony, or use another --library."
        )
    if embedder is not None and manifest.get("embedder") != embedder:
        raise LibraryMismatch(
            f"The library at {place} was made with the embedder {manifest.get('embedder')!r}, and this run is set to "
            f"{embedder!r}; their vectors cannot be compared. "
            "Set TESTIMONY_EMBEDDER back, or use another --library."
        )
    return Library(place, store)
