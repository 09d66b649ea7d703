"""What lies beside a source file: `transcripts.csv` in its folder or above, and its own corrections."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.corrections import Corrections, parse_corrections
from ingest.discover import SourceFile
from ingest.errors import ReadError
from ingest.metadata import FILE_NAME, FileMetadata, Metadata, parse_metadata
from ingest.readers.decoding import decode

SIDECAR_SUFFIX = ".corrections.yaml"
_LARGEST_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a file's neighbours say of it. `recipe` is empty when they say nothing, and else changes with what they say."""

    metadata: FileMetadata | None = None
    corrections: Corrections | None = None
    recipe: str = ""


class BesideFiles:
    """Reads what lies beside source files; every `transcripts.csv` once. `warnings` are about the csv files themselves."""

    def __init__(self) -> None:
        self._read: dict[Path, Metadata] = {}
        self.warnings: list[str] = []

    def of(self, file: SourceFile) -> Beside:
        """The neighbours' word on a file. Raises ReadError for a sidecar that cannot be read: what it leaves out must
        not come back because of a typing error."""
        metadata = self._metadata(file)
        sidecar = find_sidecar(file.path)
        text = _text(sidecar) if sidecar else ""
        corrections = parse_corrections(text, str(sidecar)) if sidecar and text.strip() else None
        if metadata is None and corrections is None:
            return Beside()
        digest = hashlib.blake2s(f"{metadata!r}/{text}".encode(), digest_size=6).hexdigest()
        return Beside(metadata=metadata, corrections=corrections, recipe=f", beside {digest}")

    def _metadata(self, file: SourceFile) -> FileMetadata | None:
        depth = len(PurePosixPath(file.source).parts)
        for folder in list(file.path.parents)[:depth]:
            found = self._in(folder).of(PurePosixPath(file.path.relative_to(folder).as_posix()))
            if found is not None:
                return found
        return None

    def _in(self, folder: Path) -> Metadata:
        if folder not in self._read:
            path = folder / FILE_NAME
            self._read[folder] = Metadata()
            if path.is_file():
                try:
                    self._read[folder], warnings = parse_metadata(_text(path), str(path))
                    self.warnings += (*warnings, *_absent(self._read[folder], path))
                except ReadError as error:
                    self.warnings.append(str(error))
        return self._read[folder]


def _absent(metadata: Metadata, path: Path) -> Iterator[str]:
    there = {entry.relative_to(path.parent).as_posix().casefold() for entry in path.parent.rglob("*")}
    names = {PurePosixPath(entry).name for entry in there} | {PurePosixPath(entry).stem for entry in there}
    for file in metadata.files:
        if file not in there and file not in names and ".zip/" not in file:
            yield f"{path}: it speaks of “{file}”, and there is no such file beside it"


def find_sidecar(path: Path) -> Path | None:
    """The corrections of a file: `name.txt.corrections.yaml`, or `name.corrections.yaml`; None when there are none."""
    return next(
        (each for each in (_full_name(path), path.with_name(path.stem + SIDECAR_SUFFIX)) if each.is_file()), None
    )


def sidecar_path(path: Path) -> Path:
    """Where corrections of a file are written: the ones it has, else a new `name.corrections.yaml`.

    A namesake of another kind (`name.vtt` beside `name.txt`) gets a sidecar under its full name.
    """
    found = find_sidecar(path)
    if found is None:
        namesakes = [each for each in path.parent.glob(f"{_glob_escape(path.stem)}.*") if each.name != path.name]
        found = _full_name(path) if namesakes else path.with_name(path.stem + SIDECAR_SUFFIX)
    return found


def _glob_escape(name: str) -> str:
    """A file name with nothing in it that a pattern would take for more than itself."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def _full_name(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _text(path: Path) -> str:
    try:
        if os.path.getsize(path) > _LARGEST_BYTES:
            raise ReadError(path, f"the file is over {_LARGEST_BYTES // 2**20} MB", "It should hold a few lines.")
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"it cannot be opened ({error.strerror})", "Check that you may read it.") from None
    return decode(raw, path)[0] if raw.strip() else ""
