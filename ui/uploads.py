"""Files that came from a browser, laid down in a folder as the ingest job takes them: zips unpacked, nothing lost unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ingest.archives import SUFFIXES, expand, passed_over
from ingest.beside import SIDECAR_SUFFIX
from ingest.discover import SourceFile
from ingest.errors import ReadError
from ingest.job import Failure
from ingest.metadata import FILE_NAME
from ingest.readers import RawFile

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came from a browser."""

    name: str
    raw: bytes


@dataclass(slots=True, kw_only=True)
class Dropped:
    """What was dropped: `files` to read, `failures` that cannot be, and sentences on what no reader takes."""

    files: list[SourceFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def lay_down(uploads: Sequence[Upload], folder: Path) -> Dropped:
    """Write the uploads into `folder`. Two that would have one name keep the folders they had in their archive."""
    dropped = Dropped()
    taken: set[str] = set()
    for upload in uploads:
        raw = RawFile(name=upload.name, raw=upload.raw)
        try:
            for file in expand(raw):
                if file.suffix in SUFFIXES:
                    raise ReadError(upload.name, "this is no zip archive, or a damaged one", "Make it again.")
                source = _source(file.name, taken)
                _write(folder / source, file.raw)
                if source.endswith(SIDECAR_SUFFIX) or PurePosixPath(source).name == FILE_NAME:
                    continue  # it says something of its neighbours, and is none of them
                alone = len(uploads) == 1 and file.name == upload.name  # not out of a zip
                dropped.files.append(SourceFile(path=folder / source, source=source, named=alone))
        except ReadError as error:
            dropped.failures.append(Failure(path=upload.name, error=str(error)))
            continue
        if others := passed_over(raw):
            dropped.passed_over.append(_not_taken(upload.name, others))
    return dropped


def _source(name: str, taken: set[str]) -> str:
    """What a file is called in the library: its name, or, where that is taken, with its folder before it."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    choices = ["/".join(parts[-length:]) for length in range(1, len(parts) + 1)] or ["transcript"]
    free = next((choice for choice in choices if choice not in taken), None)
    if free is None:
        raise ReadError(name, "another file of this name was dropped with it", "Drop it by itself, or rename it.")
    taken.add(free)
    return free


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _not_taken(archive: str, names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{archive}: passed over, as no reader takes them: {shown}{more}."
