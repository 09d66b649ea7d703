"""Transcripts typed as a table: one column says who, one what they said, perhaps one when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ingest.readers.composing import Note, Utterance, compose
from ingest.readers.documents.blocks import (
    OUTSIDE_TABLE,
    Aside,
    Block,
    Paragraph,
    Table,
)
from ingest.readers.reading import Reading

TABLE = "table"
_HEADINGS = "table heading"
_OTHER_COLUMNS = "other columns of the table"
_SPEAKER = re.compile(r"(speaker|name|who|person|voice|participant|speaker name)s?\W*", re.I)
_TEXT = re.compile(
    r"(text|transcript|transcription|utterance|speech|words|dialogue|what (was|is) said|content|response)s?\W*",
    re.I,
)
_START = re.compile(r"(time|start|begin|from|start time|time ?stamp|time ?code|in)s?\W*", re.I)
_END = re.compile(r"(end|to|end time|stop|out)\W*", re.I)
_TIME = re.compile(r"\W*(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?\W*")
_RANGE = re.compile(r"\W*([\d:.,]+)\s*(?:-->|->|[-–—]|to)\s*([\d:.,]+)\W*")
_LONGEST_NAME = 60
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is which; None for one the table lacks."""

    text: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    has_headings: bool = False


def read_grid(blocks: Sequence[Block]) -> Reading | None:
    """The transcript in a document's tables; None where no table is one."""
    columns = {
        position: found
        for position, block in enumerate(blocks)
        if isinstance(block, Table) and (found := _columns(block.rows))
    }
    if not columns or _words_outside(blocks) > _words_inside(blocks, columns):
        return None
    pieces: list[Utterance | Note] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            pieces.append(Note(text=block.text, reason=OUTSIDE_TABLE))
        elif isinstance(block, Aside):
            pieces.append(Note(text=block.text, reason=block.reason))
        elif position in columns:
            pieces.extend(_rows(block.rows, columns[position]))
        else:
            pieces.append(Note(text=rows_as_lines(block.rows), reason=TABLE))
    return compose(pieces)


def rows_as_lines(rows: Sequence[Sequence[str]]) -> str:
    """A table as text: a line for each row, its cells apart by tabs."""
    lines = ("\t".join(cell.strip().replace("\n", " ") for cell in row).strip() for row in rows)
    return "\n".join(line for line in lines if line)


def _columns(rows: Sequence[Sequence[str]]) -> _Columns | None:
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return None
    first = [cell.strip() for cell in rows[0]]
    text, speaker = _headed(first, _TEXT), _headed(first, _SPEAKER)
    start, end = _headed(first, _START), _headed(first, _END)
    if text is not None and (speaker is not None or start is not None):
        return _Columns(text, speaker, start, end, has_headings=True)
    return _by_content(rows, width)


def _headed(cells: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next(
        (position for position, cell in enumerate(cells) if pattern.fullmatch(cell)),
        None,
    )


def _by_content(rows: Sequence[Sequence[str]], width: int) -> _Columns | None:
    """Without headings: the column of times, the one with most words, and before it one of few names, repeated."""
    if len(rows) < _FEWEST_ROWS:
        return None
    cells = [[row[column].strip() if column < len(row) else "" for row in rows] for column in range(width)]
    times = [column for column in range(width) if _are_times(cells[column])]
    others = [column for column in range(width) if column not in times]
    if len(others) < 2:
        return None
    text = max(others, key=lambda column: sum(map(len, cells[column])))
    names = [column for column in others if column < text and _are_names(cells[column])]
    if not names:
        return None
    return _Columns(
        text,
        names[-1],
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
    )


def _are_times(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(_is_time(cell) for cell in filled) * 10 >= len(filled) * 7


def _is_time(cell: str) -> bool:
    return bool(_TIME.fullmatch(cell) or _RANGE.fullmatch(cell))


def _are_names(cells: Sequence[str]) -> bool:
    filled = [cell.rstrip(": ") for cell in cells if cell]
    times = Counter(filled)
    return (
        len(filled) >= _FEWEST_ROWS - 1
        and all(len(name) <= _LONGEST_NAME and any(map(str.isalpha, name)) for name in times)
        and len(times) <= max(2, len(filled) // 2)
    )


def _words_outside(blocks: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks if isinstance(block, Paragraph))


def _words_inside(blocks: Sequence[Block], columns: dict[int, _Columns]) -> int:
    tables = ((blocks[position], found.text) for position, found in columns.items())
    return sum(
        len(row[text].split())
        for table, text in tables
        if isinstance(table, Table)
        for row in table.rows
        if text < len(row)
    )


def _rows(rows: Sequence[Sequence[str]], columns: _Columns) -> Iterator[Utterance | Note]:
    speaker: str | None = None
    rest: list[str] = []
    if columns.has_headings:
        yield Note(text=rows_as_lines(rows[:1]), reason=_HEADINGS)
    for row in rows[columns.has_headings :]:
        who = _cell(row, columns.speaker).rstrip(": ")
        speaker = who or speaker  # an empty cell, or one merged with the one above: the same goes on speaking
        start, end = _times(_cell(row, columns.start), _cell(row, columns.end))
        yield Utterance(
            text=_cell(row, columns.text),
            speaker=speaker,
            time_start=start,
            time_end=end,
        )
        used = {
            columns.text,
            columns.speaker,
            *([columns.start] if start else []),
            *([columns.end] if end else []),
        }
        rest.append(rows_as_lines([[cell for column, cell in enumerate(row) if column not in used]]))
    if others := "\n".join(cells for cells in rest if cells):  # row numbers, codes: below, so that no turn is broken
        yield Note(text=others, reason=_OTHER_COLUMNS)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _times(start: str, end: str) -> tuple[timedelta | None, timedelta | None]:
    if both := _RANGE.fullmatch(start):
        return _time(both[1]), _time(both[2])
    return _time(start), _time(end)


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
