"""What word processors, PDFs and saved web pages have in common: a transcript as somebody, or some tool, typed it.

A format turns its file into a Typescript: paragraphs, tables and what stands aside from the speech, in reading order.
Here it is decided how the transcript is typed: as a meeting tool exports it, as a table, or line by line as in a text
file; the last is left to the reader of plain text, so that its rules are written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.errors import ReadError
from ingest.readers.documents.blocks import Aside, Block, Paragraph, Table, is_visible
from ingest.readers.documents.gemini import read_gemini_notes
from ingest.readers.documents.grid import read_grid
from ingest.readers.documents.teams import (
    read_timed_paragraphs,
    set_aside_meeting_notices,
)
from ingest.readers.documents.typed import read_typed
from ingest.readers.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Typescript:
    """A document as its reader found it; `title` and `meta` are what the file says of itself."""

    blocks: Sequence[Block]
    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_typescript(typescript: Typescript, name: str) -> Reading:
    """The transcript in a document. Raises ReadError, naming the file, where there is no text or only an AI summary."""
    blocks = [block for block in typescript.blocks if is_visible(block)]
    if not any(isinstance(block, Paragraph | Table) for block in blocks):
        raise ReadError(
            name,
            "there is no text in the document",
            "Check that it is the transcript, and export it again.",
        )
    reading = (
        read_gemini_notes(blocks, name)
        or read_timed_paragraphs(blocks)
        or read_grid(blocks)
        or read_typed(set_aside_meeting_notices(blocks))
    )
    headings = (block.text.strip() for block in blocks if isinstance(block, Paragraph) and block.heading == 1)
    return replace(
        reading,
        title=typescript.title or reading.title or next(headings, None),
        meta={**reading.meta, **typescript.meta},
        warnings=(*typescript.warnings, *reading.warnings),
    )


__all__ = ["Aside", "Block", "Paragraph", "Table", "Typescript", "read_typescript"]
