"""From pieces of text placed on pages to lines, and the lines that are page furniture set apart."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_SAME_LINE = 0.5  # of the letters' height
_ZONE = 3  # lines at the top and bottom of a page where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.?)?\s*(?P<number>\d{1,4})(?:\s*(?:of|/|von|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_PRINTED_BY_BROWSER = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}.*|(?:https?|f(?:i|\ufb01)le|\ufb01le)://\S+(?:\s+\d{1,4}/\d{1,4})?",
    re.IGNORECASE,
)
_LEADING_NUMBER = re.compile(r"\s*(\d{1,5})(?=\s|$)[ \t]*")
_NUMBERED_ENOUGH = 0.6
_FEWEST_NUMBERED = 5
PAGE_NUMBER = "page number"
LINE_NUMBERS = "line numbers"
RUNNING_LINE = "page header or footer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of text as a page draws it: where it begins, in points from the lower left, its size and its weight."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of a page, counted from 1; `bold` is how many of its first characters stand in bold."""

    text: str
    x: float
    y: float
    size: float
    page: int
    bold: int = 0


def lines_of_page(chunks: Sequence[Chunk], page: int) -> list[PageLine]:
    """The lines of a page in the order they are drawn, which is the order they are read in all but odd files."""
    groups: list[list[Chunk]] = []
    for chunk in chunks:
        for number, text in enumerate(chunk.text.split("\n")):
            if not text:
                continue
            piece = replace(chunk, text=text, y=chunk.y - number * chunk.size * 1.2)
            if groups and abs(groups[-1][-1].y - piece.y) <= _SAME_LINE * max(piece.size, 4.0):
                groups[-1].append(piece)
            else:
                groups.append([piece])
    return [line for group in _with_numbers_in_front(groups) if (line := _line(group, page)).text]


def _with_numbers_in_front(groups: list[list[Chunk]]) -> list[list[Chunk]]:
    """The lines, each behind the number that stands left of it: some programs draw all line numbers in one go."""
    numbers = {id(group) for group in groups if "".join(chunk.text for chunk in group).strip().isdecimal()}
    at_height: dict[int, list[Chunk]] = {}
    for group in groups:
        if id(group) not in numbers:
            for height in (-1, 0, 1):
                at_height.setdefault(round(group[0].y) + height, group)
    for group in groups:
        line = at_height.get(round(group[0].y))
        if id(group) in numbers and line is not None and group[0].x < line[0].x:
            line[:0] = [*group, replace(group[-1], text=" ")]
            numbers.discard(id(group))
            group.clear()
    return [group for group in groups if group]


def _line(chunks: Sequence[Chunk], page: int) -> PageLine:
    text, bold, still_bold = "", 0, True
    for chunk in chunks:
        text += chunk.text
        still_bold = still_bold and (chunk.bold or not chunk.text.strip())
        bold = len(text) if still_bold and chunk.bold else bold
    before = len(text) - len(text.lstrip())
    first = next((chunk for chunk in chunks if chunk.text.strip()), chunks[0])
    stripped = re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text).strip()
    return PageLine(
        text=stripped,
        x=first.x,
        y=first.y,
        size=first.size,
        page=page,
        bold=len(stripped[: max(0, bold - before)].rstrip()),
    )


def without_furniture(
    pages: Sequence[Sequence[PageLine]],
) -> tuple[list[list[PageLine]], list[tuple[str, str]]]:
    """The pages without running headers and footers, page numbers and line numbers; and these, each with its reason."""
    furniture: list[tuple[str, str]] = []
    numbers = _page_number_lines(pages)
    running = _running_lines(pages)
    kept: list[list[PageLine]] = []
    for lines in pages:
        speech = [line for line in lines if line not in numbers and line not in running]
        furniture.extend(
            (line.text, PAGE_NUMBER if line in numbers else RUNNING_LINE) for line in lines if line not in speech
        )
        kept.append(speech)
    unnumbered, line_numbers = _without_line_numbers(kept)
    if line_numbers:
        furniture.append((" ".join(line_numbers), LINE_NUMBERS))
    return unnumbered, furniture


def _zone(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines at the edges of a page, by their height: some programs draw the header last."""
    by_height = sorted(lines, key=lambda line: -line.y)
    return by_height if len(by_height) <= 2 * _ZONE else [*by_height[:_ZONE], *by_height[-_ZONE:]]


def _edges(lines: Sequence[PageLine]) -> list[PageLine]:
    by_height = sorted(lines, key=lambda line: -line.y)
    return [*by_height[:1], *by_height[-1:]]


def _page_number_lines(pages: Sequence[Sequence[PageLine]]) -> set[PageLine]:
    """Lines of nothing but a number that keeps step with the pages."""
    found = [
        (line, int(match["number"]) - line.page, round(line.y / 4))
        for lines in pages
        for line in _zone(lines)
        if (match := _PAGE_NUMBER.fullmatch(line.text))
    ]
    steps = Counter(step for _, step, _ in found)
    if not steps:
        return set()
    step, count = steps.most_common(1)[0]
    said_so = any(re.search(r"page|/|of", line.text, re.IGNORECASE) for line, *_ in found)
    enough = count * 2 >= len(pages) if len(pages) > 1 else said_so or _is_alone_at_edge(found[0][0], pages[0])
    return (
        {line for line, its_step, _ in found if its_step == step} if enough and (count > 1 or len(pages) < 3) else set()
    )


def _is_alone_at_edge(line: PageLine, page: Sequence[PageLine]) -> bool:
    heights = sorted({other.y for other in page})
    gap = 3 * max(line.size, 4.0)
    return len(heights) > 1 and (
        (line.y == heights[0] and heights[1] - line.y > gap) or (line.y == heights[-1] and line.y - heights[-2] > gap)
    )


def _running_lines(pages: Sequence[Sequence[PageLine]]) -> set[PageLine]:
    """Lines that stand at the same height of at least half the pages, the same but for their numbers."""
    printed = {line for lines in pages for line in _edges(lines) if _PRINTED_BY_BROWSER.fullmatch(line.text)}
    if len(pages) < 2:
        return printed
    places: dict[tuple[str, int], dict[int, PageLine]] = {}
    for lines in pages:
        for line in _zone(lines):
            alike = re.sub(r"\d+", "#", line.text), round(line.y / 3)
            places.setdefault(alike, {})[line.page] = line
    needed = max(2, (len(pages) + 1) // 2)
    return printed | {line for alike in places.values() if len(alike) >= needed for line in alike.values()}


def _without_line_numbers(
    pages: Sequence[Sequence[PageLine]],
) -> tuple[list[list[PageLine]], list[str]]:
    lines = [line for page in pages for line in page]
    numbered = _numbered(lines)
    if not numbered:
        return [list(page) for page in pages], []
    found: list[str] = []
    kept: list[list[PageLine]] = []
    for page in pages:
        kept.append([])
        for line in page:
            match = _LEADING_NUMBER.match(line.text) if line in numbered else None
            if match is None:
                kept[-1].append(line)
                continue
            found.append(match[1])
            rest = line.text[match.end() :]
            kept[-1].append(replace(line, text=rest, bold=max(0, line.bold - match.end())))
    return kept, found


def _numbered(lines: Sequence[PageLine]) -> set[PageLine]:
    """The lines whose leading number counts lines, each one or every fifth; empty where numbers are just numbers."""
    leading = [
        (position, int(match[1])) for position, line in enumerate(lines) if (match := _LEADING_NUMBER.match(line.text))
    ]
    in_step = {
        position
        for pair in itertools.pairwise(leading)
        if 0 < pair[1][1] - pair[0][1] == pair[1][0] - pair[0][0] <= 10
        for position, _ in pair
    }
    restarts = {position for position, number in leading if number == 1 and position + 1 in in_step}
    counted = in_step | restarts
    step = _usual_step(sorted(counted))
    if len(counted) < _FEWEST_NUMBERED or len(counted) * step < _NUMBERED_ENOUGH * len(lines):
        return set()
    return {lines[position] for position in counted}


def _usual_step(positions: Sequence[int]) -> int:
    steps = Counter(later - earlier for earlier, later in itertools.pairwise(positions))
    return steps.most_common(1)[0][0] if steps else 1


def gaps(lines: Sequence[PageLine]) -> Iterator[float]:
    """The distances from each line to the next of its page, downwards."""
    for line, following in itertools.pairwise(lines):
        if line.page == following.page and line.y > following.y:
            yield line.y - following.y
