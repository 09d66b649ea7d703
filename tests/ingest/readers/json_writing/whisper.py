"""The invented conversation as Whisper and what is built on it write it."""

from __future__ import annotations

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SEGMENTS, Said
from tests.ingest.readers.json_writing.base import MILLISECOND, WHOLE, Spoken, clock, each, number, seconds, words


def whisper() -> Json:
    segments = each(
        lambda said: {
            "id": SEGMENTS.index(said),
            "seek": 0,
            "start": seconds(said.start),
            "end": seconds(said.end),
            "text": f" {said.text}",
            "tokens": [50364, 11],
            "avg_logprob": float("nan"),
            "words": [
                {"word": f" {word.text}", "start": word.start, "end": word.end, "probability": 0.5}
                for word in words(said)
            ],
        }
    )
    return {"text": f" {WHOLE}", "segments": segments, "language": "en"}


def faster_whisper() -> Json:
    value = whisper()
    assert isinstance(value, dict)
    return value["segments"]


def whisper_cpp() -> Json:
    transcription = each(
        lambda said: {
            "timestamps": {"from": clock(said.start).replace(".", ","), "to": clock(said.end).replace(".", ",")},
            "offsets": {"from": said.start // MILLISECOND, "to": said.end // MILLISECOND},
            "text": f" {said.text}",
        }
    )
    return {
        "systeminfo": "AVX = 1",
        "model": {},
        "params": {},
        "result": {"language": "en"},
        "transcription": transcription,
    }


def pipeline() -> Json:
    return {
        "text": f" {WHOLE}",
        "chunks": each(lambda said: {"timestamp": [seconds(said.start), seconds(said.end)], "text": f" {said.text}"}),
    }


def whisperx() -> Json:
    """Two turns in one segment, so that only the words tell the voices apart."""
    first, second, *others = SEGMENTS
    both = Said(first.speaker, first.start, second.end, f"{first.text} {second.text}")
    segments: list[Json] = [
        {
            "start": seconds(both.start),
            "end": seconds(both.end),
            "text": both.text,
            "speaker": f"SPEAKER_0{number(first)}",
            "words": [_whisperx_word(word, said) for said in (first, second) for word in words(said)],
        }
    ]
    segments += each(
        lambda said: {
            "start": seconds(said.start),
            "end": seconds(said.end),
            "text": said.text,
            "speaker": f"SPEAKER_0{number(said)}",
            "words": [_whisperx_word(word, said) for word in words(said)],
        },
        others,
    )
    return {"segments": segments, "word_segments": [], "language": "en"}


def _whisperx_word(word: Spoken, said: Said) -> Json:
    if word.text == "50":  # what the aligner has no letters for gets neither time nor voice
        return {"word": word.text}
    return {
        "word": word.text, "start": word.start, "end": word.end, "score": 0.9, "speaker": f"SPEAKER_0{number(said)}"
    }  # fmt: skip


def diarized_json() -> Json:
    return {
        "task": "transcribe",
        "text": WHOLE,
        "duration": 3673.0,
        "segments": each(
            lambda said: {
                "type": "transcript.text.segment",
                "id": "seg_1",
                "start": seconds(said.start),
                "end": seconds(said.end),
                "text": said.text,
                "speaker": said.speaker,
            }
        ),
    }
