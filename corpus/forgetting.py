"""Forgetting: a transcript leaves every answer, and every byte the library keeps.

The rows go by writing the database anew without them (corpus.rewriting). What lies beside it and was made from
transcripts goes too (corpus.beside).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.beside import KeptFiles, Phrases, Traces, erase_derived, phrases_of
from corpus.errors import LibraryDamaged, LibraryError
from corpus.library import Library
from corpus.receipts import Receipt, digest_of
from corpus.records import TranscriptRecord
from corpus.transcript import Role


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
        traces, kept = _traces(library, records), KeptFiles(library.path)
        files = kept.take_out(traces)
        erased = library.erase(traces.ids, [_receipt(record, now()) for record in records])
        erase_derived(library.path)
        files += kept.take_out(traces)  # what an app wrote in the meantime
    return Forgotten(
        ids=traces.ids,
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
    """Whether somebody who is no interviewer has this name, as a label or as a person."""
    wanted = name.casefold()
    return any(
        wanted in (called.casefold() for called in (turn.speaker, turn.participant) if called)
        for turn in library.transcript(record.id).turns
        if turn.role is not Role.INTERVIEWER
    )


def _receipt(record: TranscriptRecord, when: datetime) -> Receipt:
    return Receipt(
        transcript=digest_of(record.id),
        file=record.sha256,
        when=when.isoformat(timespec="seconds"),
        words=record.words,
        passages=record.passages,
    )


def _traces(library: Library, records: Sequence[TranscriptRecord]) -> Traces:
    forgotten = {record.id for record in records}
    others = [record for record in library.list_records() if record.id not in forgotten]
    gone, staying = _people(library, records), {name.casefold() for one in others for name in one.speakers}
    phrases = frozenset(phrase for record in records for phrase in spoken_phrases(library, record))
    return Traces(ids=tuple(record.id for record in records), phrases=phrases, names=gone - staying)


def spoken_phrases(library: Library, record: TranscriptRecord) -> Phrases:
    """The phrases of a transcript's text. One that is damaged has none: files that name it are found by its id."""
    try:
        return phrases_of(library.transcript(record.id).text)
    except LibraryDamaged:
        return frozenset()


def _people(library: Library, records: Sequence[TranscriptRecord]) -> frozenset[str]:
    names = {name for record in records for name in record.speakers}
    for record in records:
        with suppress(LibraryDamaged):
            names |= {turn.participant for turn in library.transcript(record.id).turns if turn.participant}
    return frozenset(name.casefold() for name in names)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
