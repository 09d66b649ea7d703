"""Amazon Transcribe (its developer guide, "How it works", "Partitioning speakers") and Call Analytics.

`results.items` are words and punctuation marks, times in seconds as text; a speaker stands on each item, or, in older
files, in `speaker_labels.segments[].items[]` under the same start time; with channels in `channel_labels`.
"""

from __future__ import annotations

from ingest.readers.composing import Note, Utterance
from ingest.readers.json_exports.dialect import (
    Dialect,
    Export,
    entry_keys,
    inner,
    keys_of,
)
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import (
    Word,
    by_time,
    complete,
    utterances_of,
    with_speakers_filled,
)
from ingest.readers.times import Unit


def _read(node: Node) -> Export:
    results = node["results"]
    whole = " ".join(transcript["transcript"].text() for transcript in results["transcripts"])
    channels = list(results["channel_labels"]["channels"])
    if channels and not results["speaker_labels"].is_there:
        pieces: list[Utterance | Note] = []
        for channel in channels:
            pieces += utterances_of(_words(channel["items"], {}, channel["channel_label"].speaker()))
        return Export(pieces=by_time(pieces))
    if results["items"].is_there:
        words = _words(results["items"], _speakers_by_time(results["speaker_labels"]), None)
        return Export(pieces=utterances_of(with_speakers_filled(words), whole))
    return Export(pieces=complete((_audio_segment(segment) for segment in results["audio_segments"]), whole))


def _speakers_by_time(labels: Node) -> dict[str, str | None]:
    return {
        item["start_time"].text(): item["speaker_label"].speaker()
        for segment in labels["segments"]
        for item in segment["items"]
    }


def _words(items: Node, by_start: dict[str, str | None], channel: str | None) -> list[Word]:
    words: list[Word] = []
    for item in items:
        is_mark = item["type"].value == "punctuation"
        start = item["start_time"].value
        speaker = item["speaker_label"].speaker() or (by_start.get(start) if isinstance(start, str) else None)
        words.append(
            Word(
                text=item["alternatives"].at(0)["content"].text(),
                speaker=channel or speaker or item["channel_label"].speaker(),
                time_start=item["start_time"].time(),
                time_end=item["end_time"].time(),
                joins_previous=is_mark,
            )
        )
    return words


def _audio_segment(segment: Node) -> Utterance:
    return Utterance(
        text=segment["transcript"].text(),
        speaker=segment["speaker_label"].speaker() or segment["channel_label"].speaker(),
        time_start=segment["start_time"].time(),
        time_end=segment["end_time"].time(),
    )


def _read_calls(node: Node) -> Export:
    return Export(
        pieces=[
            Utterance(
                text=turn["Content"].text(),
                speaker=turn.first_of("ParticipantRole", "ParticipantId").speaker(),
                time_start=turn["BeginOffsetMillis"].time(Unit.MILLISECONDS),
                time_end=turn["EndOffsetMillis"].time(Unit.MILLISECONDS),
            )
            for turn in node["Transcript"]
        ]
    )


AWS = Dialect(
    service="Amazon Transcribe",
    recognises=lambda node: bool({"items", "transcripts", "audio_segments"} & keys_of(inner(node, "results"))),
    read=_read,
)
AWS_CALLS = Dialect(
    service="Amazon Transcribe Call Analytics",
    recognises=lambda node: {"Content", "BeginOffsetMillis"} <= entry_keys(inner(node, "Transcript")),
    read=_read_calls,
)
