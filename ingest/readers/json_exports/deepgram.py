"""Deepgram (its API reference, "Pre-recorded audio", and the guides on diarization, utterances and paragraphs).

`results.utterances` where asked for, else each channel's first alternative: `paragraphs`, `words`, `transcript`. Times
are seconds, speakers whole numbers; with several channels and no diarization each channel is a voice.
"""

from __future__ import annotations

from ingest.readers.composing import Note, Utterance
from ingest.readers.json_exports.dialect import Dialect, Export, entry_keys, inner
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import (
    Word,
    by_time,
    complete,
    utterances_of,
    with_speakers_filled,
)


def _read(node: Node) -> Export:
    results = node["results"]
    channels = list(results["channels"])
    several = len(channels) > 1
    if results["utterances"].is_there:
        pieces = [piece for entry in results["utterances"] for piece in _utterance(entry, several)]
        if not several and not any(isinstance(piece, Note) for piece in pieces):
            whole = channels[0]["alternatives"].at(0)["transcript"].text() if channels else ""
            pieces = complete((piece for piece in pieces if isinstance(piece, Utterance)), whole)
        return Export(pieces=pieces)
    pieces = [
        piece
        for number, channel in enumerate(channels)
        for piece in _alternative(channel["alternatives"].at(0), f"Channel {number}" if several else None)
    ]
    return Export(pieces=by_time(pieces) if several else pieces)


def _utterance(utterance: Node, several_channels: bool) -> list[Utterance | Note]:
    number = utterance["channel"].at(0) if isinstance(utterance["channel"].value, list) else utterance["channel"]
    channel = f"Channel {int(number.number() or 0)}" if several_channels else None
    words = [_word(word, channel) for word in utterance["words"]]
    whole = utterance["transcript"].text()
    if len({word.speaker for word in words if word.speaker}) > 1:
        return utterances_of(with_speakers_filled(words), whole)
    return [
        Utterance(
            text=whole,
            speaker=_speaker(utterance, channel) or next((word.speaker for word in words if word.speaker), None),
            time_start=utterance["start"].time(),
            time_end=utterance["end"].time(),
        )
    ]


def _alternative(alternative: Node, channel: str | None) -> list[Utterance | Note]:
    whole = alternative["transcript"].text()
    paragraphs = inner(alternative, "paragraphs", "paragraphs")
    if not alternative["words"].is_there and paragraphs.is_there:
        return complete(
            (_sentence(sentence, one, channel) for one in paragraphs for sentence in one["sentences"]),
            whole,
        )
    words = [_word(word, channel) for word in alternative["words"]]
    return utterances_of(with_speakers_filled(words), whole)


def _sentence(sentence: Node, paragraph: Node, channel: str | None) -> Utterance:
    return Utterance(
        text=sentence["text"].text(),
        speaker=_speaker(paragraph, channel),
        time_start=sentence["start"].time(),
        time_end=sentence["end"].time(),
    )


def _word(word: Node, channel: str | None) -> Word:
    return Word(
        text=word.first_of("punctuated_word", "word").text(),
        speaker=_speaker(word, channel),
        time_start=word["start"].time(),
        time_end=word["end"].time(),
    )


def _speaker(node: Node, channel: str | None) -> str | None:
    return ", ".join(name for name in (channel, node["speaker"].speaker()) if name) or None


DEEPGRAM = Dialect(
    service="Deepgram",
    recognises=lambda node: (
        "alternatives" in entry_keys(inner(node, "results", "channels"))
        or {"transcript", "start"} <= entry_keys(inner(node, "results", "utterances"))
    ),
    read=_read,
)
