"""The reading half of a library: any number of readers, in any number of processes, while somebody writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from corpus.errors import LibraryDamaged, LibraryError, TranscriptUnknown
from corpus.place import Place
from corpus.receipts import Receipt, read_receipt
from corpus.records import TranscriptRecord, piece_id, read_head, read_pieces, several
from corpus.store import HeldPassage, Hit, Row, Scope, Store, T, Vectors
from corpus.transcript import Transcript
from corpus.unnamed import unnamed_id

_OVERFETCH = 4
"""Hits asked for beyond `top`, so that rows of a half-written version can be left out without falling short."""

_CONSISTENT_TRIES = 6


class _Changed(LibraryError):
    """A transcript got another version between two looks at it."""


class _Seen(threading.local):
    versions: dict[str, str] | None = None


class LibraryReader:
    """Lists, transcripts and passages of a library, each of one version wherever a job has got to."""

    def __init__(self, place: Place, store: Store) -> None:
        self.path = place.folder
        self.place = place
        self.store = store
        self._read: dict[tuple[str, str], Transcript] = {}
        self._read_in = ""
        self._listed: tuple[str, dict[str, TranscriptRecord]] = ("", {})
        self._seen = _Seen()

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

    def saw(self, readings: Iterable[tuple[str, str]]) -> None:
        """Hold what is read later in `consistently` against these (transcript id, version): something made of them is used."""
        if self._seen.versions is not None:
            for transcript_id, version in readings:
                self._saw(transcript_id, version)

    def ids_in(self, scope: Scope) -> tuple[str, ...]:
        """The transcripts of a scope: those it names, in its order, or every one, by title. Raises LibraryError."""
        return scope.transcripts or tuple(record.id for record in self.list_records())

    def list_records(self) -> list[TranscriptRecord]:
        """Every ingested transcript, by title."""
        heads = self._heads()
        versions = {record.id: record.version for record in heads.values()}
        for transcript_id, version in (self._seen.versions or {}).items():
            if versions.get(transcript_id) != version:
                raise _Changed(transcript_id)
        return sorted(heads.values(), key=lambda record: (record.title.casefold(), record.id))

    def titles(self) -> dict[str, str]:
        """The title of every transcript by its id."""
        return {record.id: record.title for record in self.list_records()}

    def record(self, wanted: str) -> TranscriptRecord:
        """The record with this id, or else the only one with this title, file name, beginning of an id or unnamed id.

        Raises TranscriptUnknown when none, or more than one, fits.
        """
        known = self._heads().get(wanted) if self.store.sealed() else self._record(wanted)
        if known is not None:
            return known
        records = self.list_records()
        names = {wanted, Path(wanted).name}
        for fits in (
            [r for r in records if names & {r.title, r.source, Path(r.source).name, Path(r.source).stem}],
            [r for r in records if wanted and r.id.startswith(wanted)],
            [r for r in records if unnamed_id(r.id) == wanted],
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

    def resolve(
        self,
        transcripts: Sequence[str] = (),
        speakers: Sequence[str] = (),
        where: Mapping[str, str] | None = None,
    ) -> Scope:
        """The scope that a person's words mean: ids, titles or file names; speakers and what is known of the
        transcripts (`where`: site, group, date …), in any case.

        Raises TranscriptUnknown, or LibraryError naming the speakers or the values there are.
        """
        ids = tuple(self.record(wanted).id for wanted in transcripts)
        for key, value in (where or {}).items():
            ids = self._with_meta(key, value, ids)
        if not speakers:
            return Scope(transcripts=ids)
        known = {name for record in self.list_records() for name in record.speakers}
        names = tuple(name for name in sorted(known) if name.casefold() in {wanted.casefold() for wanted in speakers})
        found = {name.casefold() for name in names}
        for wanted in speakers:
            if wanted.casefold() not in found:
                more = f" and {len(known) - 12} others" if len(known) > 12 else ""
                listed = ", ".join(sorted(known)[:12]) + more or "none is labelled"
                raise LibraryError(f"No speaker is called “{wanted}” in the library. The speakers are: {listed}.")
        return Scope(transcripts=ids, speakers=names)

    def _with_meta(self, key: str, value: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        among = [record for record in self.list_records() if not ids or record.id in ids]
        held = {record.id: several(record.meta.get(key.casefold(), "")) for record in among}
        wanted = {part.casefold() for part in several(value)}
        fitting = tuple(each for each, found in held.items() if wanted and wanted <= {one.casefold() for one in found})
        if not fitting:
            values = ", ".join(sorted({one for found in held.values() for one in found})[:12])
            if not values:
                keys = ", ".join(sorted({known for record in among for known in record.meta})) or "nothing"
                raise LibraryError(f"Of no transcript in scope is {key} known. What is known of them: {keys}.")
            raise LibraryError(f"No transcript in scope has {key} “{value}”. The values of {key} are: {values}.")
        return fitting

    def _heads(self) -> dict[str, TranscriptRecord]:
        """Every record by its id, read once for each state of the library: a page asks for them many times."""
        state, (listed_in, listed) = self.store.sealed(), self._listed
        if state and state == listed_in:
            return listed
        heads = [read_head(row)[0] for row in self._rows(where={"kind": "head"})]
        listed = {record.id: record for record in heads}
        if state and self.store.sealed() == state:
            self._listed = (state, listed)
        return listed

    def _record(self, transcript_id: str) -> TranscriptRecord | None:
        head = self._head(transcript_id)
        return read_head(head)[0] if head else None

    def _rows(self, ids: Sequence[str] | None = None, where: dict[str, str] | None = None) -> list[Row]:
        return self.store.read(lambda database: database.records.get(ids=ids, where=where))

    def _head(self, transcript_id: str) -> Row | None:
        return next((row for row in self._rows(ids=[transcript_id]) if row.facts.get("kind") == "head"), None)

    def _saw(self, transcript_id: str, version: str) -> None:
        if self._seen.versions is not None and self._seen.versions.setdefault(transcript_id, version) != version:
            raise _Changed(transcript_id)

    def _forget_read(self) -> None:
        self._read, self._listed = {}, ("", {})

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
