"""The body of a Word file: its XML as paragraphs, tables and text that stands aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ingest.readers.documents.blocks import (
    HIDDEN,
    Aside,
    Block,
    Paragraph,
    Table,
    one_line,
    paragraph_of,
    text_of,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT_BOX = "text box"
_WRAPPERS = frozenset(
    "ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo body document hdr ftr footnote endnote "
    "comment txbxContent".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute in Word's namespace; None when it, or the element, is missing."""
    return None if element is None else element.get(f"{W}{name}", element.get(f"{_STRICT}{name}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph of a style is: a heading of a level, from 1, a point of a list, or a block quote."""

    heading: int = 0
    is_item: bool = False
    is_quoted: bool = False


@dataclass(slots=True)
class Body:
    """Reads bodies. `styles` says what paragraphs of a style are; `deletions` counts the tracked deletions that were left out."""

    styles: Mapping[str, Style]
    deletions: int = 0
    _beside: list[Aside] = field(default_factory=list)  # found within a paragraph, given after it

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks below an element, in order."""
        for child in _children(parent):
            kind = _kind(child)
            if kind == "p":
                yield self._paragraph(child)
                yield from self._beside
                self._beside = []
            elif kind == "tbl":
                yield from self._table(child)
            elif kind in _WRAPPERS:
                yield from self.blocks(child)

    def _paragraph(self, element: Element) -> Paragraph:
        style = self.styles.get(attribute(_find(element, "pPr", "pStyle"), "val") or "", Style())
        is_item = style.is_item or _find(element, "pPr", "numPr") is not None
        whole = paragraph_of(list(self._runs(element)), style.heading)
        return replace(whole, is_item=is_item and not style.heading, is_quoted=style.is_quoted)

    def _runs(self, parent: Element) -> Iterator[tuple[str, bool]]:
        for child in _children(parent):
            kind = _kind(child)
            if kind in {"del", "moveFrom"}:
                self.deletions += 1
            elif kind == "r":
                yield from self._run(child)
            elif kind in _WRAPPERS:
                yield from self._runs(child)

    def _run(self, run: Element) -> Iterator[tuple[str, bool]]:
        text = "".join(self._pieces(run))
        if not text:
            return
        if _is_on(_find(run, "rPr", "vanish")):
            self._beside.append(Aside(text=text, reason=HIDDEN))
            return
        strong = attribute(_find(run, "rPr", "rStyle"), "val") == "Strong"
        yield text, strong or _is_on(_find(run, "rPr", "b"))

    def _pieces(self, run: Element) -> Iterator[str]:
        for child in _children(run):
            kind = _kind(child)
            if kind == "t":
                yield one_line(child.text or "")
            elif kind == "sym":
                yield "•" if attribute(child, "char") else ""
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind in {"drawing", "pict", "object"}:
                self._take_text_boxes(child)

    def _take_text_boxes(self, drawing: Element) -> None:
        for box in _iterate(drawing, "txbxContent"):
            text = "\n".join(text_of(block) for block in Body(self.styles).blocks(box))
            self._beside.append(Aside(text=text, reason=_TEXT_BOX))

    def _table(self, table: Element) -> Iterator[Block]:
        """A table as rows; one column of cells, or a single cell, is only a frame around paragraphs."""
        rows = list(_wrapped(table, "tr"))
        if all(len(list(_wrapped(row, "tc"))) == 1 for row in rows):
            for row in rows:
                for cell in _wrapped(row, "tc"):
                    yield from self.blocks(cell)
            return
        yield Table(rows=tuple(tuple(self._cells(row)) for row in rows))
        yield from self._beside
        self._beside = []

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in _wrapped(row, "tc"):
            blocks = list(self.blocks(cell))
            self._beside += [block for block in blocks if isinstance(block, Aside)]
            yield "\n".join(text for block in blocks if not isinstance(block, Aside) and (text := text_of(block)))
            span = attribute(_find(cell, "tcPr", "gridSpan"), "val") or "1"
            yield from [""] * (min(int(span), 64) - 1 if span.isdecimal() else 0)


def _children(parent: Element) -> Iterator[Element]:
    """The children, with one branch of every alternative: Word writes a text box twice, for new programs and old."""
    for child in parent:
        if child.tag == f"{_COMPATIBILITY}AlternateContent":
            branch = next(iter(child), None)
            yield from _children(branch) if branch is not None else ()
        else:
            yield child


def _iterate(parent: Element, kind: str) -> Iterator[Element]:
    """The nearest descendants of a kind: none within another."""
    for child in _children(parent):
        if _kind(child) == kind:
            yield child
        else:
            yield from _iterate(child, kind)


def _wrapped(parent: Element, kind: str) -> Iterator[Element]:
    """The children of a kind, also where a content control or an insertion wraps them."""
    for child in _children(parent):
        if _kind(child) == kind:
            yield child
        elif _kind(child) in _WRAPPERS:
            yield from _wrapped(child, kind)


def _kind(element: Element) -> str:
    """The element's name in Word's namespace; empty in another."""
    tag = element.tag
    return tag.rpartition("}")[2] if tag.startswith((W, _STRICT)) else ""


def _find(element: Element, *path: str) -> Element | None:
    found: Element | None = element
    for kind in path:
        found = next((child for child in found if _kind(child) == kind), None) if found is not None else None
    return found


def _is_on(switch: Element | None) -> bool:
    return switch is not None and attribute(switch, "val") not in {"0", "false", "off"}
