"""The invented conversation as AssemblyAI, Deepgram and Amazon Transcribe write it."""

from __future__ import annotations

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SEGMENTS, TURNS, Said
from tests.ingest.readers.json_writing.base import MILLISECOND, WHOLE, Spoken, each, number, seconds, words


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
