"""The bytes of a source: a file, or one inside a zip archive, whose path then goes on behind the archive's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.archives import expand, is_archive
from ingest.discover import SourceFile
from ingest.errors import ReadError
from ingest.readers import RawFile
from ingest.zipped import member_names

LARGEST_FILE_BYTES = 150 * 1024 * 1024
"""What is read at all: room for an archive, or a PDF with pictures. Each format has a limit of its own below it."""


def open_source(file: SourceFile) -> Iterator[tuple[SourceFile, bytes]]:
    """The file with its bytes; of an archive, each file in it. Raises ReadError, also after the first."""
    raw = RawFile(name=str(file.path), raw=bytes_of(file.path))
    if not is_archive(raw):
        yield file, raw.raw
        return
    for inner in expand(raw):
        member = inner.name[len(raw.name) + 1 :]
        yield replace(file, path=file.path / member, source=f"{file.source}/{member}"), inner.raw


def bytes_of(path: Path) -> bytes:
    """The whole file. Raises ReadError when it is too large or cannot be opened, or is not in its archive."""
    if archive := archive_of(path):
        held = RawFile(name=str(archive), raw=bytes_of(archive))
        found = next((inner.raw for inner in expand(held) if inner.name == str(path)), None)
        if found is None:
            raise ReadError(path, "it is not in the archive any more", "Put it back, or ingest with --prune.")
        return found
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise ReadError(path, f"the file is over {LARGEST_FILE_BYTES // 2**20} MB", "Split it up first.")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"it cannot be opened ({error.strerror})", "Check that you may read it.") from None


def lies_at(path: Path) -> bool:
    """Whether the file is there, in its folder or in its archive."""
    if archive := archive_of(path):
        return path.relative_to(archive).as_posix() in member_names(archive.read_bytes())
    return path.exists()


def archive_of(path: Path) -> Path | None:
    """The archive that a path goes on behind; None for the path of a file of its own."""
    return next((folder for folder in path.parents if folder.is_file()), None)


def size_of(path: Path) -> int:
    """How many bytes the file has; 0 when it cannot be asked."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
