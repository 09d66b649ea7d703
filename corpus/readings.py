"""Kept readings: what a model replied about a transcript, in a folder beside the database, and how long it may stay there.

A reply repeats what was said, and belongs to one version of one transcript: when that version goes, it goes. Forgetting finds
it by the transcript's id (corpus.beside).
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
        told = _told(path)
        if told.get("transcript") == transcript_id and told.get("version") != but_version:
            erase_file(path)
            gone.append(path.relative_to(folder).as_posix())
    return gone


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in (folder / READINGS).rglob("*") if path.is_file())


def _is_of(path: Path, versions: Mapping[str, str]) -> bool:
    told = _told(path)
    return path.suffix == ".json" and versions.get(str(told.get("transcript"))) == told.get("version", "")


def _told(path: Path) -> Mapping[str, object]:
    with suppress(OSError, ValueError):
        told = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(told, dict):
            return told
    return {}
