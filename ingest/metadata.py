"""What researchers write down about their files in a `transcripts.csv` beside them: a line per file, or per speaker."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath

from corpus.records import SEVERAL, several
from corpus.transcript import Role, Transcript
from ingest.readers.roles import role_of_label

FILE_NAME = "transcripts.csv"
COLUMNS = ("file", "title", "date", "site", "group", "consent", "speaker", "role", "participant")
_ABOUT_A_SPEAKER = frozenset({"speaker", "role", "participant"})
_BOTH_WAYS = frozenset(
    {"researcher", "investigator"}
)  # as a label they ask the questions; as a person they may answer them


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A line about one speaker. `speaker` is the label in the file; empty for a file without labels."""

    speaker: str
    role: Role | None = None
    participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMetadata:
    """What is written about one file. `meta` holds every column that is about the file, its title apart."""

    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A read `transcripts.csv`: by file as it is written there."""

    files: Mapping[str, FileMetadata] = field(default_factory=dict)

    def of(self, path: PurePosixPath) -> FileMetadata | None:
        """What is written about a file: under its path below the csv's folder, its name, or its name without ending."""
        names = (str(path), path.name, path.stem)
        return next((self.files[_key(name)] for name in names if _key(name) in self.files), None)


def parse_metadata(text: str, name: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata in the text of a `transcripts.csv`, and a warning for each line that says nothing usable.

    Columns may come in any order, and others than COLUMNS are carried as filters too; commas, semicolons or tabs
    separate them. A `role` that is none of the conversation's (carer, nurse …) says what the person is, and is a filter.
    `name` is what warnings call the file.
    """
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    warnings: list[str] = []
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        if "file" not in header:
            return Metadata(), (
                f"{name}:1: there is no column “file”, so nothing was taken from it; its columns may be {', '.join(COLUMNS)}",
            )
        files: dict[str, FileMetadata] = {}
        for cells in rows:
            where = f"{name}:{rows.line_num}"
            if problem := _problem(cells, header):
                warnings.append(f"{where}: {problem}, so the line was left out")
            elif any(cell.strip() for cell in cells):
                row = {
                    column: cell.strip() for column, cell in zip(header, cells, strict=False) if column and cell.strip()
                }
                key = _key(row["file"])
                files[key] = _joined(files.get(key, FileMetadata()), row, where, warnings)
    except csv.Error as error:
        warnings.append(f"{name}:{rows.line_num}: {error}; the lines from here on were left out")
    return Metadata(files=files), tuple(warnings)


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").casefold()


def _problem(cells: Sequence[str], header: Sequence[str]) -> str | None:
    if not any(cell.strip() for cell in cells):
        return None
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return f"it has {len(cells)} cells and the header {len(header)} (put a cell with a comma into quotation marks)"
    row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    if not row.get("file"):
        return "it names no file"
    if _mistyped(row.get("role", "")):
        return f"“{row['role']}” is no role (it may be interviewer, participant or unknown, or say what the person is: carer, nurse …)"
    return None


def _mistyped(role: str) -> bool:
    """Whether a role is a slip, or another word, for one of the three: an interviewer's words must not become evidence by it."""
    said = role.lower()
    if not said or said in set(Role) or said in _BOTH_WAYS:
        return False
    return bool(get_close_matches(said, set(Role), n=1, cutoff=0.8)) or role_of_label(role) is not Role.UNKNOWN


def _spoken_role(row: Mapping[str, str]) -> Role | None:
    """The role in the conversation; None where a line gives none, or says what the person is."""
    said = row.get("role", "").lower()
    return Role(said) if said in set(Role) else None


def _joined(before: FileMetadata, row: Mapping[str, str], where: str, warnings: list[str]) -> FileMetadata:
    """A file's metadata with one more line of it: the first line that says something about the file counts."""
    about = {column: value for column, value in row.items() if column not in _ABOUT_A_SPEAKER | {"file", "title"}}
    for column, value in (("title", row.get("title")), *about.items()):
        earlier = before.title if column == "title" else before.meta.get(column)
        if value and earlier and earlier != value:
            warnings.append(
                f"{where}: {column} “{value}” differs from “{earlier}” in an earlier line about the file; the earlier one counts"
            )
    people, role = before.people, _spoken_role(row)
    if role or "participant" in row:
        people = (*people, Person(speaker=row.get("speaker", ""), role=role, participant=row.get("participant")))
    meta = {**about, **before.meta}
    if role is None and "role" in row:  # each line adds what its person is
        kinds = [*several(before.meta.get("role", "")), row["role"]]
        meta["role"] = SEVERAL.join(dict.fromkeys(kinds))
    return FileMetadata(title=before.title or row.get("title"), meta=meta, people=people)


def unknown_speakers(metadata: FileMetadata, transcript: Transcript) -> Iterator[str]:
    """The speakers that the metadata names and the transcript does not have."""
    labels = {label.casefold() for label in transcript.speakers}
    yield from (
        person.speaker for person in metadata.people if person.speaker and person.speaker.casefold() not in labels
    )


def template_csv(files: Iterable[str], speakers: Mapping[str, Sequence[str]] | None = None) -> str:
    """A `transcripts.csv` to fill in: a line per file, or per speaker where `speakers` tells them.

    >>> print(template_csv(["a.txt"]), end="")
    file,title,date,site,group,consent,speaker,role,participant
    a.txt,,,,,,,,
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for file in files:
        for speaker in (speakers or {}).get(file) or ("",):
            rows.writerow([file, *[""] * 5, speaker, "", ""])
    return written.getvalue()
