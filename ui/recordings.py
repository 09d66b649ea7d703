"""The recording a transcript was made from, where it lies beside it: leeds-07.mp3 beside leeds-07.vtt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.records import TranscriptRecord

SOUND = (".mp3", ".m4a", ".wav", ".ogg", ".oga", ".opus", ".flac", ".aac")
PICTURE = (".mp4", ".webm", ".m4v", ".mov")
MOST_BYTES = 500 * 1024 * 1024
"""Streamlit holds what it plays in memory: a longer recording is for a player of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A file that can be played in the page."""

    path: Path
    is_video: bool


def recording_of(record: TranscriptRecord) -> Recording | None:
    """The recording beside a transcript's file, of its name (`leeds-07.mp3`, or `leeds-07.mp3.json` of `leeds-07.mp3`).

    None where there is none on this machine, or one of more than MOST_BYTES.
    """
    file = Path(record.path)
    try:
        there = {one.name.casefold(): one for one in file.parent.iterdir()} if file.parent.is_dir() else {}
        for name in (*(f"{file.stem}{suffix}" for suffix in (*SOUND, *PICTURE)), file.stem):
            found = there.get(name.casefold())
            if found is not None and found.suffix.casefold() in (*SOUND, *PICTURE) and found.is_file():
                is_video = found.suffix.casefold() in PICTURE
                return Recording(path=found, is_video=is_video) if found.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None  # a folder that may not be looked into has nothing to play
    return None
