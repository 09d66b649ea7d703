"""A table as an Excel workbook; the one file that writes with openpyxl.

Cells are stored as strings, never as formulas, and marked so that editing one does not make a formula of it: the words
need no apostrophe. Words beyond what a cell holds go on in the row below.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest

from exports.escaping import as_file_text
from exports.pieces import Table

_CELL = 32_000  # characters; Excel's limit is 32,767 and openpyxl cuts silently there
_WIDE, _NARROW = 48, 8  # character widths of columns
_LINE_POINTS, _MOST_POINTS = 15, 400  # of a row: a line, and what Excel allows (409)
_PAGE = 180  # character widths on a page across
_HEADER = "E5E7EB"  # behind the header row


def workbook(table: Table) -> bytes:
    """The table with its header row frozen and a filter on it, printed in few pages across; its notes on a second sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    book.properties.title, book.properties.creator = as_file_text(table.heading), "Testimony"
    sheet = book.active
    assert sheet is not None  # a new workbook has one
    sheet.title = "Table"
    rows = [table.header, *(part for row in table.rows for part in _in_cells(row))]
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(row=at, column=column)
            cell.value = as_file_text(text)
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor=_HEADER)
    widths = [min(_WIDE, max(_NARROW, longest + 2)) for longest in map(_longest, zip(*rows, strict=True))]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(rows, 1):  # said, since not every program works it out where text is wrapped
        sheet.row_dimensions[at].height = _height(row, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = -(-sum(widths) // _PAGE)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.gridLines = True
    if table.notes:
        notes = book.create_sheet("Notes")
        for note in table.notes:
            notes.append([""])
            cell = notes.cell(row=notes.max_row, column=1)
            cell.value, cell.data_type = as_file_text(note), "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        notes.column_dimensions["A"].width = 2 * _WIDE
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _longest(column: Sequence[str]) -> int:
    return max(len(line) for cell in column for line in cell.split("\n"))


def _height(row: Sequence[str], widths: Sequence[int]) -> int:
    """Points that hold every line of a row's cells when they are wrapped."""
    lines = (
        sum(-(-len(line) // (width - 2)) or 1 for line in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(_MOST_POINTS, _LINE_POINTS * max(lines))


def _in_cells(row: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A row as rows whose cells Excel can hold."""
    parts = [[text[at : at + _CELL] for at in range(0, len(text), _CELL)] or [""] for text in row]
    return list(zip_longest(*parts, fillvalue=""))
