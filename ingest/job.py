"""The ingest job: discover -> read -> transcript -> split -> embed -> put, one transcript at a time.

Every step can be repeated: ids and versions follow from the file, so a job that was killed is finished by running it
again, and an unchanged file costs one hash.
"""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from models.embedder import Embedder

from corpus.library import Library
from corpus.records import TranscriptRecord
from ingest.assembly import assemble
from ingest.beside import BesideFiles
from ingest.discover import Discovery, SourceFile
from ingest.errors import PathsMissing, ReadError
from ingest.readers import RawFile
from ingest.readers.decoding import LARGEST_BYTES
from ingest.splitter import BUDGET_TOKENS, split
from models.tokens import token_counter

RECIPE = f"read 2, split 1, {BUDGET_TOKENS} tokens"
"""How files become passages. Raise a number when that changes, and every file is read again at the next ingest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be read, and the sentence that says why."""

    path: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the job is, after each file: how many of how many files, and the passages written so far."""

    done: int
    files: int
    passages: int
    name: str


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What a job did: transcript ids, failures, passages written and seconds taken."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    passages: int = 0
    seconds: float = 0.0


def ingest(
    library: Library,
    discovery: Discovery,
    embedder: Embedder,
    *,
    prune: bool = False,
    report_progress: Callable[[Progress], None] = lambda progress: None,
) -> IngestReport:
    """Bring the library up to date with the discovered files; `prune` removes transcripts whose file vanished.

    A file that cannot be read is reported and the others go in. Raises LibraryLocked when another job is writing,
    and whatever the embedder or the library raise: then what was put so far stays and the next job goes on.
    """
    began = time.monotonic()
    report = IngestReport()
    for path in discovery.missing:
        report.failed.append(Failure(path=str(path), error=str(PathsMissing([path]))))
    with library.writing():
        known, beside_files = _Known(library.list_records()), BesideFiles()
        for position, file in enumerate(discovery.files, 1):
            _ingest_file(library, file, embedder, known, beside_files, report)
            report_progress(
                Progress(done=position, files=len(discovery.files), passages=report.passages, name=file.source)
            )
        report.warnings.extend(beside_files.warnings)
        if prune:
            _prune(library, discovery, report)
    report.seconds = time.monotonic() - began
    return report


class _Known:
    """The transcripts the library has: found by path, by content for a file that moved, or by the id of their name."""

    def __init__(self, records: Iterable[TranscriptRecord]) -> None:
        records = list(records)
        self._by_path = {record.path: record for record in records}
        self._by_id = {record.id: record for record in records}
        self._moved = {record.sha256: record for record in records if not Path(record.path).exists()}

    def of(self, file: SourceFile, sha256: str) -> TranscriptRecord | None:
        """The record of this file, as it was when last ingested."""
        found = self._by_path.get(str(file.path)) or self._moved.pop(sha256, None)
        if found is None:
            namesake = self._by_id.get(transcript_id(file.source))
            found = namesake if namesake and not Path(namesake.path).exists() else None
        return found

    def new_id(self, file: SourceFile) -> str:
        """An id for a file the library has not seen: the one of its name, or, taken, the one of its full path."""
        plain = transcript_id(file.source)
        return plain if plain not in self._by_id else transcript_id(file.path.as_posix())

    def add(self, record: TranscriptRecord) -> None:
        """Remember what was put just now: two folders may each hold an `interview-1.txt`."""
        self._by_path[record.path] = self._by_id[record.id] = record


def _ingest_file(
    library: Library,
    file: SourceFile,
    embedder: Embedder,
    known: _Known,
    beside_files: BesideFiles,
    report: IngestReport,
) -> None:
    try:
        raw = _read_bytes(file.path)
        sha256 = hashlib.sha256(raw).hexdigest()
        beside = beside_files.of(file)
        recipe = f"{RECIPE}{beside.recipe}"
        before = known.of(file, sha256)
        if before and (before.sha256, before.recipe, before.path) == (sha256, recipe, str(file.path)):
            report.unchanged.append(before.id)
            return
        transcript, warnings = assemble(
            RawFile(name=str(file.path), raw=raw),
            identity=before.id if before else known.new_id(file),
            source=file.source,
            metadata=beside.metadata,
            corrections=beside.corrections,
        )
    except ReadError as error:
        report.failed.append(Failure(path=str(file.path), error=str(error)))
        return
    version = hashlib.blake2s(f"{sha256}/{recipe}".encode(), digest_size=6).hexdigest()
    passages = split(transcript, version, token_counter())
    record = TranscriptRecord(
        id=transcript.id,
        version=version,
        title=transcript.title,
        source=transcript.source,
        path=str(file.path),
        sha256=sha256,
        recipe=recipe,
        turns=len(transcript.turns),
        passages=len(passages),
        words=transcript.spoken_words,
        speakers=transcript.speakers,
        warnings=warnings,
    )
    vectors = embedder.embed([passage.embedded_text for passage in passages])
    library.put(record, transcript, passages, vectors)
    known.add(record)
    (report.updated if before else report.added).append(record.id)
    report.passages += len(passages)
    report.warnings.extend(f"{file.source}: {warning}" for warning in warnings)


def transcript_id(source: str) -> str:
    """The id a file gets at first: readable, and the same wherever the folder lies.

    >>> transcript_id("leeds/Amara Okafor.txt")
    'amara-okafor-e502f5'
    """
    stem = PurePosixPath(source).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "transcript"
    return f"{slug}-{hashlib.blake2s(source.encode(), digest_size=3).hexdigest()}"


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ReadError(path, f"the file is over {LARGEST_BYTES // 2**20} MB", "Split it up first.")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"it cannot be opened ({error.strerror})", "Check that you may read it.") from None


def _prune(library: Library, discovery: Discovery, report: IngestReport) -> None:
    for record in library.list_records():
        path = Path(record.path)
        if not path.exists() and _was_below(path, discovery.folders):
            library.remove(record.id)
            report.removed.append(record.id)


def _was_below(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)
