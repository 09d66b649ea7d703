"""The recording beside a transcript: found by its name, played from the moment of the words."""

from __future__ import annotations

import io
import wave
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.library import VectorSpace, create_library, open_library
from corpus.records import TranscriptRecord
from ingest.discover import discover
from ingest.job import ingest
from tests.fakes import WordHashEmbedder
from tests.ui.page import DIMENSIONS, opened, services
from ui.recordings import recording_of
from ui.services import Services

CAPTIONS = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Interviewer>How were you paid for the meetings?</v>

00:00:05.000 --> 00:00:11.000
<v Ana>You cannot pay the rent with gift cards, and I told them so.</v>
"""


def silence(seconds: int) -> bytes:
    raw = io.BytesIO()
    with wave.open(raw, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8_000)
        file.writeframes(b"\x80" * 8_000 * seconds)
    return raw.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "Ana.vtt").write_text(CAPTIONS, encoding="utf-8")
    return folder


def with_interviews(folder: Path) -> Services:
    place = folder.parent / "library"
    embedder = WordHashEmbedder(DIMENSIONS)
    space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
    ingest(create_library(place, space), discover([folder]), embedder)
    return services(place)


def record_in(behind: Services) -> TranscriptRecord:
    return open_library(behind.settings.library).list_records()[0]


def asked_and_opened(behind: Services) -> AppTest:
    app = opened(behind).chat_input(key="question").set_value("gift cards to pay the rent").run()
    return next(button for button in app.button if str(button.key).startswith("cite-")).click().run()


@pytest.mark.parametrize("name", ["Ana.mp3", "ana.WAV", "Ana.mp4"])
def test_a_recording_of_the_transcripts_name_is_found(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"sound")
    found = recording_of(record_in(with_interviews(folder)))
    assert found is not None
    assert (found.path.name, found.is_video) == (name, name.endswith("4"))


def test_a_transcript_named_after_its_recording_finds_it(folder: Path) -> None:
    (folder / "talk.m4a").write_bytes(b"sound")
    record = replace(record_in(with_interviews(folder)), path=str(folder / "talk.m4a.json"))
    found = recording_of(record)
    assert found is not None and found.path.name == "talk.m4a"


@pytest.mark.parametrize("name", ["Ben.mp3", "Ana.mp3.txt", "Ana.png"])
def test_other_files_are_not_taken_for_it(folder: Path, name: str) -> None:
    behind = with_interviews(folder)
    (folder / name).write_bytes(b"something")
    assert recording_of(record_in(behind)) is None


def test_a_library_whose_files_are_elsewhere_has_nothing_to_play(folder: Path) -> None:
    record = record_in(with_interviews(folder))
    assert recording_of(replace(record, path=str(folder / "gone" / "Ana.vtt"))) is None


def test_a_click_plays_from_the_moment_of_the_words(folder: Path) -> None:
    (folder / "Ana.wav").write_bytes(silence(12))
    app = asked_and_opened(with_interviews(folder))
    assert app.button(key="play").label == "Play from 0:05"
    assert not app.get("audio")
    app.button(key="play").click().run()
    assert not app.exception
    (player,) = app.get("audio")
    assert player.proto.start_time == 5


def test_without_a_recording_nothing_offers_to_play(folder: Path) -> None:
    app = asked_and_opened(with_interviews(folder))
    assert not app.exception
    assert "play" not in [button.key for button in app.button]
