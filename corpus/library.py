"""The library: transcripts, their passages and vectors, kept so that a transcript is there wholly or not at all.

A transcript counts as ingested when its head row is written, which happens last. Its other rows carry the version of
the reading they belong to, and readers ignore rows of any version that no head names. So a job killed anywhere leaves
the old version or the new one; a `pending` row, written first, tells the next writer what to clear away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.chroma import Chroma
from corpus.errors import LibraryError, LibraryMismatch, LibraryMissing, TranscriptUnknown
from corpus.lock import writing
from corpus.records import TranscriptRecord, head_row, piece_id, piece_rows, read_head, read_pieces
from corpus.store import Hit, PassageIndex, RecordRows, Row, Scope, Vectors
from corpus.transcript import Passage, Transcript

FORMAT = 1
"""The library's format. A library of a higher one is refused."""

_OVERFETCH = 4
"""Hits asked for beyond `top`, so that rows of a half-written version can be left out without falling short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorSpace:
    """Which embedder made a library's vectors. Vectors of two spaces cannot be compared."""

    embedder: str
    dimensions: int


class Library:
    """An open library. Any number of readers; writing goes through `writing()`."""

    def __init__(self, path: Path, records: RecordRows, passages: PassageIndex) -> None:
        self.path = path
        self._records = records
        self._passages = passages
        self._read: dict[tuple[str, str], Transcript] = {}

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock, and finish or undo what a killed writer left. Raises LibraryLocked."""
        with writing(self.path):
            self._clear_pending()
            yield

    # -- reading ------------------------------------------------------------------------------------------------

    def list_records(self) -> list[TranscriptRecord]:
        """Every ingested transcript, by title."""
        heads = (read_head(row)[0] for row in self._records.get(where={"kind": "head"}))
        return sorted(heads, key=lambda record: (record.title.casefold(), record.id))

    def record(self, wanted: str) -> TranscriptRecord:
        """The record with this id, or else the only one with this title, file name or beginning of an id.

        Raises TranscriptUnknown when none, or more than one, fits.
        """
        rows = [row for row in self._records.get(ids=[wanted]) if row.facts.get("kind") == "head"]
        if rows:
            return read_head(rows[0])[0]
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
        record = self.record(wanted)
        key = (record.id, record.version)
        if key not in self._read:
            self._read = {known: kept for known, kept in self._read.items() if known[0] != record.id}
            self._read[key] = self._load(record)
        return self._read[key]

    def nearest(self, vector: Vectors, top: int, scope: Scope) -> list[Hit]:
        """The `top` committed passages in scope nearest to a unit vector of shape (dimensions,), best first."""
        hits = self._passages.nearest(vector, top * _OVERFETCH if top < 50 else top * 2, scope)
        heads = self._records.get(ids=sorted({hit.passage.transcript_id for hit in hits}))
        committed = {(row.id, str(row.facts["version"])) for row in heads}
        return [hit for hit in hits if (hit.passage.transcript_id, hit.version) in committed][:top]

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
        held = [row for row in self._records.get(ids=[record.id]) if row.facts.get("kind") == "head"]
        old = str(held[0].facts["version"]) if held else ""
        if old == record.version:
            self._records.put([head_row(record, len(piece_rows(transcript, record.version)))])
            return
        self._records.put([_pending_row(record.id, old, record.version)])
        pieces = piece_rows(transcript, record.version)
        self._records.put(pieces)
        self._passages.add(passages, vectors, record.version)
        self._records.put([head_row(record, len(pieces))])  # from here on the new version is the transcript
        self._finish(record.id, old)

    def remove(self, transcript_id: str) -> None:
        """Take one transcript out of every list and answer. Raises TranscriptUnknown."""
        record = self.record(transcript_id)
        self._records.put([_pending_row(record.id, record.version, "")])
        self._records.drop({"kind": "head", "transcript": record.id})
        self._finish(record.id, record.version)

    def _finish(self, transcript_id: str, dead_version: str) -> None:
        if dead_version:
            self._passages.drop_version(transcript_id, dead_version)
            self._records.drop({"kind": "piece", "transcript": transcript_id, "version": dead_version})
        self._records.drop({"kind": "pending", "transcript": transcript_id})

    def _clear_pending(self) -> None:
        for row in self._records.get(where={"kind": "pending"}):
            transcript_id, old, new = (str(row.facts[key]) for key in ("transcript", "old", "new"))
            heads = [head for head in self._records.get(ids=[transcript_id]) if head.facts.get("kind") == "head"]
            current = str(heads[0].facts["version"]) if heads else ""
            for version in {old, new} - {current, ""}:
                self._passages.drop_version(transcript_id, version)
                self._records.drop({"kind": "piece", "transcript": transcript_id, "version": version})
            self._records.drop({"kind": "pending", "transcript": transcript_id})

    def _load(self, record: TranscriptRecord) -> Transcript:
        row = self._records.get(ids=[record.id])
        pieces = read_head(row[0])[1] if row else 0
        ids = [piece_id(record.id, record.version, number) for number in range(pieces)]
        rows = self._records.get(ids=ids)
        if not rows or len(rows) != pieces:
            raise LibraryError(
                f"The transcript {record.id} is incomplete in the library ({len(rows)} of {pieces} pieces). "
                f"Ingest its file again: {record.path}"
            )
        return read_pieces(rows)


def create_library(path: Path, space: VectorSpace) -> Library:
    """Open the library at `path`, made first when there is none. Raises LibraryMismatch."""
    chroma = Chroma(path / "chroma")
    if chroma.manifest() is None:
        with writing(path):
            chroma.create({"format": FORMAT, "embedder": space.embedder, "dimensions": space.dimensions})
    return _opened(path, chroma, space)


def open_library(path: Path, space: VectorSpace | None = None) -> Library:
    """Open the library at `path` to read. `space` is checked when given: whoever searches must give it.

    Raises LibraryMissing, LibraryMismatch or LibraryUnreadable.
    """
    if not (path / "chroma" / "chroma.sqlite3").is_file():
        raise LibraryMissing(path)
    return _opened(path, Chroma(path / "chroma"), space)


def _opened(path: Path, chroma: Chroma, space: VectorSpace | None) -> Library:
    manifest = chroma.manifest()
    if manifest is None:
        raise LibraryMissing(path)
    if int(manifest.get("format", 0)) > FORMAT:
        raise LibraryMismatch(
            f"The library at {path} was made by a newer Testimony (format {manifest['format']}, this one reads up to "
            f"{FORMAT}). Update Testimony, or use another --library."
        )
    if space is not None and manifest.get("embedder") != space.embedder:
        raise LibraryMismatch(
            f"The library at {path} was made with the embedder {manifest.get('embedder')!r}, and this run is set to "
            f"{space.embedder!r}; their vectors cannot be compared. Set TESTIMONY_EMBEDDER back, or use another --library."
        )
    return Library(path, chroma.records, chroma.passages)


def _pending_row(transcript_id: str, old: str, new: str) -> Row:
    return Row(
        id=f"{transcript_id}/pending",
        text="a writer is changing this transcript",
        facts={"kind": "pending", "transcript": transcript_id, "old": old, "new": new},
    )
