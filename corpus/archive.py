"""One file that holds a whole library, to keep or to move: transcripts, passages, vectors, receipts, what lies beside.

A zip: `transcripts/N.json` and `vectors/N.npy` for each transcript, `receipts.json`, `files/…` for conversations and
exports, and, last, `manifest.json` with the SHA-256 of every other member. Nothing in it depends on Chroma's own files.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from corpus.beside import DERIVED, beside_the_database
from corpus.errors import ArchiveUnusable, LibraryDamaged
from corpus.facts import passage_facts, passage_from
from corpus.library import Library, VectorSpace, WholeTranscript, create_library
from corpus.place import Place, place_of
from corpus.records import TranscriptRecord, read_head, read_pieces, transcript_from, transcript_text
from corpus.store import Database, HeldPassage, Row, Vectors

ARCHIVE_FORMAT = 1
_MANIFEST = "manifest.json"
_UNIT = 1e-3  # how far a stored vector's length may be from 1
_DAMAGED = "Use another copy of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """What an archive holds."""

    transcripts: int
    passages: int
    files: int
    bytes: int


def export_library(library: Library, path: Path) -> ArchiveReport:
    """Write the library to one file, which appears when it is whole. Raises ArchiveUnusable and LibraryDamaged."""
    draft = path.with_name(f"{path.name}.part")
    try:
        report = library.store.read(lambda database: _write(library, database, draft))
        os.replace(draft, path)
    except OSError as error:
        raise ArchiveUnusable(
            path, f"it cannot be written ({error.strerror})", "Choose another place for it."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return report


def import_library(path: Path, where: Path | Place) -> ArchiveReport:
    """Make a library of an archive, every member checked before anything is seen.

    Raises ArchiveUnusable when the archive is damaged, or when a library with transcripts is there already.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _checked_manifest(archive, path)
            space = VectorSpace(embedder=manifest["embedder"], dimensions=int(manifest["dimensions"]))
            kept = list(_read_transcripts(archive, path, manifest))  # all of it is read before any of it is written
            library = create_library(where, space)
            if library.list_records():
                advice = "Choose another --library, or move that one away."
                raise ArchiveUnusable(path, f"there is a library with transcripts at {place_of(where)} already", advice)
            receipts = [Row(**row) for row in json.loads(archive.read("receipts.json"))]
            with library.writing():
                library.refill(receipts, kept)
            _write_files(archive, library.path)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise ArchiveUnusable(path, f"it is not a whole archive of a library ({error})", _DAMAGED) from error
    passages = sum(len(one.passages) for one in kept)
    return ArchiveReport(
        transcripts=len(kept), passages=passages, files=len(_named(archive, "files/")), bytes=path.stat().st_size
    )


def _write(library: Library, database: Database, path: Path) -> ArchiveReport:
    digests: dict[str, str] = {}
    passages = files = 0
    heads = sorted(database.records.get(where={"kind": "head"}), key=lambda row: row.id)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, raw: bytes) -> None:
            archive.writestr(name, raw)
            digests[name] = hashlib.sha256(raw).hexdigest()

        for number, head in enumerate(heads):
            text, vectors, count = _members(library, database, head)
            add(f"transcripts/{number:06d}.json", text)
            add(f"vectors/{number:06d}.npy", vectors)
            passages += count
        receipts = [asdict(row) for row in database.records.get(where={"kind": "receipt"})]
        add("receipts.json", json.dumps(receipts, default=dict).encode())
        for beside in beside_the_database(library.path):
            name = beside.relative_to(library.path).as_posix()
            if not name.startswith(f"{DERIVED}/") and not beside.samefile(path):
                add(f"files/{name}", beside.read_bytes())
                files += 1
        manifest = {**(database.manifest() or {}), "archive": ARCHIVE_FORMAT, "digests": digests}
        archive.writestr(_MANIFEST, json.dumps(manifest))
    return ArchiveReport(transcripts=len(heads), passages=passages, files=files, bytes=path.stat().st_size)


def _members(library: Library, database: Database, head: Row) -> tuple[bytes, bytes, int]:
    record, pieces = read_head(head)
    where = {"transcript": record.id, "version": record.version}
    rows = database.records.get(where={"kind": "piece", **where})
    held = sorted(database.passages.held(where, vectors=True), key=lambda one: one.passage.start)
    if len(rows) != pieces or len(held) != record.passages:
        raise LibraryDamaged(library.store.place, f"{record.id} is not whole")
    member = {
        "record": asdict(record),
        "transcript": transcript_text(read_pieces(rows)),
        "passages": [_passage_member(one) for one in held],
    }
    vectors = io.BytesIO()
    np.save(vectors, np.array([one.vector for one in held], dtype=np.float32), allow_pickle=False)
    return json.dumps(member, ensure_ascii=False).encode(), vectors.getvalue(), len(held)


def _passage_member(held: HeldPassage) -> dict[str, Any]:
    passage = held.passage
    return {"id": passage.id, "text": passage.text, "facts": passage_facts(passage, held.version)}


def _checked_manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if int(manifest["archive"]) > ARCHIVE_FORMAT:
        raise ArchiveUnusable(path, "it was written by a newer Testimony", "Update Testimony, then import it.")
    digests: dict[str, str] = manifest["digests"]
    if sorted([*digests, _MANIFEST]) != sorted(archive.namelist()):
        raise ArchiveUnusable(path, "it does not hold the members its manifest names", _DAMAGED)
    for name, digest in digests.items():
        if hashlib.sha256(archive.read(name)).hexdigest() != digest:
            raise ArchiveUnusable(path, f"its member {name} is not what was written", _DAMAGED)
    return manifest


def _read_transcripts(archive: zipfile.ZipFile, path: Path, manifest: dict[str, Any]) -> Iterator[WholeTranscript]:
    for name in _named(archive, "transcripts/"):
        member = json.loads(archive.read(name))
        facts = member["record"]
        record = TranscriptRecord(
            **{**facts, "speakers": tuple(facts["speakers"]), "warnings": tuple(facts["warnings"])}
        )
        transcript = transcript_from(member["transcript"])
        passages = [passage_from(one["id"], one["text"], one["facts"]) for one in member["passages"]]
        number = PurePosixPath(name).stem
        vectors: Vectors = np.load(io.BytesIO(archive.read(f"vectors/{number}.npy")), allow_pickle=False)
        vectors = vectors.reshape(len(passages), int(manifest["dimensions"])).astype(np.float32)
        quoted = all(one.text == transcript.text[one.start : one.end] for one in passages)
        unit = bool(np.all(np.abs(np.linalg.norm(vectors, axis=1) - 1) < _UNIT))
        if not quoted or not unit or len(passages) != record.passages:
            raise ArchiveUnusable(path, f"{record.id} in it does not agree with itself", _DAMAGED)
        yield WholeTranscript(record=record, transcript=transcript, passages=passages, vectors=vectors)


def _write_files(archive: zipfile.ZipFile, folder: Path) -> None:
    for name in _named(archive, "files/"):
        target = (folder / PurePosixPath(name).relative_to("files")).resolve()
        if not target.is_relative_to(folder.resolve()):
            raise ValueError(f"{name} points out of the library")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(name))


def _named(archive: zipfile.ZipFile, prefix: str) -> list[str]:
    return sorted(name for name in archive.namelist() if name.startswith(prefix))
