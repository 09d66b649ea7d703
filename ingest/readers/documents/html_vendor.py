"""The only importer of Beautiful Soup: a page's text to blocks, in the order they are read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.documents.blocks import (
    HIDDEN,
    Aside,
    Block,
    Table,
    one_line,
    paragraph_of,
)

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

MOST_ELEMENTS = 300_000
"""Elements and pieces of text in one page. The page of a three-hour transcript has some ten thousand."""

NAVIGATION = "web page navigation"
_UNSEEN = frozenset("script style template noscript head svg iframe object math select datalist".split())
_FURNITURE = frozenset("nav footer aside form button menu dialog".split())
_ROLES = frozenset("navigation banner contentinfo complementary search menu dialog".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr ruby rb rt img".split()
)
_BOLD = frozenset({"b", "strong"})
_TIME = re.compile(r"\W*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:\.(\d{1,3}))?\W*")


@dataclass(frozen=True, slots=True)
class Cited:
    """Who says the paragraphs that follow, and from when: a `<cite>` and a `<time>`."""

    speaker: str | None = None
    time: timedelta | None = None


@dataclass(slots=True, kw_only=True)
class Page:
    """What a web page shows. `cited` says that it names its speakers by `<cite>`: only then are there Cited blocks."""

    title: str | None
    cited: bool
    blocks: list[Block | Cited]


def page_of(text: str, name: str) -> Page:
    """The page in HTML text. Raises ReadError for one beyond MOST_ELEMENTS, or that cannot be taken apart."""
    from bs4 import BeautifulSoup

    if text.count("<") > MOST_ELEMENTS:
        raise ReadError(
            name,
            f"the page has more than {MOST_ELEMENTS} elements",
            "Copy the transcript into a text file.",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it looks like XML, or like a file's name
            soup = BeautifulSoup(text, "lxml")  # linear; html.parser is quadratic in tags left open
    except (
        ValueError,
        AssertionError,
        RecursionError,
    ) as error:  # bs4's words for markup it cannot follow
        raise ReadError(
            name,
            f"the page's markup is damaged ({type(error).__name__})",
            "Copy the transcript into a text file.",
        ) from None
    title = soup.find("title")
    cites = soup.find_all("cite")
    paragraphs = soup.find_all("p")
    cited = len(cites) >= 2 and all(cite.find_parent("p") is None for cite in cites) and len(paragraphs) >= 1
    reader = _PageReader(cited)
    reader.read(soup)
    return Page(
        title=one_line(title.get_text()).strip() or None if title else None,
        cited=cited,
        blocks=reader.blocks,
    )


@dataclass(slots=True)
class _PageReader:
    """Walks a page without recursion: pages may be nested a hundred thousand deep."""

    cited: bool
    blocks: list[Block | Cited] = field(default_factory=list)
    _runs: list[tuple[str, bool]] = field(default_factory=list)
    _heading: int = 0
    _who: Cited = field(default_factory=Cited)

    def read(self, root: Tag) -> None:
        from bs4 import Tag
        from bs4.element import NavigableString, PreformattedString

        # (what, whether it is entered or left, whether it is in bold)
        stack: list[tuple[PageElement, bool, bool]] = [(root, True, False)]
        while stack:
            element, enters, bold = stack.pop()
            if isinstance(element, Tag):
                if not enters:
                    self._leave(element)
                elif not self._takes_whole(element):
                    self._enter(element)
                    bold = bold or element.name in _BOLD
                    stack.append((element, False, bold))
                    stack.extend((child, True, bold) for child in reversed(element.contents))
            elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
                self._runs.append(
                    (
                        str(element) if self._is_preformatted(element) else one_line(str(element)),
                        bold,
                    )
                )
        self._end_paragraph()

    def _is_preformatted(self, element: PageElement) -> bool:
        return element.parent is not None and element.parent.name in {
            "pre",
            "textarea",
            "listing",
            "plaintext",
        }

    def _takes_whole(self, element: Tag) -> bool:
        """Whether the element was dealt with as one: unseen, furniture, a table, a speaker's name."""
        name = element.name
        if name in _UNSEEN:
            return True
        if name == "br":
            self._runs.append(("\n", False))
            return True
        reason = _aside_reason(element)
        if reason:
            self._end_paragraph()
            self._add(Aside(text="\n".join(_lines(element)), reason=reason))
            return True
        if name == "table" and (rows := _rows(element)):
            self._end_paragraph()
            self._add(Table(rows=rows))
            return True
        if self.cited and name in {"cite", "time"}:
            self._end_paragraph()
            self._cite(element)
            return True
        return False

    def _cite(self, element: Tag) -> None:
        words = one_line(element.get_text()).strip()
        if element.name == "cite":
            self._who = Cited(speaker=words.rstrip(": ") or None)
        else:
            time = _time(words)
            if time is None and words:
                self._add(Aside(text=words, reason="time"))
            self._who = Cited(speaker=self._who.speaker, time=time)
        if self.blocks and isinstance(self.blocks[-1], Cited):
            self.blocks.pop()
        self.blocks.append(self._who)

    def _enter(self, element: Tag) -> None:
        if element.name not in _INLINE:
            self._end_paragraph()
        if match := re.fullmatch(r"h([1-6])", element.name):
            self._heading = int(match[1])

    def _leave(self, element: Tag) -> None:
        if element.name not in _INLINE:
            self._end_paragraph()
        if re.fullmatch(r"h[1-6]", element.name):
            self._heading = 0

    def _end_paragraph(self) -> None:
        runs = [(re.sub(r"[ \t]*\n[ \t]*", "\n", text), bold) for text, bold in self._runs]
        self._runs = []
        paragraph = paragraph_of(_without_double_spaces(runs), self._heading)
        if paragraph.text:
            self.blocks.append(paragraph)

    def _add(self, block: Aside | Table) -> None:
        if isinstance(block, Table) or block.text.strip():
            self.blocks.append(block)


def _without_double_spaces(runs: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    ends_in_space = True
    for text, bold in runs:
        if ends_in_space and text.startswith(" "):
            text = text.lstrip(" ")
        if text:
            ends_in_space = text[-1] in " \n"
            yield text, bold


def _aside_reason(element: Tag) -> str | None:
    if element.name in _FURNITURE or element.get("role") in _ROLES:
        return NAVIGATION
    if element.name == "header" and element.find_parent(["article", "main"]) is None:
        return NAVIGATION
    style = str(element.get("style") or "").replace(" ", "").lower()
    if element.has_attr("hidden") or "display:none" in style or "visibility:hidden" in style:
        return HIDDEN
    return None


def _lines(element: Tag) -> Iterator[str]:
    for piece in element.find_all(string=True):
        if piece.parent is not None and piece.parent.name in _UNSEEN:
            continue
        if line := one_line(str(piece)).strip():
            yield line


def _rows(table: Tag) -> tuple[tuple[str, ...], ...]:
    """The table's rows; none for one of a single column or that holds another: a frame around paragraphs."""
    if table.find("table") is not None:
        return ()
    rows = tuple(tuple("\n".join(_lines(cell)) for cell in row.find_all(["td", "th"])) for row in table.find_all("tr"))
    return rows if any(len(row) > 1 for row in rows) else ()


def _time(written: str) -> timedelta | None:
    match = _TIME.fullmatch(written)
    if match is None:
        return None
    hours, minutes, seconds, fraction = (part or "0" for part in match.groups())
    return timedelta(
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        milliseconds=int(fraction.ljust(3, "0")),
    )
