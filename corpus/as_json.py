"""Transcripts, records and passages as the command line's contract has them. Times are in seconds or null."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from corpus.receipts import Receipt
from corpus.records import TranscriptRecord
from corpus.transcript import Passage, Transcript

if TYPE_CHECKING:  # only the commands that need them import them
    from corpus.archive import ArchiveReport
    from corpus.forgetting import Forgotten

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def record_json(record: TranscriptRecord) -> dict[str, Json]:
    """A line of `list --json`."""
    return {
        "id": record.id,
        "title": record.title,
        "source": record.source,
        "path": record.path,
        "sha256": record.sha256,
        "turns": record.turns,
        "passages": record.passages,
        "speakers": list(record.speakers),
        "words": record.words,
        "warnings": list(record.warnings),
        "meta": dict(record.meta),
    }


def transcript_json(transcript: Transcript) -> dict[str, Json]:
    """`show ID --json`."""
    return {
        "id": transcript.id,
        "title": transcript.title,
        "source": transcript.source,
        "text": transcript.text,
        "turns": [
            {
                "index": turn.index,
                "speaker": turn.speaker,
                "role": turn.role.value,
                "inferred": turn.inferred,
                "participant": turn.participant,
                "start": turn.start,
                "end": turn.end,
                "time_start": seconds(turn.time_start),
                "time_end": seconds(turn.time_end),
            }
            for turn in transcript.turns
        ],
        "excluded": [{"start": mark.start, "end": mark.end, "reason": mark.reason} for mark in transcript.marks],
    }


def passage_json(passage: Passage, title: str, score: float) -> dict[str, Json]:
    """One passage of `search --json`. `score` orders passages of one search and means nothing beyond that."""
    return {
        "transcript": passage.transcript_id,
        "title": title,
        "passage": passage.id,
        "speaker": passage.speakers[0] if len(passage.speakers) == 1 else None,
        "speakers": list(passage.speakers),
        "start": passage.start,
        "end": passage.end,
        "time_start": seconds(passage.time_start),
        "time_end": seconds(passage.time_end),
        "score": round(score, 6),
        "text": passage.text,
    }


def forgotten_json(forgotten: Forgotten) -> dict[str, Json]:
    """`forget --json`. `erased` is false when a server's own files may still hold the text."""
    return {
        "forgotten": list(forgotten.ids),
        "bytes_reclaimed": forgotten.bytes_reclaimed,
        "files": list(forgotten.files),
        "erased": forgotten.erased,
    }


def receipt_json(receipt: Receipt) -> dict[str, Json]:
    """A line of `forgotten --json`."""
    return {
        "transcript": receipt.transcript,
        "file": receipt.file,
        "when": receipt.when,
        "words": receipt.words,
        "passages": receipt.passages,
    }


def archive_json(report: ArchiveReport) -> dict[str, Json]:
    """`export-library --json` and `import-library --json`."""
    return {
        "transcripts": report.transcripts,
        "passages": report.passages,
        "files": report.files,
        "bytes": report.bytes,
    }


def seconds(time: timedelta | None) -> float | None:
    """A time as the contract writes it."""
    return None if time is None else time.total_seconds()
