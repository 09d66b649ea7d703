"""What the library has already: which transcript a file is, under whatever name it comes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from corpus.receipts import Receipt, digest_of
from corpus.records import TranscriptRecord
from ingest.discover import SourceFile
from ingest.source import lies_at


class Known:
    """The transcripts the library has: found by path, by content for a file that moved, or by the id of their name."""

    def __init__(self, records: Iterable[TranscriptRecord], receipts: Iterable[Receipt] = ()) -> None:
        records = list(records)
        self._by_path = {record.path: record for record in records}
        self._by_id = {record.id: record for record in records}
        self._moved = {record.sha256: record for record in records if not lies_at(Path(record.path))}
        self._receipts = {name: receipt for receipt in receipts for name in (receipt.transcript, receipt.file)}

    def of(self, file: SourceFile, sha256: str) -> TranscriptRecord | None:
        """The record of this file, as it was when last ingested."""
        found = self._by_path.get(str(file.path)) or self._moved.pop(sha256, None)
        if found is None:
            namesake = self._by_id.get(transcript_id(file.source))
            found = namesake if namesake and not lies_at(Path(namesake.path)) else None
        return found

    def new_id(self, file: SourceFile) -> str:
        """An id for a file the library has not seen: the one of its name, or, taken, the one of its full path."""
        plain = transcript_id(file.source)
        return plain if plain not in self._by_id else transcript_id(file.path.as_posix())

    def forgotten(self, file: SourceFile, sha256: str) -> str | None:
        """The day on which this file, by content or by name, was forgotten; None when it was not."""
        receipt = self._receipts.get(sha256) or self._receipts.get(digest_of(transcript_id(file.source)))
        return receipt.when[:10] if receipt else None

    def add(self, record: TranscriptRecord) -> None:
        """Remember what was put just now: two folders may each hold an `interview-1.txt`."""
        self._by_path[record.path] = self._by_id[record.id] = record


def transcript_id(source: str) -> str:
    """The id a file gets at first: readable, and the same wherever the folder lies.

    >>> transcript_id("leeds/Amara Okafor.txt")
    'amara-okafor-e502f5'
    """
    stem = PurePosixPath(source).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "transcript"
    return f"{slug}-{hashlib.blake2s(source.encode(), digest_size=3).hexdigest()}"
