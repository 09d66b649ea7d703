"""One reader per format, each a pure function from a file's text to a Reading, behind one registry.

A new format is a new module with a `Reader` and a line in `READERS`.
"""

from __future__ import annotations

from pathlib import PurePath

from ingest.readers.plain_text import read_plain_text
from ingest.readers.reading import Reader, Reading

READERS: dict[str, Reader] = {
    ".txt": read_plain_text,
    ".text": read_plain_text,
    ".md": read_plain_text,
    ".markdown": read_plain_text,
}


def reader_for(name: str) -> Reader | None:
    """The reader for a file of this name; None when no reader takes it."""
    return READERS.get(PurePath(name).suffix.lower())


__all__ = ["READERS", "Reader", "Reading", "reader_for"]
