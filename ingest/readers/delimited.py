"""CSV and TSV text to rows, the delimiter found by which one makes a header of a transcript.

The csv module does the reading (RFC 4180); around it stand what it leaves to its caller: the line each row begins on,
quotation marks that are never closed, and files such as Whisper's TSV that quote nothing.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.errors import ReadError
from ingest.readers.columns import Columns, columns_of

DELIMITERS = "\t,;|"
_HEADER_WITHIN = 20  # rows: some exports put a title and a date above the table
_END = "\ufdd0end of the table"  # swallowed by a quotation mark that is still open


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a record and the line of the file it begins on."""

    line: int
    cells: tuple[str, ...]


def delimiter_of(text: str, suffix: str) -> tuple[str, bool]:
    """The delimiter, and whether the header it makes is one of a transcript.

    Of several the one that makes most columns of known meaning; else a tab for `.tsv`, else the commonest in the first
    line.
    """
    opening = text[:65_536]
    best = max(DELIMITERS, key=lambda delimiter: _worth(opening, delimiter))
    if _worth(opening, best)[0]:
        return best, _worth(opening, best)[1] > 0
    first = opening.lstrip().partition("\n")[0]
    return ("\t" if suffix == ".tsv" else max(",;\t|", key=first.count)), False


def rows_of(text: str, delimiter: str, name: str) -> Iterator[Row]:
    """The records of a table that are not empty, in order. Raises ReadError for a quotation mark that is never closed
    and for a cell longer than the csv module takes (128 Ki characters)."""
    is_quoted = not _quotes_nothing(text, delimiter)
    is_spaced = f'{delimiter} "' in text.partition("\n")[0]
    lines = itertools.chain(io.StringIO(text if text.endswith("\n") else text + "\n"), (_END,))
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
        skipinitialspace=is_spaced,
    )
    begins = last = 1
    ended = False
    try:
        for cells in reader:
            ended = cells == [_END]
            if not ended and any(cell.strip() for cell in cells):
                yield Row(begins, tuple(cells))
            begins, last = reader.line_num + 1, begins
    except csv.Error as error:
        raise ReadError(name, f"the table cannot be read: {error}", _ADVICE, line=begins) from None
    if not ended:
        raise ReadError(name, "a quotation mark in this row is never closed", _ADVICE, line=last)


_ADVICE = "Open it in a spreadsheet program and save it as CSV (UTF-8) again."


def header_of(rows: Sequence[Row]) -> tuple[int, Columns]:
    """Which of the first rows names the columns, and what they mean: the first that reads as a transcript's, else the
    first with a text column, else the first of all."""
    candidates = [(index, columns_of(row.cells)) for index, row in enumerate(rows[:_HEADER_WITHIN])]
    transcripts = (candidate for candidate in candidates if candidate[1].is_transcript)
    with_text = (candidate for candidate in candidates if "text" in candidate[1].at)
    return next(transcripts, None) or next(with_text, None) or candidates[0]


def _worth(opening: str, delimiter: str) -> tuple[int, int]:
    """How many columns of known meaning the best header row has, and whether it is a transcript's."""
    found = (0, 0)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(opening), delimiter=delimiter)):
            if number >= _HEADER_WITHIN:
                break
            columns = columns_of(cells)
            if len(cells) > 1 or "text" in columns.at:
                found = max(found, (len(columns.at) if "text" in columns.at else 0, int(columns.is_transcript)))
    except csv.Error:
        pass  # what has been seen so far decides; reading the whole will say what is wrong
    return found


def _quotes_nothing(text: str, delimiter: str) -> bool:
    """Whether this is a TSV in which a quotation mark is only a character, as Whisper and others write it: every line
    has as many tabs as the first, and some cell could not be a quoted one."""
    if delimiter != "\t" or '"' not in text:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    tabs = lines[0].count("\t")
    cells = [cell for line in lines for cell in line.split("\t") if '"' in cell]
    return all(line.count("\t") == tabs for line in lines) and not all(_is_quoted(cell) for cell in cells)


def _is_quoted(cell: str) -> bool:
    cell = cell.strip()
    within = cell[1:-1].replace('""', "")
    return len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in within
