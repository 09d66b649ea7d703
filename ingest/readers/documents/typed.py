"""Documents typed like text: their paragraphs become lines, and the reader of plain text decides who speaks.

What a document shows by its look, a line says in Markdown: a heading is `# …`, a bold name `**Name:**`. The signs are
put in for the recogniser and taken out again, offsets and all, so the canonical text has only what the document has.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from corpus.transcript import Cue, Mark, Turn
from ingest.readers.documents.blocks import Aside, Block, Paragraph
from ingest.readers.documents.grid import TABLE, rows_as_lines
from ingest.readers.lines import visible
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
    return page.finished(read_plain_text(page.text))


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
    """The text given to the recogniser, and where its signs are and its asides belong."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _signs: list[int] = field(default_factory=list)  # the offset of every character put in
    _asides: list[tuple[int, Aside]] = field(default_factory=list)  # each with the end of the paragraph before it
    _typed: str = ""  # once finished: the whole text,
    _offsets: list[int] = field(default_factory=list)  # where the asides belong
    _inserted: list[int] = field(default_factory=list)  # and how many characters the first n of them take

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
        """The recogniser never sees it: a comment that begins with its author's name is no turn of theirs."""
        self._asides.append((self._length, Aside(text=text.strip(), reason=reason)))

    def finished(self, reading: Reading) -> Reading:
        """The recogniser's reading, its offsets in the text without signs and with the asides."""
        self._typed = self.text
        text, asides = self._final_text()
        self._offsets = [offset for offset, _ in self._asides]
        self._inserted = [0, *itertools.accumulate(len(aside.text) + len(_SEPARATOR) for _, aside in self._asides)]
        turns = [piece for turn in reading.turns for piece in self._moved(turn)]
        marks = [piece for mark in reading.marks for piece in self._moved(mark)]
        return replace(
            reading,
            text=text,
            turns=tuple(replace(turn, index=index) for index, turn in enumerate(turns)),
            marks=tuple(sorted([*marks, *asides], key=lambda mark: mark.start)),
            cues=tuple(piece for cue in reading.cues for piece in self._moved(cue)),
            title=None,  # a document's own title, or its first heading, says it better than a first line
        )

    def _final_text(self) -> tuple[str, list[Mark]]:
        typed, signs = self._typed, frozenset(self._signs)
        parts: list[str] = []
        marks: list[Mark] = []
        length = done = 0
        for offset, aside in [*self._asides, (self._length, None)]:
            plain = "".join(typed[i] for i in range(done, offset) if i not in signs)
            parts.append(plain)
            length += len(plain)
            done = offset
            if aside is not None:
                start = length + (len(_SEPARATOR) if offset else 0)
                marks.append(Mark(start=start, end=start + len(aside.text), reason=aside.reason))
                parts += [_SEPARATOR, aside.text] if offset else [aside.text, _SEPARATOR]
                length += len(_SEPARATOR) + len(aside.text)
        return "".join(parts).rstrip(), marks

    def _moved(self, stretch: _Stretch) -> Iterator[_Stretch]:
        """The stretch where it stands in the final text, in two where an aside cuts it."""
        offsets, inserted = self._offsets, self._inserted
        within = offsets[bisect.bisect_right(offsets, stretch.start) : bisect.bisect_left(offsets, stretch.end)]
        cuts: list[int] = list(dict.fromkeys(within))
        for start, end in itertools.pairwise([stretch.start, *cuts, stretch.end]):
            if (span := visible(self._typed, start, end)) is None:
                continue
            start, end = (
                span[0] - bisect.bisect_left(self._signs, span[0]) + inserted[bisect.bisect_right(offsets, span[0])],
                span[1] - bisect.bisect_left(self._signs, span[1]) + inserted[bisect.bisect_left(offsets, span[1])],
            )
            if start < end:
                yield replace(stretch, start=start, end=end)
