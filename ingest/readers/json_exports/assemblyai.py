"""AssemblyAI (its API reference, "Get transcript"): `utterances`, or `words` with `text`, times in milliseconds."""

from __future__ import annotations

from ingest.readers.composing import Utterance
from ingest.readers.json_exports.dialect import Dialect, Export, NotDone, inner, keys_of
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import (
    Word,
    complete,
    utterances_of,
    with_speakers_filled,
)
from ingest.readers.times import Unit


def _is_assemblyai(node: Node) -> bool:
    keys = keys_of(node)
    if {"text", "status"} <= keys and keys & {
        "audio_url",
        "audio_duration",
        "words",
        "utterances",
        "language_code",
    }:
        return True
    return "audio_duration" in keys and bool(keys & {"words", "utterances"})


def _read(node: Node) -> Export:
    status = node["status"].text()
    if status == "error":
        raise NotDone(f"AssemblyAI could not transcribe the recording: “{node['error'].text()[:120]}”")
    if status in {"queued", "processing"}:
        raise NotDone(f"AssemblyAI had not finished when this was saved: its status is “{status}”")
    unit = _unit(node)
    if node["utterances"].is_there:
        pieces = complete(
            (_utterance(utterance, unit) for utterance in node["utterances"]),
            node["text"].text(),
        )
    else:
        words = [_word(word, unit) for word in node["words"]]
        pieces = utterances_of(with_speakers_filled(words), node["text"].text())
    return Export(pieces=pieces)


def _unit(node: Node) -> Unit:
    """Milliseconds by the documentation; seconds where somebody has converted them, which `audio_duration`, always in
    seconds, gives away."""
    ends = [entry["end"].number() for key in ("utterances", "words") for entry in node[key]]
    last = max((end for end in ends if end is not None), default=0.0)
    seconds = node["audio_duration"].number()
    if seconds:
        return Unit.SECONDS if last <= seconds + 1 else Unit.MILLISECONDS
    return Unit.MILLISECONDS if last == int(last) else Unit.SECONDS


def _utterance(utterance: Node, unit: Unit) -> Utterance:
    return Utterance(
        text=utterance["text"].text(),
        speaker=utterance["speaker"].speaker(),
        time_start=utterance["start"].time(unit),
        time_end=utterance["end"].time(unit),
    )


def _word(word: Node, unit: Unit) -> Word:
    return Word(
        text=word["text"].text(),
        speaker=word["speaker"].speaker(),
        time_start=word["start"].time(unit),
        time_end=word["end"].time(unit),
    )


ASSEMBLYAI = Dialect(
    service="AssemblyAI",
    recognises=lambda node: _is_assemblyai(node) and not inner(node, "segments").is_there,
    read=_read,
)
