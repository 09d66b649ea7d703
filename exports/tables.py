"""Tables as CSV that no spreadsheet takes for formulas, and that still give back the exact words. Pure.

A cell that a spreadsheet would calculate gets one apostrophe in front; so does one that begins with apostrophes before
such a start. A program whose list separator is a semicolon or a tab begins a cell there, and at a new line, whatever the
quotation marks around ours: the words after one are guarded alike. `words_of_cell` therefore takes them away without guessing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from exports.escaping import as_file_text
from exports.pieces import Table

_BEGINS = r"(?:\A|(?<=[;\t\r\n]))"  # where a cell may begin
_CALCULATED = r"(?='*[^\S\r\n]*[=+\-@|%\t\r＝＋－＠])"
_FORMULA = re.compile(_BEGINS + _CALCULATED)
_GUARDED = re.compile(f"{_BEGINS}'{_CALCULATED}")


def as_cell(text: str) -> str:
    """Text for a cell that no spreadsheet takes for a formula.

    >>> as_cell("=1+1"), as_cell("so = so"), as_cell("'=1"), as_cell("fine;=1")
    ("'=1+1", 'so = so', "''=1", "fine;'=1")
    """
    return _FORMULA.sub("'", as_file_text(text))


def words_of_cell(cell: str) -> str:
    """What `as_cell` was given.

    >>> words_of_cell("'=1+1"), words_of_cell("''=1"), words_of_cell("'tis"), words_of_cell("fine;'=1")
    ('=1+1', "'=1", "'tis", 'fine;=1')
    """
    return _GUARDED.sub("", cell)


def csv_bytes(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table as spreadsheets read it: UTF-8 with its mark, every cell safe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([as_cell(cell) for cell in head])
    writer.writerows([[as_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def table_csv(table: Table) -> bytes:
    """A table alone: its notes are for documents."""
    return csv_bytes(table.header, table.rows)
