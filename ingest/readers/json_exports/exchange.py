"""Formats made for exchange between services.

- The podcast namespace's JSON transcript ("Transcript File Format Details"): `segments[]` with `speaker`, `startTime`,
  `endTime` in seconds and `body`, which may be a single word.
- World Transcription Format (the vCon working group's draft of that name): `transcript`, `segments[]`, `words[]`,
  `speakers` by id, times in seconds.
"""

from __future__ import annotations

from ingest.readers.composing import Utterance
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
    complete,
    utterances_of,
    with_speakers_filled,
)


def _read_podcast(node: Node) -> Export:
    return Export(
        pieces=[
            Utterance(
                text=segment["body"].text(),
                speaker=segment["speaker"].speaker(),
                time_start=segment["startTime"].time(),
                time_end=segment["endTime"].time(),
            )
            for segment in node["segments"]
        ]
    )


def _read_wtf(node: Node) -> Export:
    names = {str(key): voice.first_of("label", "name").speaker() for key, voice in _speakers(node["speakers"])}
    whole = node["transcript"]["text"].text()
    if node["segments"].is_there:
        spoken = (
            Utterance(
                text=segment["text"].text(),
                speaker=_name(segment["speaker"], names),
                time_start=segment["start"].time(),
                time_end=segment["end"].time(),
            )
            for segment in node["segments"]
        )
        return Export(pieces=complete(spoken, whole))
    words = [
        Word(
            text=word["text"].text(),
            speaker=_name(word["speaker"], names),
            time_start=word["start"].time(),
            time_end=word["end"].time(),
            joins_previous=word["is_punctuation"].value is True,
        )
        for word in node["words"]
    ]
    return Export(pieces=utterances_of(with_speakers_filled(words), whole))


def _speakers(speakers: Node) -> list[tuple[str, Node]]:
    if isinstance(speakers.value, list):
        return [(str(voice["id"].value), voice) for voice in speakers]
    return list(speakers.fields())


def _name(speaker: Node, names: dict[str, str | None]) -> str | None:
    key = speaker.value
    return (names.get(str(key)) if isinstance(key, str | int) else None) or speaker.speaker()


PODCAST = Dialect(
    service="the podcast namespace",
    recognises=lambda node: {"body", "startTime"} <= entry_keys(inner(node, "segments")),
    read=_read_podcast,
)
WTF = Dialect(
    service="World Transcription Format",
    recognises=lambda node: "text" in keys_of(inner(node, "transcript")) and {"segments", "metadata"} <= keys_of(node),
    read=_read_wtf,
)
