"""A transcript as rows: its JSON cut into pieces that any Chroma takes, and a head that makes it count.

Chroma Cloud allows 16 KiB a document, so pieces stay below that; embedded Chroma is given the same ones, which keeps
one code path. The head is written last: without it the pieces are not a transcript.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from corpus.store import Row
from corpus.transcript import Cue, Mark, Role, Transcript, Turn

SEVERAL = "; "
"""Between the values of one key of `meta`, where an interview has more than one: a carer and a nurse in one room."""

_PIECE_CHARACTERS = 3_500  # four UTF-8 bytes a character at most: 14,000 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptRecord:
    """What the library says of an ingested transcript without reading it whole.

    `version` names this reading (file and recipe); `sha256` is the source file's; `recipe` is how it was read and split.
    `roles` are those of `speakers`, by name; empty in a library that an earlier Testimony wrote.
    """

    id: str
    version: str
    title: str
    source: str
    path: str
    sha256: str
    recipe: str
    turns: int
    passages: int
    words: int
    speakers: tuple[str, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


def several(value: str) -> tuple[str, ...]:
    """The values of one key of `meta`.

    >>> several("carer; nurse")
    ('carer', 'nurse')
    """
    return tuple(part for part in value.split(SEVERAL) if part)


def head_row(record: TranscriptRecord, pieces: int) -> Row:
    """The row whose presence makes a transcript count as ingested."""
    facts: dict[str, str | int | float | bool] = {
        "kind": "head",
        "transcript": record.id,
        "version": record.version,
        "path": record.path,
        "sha256": record.sha256,
        "recipe": record.recipe,
        "pieces": pieces,
        "turns": record.turns,
        "passages": record.passages,
        "words": record.words,
    }
    described = {
        "title": record.title,
        "source": record.source,
        "speakers": record.speakers,
        "roles": dict(record.roles),
        "warnings": record.warnings,
        "meta": dict(record.meta),
    }
    return Row(id=record.id, text=json.dumps(described, ensure_ascii=False), facts=facts)


def read_head(row: Row) -> tuple[TranscriptRecord, int]:
    """The record in a head row, and how many pieces its transcript has."""
    described = json.loads(row.text)
    facts = row.facts
    record = TranscriptRecord(
        id=row.id,
        version=str(facts["version"]),
        title=described["title"],
        source=described["source"],
        path=str(facts["path"]),
        sha256=str(facts["sha256"]),
        recipe=str(facts["recipe"]),
        turns=int(facts["turns"]),
        passages=int(facts["passages"]),
        words=int(facts["words"]),
        speakers=tuple(described["speakers"]),
        roles=described.get("roles", {}),
        warnings=tuple(described["warnings"]),
        meta=described.get("meta", {}),
    )
    return record, int(facts["pieces"])


def pending_row(transcript_id: str, old: str, new: str, owner: str) -> Row:
    """The row that says which versions a writer is in the middle of; an empty one is none."""
    return Row(
        id=f"{transcript_id}/pending",
        text="a writer is changing this transcript",
        facts={"kind": "pending", "transcript": transcript_id, "old": old, "new": new, "owner": owner},
    )


def piece_rows(transcript: Transcript, version: str) -> list[Row]:
    """The transcript as rows, in order, each well under 16 KiB."""
    whole = transcript_text(transcript)
    return [
        Row(
            id=piece_id(transcript.id, version, number),
            text=whole[begin : begin + _PIECE_CHARACTERS],
            facts={"kind": "piece", "transcript": transcript.id, "version": version},
        )
        for number, begin in enumerate(range(0, len(whole), _PIECE_CHARACTERS))
    ]


def piece_id(transcript_id: str, version: str, number: int) -> str:
    """The row id of one piece."""
    return f"{transcript_id}/{version}/{number:06d}"


def read_pieces(rows: Sequence[Row]) -> Transcript:
    """The transcript whose pieces these are, in any order."""
    return transcript_from("".join(row.text for row in sorted(rows, key=lambda row: row.id)))


def transcript_text(transcript: Transcript) -> str:
    """The transcript as one JSON text: the same transcript always gives the same."""
    return json.dumps(
        {
            "id": transcript.id,
            "title": transcript.title,
            "source": transcript.source,
            "text": transcript.text,
            "turns": [
                [
                    turn.speaker,
                    turn.role.value,
                    turn.start,
                    turn.end,
                    _seconds(turn.time_start),
                    _seconds(turn.time_end),
                    turn.inferred,
                    turn.participant,
                ]
                for turn in transcript.turns
            ],
            "cues": [
                [cue.start, cue.end, cue.time_start.total_seconds(), cue.time_end.total_seconds()]
                for cue in transcript.cues
            ],
            "marks": [[mark.start, mark.end, mark.reason] for mark in transcript.marks],
            "meta": dict(transcript.meta),
        },
        ensure_ascii=False,
    )


def transcript_from(text: str) -> Transcript:
    """The transcript of such a text."""
    held = json.loads(text)
    return Transcript(
        id=held["id"],
        title=held["title"],
        source=held["source"],
        text=held["text"],
        turns=tuple(
            Turn(
                index=index,
                speaker=speaker,
                role=Role(role),
                start=start,
                end=end,
                time_start=_time(time_start),
                time_end=_time(time_end),
                inferred=inferred,
                participant=later[0] if later else None,  # libraries from before participants lack it
            )
            for index, (speaker, role, start, end, time_start, time_end, inferred, *later) in enumerate(held["turns"])
        ),
        cues=tuple(
            Cue(start=start, end=end, time_start=timedelta(seconds=begins), time_end=timedelta(seconds=ends))
            for start, end, begins, ends in held["cues"]
        ),
        marks=tuple(Mark(start=start, end=end, reason=reason) for start, end, reason in held["marks"]),
        meta=held["meta"],
    )


def _seconds(time: timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()


def _time(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
