"""The invented conversation as each service would write it: a function per dialect, giving a JSON value."""

from __future__ import annotations

from collections.abc import Callable

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SPEAKERS
from tests.ingest.readers.json_writing import meetings, services, services_too, whisper

NUMBERED = {f"Speaker {number}": name for number, name in enumerate(SPEAKERS)}
"""Speakers of services that count voices from 0."""


def _labels(*labels: str) -> dict[str, str]:
    return dict(zip(labels, SPEAKERS, strict=True))


COUNTED_FROM_1 = _labels("Speaker 1", "Speaker 2", "Speaker 3")
LETTERS = _labels("Speaker A", "Speaker B", "Speaker C")
AWS_LABELS = _labels("spk_0", "spk_1", "spk_2")
NAMED: dict[str, str] = {}

WITH_SPEAKERS: dict[str, tuple[Callable[[], Json], dict[str, str]]] = {
    "WhisperX": (whisper.whisperx, _labels("SPEAKER_00", "SPEAKER_01", "SPEAKER_02")),
    "OpenAI diarized": (whisper.diarized_json, NAMED),
    "AssemblyAI": (services.assemblyai, LETTERS),
    "AssemblyAI words": (services.assemblyai_words, LETTERS),
    "Deepgram": (services.deepgram, NUMBERED),
    "Deepgram utterances": (services.deepgram_utterances, NUMBERED),
    "Deepgram paragraphs": (services.deepgram_paragraphs, NUMBERED),
    "Amazon": (services.aws, AWS_LABELS),
    "Amazon, older": (services.aws_labels, AWS_LABELS),
    "Amazon audio segments": (services.aws_audio_segments, AWS_LABELS),
    "Amazon calls": (services.aws_calls, NAMED),
    "Google v1": (services_too.google_v1, COUNTED_FROM_1),
    "Google v2": (services_too.google_v2, COUNTED_FROM_1),
    "Azure batch": (services_too.azure_batch, COUNTED_FROM_1),
    "Azure ticks": (services_too.azure_ticks, COUNTED_FROM_1),
    "Azure fast": (services_too.azure_fast, COUNTED_FROM_1),
    "Rev.ai": (services_too.rev, NUMBERED),
    "Speechmatics": (services_too.speechmatics, _labels("S0", "S1", "S2")),
    "Otter": (meetings.otter, NAMED),
    "Zoom": (meetings.zoom, NAMED),
    "podcast namespace": (meetings.podcast, NAMED),
    "WTF": (meetings.wtf, NAMED),
    "list": (meetings.generic, NAMED),
    "list in milliseconds": (meetings.generic_milliseconds, NAMED),
    "list of words": (meetings.generic_words, NAMED),
}
WITHOUT_SPEAKERS: dict[str, Callable[[], Json]] = {
    "Whisper": whisper.whisper,
    "faster-whisper": whisper.faster_whisper,
    "whisper.cpp": whisper.whisper_cpp,
    "pipeline": whisper.pipeline,
}
EVERY: dict[str, Callable[[], Json]] = {name: write for name, (write, _) in WITH_SPEAKERS.items()} | WITHOUT_SPEAKERS
