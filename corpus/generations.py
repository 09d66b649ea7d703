"""Generations: whole copies of the library's database, of which the file `current` names the one that counts.

Embedded Chroma may be killed in the middle of a write, keeps what was deleted in its files, and loses vectors when two
processes write to it. So nobody ever writes to the generation that readers see: a writer fills a new one, seals it,
and swaps the name in one atomic step. Whatever is killed anywhere leaves the old generation or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import LibraryDamaged, LibraryMismatch, NotErased
from corpus.scrubbing import SAVED_INDEX, scrub

FORMAT = 2
"""The library's format. A library of a higher one is refused; 1 had its database in the folder `chroma`."""

_POINTER = "current"
_SEAL = "seal.json"
_DATABASE = "chroma.sqlite3"
_FIRST_FORMAT_FOLDER = "chroma"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One generation. `residue` says that its files still hold what was deleted or replaced."""

    name: str
    format: int = FORMAT
    residue: bool = False


class Generations:
    """The generations in one library folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Generation | None:
        """The generation that counts; None where there is none. Raises LibraryMismatch and LibraryDamaged."""
        try:
            facts = json.loads((self.folder / _POINTER).read_bytes())
            found = Generation(
                name=str(facts["name"]),
                format=int(facts["format"]),
                residue=bool(facts["residue"]),
            )
        except FileNotFoundError:
            old = (self.folder / _FIRST_FORMAT_FOLDER / _DATABASE).is_file()
            return Generation(name=_FIRST_FORMAT_FOLDER, format=1, residue=True) if old else None
        except (ValueError, KeyError, TypeError):
            raise LibraryDamaged(self.folder, f"its file “{_POINTER}” cannot be read") from None
        if found.format > FORMAT:
            raise LibraryMismatch(
                f"The library at {self.folder} was made by a newer Testimony (format {found.format}, this one reads up "
                f"to {FORMAT}). Update Testimony, or use another --library."
            )
        return found

    def repointed(self) -> bool:
        """Whether there is a generation that counts, after the newest whole one was named where `current` was lost."""
        try:
            return self.current() is not None
        except LibraryDamaged:
            for folder in sorted(self._folders(), reverse=True):
                if (folder / _SEAL).is_file() and not self.broken(Generation(name=folder.name), thoroughly=True):
                    self._point_to(Generation(name=folder.name, residue=True))
                    return True
            raise

    def path(self, generation: Generation) -> Path:
        """Its folder."""
        return self.folder / generation.name

    def next(self) -> Path:
        """A new, empty folder for the next generation."""
        numbers = [
            int(path.name.partition("-")[2]) for path in self._folders() if path.name.partition("-")[2].isdigit()
        ]
        # A library that is removed and made again at its place gets other names: who has the old one open then sees the new.
        folder = self.folder / f"chroma-{max(max(numbers, default=0) + 1, time.time_ns() // 1_000_000)}"
        folder.mkdir(parents=True)
        return folder

    def copy(self, generation: Generation, into: Path) -> None:
        """Copy a generation's files. Only SQLite's may be open elsewhere, so SQLite copies it."""
        source = self.path(generation)
        with (
            closing(sqlite3.connect(f"{(source / _DATABASE).resolve().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(into / _DATABASE)) as new,
        ):
            old.backup(new)
        for folder in (path for path in source.iterdir() if path.is_dir()):
            shutil.copytree(folder, into / folder.name, copy_function=shutil.copyfile)

    def publish(self, folder: Path, *, residue: bool) -> Generation:
        """Make a filled and closed folder the generation that counts: at one instant, or, if killed, not at all."""
        scrub(folder)
        files = {str(path.relative_to(folder)): _digest(path) for path in _index_files(folder)}
        (folder / _SEAL).write_text(json.dumps(files), encoding="utf-8")
        for path in (
            *_files(folder),
            *(path for path in folder.rglob("*") if path.is_dir()),
            folder,
        ):
            _sync(path)
        return self._point_to(Generation(name=folder.name, residue=residue))

    def _point_to(self, generation: Generation) -> Generation:
        draft = self.folder / f"{_POINTER}.draft"
        draft.write_text(json.dumps(asdict(generation)), encoding="utf-8")
        _sync(draft)
        os.replace(draft, self.folder / _POINTER)
        _sync(self.folder)
        return generation

    def broken(self, generation: Generation, *, thoroughly: bool = False) -> list[str]:
        """The sealed files that are not what they were: by size, and `thoroughly` by content."""
        folder = self.path(generation)
        if generation.format < FORMAT:
            return []
        try:
            sealed = json.loads((folder / _SEAL).read_bytes())
        except (OSError, ValueError):
            return [_SEAL]
        return [name for name, digest in sealed.items() if not _is_as_sealed(folder / name, digest, thoroughly)]

    def leftovers(self) -> list[Path]:
        """Folders of generations that do not count: what a killed writer left."""
        current = self.current()
        return [path for path in self._folders() if current is None or path.name != current.name]

    def sweep(self, *, erase: bool) -> None:
        """Remove the generations that do not count; `erase` overwrites their files first.

        Overwriting keeps the text from tools that read the raw disk. Solid-state disks and copying file systems may
        keep old blocks all the same; only an encrypted disk helps there.
        """
        for folder in self.leftovers():
            if erase:
                for path in _files(folder):
                    erase_file(path)
            shutil.rmtree(folder, ignore_errors=True)
            if folder.exists() and erase:
                raise NotErased(folder)

    def _folders(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from (path for path in self.folder.iterdir() if is_generation(path))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _index_files(folder: Path) -> list[Path]:
    """The vector files that hold something: nobody writes to them once a generation counts.

    Chroma notes each opening in SQLite's file; and it fills an index that was never saved anew at each opening.
    """
    return [path for path in _files(folder) if path.parent != folder and (path.parent / SAVED_INDEX).is_file()]


def _digest(path: Path) -> list[str | int]:
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "blake2b").hexdigest()]


def _is_as_sealed(path: Path, digest: list[str | int], thoroughly: bool) -> bool:
    if not path.is_file():
        return False
    return _digest(path) == digest if thoroughly else path.stat().st_size == digest[0]


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows syncs no folders
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def erase_file(path: Path) -> None:
    """Overwrite a file with zeros, then remove it. One that cannot be overwritten is removed as it is."""
    with suppress(OSError), path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):
        path.unlink()


def is_generation(path: Path) -> bool:
    """Whether a folder is a generation, of this format or the first."""
    numbered = path.name.startswith("chroma-") and path.name.partition("-")[2].isdigit()
    return path.is_dir() and (numbered or path.name == _FIRST_FORMAT_FOLDER)
