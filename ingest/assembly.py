"""A file to a transcript: what its reader made of it, joined with what people wrote down and put right beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from corpus.transcript import Mark, Role, Transcript, Turn
from ingest.beside import Beside
from ingest.correcting import apply_to_speakers, apply_to_stretches, warnings_about
from ingest.corrections import UNLABELLED, Corrections
from ingest.discover import SourceFile
from ingest.errors import ReadError
from ingest.inference import infer
from ingest.metadata import FileMetadata, unknown_speakers
from ingest.readers import RawFile, Reading, read
from ingest.readers.boilerplate import notes_in
from ingest.readers.lines import visible
from ingest.readers.roles import is_bystander


def assemble(
    raw: RawFile,
    *,
    identity: str,
    source: str,
    metadata: FileMetadata | None = None,
    corrections: Corrections | None = None,
) -> tuple[Transcript, tuple[str, ...]]:
    """The transcript in a file's bytes, and warnings about it. Raises ReadError.

    What a person says comes before what is inferred, and the inference goes by it; a person's word on a stretch comes
    last. Where several say something of the file, `transcripts.csv` counts before the file's own words.
    """
    return assemble_reading(
        read(raw), name=raw.name, identity=identity, source=source, metadata=metadata, corrections=corrections
    )


def assemble_file(file: SourceFile, raw: bytes, *, identity: str, beside: Beside) -> tuple[Transcript, tuple[str, ...]]:
    """The transcript in a source file's bytes, by what lies beside it, and warnings about it. Raises ReadError."""
    return assemble(
        RawFile(name=str(file.path), raw=raw),
        identity=identity,
        source=file.source,
        metadata=beside.metadata,
        corrections=beside.corrections,
    )


def assemble_reading(
    reading: Reading,
    *,
    name: str,
    identity: str,
    source: str,
    metadata: FileMetadata | None = None,
    corrections: Corrections | None = None,
) -> tuple[Transcript, tuple[str, ...]]:
    """The same for a file that is already read. `name` is what errors call it. Raises ReadError when nobody speaks."""
    metadata, corrections = metadata or FileMetadata(), corrections or Corrections()
    bare = without_notes(_transcript(reading, identity, source, metadata))
    if not bare.turns and not corrections.keep:
        raise ReadError(name, "nobody says anything in it (only headings or notices)", "Export the transcript again.")
    warnings = (
        *reading.warnings,
        *(
            f"transcripts.csv speaks of “{who}”, and nobody is called so here"
            for who in unknown_speakers(metadata, bare)
        ),
        *warnings_about(corrections, bare),
    )
    transcript = apply_to_speakers(corrections, with_people(metadata, bare))
    if corrections.infer:
        transcript = infer(_with_the_others(transcript))
    transcript = apply_to_stretches(corrections, transcript)
    if not transcript.turns:
        raise ReadError(name, "its corrections leave nobody's words in it", "Remove the file, or the corrections.")
    return transcript, warnings


def _transcript(reading: Reading, identity: str, source: str, metadata: FileMetadata) -> Transcript:
    return Transcript(
        id=identity,
        title=metadata.title or reading.title or PurePosixPath(source).stem,
        source=source,
        text=reading.text,
        turns=reading.turns,
        marks=reading.marks,
        cues=reading.cues,
        meta={**reading.meta, **metadata.meta},
    )


def with_people(metadata: FileMetadata, transcript: Transcript) -> Transcript:
    """The transcript with the roles and participants that `transcripts.csv` gives to its labels."""
    people = {person.speaker.casefold() or UNLABELLED: person for person in metadata.people}
    turns = []
    for turn in transcript.turns:
        person = people.get((turn.speaker or UNLABELLED).casefold())
        if person:
            turn = replace(
                turn,
                role=person.role or turn.role,
                inferred=turn.inferred and person.role is None,
                participant=person.participant or turn.participant,
            )
        turns.append(turn)
    return replace(transcript, turns=tuple(turns))


def _with_the_others(transcript: Transcript) -> Transcript:
    """Where somebody is an interviewer, the other labelled speakers are taken for participants, observers apart."""
    if not any(turn.role is Role.INTERVIEWER for turn in transcript.turns):
        return transcript
    return replace(
        transcript,
        turns=tuple(
            replace(turn, role=Role.PARTICIPANT, inferred=True)
            if turn.role is Role.UNKNOWN and turn.speaker is not None and not is_bystander(turn.speaker)
            else turn
            for turn in transcript.turns
        ),
    )


def without_notes(transcript: Transcript) -> Transcript:
    """The transcript with transcribers' notes marked: `[inaudible]`, `(laughs)`, `[00:12:31]`.

    A turn does not begin or end with one, and a turn of notes alone is none; inside a turn a note stays where it is,
    under its mark.
    """
    turns: list[Turn] = []
    marks = list(transcript.marks)
    for turn in transcript.turns:
        notes = list(_new_notes(transcript, turn))
        marks += notes
        inside = [*_marks_near(transcript, turn), *notes] if notes else []
        if span := _trimmed(transcript.text, turn, inside):
            turns.append(replace(turn, index=len(turns), start=span[0], end=span[1]))
    return replace(transcript, turns=tuple(turns), marks=tuple(sorted(marks, key=lambda mark: mark.start)))


def _new_notes(transcript: Transcript, turn: Turn) -> Iterator[Mark]:
    for note in notes_in(transcript.text, turn.start, turn.end):
        if not any(mark.start < note.end and note.start < mark.end for mark in _marks_near(transcript, turn)):
            yield note


def _marks_near(transcript: Transcript, turn: Turn) -> list[Mark]:
    first = bisect_right(transcript.marks, turn.start, key=lambda mark: mark.end)
    last = bisect_left(transcript.marks, turn.end, key=lambda mark: mark.start)
    return list(transcript.marks[first:last])


def _trimmed(text: str, turn: Turn, notes: list[Mark]) -> tuple[int, int] | None:
    start, end = turn.start, turn.end
    for note in sorted(notes, key=lambda mark: mark.start):
        if not _has_words(text[start : note.start]):
            start = max(start, note.end)
    for note in sorted(notes, key=lambda mark: -mark.start):
        if note.start >= start and not _has_words(text[note.end : end]):
            end = min(end, note.start)
    return visible(text, start, end) if start < end else None


def _has_words(said: str) -> bool:
    return bool(said.strip())
