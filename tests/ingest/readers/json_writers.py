"""The invented conversation as each service would write it: a function per dialect, giving a JSON value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SEGMENTS, SPEAKERS, TITLE, TURNS, Said

MILLISECOND = timedelta(milliseconds=1)
NUMBERED = {f"Speaker {number}": name for number, name in enumerate(SPEAKERS)}
"""Speakers of services that count voices from 0."""


class Spoken(NamedTuple):
    """A word, or a punctuation mark of its own, with its share of its segment's time."""

    text: str
    start: float
    end: float
    attaches: str


def seconds(time: timedelta) -> float:
    return time / timedelta(seconds=1)


def clock(time: timedelta) -> str:
    whole = time // MILLISECOND
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def number(said: Said) -> int:
    return SPEAKERS.index(said.speaker)


def words(said: Said, *, marks_apart: bool = False) -> list[Spoken]:
    pattern = r"¡|[.,:?!]+(?=\s|$)|(?:(?![.,:?!]+(?:\s|$))[^\s¡])+" if marks_apart else r"\S+"
    texts = re.findall(pattern, said.text)
    attaches = {"¡": "next"} | dict.fromkeys(".,:?!", "previous")
    timed = [text not in attaches for text in texts]  # a mark takes no time
    share = (seconds(said.end) - seconds(said.start)) / sum(timed)
    times = [round(seconds(said.start) + share * sum(timed[:index]), 3) for index in range(len(texts) + 1)]
    return [
        Spoken(text, times[index], times[index + 1], attaches.get(text, "none")) for index, text in enumerate(texts)
    ]


def each(write: Callable[[Said], Json], pieces: Iterable[Said] = SEGMENTS) -> list[Json]:
    return [write(said) for said in pieces]


WHOLE = " ".join(said.text for said in SEGMENTS)


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


def assemblyai() -> Json:
    return {
        "id": "7b1", "status": "completed", "audio_duration": 3673, "text": WHOLE, "words": _assemblyai_words(),
        "utterances": each(
            lambda said: {
                "speaker": "ABC"[number(said)], "text": said.text, "confidence": 0.9,
                "start": said.start // MILLISECOND, "end": said.end // MILLISECOND,
            },
            TURNS,
        ),
    }  # fmt: skip


def assemblyai_words() -> Json:
    return {"id": "7b1", "status": "completed", "text": WHOLE, "utterances": None, "words": _assemblyai_words()}


def _assemblyai_words() -> list[Json]:
    return [
        {
            "text": word.text, "start": round(word.start * 1000), "end": round(word.end * 1000), "confidence": 0.9,
            "speaker": "ABC"[number(said)],
        }
        for said in SEGMENTS
        for word in words(said)
    ]  # fmt: skip


def _deepgram_word(word: Spoken, said: Said) -> dict[str, Json]:
    return {
        "word": word.text.strip(".,:?!¡").lower(), "punctuated_word": word.text, "speaker": number(said),
        "start": word.start, "end": word.end, "confidence": 0.9,
    }  # fmt: skip


def deepgram() -> Json:
    spoken: list[Json] = [_deepgram_word(word, said) for said in SEGMENTS for word in words(said)]
    alternative: Json = {"transcript": WHOLE, "confidence": 0.9, "words": spoken}
    return {"metadata": {"channels": 1}, "results": {"channels": [{"alternatives": [alternative]}]}}


def deepgram_utterances() -> Json:
    value = deepgram()
    assert isinstance(value, dict)
    assert isinstance(value["results"], dict)
    value["results"]["utterances"] = each(
        lambda said: {
            "start": seconds(said.start), "end": seconds(said.end), "channel": 0, "transcript": said.text,
            "speaker": number(said), "words": [_deepgram_word(word, said) for word in words(said)],
        }
    )  # fmt: skip
    return value


def deepgram_paragraphs() -> Json:
    paragraphs = each(
        lambda said: {
            "speaker": number(said), "num_words": 3, "start": seconds(said.start), "end": seconds(said.end),
            "sentences": [{"text": said.text, "start": seconds(said.start), "end": seconds(said.end)}],
        }
    )  # fmt: skip
    alternative: Json = {"transcript": WHOLE, "paragraphs": {"transcript": "", "paragraphs": paragraphs}}
    return {"metadata": {}, "results": {"channels": [{"alternatives": [alternative]}]}}


def _aws_items(*, speakers: bool) -> list[Json]:
    items: list[Json] = []
    for said in SEGMENTS:
        for word in words(said, marks_apart=True):
            mark = word.attaches != "none"
            item: dict[str, Json] = {
                "type": "punctuation" if mark else "pronunciation",
                "alternatives": [{"content": word.text, "confidence": "0.9"}],
            }
            if not mark:
                item |= {"start_time": str(word.start), "end_time": str(word.end)}
            if speakers:
                item["speaker_label"] = f"spk_{number(said)}"
            items.append(item)
    return items


def aws() -> Json:
    return {
        "jobName": "market", "accountId": "1", "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": WHOLE}], "items": _aws_items(speakers=True)},
    }  # fmt: skip


def aws_labels() -> Json:
    """The older form, in which the speakers stand apart from the words."""
    segments = each(
        lambda said: {
            "speaker_label": f"spk_{number(said)}", "start_time": "0", "end_time": "1",
            "items": [
                {"start_time": str(word.start), "end_time": str(word.end), "speaker_label": f"spk_{number(said)}"}
                for word in words(said, marks_apart=True)
            ],
        }
    )  # fmt: skip
    results: Json = {
        "transcripts": [{"transcript": WHOLE}],
        "speaker_labels": {"speakers": 3, "segments": segments},
        "items": _aws_items(speakers=False),
    }
    return {"jobName": "market", "results": results}


def aws_audio_segments() -> Json:
    segments = each(
        lambda said: {
            "id": 0, "transcript": said.text, "items": [0], "speaker_label": f"spk_{number(said)}",
            "start_time": str(seconds(said.start)), "end_time": str(seconds(said.end)),
        }
    )  # fmt: skip
    return {"jobName": "market", "results": {"transcripts": [{"transcript": WHOLE}], "audio_segments": segments}}


def aws_calls() -> Json:
    return {
        "JobStatus": "COMPLETED",
        "Transcript": each(
            lambda said: {
                "Content": said.text, "ParticipantRole": said.speaker,
                "BeginOffsetMillis": said.start // MILLISECOND, "EndOffsetMillis": said.end // MILLISECOND,
            }
        ),
    }  # fmt: skip


def google_v1() -> Json:
    def result(said: Said) -> Json:
        spoken: list[Json] = [
            {"word": word.text, "startTime": f"{word.start}s", "endTime": f"{word.end}s"} for word in words(said)
        ]
        return {
            "alternatives": [{"transcript": said.text, "confidence": 0.9, "words": spoken}],
            "languageCode": "en-gb",
        }

    tagged: list[Json] = [
        {"word": word.text, "startTime": f"{word.start}s", "endTime": f"{word.end}s", "speakerTag": number(said) + 1}
        for said in SEGMENTS
        for word in words(said)
    ]
    results: list[Json] = [*each(result), {"alternatives": [{"words": tagged}]}]
    return {"name": "1", "done": True, "response": {"@type": "LongRunningRecognizeResponse", "results": results}}


def google_v2() -> Json:
    def result(said: Said) -> Json:
        spoken: list[Json] = [
            {
                "word": word.text, "startOffset": f"{word.start}s", "endOffset": f"{word.end}s",
                "speakerLabel": str(number(said) + 1),
            }
            for word in words(said)
        ]  # fmt: skip
        return {"alternatives": [{"transcript": said.text, "words": spoken}], "resultEndOffset": "9s"}

    return {"results": each(result), "metadata": {"totalBilledDuration": "3673s"}}


def azure_batch() -> Json:
    return {
        "source": "market.wav", "durationInTicks": 36730000000, "combinedRecognizedPhrases": [{"display": WHOLE}],
        "recognizedPhrases": each(
            lambda said: {
                "recognitionStatus": "Success", "channel": 0, "speaker": number(said) + 1,
                "offset": f"PT{seconds(said.start)}S", "duration": f"PT{seconds(said.end - said.start)}S",
                "nBest": [{"lexical": said.text.lower(), "display": said.text}],
            }
        ),
    }  # fmt: skip


def azure_ticks() -> Json:
    return {
        "recognizedPhrases": each(
            lambda said: {
                "recognitionStatus": "Success", "channel": 0, "speaker": number(said) + 1,
                "offsetInTicks": said.start // MILLISECOND * 10_000.0,
                "durationInTicks": (said.end - said.start) // MILLISECOND * 10_000.0,
                "nBest": [{"display": said.text}],
            }
        ),
    }  # fmt: skip


def azure_fast() -> Json:
    return {
        "durationMilliseconds": 3673000, "combinedPhrases": [{"text": WHOLE}],
        "phrases": each(
            lambda said: {
                "speaker": number(said) + 1, "text": said.text, "locale": "en-GB",
                "offsetMilliseconds": said.start // MILLISECOND,
                "durationMilliseconds": (said.end - said.start) // MILLISECOND,
            }
        ),
    }  # fmt: skip


def rev() -> Json:
    def monologue(said: Said) -> Json:
        elements: list[Json] = []
        for word in words(said):
            mark = word.text[-1] if word.text[-1] in ".,:?!" else ""
            elements.append(
                {"type": "text", "value": word.text.removesuffix(mark), "ts": word.start, "end_ts": word.end}
            )
            elements.append({"type": "punct", "value": f"{mark} "})
        return {"speaker": number(said), "elements": elements}

    return {"monologues": each(monologue, TURNS)}


def speechmatics() -> Json:
    results: list[Json] = [
        {
            "type": "word" if word.attaches == "none" else "punctuation", "attaches_to": word.attaches,
            "start_time": word.start, "end_time": word.end,
            "alternatives": [{"content": word.text, "confidence": 0.9, "speaker": f"S{number(said)}"}],
        }
        for said in SEGMENTS
        for word in words(said, marks_apart=True)
    ]  # fmt: skip
    return {"format": "2.9", "job": {"id": "1"}, "metadata": {"type": "transcription"}, "results": results}


def otter() -> Json:
    transcripts = each(
        lambda said: {
            "transcript": said.text, "speaker_id": 70 + number(said),
            "start_offset": said.start // MILLISECOND * 16, "end_offset": said.end // MILLISECOND * 16,
        }
    )  # fmt: skip
    voices: list[Json] = [{"id": 70 + index, "speaker_name": name} for index, name in enumerate(SPEAKERS)]
    return {"status": "OK", "speech": {"title": TITLE, "speakers": voices, "transcripts": transcripts}}


def zoom() -> Json:
    timeline = each(
        lambda said: {
            "text": said.text, "ts": clock(said.start), "end_ts": clock(said.end), "users": [{"username": said.speaker}]
        }
    )  # fmt: skip
    return {"type": "zoom_transcript", "ver": 1, "recording_start": "2024-05-02T09:00:00Z", "timeline": timeline}


def podcast() -> Json:
    segments: list[Json] = [
        {"speaker": said.speaker, "startTime": word.start, "endTime": word.end, "body": word.text}
        for said in SEGMENTS
        for word in words(said)
    ]
    return {"version": "1.0.0", "segments": segments}


def wtf() -> Json:
    segments = each(
        lambda said: {
            "id": 1, "start": seconds(said.start), "end": seconds(said.end), "text": said.text, "speaker": number(said)
        }
    )  # fmt: skip
    voices: Json = {str(index): {"id": index, "label": name} for index, name in enumerate(SPEAKERS)}
    return {"transcript": {"text": WHOLE}, "segments": segments, "metadata": {}, "words": None, "speakers": voices}


def generic() -> Json:
    return each(
        lambda said: {
            "speaker": said.speaker, "text": said.text, "start": seconds(said.start), "end": seconds(said.end)
        }
    )  # fmt: skip


def generic_milliseconds() -> Json:
    sentences = each(
        lambda said: {
            "speaker_name": said.speaker, "sentence": said.text,
            "startTime": said.start // MILLISECOND, "endTime": said.end // MILLISECOND,
        }
    )  # fmt: skip
    return {"title": TITLE, "meeting": {"sentences": sentences}}


def generic_words() -> Json:
    return [
        {
            "participant": {"id": number(said), "name": said.speaker},
            "words": [
                {
                    "text": word.text,
                    "start_timestamp": {"relative": word.start},
                    "end_timestamp": {"relative": word.end},
                }
                for word in words(said)
            ],
        }
        for said in SEGMENTS
    ]


def _labels(*labels: str) -> dict[str, str]:
    return dict(zip(labels, SPEAKERS, strict=True))


COUNTED_FROM_1 = _labels("Speaker 1", "Speaker 2", "Speaker 3")
LETTERS = _labels("Speaker A", "Speaker B", "Speaker C")
AWS_LABELS = _labels("spk_0", "spk_1", "spk_2")
NAMED: dict[str, str] = {}

WITH_SPEAKERS: dict[str, tuple[Callable[[], Json], dict[str, str]]] = {
    "WhisperX": (whisperx, _labels("SPEAKER_00", "SPEAKER_01", "SPEAKER_02")),
    "OpenAI diarized": (diarized_json, NAMED),
    "AssemblyAI": (assemblyai, LETTERS),
    "AssemblyAI words": (assemblyai_words, LETTERS),
    "Deepgram": (deepgram, NUMBERED),
    "Deepgram utterances": (deepgram_utterances, NUMBERED),
    "Deepgram paragraphs": (deepgram_paragraphs, NUMBERED),
    "Amazon": (aws, AWS_LABELS),
    "Amazon, older": (aws_labels, AWS_LABELS),
    "Amazon audio segments": (aws_audio_segments, AWS_LABELS),
    "Amazon calls": (aws_calls, NAMED),
    "Google v1": (google_v1, COUNTED_FROM_1),
    "Google v2": (google_v2, COUNTED_FROM_1),
    "Azure batch": (azure_batch, COUNTED_FROM_1),
    "Azure ticks": (azure_ticks, COUNTED_FROM_1),
    "Azure fast": (azure_fast, COUNTED_FROM_1),
    "Rev.ai": (rev, NUMBERED),
    "Speechmatics": (speechmatics, _labels("S0", "S1", "S2")),
    "Otter": (otter, NAMED),
    "Zoom": (zoom, NAMED),
    "podcast namespace": (podcast, NAMED),
    "WTF": (wtf, NAMED),
    "list": (generic, NAMED),
    "list in milliseconds": (generic_milliseconds, NAMED),
    "list of words": (generic_words, NAMED),
}
WITHOUT_SPEAKERS: dict[str, Callable[[], Json]] = {
    "Whisper": whisper,
    "faster-whisper": faster_whisper,
    "whisper.cpp": whisper_cpp,
    "pipeline": pipeline,
}
EVERY: dict[str, Callable[[], Json]] = {name: write for name, (write, _) in WITH_SPEAKERS.items()} | WITHOUT_SPEAKERS
