"""Tables of who said what when: CSV and TSV here, and the rows of a spreadsheet.

A row is an utterance. What stands above the header is a note; a column that is the same in every row and named `title`,
`date`, `site` … is metadata; any other column of unknown meaning is left out, and the warnings say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from corpus.transcript import Role
from ingest.errors import ReadError
from ingest.readers.columns import Column, Columns, describes_files, meta_key
from ingest.readers.composing import Note, Utterance, compose
from ingest.readers.decoding import decode
from ingest.readers.delimited import Row, delimiter_of, header_of, rows_of
from ingest.readers.opening import opening_of
from ingest.readers.reading import Format, RawFile, Reading
from ingest.readers.roles import roles_of
from ingest.readers.times import Unit, frame_rate_of, time_of_text, unit_of

MOST_ROWS = 1_000_000
"""As many as a spreadsheet holds."""

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("interviewer", "researcher", "moderator", "facilitator", "host"), Role.INTERVIEWER),
    **dict.fromkeys(("participant", "interviewee", "respondent", "guest"), Role.PARTICIPANT),
}
_BETWEEN_TIMES = re.compile(r"\s*(?:-->|–|—|→|\bto\b)\s*|\s*-\s+|\s+-\s*|(?<=[:.]\d\d)-(?=\d+:)")
_ADVICE = "Name the columns in the first row, for example: speaker, text, start, end."


def reading_of_rows(rows: Sequence[Row], name: str, delimiter: str = ",", warnings: tuple[str, ...] = ()) -> Reading:
    """The Reading of a table whose header is among the first rows. Raises ReadError when no column holds the text, and
    for a time that is none."""
    above, columns = header_of(rows)
    if Column.TEXT not in columns.at:
        raise ReadError(name, _no_text(columns), _ADVICE, line=rows[above].line)
    table = _Table(columns, rows[above + 1 :], name, delimiter)
    speech = list(table.utterances())
    notes = [Note(text=" ".join(filter(None, row.cells)), reason="above the table") for row in rows[:above]]
    roles = table.roles()
    reading = compose(
        [*notes, *speech],
        meta=table.meta(),
        title=table.meta().get("title"),
        warnings=(*warnings, *table.warnings()),
        role_of=lambda names: {**roles_of(names), **roles},
    )
    if not reading.turns:
        raise ReadError(name, "the table has no row with text", "Export it again, or remove the file.")
    return reading


def is_metadata_table(file: RawFile) -> bool:
    """Whether this is a table about transcripts (a `transcripts.csv`: a file in each row), not a transcript."""
    opening = opening_of(file.raw)
    delimiter = max(",;\t", key=opening.lstrip().partition("\n")[0].count)
    first = next((line for line in opening.split("\n") if line.strip()), "")
    return describes_files([cell.strip(' "') for cell in first.split(delimiter)])


class _Table:
    def __init__(self, columns: Columns, rows: Sequence[Row], name: str, delimiter: str) -> None:
        # Some exports repeat the header on every page.
        self._rows = [row for row in rows if row.cells != columns.header]
        self._columns = columns
        self._columns = self._without_dates()
        self._name = name
        self._delimiter = delimiter
        self._joined = self._broken = 0
        self._width = max((index + 1 for index, cell in enumerate(columns.header) if cell), default=0)
        self._units = self._bare_units()
        self._frame_rate = frame_rate_of(
            cell for column in (Column.START, Column.END, Column.SPAN) for cell in self._cells(column)
        )

    def utterances(self) -> Iterator[Utterance | Note]:
        """A row each, in order; with what stands on lines of their own because a newline was not put in quotes."""
        at, width = self._columns.at[Column.TEXT], self._width
        names = {self._cell(row, Column.SPEAKER).strip() for row in self._rows if len(row.cells) > at}
        for row in self._rows:
            if at >= len(row.cells):
                left = " ".join(cell for cell in row.cells if cell.strip())
                if at == width - 1 and left.strip() not in names:
                    self._broken += 1
                    yield Note(text=left, reason="a row without a cell for the text")
                continue
            text = self._text(row)
            if text.strip():
                start, end = self._times(row)
                speaker = _name(self._cell(row, Column.SPEAKER))
                yield Utterance(text=text, speaker=speaker, time_start=start, time_end=end)

    def roles(self) -> dict[str, Role]:
        """The role that a column of its own gives a speaker, where it always gives the same."""
        given: dict[str, set[Role]] = {}
        for row in self._rows:
            speaker = _name(self._cell(row, Column.SPEAKER))
            role = _ROLES.get(self._cell(row, Column.ROLE).strip().casefold())
            if speaker and role:
                given.setdefault(speaker, set()).add(role)
        return {speaker: next(iter(roles)) for speaker, roles in given.items() if len(roles) == 1}

    def meta(self) -> dict[str, str]:
        """The columns about the interview that say the same in every row."""
        found: dict[str, str] = {}
        for index in self._columns.unknown:
            values = {row.cells[index].strip() for row in self._rows if index < len(row.cells)} - {""}
            key = meta_key(self._columns.header[index])
            if key and len(values) == 1:
                found[key] = values.pop()
        return found

    def warnings(self) -> tuple[str, ...]:
        """What was not read, or read otherwise than written."""
        kept = self.meta()
        names = [self._columns.header[index] for index in self._columns.unknown]
        left = [name for name in names if meta_key(name) not in kept]
        found = []
        if left:
            shown = ", ".join(f"“{name[:40]}”" for name in left[:8]) + (" …" if len(left) > 8 else "")
            found.append(f"not read, because they are not speaker, text or time: the columns {shown}")
        if self._joined:
            found.append(
                f"{self._joined} rows have more cells than the header; the last ones were joined, because the text is not "
                f"in quotation marks"
            )
        if self._broken:
            found.append(
                f"{self._broken} rows have no cell for the text and are left out of evidence: "
                f"a text with line breaks has to stand in quotation marks"
            )
        return tuple(found)

    def _without_dates(self) -> Columns:
        """The columns, those of times that hold no single time in a recording (but dates, say) taken for unknown."""
        dates = {
            column: at
            for column, at in self._columns.at.items()
            if column in {Column.START, Column.END, Column.SPAN, Column.DURATION}
            and any(cell.strip() for cell in self._cells(column))
            and not any(all(map(_is_time, _BETWEEN_TIMES.split(cell))) for cell in self._cells(column))
        }
        kept = {column: at for column, at in self._columns.at.items() if column not in dates}
        return replace(self._columns, at=kept, unknown=tuple(sorted((*self._columns.unknown, *dates.values()))))

    def _text(self, row: Row) -> str:
        at = self._columns.at[Column.TEXT]
        width = self._width
        extra = [cell for cell in row.cells[width:] if cell.strip()]
        if not extra:
            return row.cells[at] if at < len(row.cells) else ""
        if at != width - 1:
            problem = f"this row has {len(row.cells)} cells, but the header names {width} columns"
            raise ReadError(self._name, problem, "Put texts that hold the delimiter in quotation marks.", line=row.line)
        self._joined += 1
        return self._delimiter.join(row.cells[at:])

    def _times(self, row: Row) -> tuple[timedelta | None, timedelta | None]:
        span = self._cell(row, Column.SPAN) or self._cell(row, Column.START)
        parts = [part for part in _BETWEEN_TIMES.split(span, maxsplit=1) if part.strip()]
        start = self._time(parts[0], Column.START, row) if parts else None
        end = self._time(parts[1], Column.START, row) if len(parts) > 1 else None
        if cell := self._cell(row, Column.END):
            end = self._time(cell, Column.END, row)
        duration = self._cell(row, Column.DURATION)
        if end is None and start is not None and duration:
            length = self._time(duration, Column.DURATION, row)
            end = start + length if length is not None else None
        return start, end

    def _time(self, cell: str, column: Column, row: Row) -> timedelta | None:
        try:
            return time_of_text(cell, self._units[column], frame_rate=self._frame_rate)
        except ValueError as error:
            raise ReadError(
                self._name, f"in the column of times, {error}", "Write times as 0:01:02.5 or in seconds.", line=row.line
            ) from None

    def _bare_units(self) -> dict[Column, Unit]:
        numbers = [
            number
            for column in (Column.START, Column.END)
            for cell in self._cells(column)
            if (number := _bare_number(cell)) is not None
        ]
        at = self._columns.at[Column.TEXT]
        judged = unit_of(numbers, sum(len(row.cells[at].split()) for row in self._rows if at < len(row.cells)))
        return {column: self._columns.units.get(column, judged) for column in Column}

    def _cells(self, column: Column) -> Iterable[str]:
        return (self._cell(row, column) for row in self._rows)

    def _cell(self, row: Row, column: Column) -> str:
        at = self._columns.at.get(column, len(row.cells))
        return row.cells[at] if at < len(row.cells) else ""


def _name(cell: str) -> str | None:
    return " ".join(cell.split()).removesuffix(":").rstrip() or None


def _is_time(cell: str) -> bool:
    try:
        return time_of_text(cell, Unit.MILLISECONDS) is not None
    except ValueError:
        return False


def _bare_number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _no_text(columns: Columns) -> str:
    shown = ", ".join(f"“{name[:40]}”" for name in columns.header[:12] if name) + (" …" if columns.header[12:] else "")
    return f"no column of this table holds what was said; its columns are {shown}"


def _read(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if separator := re.fullmatch(r"sep=(.)", first.strip(), re.IGNORECASE):  # a line Excel writes for itself
        delimiter, text = separator[1], "\n" + rest
    else:
        delimiter, _ = delimiter_of(text, file.suffix)
    rows: list[Row] = []
    for row in rows_of(text, delimiter, file.name):
        if len(rows) == MOST_ROWS:
            raise ReadError(file.name, f"the table has more than {MOST_ROWS} rows", "Split it up first.", line=row.line)
        rows.append(row)
    if not rows:
        raise ReadError(file.name, "the table is empty", "Export it again, or remove the file.")
    return reading_of_rows(rows, file.name, delimiter, warnings)


def _recognises(file: RawFile) -> bool:
    """By its ending, or because the first line names the columns of a transcript."""
    return file.suffix in {".csv", ".tsv"} or delimiter_of(opening_of(file.raw).lstrip().partition("\n")[0], "")[1]


TABLE = Format(name="CSV or TSV", suffixes=(".csv", ".tsv"), recognises=_recognises, read=_read)
