"""Paths to files: which ones a job will read, and which it passes over and why."""

from __future__ import annotations

import fnmatch
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.archives import SUFFIXES as ARCHIVES
from ingest.errors import NothingToIngest, PathsMissing
from ingest.readers import SUFFIXES, is_readable_name

_ABOUT_THE_FOLDER = ("readme*", "license*", "licence*", "changelog*", "manifest*", "origin_license*", "transcripts.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read. `source` is its path below the folder that was named, with forward slashes; `named` says that a
    person gave the file itself, not its folder."""

    path: Path
    source: str
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One of `of` equal parts of the files, counted from 1: each file belongs to exactly one."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        """As people write it: I/N."""
        return f"{self.number}/{self.of}"

    def holds(self, source: str) -> bool:
        """Whether this part reads the file. Decided by its name alone, so jobs on other machines agree."""
        return zlib.crc32(source.encode()) % self.of == self.number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """The files to read, by source; the folders that were walked; the files no reader takes; the paths that are not there."""

    files: tuple[SourceFile, ...]
    folders: tuple[Path, ...]
    passed_over: tuple[Path, ...]
    missing: tuple[Path, ...]
    shard: Shard | None = None


def discover(paths: Sequence[Path], shard: Shard | None = None) -> Discovery:
    """Every file at `paths`, and every readable one below them. Hidden files and files about the folder (README …) are
    left out; a file that is named itself is never left out.

    Raises PathsMissing when none of the paths exists, NothingToIngest when there is nothing to read at them.
    """
    missing = tuple(path for path in paths if not path.exists())
    if len(missing) == len(paths):
        raise PathsMissing(missing)
    found: dict[Path, SourceFile] = {}
    passed_over: list[Path] = []
    for path in paths:
        for file in _below(path):
            if path.is_file() or is_readable_name(file.name) or file.suffix.lower() in ARCHIVES:
                source = file.name if path.is_file() else file.relative_to(path).as_posix()
                found.setdefault(file.resolve(), SourceFile(path=file.resolve(), source=source, named=path.is_file()))
            else:
                passed_over.append(file)
    if not found:
        kinds = ", ".join(sorted({*SUFFIXES, *ARCHIVES}))
        raise NothingToIngest(
            f"There is nothing to ingest at {', '.join(map(str, paths))}: no file ends in {kinds}"
            f"{f' ({len(passed_over)} files of other kinds were passed over)' if passed_over else ''}."
        )
    mine = (file for file in found.values() if shard is None or shard.holds(file.source))
    return Discovery(
        files=tuple(sorted(mine, key=lambda file: (file.source, file.path))),
        folders=tuple(path.resolve() for path in paths if path.is_dir()),
        passed_over=tuple(passed_over),
        missing=missing,
        shard=shard,
    )


def _below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for child in sorted(path.rglob("*")):
        parts = child.relative_to(path).parts
        if any(part.startswith((".", "~$")) for part in parts) or not child.is_file():
            continue
        if not any(fnmatch.fnmatch(child.name.lower(), pattern) for pattern in _ABOUT_THE_FOLDER):
            yield child
