"""The pieces of a typed document, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HEADER = "page header"
FOOTER = "page footer"
FOOTNOTE = "footnote"
COMMENT = "comment"
HIDDEN = "hidden text"
OUTSIDE_TABLE = "outside the transcript's table"
"""Reasons for what stands aside, the same words in every format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; `text` may hold newlines, where its author broke the line. `bold` is how many of its first
    characters stand in bold, `heading` its level, from 1, or 0. `is_item`: it is a point of a list; `is_quoted`: a block quote."""

    text: str
    bold: int = 0
    heading: int = 0
    is_item: bool = False
    is_quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells. A cell merged with the one above it is empty."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Text that is no speech wherever it stands, and why: a page header, a footnote, a comment."""

    text: str
    reason: str


Block = Paragraph | Table | Aside


def is_visible(block: Block) -> bool:
    """Whether a reader would see anything of it."""
    if isinstance(block, Table):
        return any(cell.strip() for row in block.rows for cell in row)
    return bool(block.text.strip())


def text_of(block: Block) -> str:
    """A block as lines; a table's cells are apart by tabs."""
    if isinstance(block, Table):
        return "\n".join("\t".join(row) for row in block.rows)
    return block.text


def paragraph_of(runs: Iterable[tuple[str, bool]], heading: int = 0) -> Paragraph:
    """The paragraph of these runs of text, each in bold or not, without the white space around it.

    >>> paragraph_of([(" Ada", True), (": No. ", False)])
    Paragraph(text='Ada: No.', bold=3, heading=0, is_item=False, is_quoted=False)
    """
    text, bold, still_bold = "", 0, True
    for run, is_bold in runs:
        text += run
        still_bold = still_bold and (is_bold or not run.strip())
        if still_bold and is_bold:
            bold = len(text)
    stripped = text.strip()
    before = len(text) - len(text.lstrip())
    bold = min(len(stripped), max(0, bold - before))
    return Paragraph(text=stripped, bold=len(stripped[:bold].rstrip()), heading=heading)


def one_line(text: str) -> str:
    """The text with every run of white space as one space: how XML and HTML show it.

    >>> one_line("a" + chr(10) + "   b")
    'a b'
    """
    return re.sub(r"[ \t\n\r\f\v]+", " ", text)


def without_repeats(asides: Iterable[Aside]) -> list[Aside]:
    """Each aside once: a page header stands in a file once for every kind of page."""
    return list(dict.fromkeys(aside for aside in asides if aside.text.strip()))
