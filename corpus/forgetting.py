"""Forgetting: a transcript leaves every answer, and every byte the library keeps.

The rows go by writing the database anew without them (corpus.rewriting). Beside it the library's folder may hold what
was made from transcripts: caches under `derived`, which go whole, and conversations and exports, which go when they
name the transcript or repeat five of its words in a row.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import LibraryDamaged, LibraryError
from corpus.generations import erase_file, is_generation
from corpus.library import Library
from corpus.receipts import Receipt, digest_of
from corpus.records import TranscriptRecord
from corpus.transcript import Role, Transcript

DERIVED = "derived"
"""The folder for what can be made again from the library."""

_OURS = ("current", "current.draft", "writer.lock", "writer.json")
_WORDS_IN_A_ROW = 5
_WORD = re.compile(r"\w+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_TAG = re.compile(r"<[^<>]{1,400}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was forgotten: transcript ids, the files beside the database that went with them, and bytes freed.

    `erased` is False when the rows were on a server, which may keep them in its own files until it is compacted.
    """

    ids: tuple[str, ...]
    files: tuple[str, ...]
    bytes_reclaimed: int
    erased: bool


def forget(
    library: Library,
    wanted: Sequence[str] = (),
    participants: Sequence[str] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Forgotten:
    """Erase transcripts by id, title or file name, and every transcript in which one of `participants` speaks.

    Raises TranscriptUnknown, LibraryError for a participant nobody knows, LibraryLocked, DiskFull (then nothing is
    forgotten) and NotErased.
    """
    before = _size(library.path)
    with library.writing():  # clears first what an earlier, killed, forgetting left
        records = chosen(library, wanted, participants)
        traces = frozenset(phrase for record in records for phrase in _phrases_of(library, record))
        ids = tuple(record.id for record in records)
        files = _erase_files(library.path, ids, traces)
        erased = library.erase(ids, [_receipt(record, now()) for record in records])
        files += _erase_files(library.path, ids, traces)  # what an app wrote in the meantime
    return Forgotten(
        ids=ids,
        files=tuple(dict.fromkeys(files)),
        bytes_reclaimed=max(0, before - _size(library.path)),
        erased=erased,
    )


def chosen(library: Library, wanted: Sequence[str], participants: Sequence[str]) -> list[TranscriptRecord]:
    """The transcripts that a request to forget means, each once. Raises TranscriptUnknown and LibraryError."""
    found = {record.id: record for record in map(library.record, wanted)}
    for name in participants:
        spoken = [record for record in library.list_records() if _takes_part(library, record, name)]
        if not spoken:
            raise LibraryError(
                f"Nobody called “{name}” takes part in any transcript. See the speakers with: testimony list"
            )
        found.update((record.id, record) for record in spoken)
    return list(found.values())


def _takes_part(library: Library, record: TranscriptRecord, name: str) -> bool:
    if name.casefold() not in {speaker.casefold() for speaker in record.speakers}:
        return False
    turns = library.transcript(record.id).turns
    return any(
        turn.speaker and turn.speaker.casefold() == name.casefold() and turn.role is not Role.INTERVIEWER
        for turn in turns
    )


def _receipt(record: TranscriptRecord, when: datetime) -> Receipt:
    return Receipt(
        transcript=digest_of(record.id),
        file=record.sha256,
        when=when.isoformat(timespec="seconds"),
        words=record.words,
        passages=record.passages,
    )


def _phrases_of(library: Library, record: TranscriptRecord) -> Iterator[tuple[str, ...]]:
    try:
        transcript: Transcript = library.transcript(record.id)
    except LibraryDamaged:  # it can be forgotten all the same; files that name it still go
        return iter(())
    return _phrases(transcript.text)


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return (tuple(words[i : i + _WORDS_IN_A_ROW]) for i in range(len(words) - _WORDS_IN_A_ROW + 1))


def _erase_files(folder: Path, ids: Sequence[str], traces: frozenset[tuple[str, ...]]) -> list[str]:
    """Erase the files beside the database that hold any of it. Caches go whole, unread."""
    gone = []
    for path in beside_the_database(folder):
        derived = path.relative_to(folder).parts[0] == DERIVED
        if derived or any(_tells(text, ids, traces) for text in _texts(path)):
            erase_file(path)
            if not derived:
                gone.append(path.relative_to(folder).as_posix())
    return gone


def beside_the_database(folder: Path) -> list[Path]:
    """The files in a library's folder that are neither its database nor its lock: caches, conversations, exports."""
    return [
        path
        for top in sorted(folder.iterdir())
        if not is_generation(top) and top.name not in _OURS
        for path in ([top] if top.is_file() else sorted(top.rglob("*")))
        if path.is_file()
    ]


def _texts(path: Path) -> Iterable[str]:
    """What can be read in a file: itself, or the members of a zip (a .docx, a .xlsx)."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield _plain(archive.read(name))
    else:
        yield path.name
        yield _plain(path.read_bytes())


def _plain(raw: bytes) -> str:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = raw.decode(encoding, errors="ignore")
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    return html.unescape(_TAG.sub("", text))


def _tells(text: str, ids: Sequence[str], traces: frozenset[tuple[str, ...]]) -> bool:
    return any(each in text for each in ids) or any(phrase in traces for phrase in _phrases(text))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
