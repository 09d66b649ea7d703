"""Documents typed like text: their paragraphs become lines, and the reader of plain text decides who speaks.

What a document shows by its look, a line says in Markdown: a heading is `# …`, a bold name `**Name:**`. The signs are
put in for the recogniser and taken out again, offsets and all, so the canonical text has only what the document has.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from corpus.transcript import Cue, Mark, Turn
from ingest.readers.documents.blocks import Aside, Block, Paragraph
from ingest.readers.documents.grid import TABLE, rows_as_lines
from ingest.readers.plain_text import read_plain_text
from ingest.readers.reading import Reading

_LONGEST_NAME = 60
_SEPARATOR = "\n\n"
_Stretch = TypeVar("_Stretch", Turn, Mark, Cue)


def read_typed(blocks: Sequence[Block]) -> Reading:
    """The Reading of a document in which no tool's layout was found: text is its paragraphs, an empty line between."""
    names = _repeated_names(blocks)
    page = _Page()
    for block in blocks:
        if isinstance(block, Paragraph):
            _type_paragraph(page, block, names)
        elif isinstance(block, Aside):
            page.set_aside(block.text, block.reason)
        else:
            page.set_aside(rows_as_lines(block.rows), TABLE)
    return page.without_signs(read_plain_text(page.text))


def _type_paragraph(page: _Page, paragraph: Paragraph, names: frozenset[str]) -> None:
    page.open_block()
    text, name = paragraph.text, _bold_name(paragraph)
    if name not in names:
        if paragraph.heading and "\n" not in text:
            page.sign("#" * (1 if paragraph.heading == 1 else 2) + " ")
        page.type(text)
        return
    rest = text[len(name) :]
    alone = not rest.strip() or rest.lstrip(" \t").startswith("\n")
    page.sign("**")
    page.type(name)
    page.sign("**" if alone else ":**")
    if rest and not rest[0].isspace():
        page.sign(" ")
    page.type(rest)


def _bold_name(paragraph: Paragraph) -> str:
    """The bold words a paragraph opens with, where they could be a name that lacks its colon; else empty."""
    name = paragraph.text[: paragraph.bold]
    rest = paragraph.text[paragraph.bold :].lstrip()
    could_be = 0 < len(name) <= _LONGEST_NAME and "\n" not in name and name[-1].isalnum() and not rest.startswith(":")
    return name if could_be and not re.search(r"\d:\d\d$", name) else ""


def _repeated_names(blocks: Sequence[Block]) -> frozenset[str]:
    times = Counter(_bold_name(block) for block in blocks if isinstance(block, Paragraph))
    return frozenset(name for name, count in times.items() if name and count > 1)


@dataclass(slots=True)
class _Page:
    """The text given to the recogniser, and where its signs and asides are."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _signs: list[int] = field(default_factory=list)  # the offset of every character put in
    _asides: list[Mark] = field(default_factory=list)  # offsets into the text with its signs

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def open_block(self) -> None:
        if self._length:
            self.type(_SEPARATOR)

    def type(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def sign(self, sign: str) -> None:
        self._signs.extend(range(self._length, self._length + len(sign)))
        self.type(sign)

    def set_aside(self, text: str, reason: str) -> None:
        """Each line as a heading, which no recogniser takes for speech; its own reason is put back afterwards."""
        self.open_block()
        start = self._length
        for number, line in enumerate(text.strip().split("\n")):
            if number:
                self.type("\n")
            if line.strip():
                self.sign("# ")
            self.type(line)
        self._asides.append(Mark(start=start, end=self._length, reason=reason))

    def without_signs(self, reading: Reading) -> Reading:
        signs = set(self._signs)
        text = "".join(letter for offset, letter in enumerate(reading.text) if offset not in signs)
        turns = [turn for turn in map(self._moved, reading.turns) if turn.start < turn.end]
        marks = [mark for mark in reading.marks if not self._is_aside(mark)] + self._asides
        moved_marks = sorted((self._moved(mark) for mark in marks), key=lambda mark: mark.start)
        return replace(
            reading,
            text=text,
            turns=tuple(replace(turn, index=index) for index, turn in enumerate(turns)),
            marks=tuple(mark for mark in moved_marks if mark.start < mark.end),
            cues=tuple(cue for cue in map(self._moved, reading.cues) if cue.start < cue.end),
            title=None,  # a document's own title, or its first heading, says it better than a first line
        )

    def _moved(self, stretch: _Stretch) -> _Stretch:
        start, end = (offset - bisect.bisect_left(self._signs, offset) for offset in (stretch.start, stretch.end))
        return replace(stretch, start=start, end=end)

    def _is_aside(self, mark: Mark) -> bool:
        position = bisect.bisect_right(self._asides, mark.start, key=lambda aside: aside.start) - 1
        return position >= 0 and mark.start < self._asides[position].end
