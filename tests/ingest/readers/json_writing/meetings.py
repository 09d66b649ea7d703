"""The invented conversation as Otter, Zoom, exchange formats and unnamed tools write it."""

from __future__ import annotations

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SEGMENTS, SPEAKERS, TITLE
from tests.ingest.readers.json_writing.base import MILLISECOND, WHOLE, clock, each, number, seconds, words


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
