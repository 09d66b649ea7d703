"""The body of an OpenDocument text: its XML as paragraphs, tables and text that stands aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ingest.readers.documents.blocks import (
    COMMENT,
    FOOTNOTE,
    Aside,
    Block,
    Paragraph,
    Table,
    one_line,
    paragraph_of,
    text_of,
)

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TEXT = (f"{{{_ODF}{name}:1.0}}" for name in ("office", "style", "text"))
_TABLE, _DRAW = (f"{{{_ODF}{name}:1.0}}" for name in ("table", "drawing"))
_FORMAT = f"{{{_ODF}xsl-fo-compatible:1.0}}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_TEXT_BOX = "text box"
_MOST_SPACES = 1000
_MOST_COLUMNS = 64
_SKIPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}sequence-decls",
        f"{OFFICE}forms",
        f"{TEXT}note-citation",
    }
)
_LISTINGS = frozenset(
    {
        f"{TEXT}table-of-content",
        f"{TEXT}alphabetical-index",
        f"{TEXT}illustration-index",
    }
)


def bold_styles(roots: Iterable[Element]) -> frozenset[str]:
    """The names of the styles that set their text in bold, by themselves or through their parent."""
    weights: dict[str, tuple[str | None, str | None]] = {}
    for root in roots:
        for style in root.iter(f"{STYLE}style"):
            properties = style.find(f"{STYLE}text-properties")
            weight = None if properties is None else properties.get(f"{_FORMAT}font-weight")
            weights[style.get(f"{STYLE}name", "")] = (
                weight,
                style.get(f"{STYLE}parent-style-name"),
            )
    return frozenset(name for name in weights if _weight(name, weights) in {"bold", "600", "700", "800", "900"})


def _weight(name: str, weights: dict[str, tuple[str | None, str | None]]) -> str | None:
    seen: set[str] = set()
    while name in weights and name not in seen:
        seen.add(name)
        weight, parent = weights[name]
        if weight is not None or parent is None:
            return weight
        name = parent
    return None


class Body:
    """Reads bodies; `notes` collects what hangs on the words, for the end: footnotes, comments, text boxes."""

    def __init__(self, bold: frozenset[str]) -> None:
        self._bold = bold
        self.notes: list[Aside] = []

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks below an element, in order."""
        for child in parent:
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield self._paragraph(child)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            elif child.tag in _LISTINGS:
                yield Aside(
                    text="\n".join(map(text_of, self.blocks(child))),
                    reason="table of contents",
                )
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child)  # sections, lists, frames: only wrappers to us

    def _paragraph(self, element: Element) -> Paragraph:
        level = element.get(f"{TEXT}outline-level", "1") if element.tag == f"{TEXT}h" else "0"
        if element.get(f"{TEXT}style-name") == "Title":
            level = "1"
        bold = element.get(f"{TEXT}style-name") in self._bold
        return paragraph_of(self._runs(element, bold), int(level) if level.isdecimal() else 0)

    def _runs(self, element: Element, bold: bool) -> Iterator[tuple[str, bool]]:
        yield one_line(element.text or ""), bold
        for child in element:
            yield from self._child(child, bold)
            yield one_line(child.tail or ""), bold

    def _child(self, child: Element, bold: bool) -> Iterator[tuple[str, bool]]:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), bold
        elif child.tag == f"{TEXT}tab":
            yield "\t", bold
        elif child.tag == f"{TEXT}line-break":
            yield "\n", bold
        elif child.tag == f"{TEXT}note":
            self._set_aside(child, FOOTNOTE)
        elif child.tag == f"{OFFICE}annotation":
            self._set_aside(child, COMMENT)
        elif child.tag.startswith(_DRAW):
            self._set_aside(child, _TEXT_BOX)
        elif child.tag not in _SKIPPED:
            style = child.get(f"{TEXT}style-name")
            yield from self._runs(child, bold if style is None else style in self._bold or bold)

    def _set_aside(self, element: Element, reason: str) -> None:
        author = (element.findtext(f"{_DUBLIN_CORE}creator") or "").strip()
        text = "\n".join(map(text_of, self.blocks(element))).strip()
        if text:
            self.notes.append(Aside(text=f"{author}: {text}" if author else text, reason=reason))

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [_cells(row) for row in table.iter(f"{_TABLE}table-row")]
        if all(len(row) == 1 for row in rows):  # one column, or a single cell: only a frame around paragraphs
            for (cell,) in rows:
                yield from self.blocks(cell)
            return
        yield Table(rows=tuple(tuple(self._texts(row)) for row in rows))

    def _texts(self, row: list[Element]) -> Iterator[str]:
        for cell in row:
            text = "\n".join(map(text_of, self.blocks(cell)))
            repeated = cell.get(f"{_TABLE}number-columns-repeated", "1")
            yield from [text] * min(int(repeated) if repeated.isdecimal() else 1, _MOST_COLUMNS)


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}]
