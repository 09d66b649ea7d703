"""One reader per format, each a pure function from a file's bytes to a Reading, behind one registry.

A file is recognised by its content first: a WebVTT file named `.txt` is WebVTT.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from ingest.readers.captions import CAPTIONS, NOT_CAPTIONS
from ingest.readers.documents.old_word import OLD_WORD
from ingest.readers.documents.opendocument import OPEN_DOCUMENT
from ingest.readers.documents.pdf import PDF
from ingest.readers.documents.rtf import RTF
from ingest.readers.documents.web_page import WEB_PAGE
from ingest.readers.documents.word import WORD
from ingest.readers.json_exports import JSON
from ingest.readers.plain_text import PLAIN_TEXT
from ingest.readers.reading import Format, RawFile, Reading
from ingest.readers.spreadsheets import XLSX
from ingest.readers.tables import TABLE

FORMATS: tuple[Format, ...] = (
    WORD,
    OPEN_DOCUMENT,
    XLSX,
    OLD_WORD,
    RTF,
    PDF,
    *CAPTIONS,
    JSON,
    WEB_PAGE,
    TABLE,
    NOT_CAPTIONS,
    PLAIN_TEXT,
)
"""In the order they are asked; plain text, which takes any text, comes last."""

_NEVER_TEXT = (WORD, OPEN_DOCUMENT, XLSX, OLD_WORD, RTF, PDF)

SUFFIXES = frozenset(suffix for known in FORMATS for suffix in known.suffixes)


def is_readable_name(name: str) -> bool:
    """Whether files named like this are looked at when a folder is ingested."""
    return PurePath(name).suffix.lower() in SUFFIXES


def read(file: RawFile) -> Reading:
    """Read a file of any known format. Raises ReadError naming the file, the line where there is one, and what to do."""
    known = next((known for known in FORMATS if known.recognises(file)), PLAIN_TEXT)
    return _read_as_text(file) if known is PLAIN_TEXT else known.read(file)


def _read_as_text(file: RawFile) -> Reading:
    """A text under a name that promises something else is read, and says so: it may be the wrong file, or a broken one."""
    reading = PLAIN_TEXT.read(file)
    promised = next((known.name for known in _NEVER_TEXT if file.suffix in known.suffixes), None)
    if promised is None:
        return reading
    warning = (
        f"this file is named {file.suffix} and is no {promised}: it holds plain text and was read as that; "
        "see whether it is the file you meant"
    )
    return replace(reading, warnings=(warning, *reading.warnings))


__all__ = ["FORMATS", "SUFFIXES", "Format", "RawFile", "Reading", "is_readable_name", "read"]
