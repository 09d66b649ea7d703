"""Whisper and what is built on it.

- openai-whisper (`transcribe` and `writer` of its repository) and the API's `verbose_json` and `diarized_json` (OpenAI's
  API reference, "Create transcription"): `segments` with `start`, `end` in seconds and `text`.
- faster-whisper: the same segments as a bare list, or under `segments` beside `info`.
- WhisperX (its README): `speaker` on segments and words, `word_segments`.
- whisper.cpp (`--output-json`, its `examples/cli`): `transcription` with `offsets` in milliseconds.
- Hugging Face pipelines and insanely-fast-whisper ("Automatic speech recognition pipeline"): `chunks` or `speakers`
  with `timestamp: [start, end]` in seconds.
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
    are_words,
    complete,
    utterances_of,
    with_speakers_filled,
)
from ingest.readers.times import Unit

_OF_A_SEGMENT = frozenset({"seek", "tokens", "avg_logprob", "no_speech_prob", "compression_ratio", "words"})
_BESIDE_TEXT = frozenset(
    {
        "task",
        "language",
        "languages",
        "duration",
        "segments",
        "words",
        "usage",
        "logprobs",
    }
)
_BESIDE_SEGMENTS = frozenset({"text", "language", "word_segments", "info"})


def _is_whisper(node: Node) -> bool:
    if isinstance(node.value, list):
        return {"start", "text"} <= entry_keys(node) and bool(entry_keys(node) & _OF_A_SEGMENT)
    keys = keys_of(node)
    segment = entry_keys(inner(node, "segments"))
    if isinstance(inner(node, "text").value, str) and keys <= _BESIDE_TEXT | {"text"}:
        return True
    return {"start", "text"} <= segment and bool(segment & _OF_A_SEGMENT or keys & _BESIDE_SEGMENTS)


def _read_whisper(node: Node) -> Export:
    if isinstance(node.value, list):
        return Export(pieces=[piece for segment in node for piece in _segment(segment)])
    pieces = [piece for segment in node["segments"] for piece in _segment(segment)]
    if not pieces and node["words"].is_there:
        return Export(pieces=utterances_of(map(_word, node["words"]), node["text"].text()))
    if any(isinstance(piece, Note) for piece in pieces):
        return Export(pieces=pieces)
    return Export(
        pieces=complete(
            (piece for piece in pieces if isinstance(piece, Utterance)),
            node["text"].text(),
        )
    )


def _segment(segment: Node) -> list[Utterance | Note]:
    words = [_word(word) for word in segment["words"]]
    speakers = {word.speaker for word in words if word.speaker}
    if len(speakers) > 1:  # WhisperX gives a segment the voice of most of its words
        return utterances_of(with_speakers_filled(words), segment["text"].text())
    return [
        Utterance(
            text=segment["text"].text(),
            speaker=segment["speaker"].speaker() or next(iter(speakers), None),
            time_start=segment["start"].time(),
            time_end=segment["end"].time(),
        )
    ]


def _word(word: Node) -> Word:
    return Word(
        text=word.first_of("word", "text").text(),
        speaker=word["speaker"].speaker(),
        time_start=word["start"].time(),
        time_end=word["end"].time(),
    )


def _read_whisper_cpp(node: Node) -> Export:
    pieces = []
    turned = False
    for segment in node["transcription"]:
        speaker = segment["speaker"].speaker()
        times = segment["offsets"] if segment["offsets"].is_there else segment["timestamps"]
        pieces.append(
            Utterance(
                text=segment["text"].text(),
                speaker=None if speaker in {"?", "Speaker ?"} else speaker,
                time_start=times["from"].time(Unit.MILLISECONDS),
                time_end=times["to"].time(Unit.MILLISECONDS),
                opens_turn=turned,
            )
        )
        turned = segment["speaker_turn_next"].value is True  # tinydiarize hears that the voice changes, not whose it is
    return Export(pieces=pieces)


def _is_pipeline(node: Node) -> bool:
    return any("timestamp" in entry_keys(inner(node, key)) for key in ("chunks", "speakers"))


def _read_pipeline(node: Node) -> Export:
    chunks = node["speakers"] if "timestamp" in entry_keys(node["speakers"]) else node["chunks"]
    words = [
        Word(
            text=chunk["text"].text(),
            speaker=chunk["speaker"].speaker(),
            time_start=chunk["timestamp"].at(0).time(),
            time_end=chunk["timestamp"].at(1).time(),
        )
        for chunk in chunks
    ]
    if are_words(word.text for word in words):
        return Export(pieces=utterances_of(words, node["text"].text()))
    spoken = (
        Utterance(text=word.text, speaker=word.speaker, time_start=word.time_start, time_end=word.time_end)
        for word in words
    )
    return Export(pieces=complete(spoken, node["text"].text()))


WHISPER = Dialect(service="Whisper or WhisperX", recognises=_is_whisper, read=_read_whisper)
WHISPER_CPP = Dialect(
    service="whisper.cpp",
    recognises=lambda node: bool({"offsets", "timestamps"} & entry_keys(inner(node, "transcription"))),
    read=_read_whisper_cpp,
)
PIPELINE = Dialect(
    service="Whisper in a Hugging Face pipeline",
    recognises=_is_pipeline,
    read=_read_pipeline,
)
