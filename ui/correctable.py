"""A transcript's file as a person may correct it, and where the corrections are kept: beside it, as `name.corrections.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.records import TranscriptRecord
from corpus.transcript import Role
from ingest.assembly import assemble_file
from ingest.beside import Beside, BesideFiles, sidecar_path
from ingest.corrections import UNLABELLED, Corrections
from ingest.discover import SourceFile
from ingest.source import bytes_of
from ui.sidecars import sidecar_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """What a person may correct of a transcript: the labels of its file with their roles as they were read, and the
    corrections there are.

    `sidecar` is the file they are written to; None when the file the transcript came from is not on this machine.
    """

    labels: Mapping[str, Role]
    corrections: Corrections
    sidecar: Path | None


def correctable(record: TranscriptRecord) -> Correctable:
    """What may be corrected of a transcript. Raises ReadError where its file or its corrections cannot be read."""
    path = Path(record.path)
    if not path.is_file():
        held = {speaker: Role(record.roles.get(speaker, Role.UNKNOWN)) for speaker in record.speakers}
        return Correctable(labels=held, corrections=Corrections(), sidecar=None)
    file = SourceFile(path=path, source=record.source)
    known = BesideFiles().of(file).corrections or Corrections()
    as_read, _ = assemble_file(file, bytes_of(path), identity=record.id, beside=Beside())
    roles = as_read.roles
    labels = {turn.speaker or UNLABELLED: roles.get(turn.speaker or "", Role.UNKNOWN) for turn in as_read.turns}
    return Correctable(labels=labels, corrections=known, sidecar=sidecar_path(path))


def keep_corrections(sidecar: Path, corrections: Corrections) -> None:
    """Write corrections into their file, whole or not at all; none of them takes the file away. Raises OSError."""
    text = sidecar_text(corrections)
    if not text:
        sidecar.unlink(missing_ok=True)
        return
    draft = sidecar.with_name(f".{sidecar.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(sidecar)
