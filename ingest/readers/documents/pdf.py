"""PDF with text: wrapped lines joined into paragraphs, hyphens at line ends undone, page furniture set aside."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.errors import ReadError
from ingest.readers.documents.blocks import Aside, Block, Paragraph
from ingest.readers.documents.pdf_lines import (
    PageLine,
    gaps,
    lines_of_page,
    without_furniture,
)
from ingest.readers.documents.pdf_vendor import read_pages
from ingest.readers.documents.typescript import Typescript, read_typescript
from ingest.readers.reading import Format, RawFile, Reading

_SIGNATURE = b"%PDF-"
_SIGNATURE_WITHIN = 1024  # some servers put a few bytes in front, and readers have always allowed it
_LABEL = re.compile(
    r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+)?"
    r"([^\W\d_][\w.'’() \-]{0,40}?)\s*(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?\)?\]?\s*)?:(?:\s|$)"
)
_TIMED_NAME = re.compile(
    r".{1,60}?\s\(?\[?\d{1,2}:\d{2}(?::\d{2})?[)\]]?\s*|\[?\d{1,2}:\d{2}(?::\d{2})?\]?(?:\s.{0,60})?"
)
_ENDS_SENTENCE = re.compile(r"[.?!…:][\"'”’)\]]*$")
_BROKEN_WORD = re.compile(r"(\w+)[-\u00ad\u2010]$")
_KEEPS_HYPHEN = frozenset("co self non well semi ex anti pre post re cross multi inter half all third one two".split())
_PARAGRAPH_GAP = 1.35  # of the usual distance between lines
_INDENT = 6.0  # points
_SHORT_LINE = 0.75  # of the longest lines
_LARGE = 1.2  # of the usual letters: a heading


def _read(file: RawFile) -> Reading:
    chunks, meta = read_pages(file.raw, file.name)
    pages = [lines_of_page(page, number) for number, page in enumerate(chunks, 1)]
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise ReadError(
            file.name,
            "the PDF has no text: it is scanned, pictures of pages",
            "Run text recognition (OCR) on it, or find the file it was printed from.",
        )
    speech, furniture = without_furniture(pages)
    lines = [line for page in speech for line in page]
    blocks: list[Block] = [
        *_paragraphs(lines),
        *(Aside(text=text, reason=reason) for text, reason in _gathered(furniture)),
    ]
    warnings = (f"no text on page {_listed(empty)}: scanned, or empty",) if empty else ()
    return read_typescript(
        Typescript(blocks=blocks, title=meta.get("title"), meta=meta, warnings=warnings),
        file.name,
    )


def _gathered(furniture: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is alike together: a line for each page would be a long tail of page numbers."""
    for reason in dict.fromkeys(reason for _, reason in furniture):
        texts = [text for text, its_reason in furniture if its_reason == reason]
        separator = " " if all(text.isdecimal() for text in texts) else "\n"
        yield separator.join(texts), reason


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    return shown if len(numbers) <= 5 else f"{shown} and {len(numbers) - 5} more"


def _paragraphs(lines: Sequence[PageLine]) -> Iterator[Paragraph]:
    if not lines:
        return
    is_break = _Breaks(lines)
    words = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in lines).lower()))
    group: list[PageLine] = []
    for line in lines:
        if not line.text:  # only a line number stood there: an empty line
            if group:
                yield _joined(group, words, is_break.usual_size)
            group = []
            continue
        if group and is_break.between(group[-1], line):
            yield _joined(group, words, is_break.usual_size)
            group = []
        group.append(line)
    if group:
        yield _joined(group, words, is_break.usual_size)


class _Breaks:
    """Where paragraphs end, judged by how this document is set."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        distances = [round(gap, 1) for gap in gaps(lines)]
        self._usual_gap = statistics.mode(distances) if distances else 0.0
        self.usual_size = statistics.median(line.size for line in lines)
        lengths = sorted(len(line.text) for line in lines)
        self._long = lengths[int(len(lengths) * 0.9)]
        self._margin = statistics.mode(round(line.x) for line in lines)
        labels = Counter(match[1] for line in lines if (match := _LABEL.match(line.text)))
        self._labels = {name for name, count in labels.items() if count > 1 or name[0].isupper()}

    def between(self, line: PageLine, following: PageLine) -> bool:
        """Whether a paragraph ends with `line` and `following` begins another."""
        if self._opens_turn(following) or _TIMED_NAME.fullmatch(line.text):
            return True
        if abs(line.size - following.size) > 0.15 * self.usual_size:
            return True
        if line.bold == len(line.text) and following.bold == 0 and len(line.text) < self._long * _SHORT_LINE:
            return True  # a heading, or a name of its own line
        if line.page == following.page and line.y - following.y > _PARAGRAPH_GAP * self._usual_gap > 0:
            return True
        ends = bool(_ENDS_SENTENCE.search(line.text))
        if line.page == following.page and line.y < following.y:  # up again: another column
            return ends and following.text[:1].isupper()
        if ends and len(line.text) < self._long * _SHORT_LINE:
            return True
        return ends and following.x - max(self._margin, line.x) > _INDENT

    def _opens_turn(self, line: PageLine) -> bool:
        label = _LABEL.match(line.text)
        return bool(label and label[1] in self._labels) or bool(_TIMED_NAME.fullmatch(line.text))


def _joined(lines: Sequence[PageLine], words: Counter[str], usual_size: float) -> Paragraph:
    text = lines[0].text
    bold = lines[0].bold
    for before, line in itertools.pairwise(lines):
        if before.bold == len(before.text) and bold == len(text) and line.bold:
            bold = len(text) + 1 + line.bold
        text = _continued(text, line.text, words)
    short = len(lines) <= 2 and len(text) <= 120
    is_heading = short and lines[0].size > _LARGE * usual_size
    return Paragraph(text=text, bold=min(bold, len(text)), heading=1 if is_heading else 0)


def _continued(text: str, line: str, words: Counter[str]) -> str:
    """The line behind the text: after a space, or right on where a word was broken at the line's end.

    >>> _continued("the deliv-", "erables", Counter()), _continued("our co-", "production", Counter())
    ('the deliverables', 'our co-production')
    """
    broken = _BROKEN_WORD.search(text)
    follows = re.match(r"[^\W\d_]+", line)
    if broken is None or follows is None:
        return f"{text} {line}"
    first, second = broken[1].lower(), follows[0].lower()
    if text[-1] != "\u00ad":
        whole, hyphened = words[first + second], words[f"{first}-{second}"]
        keeps = not follows[0][0].islower() or hyphened > whole or (not whole and first in _KEEPS_HYPHEN)
        if keeps:
            return text + line
    return text[:-1] + line


PDF = Format(
    name="PDF",
    suffixes=(".pdf",),
    recognises=lambda file: _SIGNATURE in file.raw[:_SIGNATURE_WITHIN],
    read=_read,
)
