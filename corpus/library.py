"""The library: transcripts, their passages and vectors, kept so that a transcript is there wholly or not at all.

A transcript counts as ingested when its head row is written, which happens last. Its other rows carry the version of
the reading they belong to, and readers ignore rows of any version that no head names. So a job killed anywhere leaves
the old version or the new one; a `pending` row, written first, tells the next writer what to clear away.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.embedded import EmbeddedStore
from corpus.errors import LibraryDamaged, LibraryError, LibraryMismatch, LibraryMissing, TranscriptUnknown
from corpus.generations import FORMAT
from corpus.place import Place, place_of
from corpus.receipts import Receipt, read_receipt, receipt_row
from corpus.records import TranscriptRecord, head_row, pending_row, piece_id, piece_rows, read_head, read_pieces
from corpus.remote import RemoteStore
from corpus.store import HeldPassage, Hit, Rewrite, Row, Scope, Store, T, Vectors
from corpus.transcript import Passage, Transcript

_OVERFETCH = 4
"""Hits asked for beyond `top`, so that rows of a half-written version can be left out without falling short."""

_CONSISTENT_TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorSpace:
    """Which embedder made a library's vectors. Vectors of two spaces cannot be compared."""

    embedder: str
    dimensions: int


class _Changed(LibraryError):
    """A transcript got another version between two looks at it."""


class _Seen(threading.local):
    versions: dict[str, str] | None = None


class Library:
    """An open library. Any number of readers; writing goes through `writing()`."""

    def __init__(self, place: Place, store: Store) -> None:
        self.path = place.folder
        self.place = place
        self.store = store
        self._read: dict[tuple[str, str], Transcript] = {}
        self._read_in = ""
        self._seen = _Seen()

    @contextmanager
    def writing(self, part: str = "", wait_seconds: float = 0) -> Iterator[None]:
        """Hold the writer's lock, and finish or undo what a killed writer left. Raises LibraryLocked.

        `part` is I/N for one of N jobs that share a server; `wait_seconds` is how long to wait for another writer.
        """
        with self.store.writing(part, wait_seconds):
            self._clear_pending()
            yield

    # -- reading ------------------------------------------------------------------------------------------------

    def state(self) -> str:
        """A text that changes whenever what the library answers may change: a key for what is derived from it."""
        return self.store.state()

    def consistently(self, read: Callable[[], T]) -> T:
        """What `read` returns, when it saw one version of each transcript throughout; it may be called again."""
        if self._seen.versions is not None:
            return read()
        for _ in range(_CONSISTENT_TRIES):
            self._seen.versions = {}
            try:
                return read()
            except (_Changed, TranscriptUnknown) as error:
                if isinstance(error, TranscriptUnknown) and error.wanted not in self._seen.versions:
                    raise
            finally:
                self._seen.versions = None
        raise LibraryError("The transcripts asked about are being rewritten this moment. Ask again.")

    def list_records(self) -> list[TranscriptRecord]:
        """Every ingested transcript, by title."""
        heads = [read_head(row)[0] for row in self._rows(where={"kind": "head"})]
        versions = {record.id: record.version for record in heads}
        for transcript_id, version in (self._seen.versions or {}).items():
            if versions.get(transcript_id) != version:
                raise _Changed(transcript_id)
        return sorted(heads, key=lambda record: (record.title.casefold(), record.id))

    def record(self, wanted: str) -> TranscriptRecord:
        """The record with this id, or else the only one with this title, file name or beginning of an id.

        Raises TranscriptUnknown when none, or more than one, fits.
        """
        head = self._head(wanted)
        if head is not None:
            return read_head(head)[0]
        records = self.list_records()
        names = {wanted, Path(wanted).name}
        for fits in (
            [r for r in records if names & {r.title, r.source, Path(r.source).name, Path(r.source).stem}],
            [r for r in records if wanted and r.id.startswith(wanted)],
        ):
            if len(fits) == 1:
                return fits[0]
        raise TranscriptUnknown(wanted, tuple(r.id for r in records))

    def transcript(self, wanted: str) -> Transcript:
        """The whole transcript, as its latest reading has it. Raises TranscriptUnknown."""
        for _ in range(_CONSISTENT_TRIES):
            record = self.record(wanted)
            self._saw(record.id, record.version)
            self._forget_read_before(self.store.state() if self.place.server is None else "")
            if known := self._read.get((record.id, record.version)):
                return known
            try:
                found = self._load(record)
            except LibraryDamaged:
                if self.record(wanted).version == record.version:
                    raise
                continue
            self._read = {key: kept for key, kept in self._read.items() if key[0] != record.id}
            self._read[record.id, record.version] = found
            return found
        raise LibraryError(f"The transcript {wanted} is being rewritten this moment. Ask again.")

    def nearest(self, vector: Vectors, top: int, scope: Scope) -> list[Hit]:
        """The `top` committed passages in scope nearest to a unit vector of shape (dimensions,), best first."""
        wanted = top * _OVERFETCH if top < 50 else top * 2
        for _ in range(_CONSISTENT_TRIES):
            hits = self.store.read(lambda database: database.passages.nearest(vector, wanted, scope))
            heads = self._rows(ids=sorted({hit.passage.transcript_id for hit in hits}))
            committed = {(row.id, str(row.facts["version"])) for row in heads}
            found = [hit for hit in hits if (hit.passage.transcript_id, hit.version) in committed]
            if len(found) >= min(top, len(hits)):
                break  # else a version was swapped between the two looks, or a half-written one is in the way
        for hit in found[:top]:
            self._saw(hit.passage.transcript_id, hit.version)
        return found[:top]

    def held(self, record: TranscriptRecord, *, vectors: bool = False) -> list[HeldPassage]:
        """The passages of one transcript as they are kept, in order."""
        where = {"transcript": record.id, "version": record.version}
        found = self.store.read(lambda database: database.passages.held(where, vectors=vectors))
        return sorted(found, key=lambda one: one.passage.start)

    def receipts(self) -> list[Receipt]:
        """What was forgotten, oldest first."""
        return sorted((read_receipt(row) for row in self._rows(where={"kind": "receipt"})), key=lambda one: one.when)

    def resolve(self, transcripts: Sequence[str] = (), speakers: Sequence[str] = ()) -> Scope:
        """The scope that a person's words mean: ids, titles or file names; speakers in any case.

        Raises TranscriptUnknown, or LibraryError naming the speakers there are.
        """
        ids = tuple(self.record(wanted).id for wanted in transcripts)
        if not speakers:
            return Scope(transcripts=ids)
        known = {name for record in self.list_records() for name in record.speakers}
        names = tuple(name for name in sorted(known) if name.casefold() in {wanted.casefold() for wanted in speakers})
        found = {name.casefold() for name in names}
        for wanted in speakers:
            if wanted.casefold() not in found:
                listed = ", ".join(sorted(known)[:12]) or "none is labelled"
                raise LibraryError(f"No speaker is called “{wanted}” in the library. The speakers are: {listed}.")
        return Scope(transcripts=ids, speakers=names)

    # -- writing (inside `writing()`) ---------------------------------------------------------------------------

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
        self._read = {}
        return erased

    def _finish(self, transcript_id: str, dead_version: str) -> None:
        if dead_version:
            self._drop_version(transcript_id, dead_version)
        self.store.write(lambda database: database.records.drop({"kind": "pending", "transcript": transcript_id}))

    def _drop_version(self, transcript_id: str, version: str) -> None:
        rows = {"kind": "piece", "transcript": transcript_id, "version": version}
        self.store.write(lambda database: database.passages.drop_version(transcript_id, version))
        self.store.write(lambda database: database.records.drop(rows))

    def _clear_pending(self) -> None:
        rows = self._rows(where={"kind": "pending"})
        at_work = self.store.writers() if rows else frozenset()
        for row in rows:
            if str(row.facts.get("owner", "")) in at_work:
                continue  # another part of the same job is in the middle of it
            transcript_id, old, new = (str(row.facts[key]) for key in ("transcript", "old", "new"))
            head = self._head(transcript_id)
            for version in {old, new} - {str(head.facts["version"]) if head else "", ""}:
                self._drop_version(transcript_id, version)
            self._finish(transcript_id, "")
            self.store.kept(residue=True)

    # -- rows ---------------------------------------------------------------------------------------------------

    def _rows(self, ids: Sequence[str] | None = None, where: dict[str, str] | None = None) -> list[Row]:
        return self.store.read(lambda database: database.records.get(ids=ids, where=where))

    def _head(self, transcript_id: str) -> Row | None:
        return next((row for row in self._rows(ids=[transcript_id]) if row.facts.get("kind") == "head"), None)

    def _saw(self, transcript_id: str, version: str) -> None:
        if self._seen.versions is not None and self._seen.versions.setdefault(transcript_id, version) != version:
            raise _Changed(transcript_id)

    def _forget_read_before(self, state: str) -> None:
        """What was forgotten on the disk must not live on in memory."""
        if state != self._read_in:
            self._read, self._read_in = {}, state

    def _load(self, record: TranscriptRecord) -> Transcript:
        row = self._head(record.id)
        pieces = read_head(row)[1] if row else 0
        rows = self._rows(ids=[piece_id(record.id, record.version, number) for number in range(pieces)])
        if not rows or len(rows) != pieces:
            raise LibraryDamaged(self.store.place, f"{record.id} has {len(rows)} of its {pieces} pieces")
        return read_pieces(rows)


def create_library(where: Path | Place, space: VectorSpace) -> Library:
    """Open the library there, made first when there is none. Raises LibraryMismatch."""
    place = place_of(where)
    manifest: dict[str, str | int | float | bool] = {
        "format": FORMAT,
        "embedder": space.embedder,
        "dimensions": space.dimensions,
    }
    store = store_at(place)
    if isinstance(store, RemoteStore) or store.generations.current() is None:
        store.create(manifest)
    return _opened(place, store, space)


def open_library(where: Path | Place, space: VectorSpace | None = None) -> Library:
    """Open the library there to read. `space` is checked when given: whoever searches must give it.

    Raises LibraryMissing, LibraryMismatch or LibraryUnreadable.
    """
    place = place_of(where)
    return _opened(place, store_at(place), space)


def store_at(place: Place) -> EmbeddedStore | RemoteStore:
    """Where the rows of a library are."""
    return RemoteStore(place.server) if place.server else EmbeddedStore(place.folder)


def _opened(place: Place, store: Store, space: VectorSpace | None) -> Library:
    manifest = store.read(lambda database: database.manifest())
    if manifest is None:
        raise LibraryMissing(store.place)
    if int(manifest.get("format", 0)) > FORMAT:
        raise LibraryMismatch(
            f"The library at {place} was made by a newer Testimony (format {manifest['format']}, this one reads up to "
            f"{FORMAT}). Update Testimony, or use another --library."
        )
    if space is not None and manifest.get("embedder") != space.embedder:
        raise LibraryMismatch(
            f"The library at {place} was made with the embedder {manifest.get('embedder')!r}, and this run is set to "
            f"{space.embedder!r}; their vectors cannot be compared. "
            "Set TESTIMONY_EMBEDDER back, or use another --library."
        )
    return Library(place, store)
