"""A report, which is no transcript: its file to a text in which headings, lists, block quotes and tables can still be told.

The text is what Markdown writes: `#` before a heading, `-` before a point, `>` before a block quote; each cell of a table stands
by itself. Formats other than Word's are read as a transcript of that format would be.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.errors import ReadError
from ingest.readers import RawFile, read
from ingest.readers.documents.blocks import COMMENT, FOOTER, HEADER, HIDDEN, Aside, Block, Paragraph, Table, is_visible
from ingest.readers.documents.word import WORD, word_blocks

_FURNITURE = frozenset({HEADER, FOOTER, COMMENT, HIDDEN})
_DASHES = "—–-"


def report_text(file: RawFile) -> str:
    """The words of a report. Raises ReadError naming the file, what is wrong and what to do."""
    if not WORD.recognises(file):
        return read(file).text
    text = "\n\n".join(_written(filter(is_visible, word_blocks(file))))
    if not text:
        raise ReadError(
            file.name, "there is no text in the document", "Check that it is the report, and save it again."
        )
    return text


def _written(blocks: Iterable[Block]) -> list[str]:
    parts: list[str] = []
    signs = False  # whether the line after a block quote is its signature, if it begins with a dash
    for block in blocks:
        if signs and isinstance(block, Paragraph) and block.text.lstrip()[:1] in _DASHES:
            parts[-1] += f"\n{_quoted(block.text)}"
            signs = False
            continue
        parts += _parts(block)
        signs = isinstance(block, Paragraph) and block.is_quoted
    return parts


def _parts(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [" ".join(cell.split("\n")) for row in block.rows for cell in row if cell.strip()]
    if isinstance(block, Aside):
        return [] if block.reason in _FURNITURE else [f"Note: {block.text}"]
    if block.is_quoted:
        return [_quoted(block.text)]
    if block.heading:
        return [f"{'#' * block.heading} {' '.join(block.text.split())}"]
    return [f"- {' '.join(block.text.split())}" if block.is_item else block.text]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
