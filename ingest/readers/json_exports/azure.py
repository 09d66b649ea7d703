"""Azure AI Speech (its how-to "Get batch transcription results", and the reference of fast transcription).

Batch: `recognizedPhrases[]` with `nBest[0].display`; times as ISO 8601 durations (`PT1.5S`), ticks or milliseconds.
Fast: `phrases[]` with `text`, `offsetMilliseconds`, `durationMilliseconds`. Speakers are whole numbers; with several
channels and no diarization each channel is a voice.
"""

from __future__ import annotations

from datetime import timedelta

from ingest.readers.composing import Note, Utterance
from ingest.readers.json_exports.dialect import (
    Dialect,
    Export,
    entry_keys,
    inner,
    keys_of,
)
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import by_time
from ingest.readers.times import Unit


def _read(node: Node) -> Export:
    phrases = list(node.first_of("recognizedPhrases", "phrases"))
    channels = {phrase["channel"].number() for phrase in phrases} - {None}
    spoken = [_utterance(phrase, len(channels) > 1) for phrase in phrases]
    pieces: list[Utterance | Note] = [utterance for utterance in spoken if utterance.text.strip()]
    if not pieces:
        combined = node.first_of("combinedRecognizedPhrases", "combinedPhrases")
        pieces = [Utterance(text=phrase.first_of("display", "text").text()) for phrase in combined]
    return Export(pieces=by_time(pieces) if len(channels) > 1 else pieces)


def _utterance(phrase: Node, several_channels: bool) -> Utterance:
    best = phrase["nBest"].at(0) if phrase["nBest"].is_there else phrase
    start, duration = _time(phrase, "offset"), _time(phrase, "duration")
    channel = f"Channel {phrase['channel'].value}" if several_channels and phrase["channel"].is_there else None
    return Utterance(
        text=best.first_of("display", "text", "itn", "lexical").text(),
        speaker=phrase["speaker"].speaker() or channel,
        time_start=start,
        time_end=start + duration if start is not None and duration is not None else None,
    )


def _time(phrase: Node, name: str) -> timedelta | None:
    if phrase[f"{name}InTicks"].is_there:
        return phrase[f"{name}InTicks"].time(Unit.TICKS)
    if phrase[f"{name}Milliseconds"].is_there:
        return phrase[f"{name}Milliseconds"].time(Unit.MILLISECONDS)
    if phrase[f"{name}InMs"].is_there:
        return phrase[f"{name}InMs"].time(Unit.MILLISECONDS)
    return phrase[name].time(Unit.TICKS)


AZURE = Dialect(
    service="Azure AI Speech",
    recognises=lambda node: (
        bool({"recognizedPhrases", "combinedRecognizedPhrases", "combinedPhrases"} & keys_of(node))
        or {"text", "offsetMilliseconds"} <= entry_keys(inner(node, "phrases"))
    ),
    read=_read,
)
