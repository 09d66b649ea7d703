"""The ingest job: discover -> read -> transcript -> split -> embed -> put, one transcript at a time.

Every step can be repeated: ids and versions follow from the file, so a job that was killed is finished by running it
again, and an unchanged file costs one hash.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpus.library import Library
from corpus.records import TranscriptRecord
from corpus.store import HeldPassage, Vectors
from corpus.transcript import Passage, Transcript
from ingest.assembly import assemble_file
from ingest.beside import BesideFiles
from ingest.discover import Discovery, SourceFile
from ingest.errors import PathsMissing, ReadError
from ingest.known import Known
from ingest.outdated import Outdated
from ingest.recipe import RECIPE, SourceFacts, record_of, version_of
from ingest.source import lies_at, open_source, size_of
from ingest.splitter import embedded_texts, split
from models.embedder import Embedder
from models.tokens import token_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be read, and the sentence that says why."""

    path: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the job is, after each file: files, bytes and passages so far, and how fast it goes."""

    done: int
    files: int
    passages: int
    name: str
    bytes_done: int
    bytes_all: int
    seconds: float

    @property
    def passages_a_second(self) -> float:
        """The rate so far."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float:
        """An estimate from the bytes still to read."""
        return self.seconds * (self.bytes_all - self.bytes_done) / self.bytes_done if self.bytes_done else 0.0


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What a job did, or, after a dry run, would do: transcript ids, failures, passages and seconds.

    `moved` names those of `updated` whose file was found again under another name; `forgotten` the files passed over
    because they were forgotten; `taken_out` the kept files that lost words nobody says any more; `embedded` how many
    texts the embedder was given.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    taken_out: list[str] = field(default_factory=list)
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOptions:
    """How a job runs. `dry_run` only says what would happen; `wait_seconds` is how long to wait for another writer."""

    prune: bool = False
    dry_run: bool = False
    wait_seconds: float = 0.0


def ingest(
    library: Library,
    discovery: Discovery,
    embedder: Embedder,
    *,
    options: JobOptions = JobOptions(),
    report_progress: Callable[[Progress], None] = lambda progress: None,
) -> IngestReport:
    """Bring the library up to date with the discovered files; `prune` removes transcripts whose file vanished.

    A file that cannot be read is reported and the others go in. Raises LibraryLocked when another job is writing,
    and whatever the embedder or the library raise: then what was put so far stays and the next job goes on.
    """
    job = _Job(library, embedder, options, report_progress)
    if options.dry_run:
        return job.run(discovery)
    with library.writing(str(discovery.shard or ""), options.wait_seconds):
        return job.run(discovery)


class _Job:
    """One run over the files, with what it knows and reports on the way."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        options: JobOptions,
        report_progress: Callable[[Progress], None],
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._options = options
        self._report_progress = report_progress
        self._beside = BesideFiles()
        self._report = IngestReport(dry_run=options.dry_run)
        self._outdated = Outdated(library)

    def run(self, discovery: Discovery) -> IngestReport:
        """Every file in turn, then the pruning."""
        began = time.monotonic()
        report = self._report
        for path in discovery.missing:
            report.failed.append(Failure(path=str(path), error=str(PathsMissing([path]))))
        known = Known(self._library.list_records(), self._library.receipts())
        sizes = [size_of(file.path) for file in discovery.files]
        done = 0
        for position, file in enumerate(discovery.files, 1):
            self._take_all(file, known)
            done += sizes[position - 1]
            self._report_progress(
                Progress(
                    done=position,
                    files=len(sizes),
                    passages=report.passages,
                    name=file.source,
                    bytes_done=done,
                    bytes_all=sum(sizes),
                    seconds=time.monotonic() - began,
                )
            )
        report.warnings.extend(self._beside.warnings)
        if self._options.prune:
            self._prune(discovery)
        report.taken_out = self._outdated.taken_out()
        report.seconds = time.monotonic() - began
        return report

    def _take_all(self, file: SourceFile, known: Known) -> None:
        try:
            for each, raw in open_source(file):
                self._take(each, raw, known)
        except ReadError as error:
            self._report.failed.append(Failure(path=str(file.path), error=str(error)))

    def _take(self, file: SourceFile, raw: bytes, known: Known) -> None:
        report = self._report
        try:
            sha256 = hashlib.sha256(raw).hexdigest()
            beside = self._beside.of(file)
            recipe = f"{RECIPE}{beside.recipe}"
            before = known.of(file, sha256)
            if before and (before.sha256, before.recipe, before.path) == (sha256, recipe, str(file.path)):
                report.unchanged.append(before.id)
                return
            if not before and not file.named and (when := known.forgotten(file, sha256)):
                report.forgotten.append(str(file.path))
                report.warnings.append(
                    f"{file.source} was forgotten on {when}; to take it in again, give that file by itself"
                )
                return
            identity = before.id if before else known.new_id(file)
            transcript, warnings = assemble_file(file, raw, identity=identity, beside=beside)
        except ReadError as error:
            report.failed.append(Failure(path=str(file.path), error=str(error)))
            return
        version = version_of(transcript)
        passages = split(transcript, version, token_counter())
        record = record_of(transcript, version, len(passages), SourceFacts(str(file.path), sha256, recipe, warnings))
        self._put(record, transcript, passages, before)
        known.add(record)
        (report.updated if before else report.added).append(record.id)
        if before and before.sha256 == sha256 and before.path != record.path:
            report.moved.append(record.id)
        report.warnings.extend(f"{file.source}: {warning}" for warning in warnings)

    def _put(
        self,
        record: TranscriptRecord,
        transcript: Transcript,
        passages: Sequence[Passage],
        before: TranscriptRecord | None,
    ) -> None:
        if before and before.version == record.version and before.passages == record.passages:
            if not self._options.dry_run:  # only where the file lies has changed
                self._library.put_record(record)
            return
        known = _vectors_by_text(self._library.held(before, vectors=True)) if before else {}
        texts = embedded_texts(passages)
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        self._report.embedded += len(missing)
        self._report.passages += len(passages)
        if self._options.dry_run:
            return
        if missing:
            known.update(zip(missing, self._embedder.embed(missing), strict=True))
        vectors = np.zeros((len(passages), self._embedder.dimensions), dtype=np.float32)
        for i, text in enumerate(texts):
            vectors[i] = known[text]
        if before:
            self._outdated.replaced(before, transcript, record.version)
        self._library.put(record, transcript, passages, vectors)

    def _prune(self, discovery: Discovery) -> None:
        for record in self._library.list_records():
            path = Path(record.path)
            mine = discovery.shard is None or discovery.shard.holds(record.source)
            below = any(path.is_relative_to(folder) for folder in discovery.folders)
            if mine and below and not lies_at(path) and record.id not in self._report.moved:
                if not self._options.dry_run:
                    self._outdated.removed(record)
                    self._library.remove(record.id)
                self._report.removed.append(record.id)


def _vectors_by_text(held: Sequence[HeldPassage]) -> dict[str, Vectors]:
    texts = embedded_texts([one.passage for one in held])
    return {text: one.vector for text, one in zip(texts, held, strict=True) if one.vector is not None}
