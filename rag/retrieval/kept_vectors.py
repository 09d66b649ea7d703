"""Vectors of what is said, kept in `<library>/derived/vectors`: whoever counts people embeds every sentence, once.

The folder may be deleted at any time. Vectors tell of the words they were made from, so the folder also says which readings
(transcript id, version) were in the library when it was filled: as soon as one of them is gone, so is the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local

import numpy as np
from numpy.typing import NDArray

from corpus.beside import DERIVED
from corpus.library import Library
from models.embedder import Embedder, Vectors
from models.remembering import digest_of

FORMAT = "vectors 1"
MOST = 250_000
"""Vectors kept of one library; 1.5 kB each at 384 dimensions."""

_FEW = 16  # new vectors that are not worth a file
_MOST_FILES = 12
_READINGS = "readings.json"


class KeptEmbedder:
    """See Embedder. What is embedded while `reading` a library is embedded once, also for the processes after this one.

    Safe to call from several threads. Keeps vectors and digests, never texts.
    """

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self._folder = library.path / DERIVED / "vectors" / _name(embedder)
        self._known: dict[bytes, Vectors] = {}
        self._files: frozenset[str] = frozenset()
        self._lock = Lock()
        self._here = _OfThread()

    @property
    def id(self) -> str:
        """See Embedder."""
        return self._embedder.id

    @property
    def dimensions(self) -> int:
        """See Embedder."""
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.embed."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        sought = {text: digest_of(text) for text in texts}
        known = self._known
        found = {text: known[digest] for text, digest in sought.items() if digest in known}
        if new := [text for text in sought if text not in found]:
            found |= dict(zip(new, self._embedder.embed(new), strict=True))
            if self._here.new is not None:
                learnt = {sought[text]: found[text] for text in new}
                self._here.new |= learnt
                known |= learnt
        return np.stack([found[text] for text in texts])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What this thread embeds in here is said in the library as it is now, and kept. Raises LibraryError."""
        if self._here.new is not None:
            yield
            return
        state = self._library.state()
        readings = {(record.id, record.version) for record in self._library.list_records()}
        with self._lock:
            self._refresh(readings)
        self._here.new = {}
        try:
            yield
        finally:
            new, self._here.new = self._here.new, None
            if len(new) >= _FEW and self._library.state() == state:
                with self._lock, suppress(OSError):  # a read-only library is read all the same, from memory
                    self._keep(new, readings, state)

    def forget(self) -> None:
        """Drop every vector from memory: one of them may be of words that are not in the library any more."""
        with self._lock:
            self._known, self._files = {}, frozenset()

    def _refresh(self, readings: set[tuple[str, str]]) -> None:
        """Have what the folder has, when all that it was made from is still there."""
        if not _readings_in(self._folder) <= readings:
            shutil.rmtree(self._folder, ignore_errors=True)
        files = frozenset(path.name for path in self._folder.glob("*.npy"))
        if not self._files <= files:  # erased, or joined to others
            self._known, self._files = {}, frozenset()
        for name in sorted(files - self._files):
            self._known |= _loaded(self._folder / name, self.dimensions)
        self._files = files

    def _keep(self, new: dict[bytes, Vectors], readings: set[tuple[str, str]], state: str) -> None:
        if len(self._known) > MOST:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        _put(self._folder / _READINGS, json.dumps(sorted(readings)).encode())
        before = sorted(self._folder.glob("*.npy"))
        merged = before if len(before) >= _MOST_FILES else []
        for path in merged:
            new = _loaded(path, self.dimensions) | new
        written = self._folder / f"{os.urandom(8).hex()}.npy"
        _put(written, _rows(new, self.dimensions))
        for path in merged:
            path.unlink(missing_ok=True)
        self._known |= _loaded(written, self.dimensions)  # mapped, which leaves the memory to whoever needs it
        self._files = self._files.difference(path.name for path in merged) | {written.name}
        if self._library.state() != state:  # what was forgotten meanwhile must not come back to the disk
            shutil.rmtree(self._folder, ignore_errors=True)


class _OfThread(local):
    """What this thread has embedded since it began to read; None while it reads nothing."""

    new: dict[bytes, Vectors] | None = None


def _name(embedder: Embedder) -> str:
    stamp = json.dumps([FORMAT, embedder.id, embedder.dimensions])
    return hashlib.blake2s(stamp.encode(), digest_size=8).hexdigest()


def _readings_in(folder: Path) -> set[tuple[str, str]]:
    try:
        return {(transcript, version) for transcript, version in json.loads((folder / _READINGS).read_bytes())}
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, TypeError):
        return {("", "")}  # a reading that no library has: what lies there is made again


def _row(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("digest", np.uint8, (16,)), ("vector", np.float32, (dimensions,))])


def _rows(vectors: dict[bytes, Vectors], dimensions: int) -> NDArray[np.void]:
    rows = np.zeros(len(vectors), dtype=_row(dimensions))
    rows["digest"] = np.frombuffer(b"".join(vectors), dtype=np.uint8).reshape(-1, 16)
    rows["vector"] = np.stack(list(vectors.values()))
    return rows


def _loaded(path: Path, dimensions: int) -> dict[bytes, Vectors]:
    """The vectors of a file, mapped; none where it is damaged, or went this moment."""
    try:
        rows = np.load(path, mmap_mode="r").view(np.ndarray)
    except (OSError, ValueError):
        return {}
    if rows.dtype != _row(dimensions):
        return {}
    digests = np.ascontiguousarray(rows["digest"]).tobytes()
    return {digests[16 * at : 16 * at + 16]: vector for at, vector in enumerate(rows["vector"])}


def _put(path: Path, content: bytes | NDArray[np.void]) -> None:
    """Write a file that is there whole or not at all."""
    handle, draft = tempfile.mkstemp(prefix="draft-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content) if isinstance(content, bytes) else np.save(file, content)
    os.replace(draft, path)
