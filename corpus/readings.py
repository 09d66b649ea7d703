"""Kept readings: what a model replied about transcripts, in a folder beside the database, and how long it may stay there.

A reply repeats what was said, and belongs to one version of each transcript whose words the model was sent: when one of these
versions goes, it goes. Forgetting finds it by the transcript's id (corpus.beside).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from corpus.generations import erase_file

READINGS = "readings"
"""The folder for what a model replied about transcripts."""


def outdated_readings(folder: Path, versions: Mapping[str, str]) -> list[Path]:
    """The kept readings of a library's folder that are of no version (by transcript id) that counts, or cannot be read."""
    return [path for path in _files(folder) if not _is_of(path, versions)]


def erase_readings(folder: Path, transcript_id: str, but_version: str = "") -> list[str]:
    """Overwrite and remove the readings of one transcript, those of `but_version` excepted; their names in the folder."""
    gone = []
    for path in _files(folder):
        if _versions(path).get(transcript_id, but_version) != but_version:
            erase_file(path)
            gone.append(path.relative_to(folder).as_posix())
    return gone


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in (folder / READINGS).rglob("*") if path.is_file())


def _is_of(path: Path, versions: Mapping[str, str]) -> bool:
    told = _versions(path)
    return path.suffix == ".json" and bool(told) and all(versions.get(each) == told[each] for each in told)


def _versions(path: Path) -> Mapping[str, str]:
    """The version of every transcript (by id) that a file is about; none where that cannot be read."""
    with suppress(OSError, ValueError):
        told = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(told, dict):
            several = told.get("versions")
            if isinstance(several, dict):
                return {each: str(version) for each, version in several.items()}
            return {str(told["transcript"]): str(told.get("version"))} if "transcript" in told else {}
    return {}
