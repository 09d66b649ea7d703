"""Excel workbooks (.xlsx): the first sheet whose rows are a transcript, read by openpyxl and as a table from there on."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.readers.columns import columns_of
from ingest.readers.delimited import Row
from ingest.readers.reading import Format, RawFile, Reading
from ingest.readers.tables import MOST_ROWS, reading_of_rows

LARGEST_UNPACKED = 100 * 2**20
"""Bytes. A workbook is a zip file; the limit is on what it says it unpacks to, and zipfile never unpacks more."""

_MOST_COLUMNS = 100
_HEADER_WITHIN = 20
_ADVICE = "Open it in a spreadsheet program and save it as .csv."


def _read(file: RawFile) -> Reading:
    _refuse_bombs(file)
    sheets = [rows for rows in _sheets(file) if rows]
    if not sheets:
        raise ReadError(file.name, "the workbook is empty", "Export it again, or remove the file.")
    fitting = (rows for rows in sheets if any(columns_of(row.cells).is_transcript for row in rows[:_HEADER_WITHIN]))
    chosen = next(fitting, sheets[0])
    left = len(sheets) - 1
    unread = (f"{left} other sheets of the workbook were not read",) if left else ()
    return reading_of_rows(chosen, file.name, warnings=unread)


def _refuse_bombs(file: RawFile) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ReadError(file.name, f"the workbook is damaged: {error}", _ADVICE) from None
    if unpacked > LARGEST_UNPACKED:
        problem = f"the workbook unpacks to {unpacked // 2**20} MB, the limit is {LARGEST_UNPACKED // 2**20} MB"
        raise ReadError(file.name, problem, _ADVICE)


def _sheets(file: RawFile) -> Iterator[list[Row]]:
    import openpyxl  # half a second, and only workbooks need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and printing, which are nothing to us
            workbook = openpyxl.load_workbook(io.BytesIO(file.raw), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            rows: list[Row] = []
            for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1):
                if number > MOST_ROWS:
                    raise ReadError(file.name, f"a sheet has more than {MOST_ROWS} rows", "Split it up first.")
                cells = tuple(_written(value) for value in values)
                if any(cell.strip() for cell in cells):
                    rows.append(Row(number, cells))
            yield rows
        workbook.close()
    except ReadError:
        raise
    except Exception as error:  # a vendor's border: openpyxl raises whatever its XML and zip readers do
        raise ReadError(file.name, f"the workbook is damaged: {type(error).__name__}", _ADVICE) from None


def _written(value: object) -> str:
    """A cell as one would write it in a CSV: times as clocks, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime.timedelta):
        return str(value.total_seconds())
    if isinstance(value, datetime.time):  # Excel takes 0:01:02 for a time of day
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")


XLSX = Format(
    name="Excel workbook",
    suffixes=(".xlsx",),
    recognises=lambda file: file.raw.startswith(b"PK") and b"xl/workbook.xml" in file.raw,
    read=_read,
)
