"""Keeping the search index up to date: in memory, and in `<library>/derived/search`, which may be deleted at any time.

The folder's name says which readings the index holds, so a folder is either right or not looked at. Transcripts that
did not change are carried over; the others are read from the library.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.records import TranscriptRecord
from corpus.store import HeldPassage
from rag.retrieval.index import COLUMNS, Names, Part, SearchIndex, joined, part_of

FORMAT = "search 2"
_READ_TOGETHER = 24
"""Changed transcripts from which on every passage of the library is read in one go instead of one transcript each."""

_PAGE = 5_000


class IndexKeeper:
    """The index of one library, made and refreshed when asked for."""

    def __init__(self, library: Library, dimensions: int) -> None:
        self._library = library
        self._dimensions = dimensions
        self._state: str | None = None
        self._index: SearchIndex | None = None
        self._lock = Lock()

    def current(self) -> SearchIndex:
        """The index of the library as it is now. Costs one look at the library's state when nothing changed."""
        with self._lock:  # ten people who ask at once build it once
            state = self._library.state()
            if self._index is None or state != self._state:
                self._index = self._library.consistently(self._refreshed)
                self._state = state
            index = self._index
        self._library.saw(index.readings)
        return index

    def _refreshed(self) -> SearchIndex:
        records = sorted(self._library.list_records(), key=lambda record: record.id)
        readings = [(record.id, record.version) for record in records]
        if self._index is not None and list(self._index.readings) == readings:
            return self._index
        state, folder = self._library.state(), self._folder(readings)
        kept = _loaded(folder)
        if kept is not None and list(kept.readings) == readings:
            return kept
        index = self._rebuilt(records, self._index or _newest(folder.parent))
        saved = _saved(index, folder)
        if self._library.state() != state:  # what was forgotten meanwhile must not come back to the disk
            shutil.rmtree(folder, ignore_errors=True)
        return saved

    def _rebuilt(self, records: Sequence[TranscriptRecord], before: SearchIndex | None) -> SearchIndex:
        names = before.names if before else Names(stems={}, speakers={})
        carried = dict(before.parts()) if before else {}
        missing = [record for record in records if (record.id, record.version) not in carried]
        held = self._held(missing)
        for record in missing:
            reading = (record.id, record.version)
            passages = sorted(held.get(reading, []), key=lambda one: one.passage.start)
            carried[reading] = part_of(self._library.transcript(record.id), passages, names, self._dimensions)
        parts: list[tuple[tuple[str, str], Part]] = [
            ((record.id, record.version), carried[record.id, record.version]) for record in records
        ]
        return joined(parts, names, self._dimensions)

    def _held(self, records: Sequence[TranscriptRecord]) -> dict[tuple[str, str], list[HeldPassage]]:
        if len(records) < _READ_TOGETHER:
            return {(record.id, record.version): self._library.held(record, vectors=True) for record in records}
        found: dict[tuple[str, str], list[HeldPassage]] = {(record.id, record.version): [] for record in records}
        pages = self._library.store.read(lambda database: list(database.passages.pages(_PAGE)))
        for one in (one for page in pages for one in page):
            reading = (one.passage.transcript_id, one.version)
            if reading in found:
                found[reading].append(one)
        return found

    def _folder(self, readings: Sequence[tuple[str, str]]) -> Path:
        digest = hashlib.blake2s(json.dumps([FORMAT, self._dimensions, *readings]).encode(), digest_size=8).hexdigest()
        return self._library.path / "derived" / "search" / digest


def _saved(index: SearchIndex, folder: Path) -> SearchIndex:
    """Write the index and give it back read from disk, which leaves the memory to whoever needs it."""
    names = {"stems": list(index.names.stems), "speakers": list(index.names.speakers)}
    facts = {"format": FORMAT, "readings": index.readings, "sizes": index.sizes, **names}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder.parent))
        for name in COLUMNS:
            np.save(draft / f"{name}.npy", getattr(index.columns, name))
        (draft / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(draft)
        else:
            os.replace(draft, folder)
        for other in folder.parent.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    except OSError:  # a read-only library is searched all the same, from memory
        return index
    return _loaded(folder) or index


def _loaded(folder: Path) -> SearchIndex | None:
    try:
        facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        columns = Part(**{name: _mapped(folder / f"{name}.npy") for name in COLUMNS})
    except (OSError, ValueError, KeyError):  # missing, or damaged: it is made again
        return None
    names = Names(**{key: {name: i for i, name in enumerate(facts[key])} for key in ("stems", "speakers")})
    return SearchIndex([tuple(reading) for reading in facts["readings"]], facts["sizes"], names, columns)


def _mapped(path: Path) -> NDArray[Any]:
    """The array in a file, read as it is needed; as a plain array, because numpy's memmap is slow in small slices."""
    mapped: NDArray[Any] = np.load(path, mmap_mode="r").view(np.ndarray)
    return mapped


def _newest(folder: Path) -> SearchIndex | None:
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return None
    return next((index for path in found if (index := _loaded(path)) is not None), None)
