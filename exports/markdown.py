"""Pieces as a Markdown file: quotes as block quotes, sources as footnotes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from exports.escaping import as_markdown
from exports.pieces import Export, Heading, Note, Paragraph, Quoted, Table
from rag.speech.words import in_line


def markdown(export: Export) -> bytes:
    """The whole file."""
    parts = [f"# {_line(export.title)}\n"]
    notes: list[Note] = []
    for piece in export.pieces:
        if isinstance(piece, Heading):
            parts.append(f"{'#' * (piece.level + 1)} {_line(piece.text)}\n")
        elif isinstance(piece, Paragraph):
            label = f"**{_line(piece.label)}** " if piece.label else ""
            marks = "".join(_footnote(piece, each, notes) for each in piece.sources)
            parts.append(f"{label}{_line(piece.text)}{marks}\n")
        else:
            parts += _quote(piece)
    if export.shown_as_table:
        parts += _table(export.table)
    below = [f"[^{at}]: {_line(note)} (`{span.transcript_id}`)\n" for at, (span, note) in enumerate(notes, 1)]
    return ("\n".join([*parts, *below]).rstrip() + "\n").encode()


def _footnote(paragraph: Paragraph, quoted: Quoted, notes: list[Note]) -> str:
    number = paragraph.number_of(quoted, notes)
    if number is None:
        notes.append((quoted.span, paragraph.note_on(quoted)))
    return f"[^{number or len(notes)}]"


def _quote(quoted: Quoted) -> Iterator[str]:
    words = "\n> ".join(as_markdown(line) for line in quoted.words.splitlines())
    below = "".join(f">\n> {_line(line)}\n" for line in quoted.below)
    yield f"> “{words}”\n>\n> — {_line(quoted.source)} (`{quoted.span.transcript_id}`)\n{below}"


def _table(table: Table) -> Iterator[str]:
    rows = [table.header, ("---",) * len(table.header), *table.rows]
    cells = [[cell if row is rows[1] else _line(cell) for cell in row] for row in rows]
    yield "\n".join(f"| {' | '.join(row)} |" for row in cells) + "\n"


def _line(text: str) -> str:
    return as_markdown(in_line(text))
