"""An export as a file of whichever format its ending asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from corpus.errors import TestimonyError
from exports.markdown import markdown
from exports.pieces import Export
from exports.slides import slides
from exports.tables import table_csv
from exports.word import annotated, word
from exports.workbook import workbook

MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".md": "text/markdown",
}
"""The endings there are, with their media types."""

_WRITERS: dict[str, Callable[[Export], bytes]] = {
    ".docx": lambda export: annotated(export.annotated) if export.annotated else word(export),
    ".pptx": slides,
    ".xlsx": lambda export: workbook(export.table),
    ".csv": lambda export: table_csv(export.table),
    ".md": markdown,
}

_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]")  # names of devices on Windows, with whatever ending


class ExportFailed(TestimonyError):
    """A file could not be written: `path` says which, the message why and what to do."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


def ending_of(path: Path) -> str:
    """The format a file's name asks for. Raises ExportFailed for one that there is not."""
    ending = path.suffix.lower()
    if ending not in MIME:
        raise ExportFailed(path, f"there is no export for “{ending or path.name}”; end the name in {', '.join(MIME)}")
    return ending


def check_place(path: Path) -> None:
    """Whether a file could be written there, before the work that is to fill it. Raises ExportFailed."""
    ending_of(path)
    if not path.parent.is_dir():
        raise ExportFailed(path, f"there is no folder “{path.parent}”. Make it first, or name another.")


def written(export: Export, ending: str) -> bytes:
    """The file's bytes; `ending` is one of MIME."""
    return _WRITERS[ending](export)


def write_export(path: Path, export: Export) -> None:
    """Write the file. Raises ExportFailed."""
    content = written(export, ending_of(path))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ExportFailed(path, f"it cannot be written ({error.strerror}). Check the folder.") from None


def file_stem(title: str) -> str:
    """A name for a file, which every system takes, without its ending: letters of any script, in lower case.

    >>> file_stem("Travel & money"), file_stem("Über Geld"), file_stem("CON")
    ('travel-money', 'über-geld', 'con-export')
    """
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", title.lower()))
    stem = words.strip("-")[:60].strip("-") or "export"
    return f"{stem}-export" if _RESERVED.fullmatch(stem) else stem
