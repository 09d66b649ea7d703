"""The documents that tools of others really wrote, where they are at hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.readers import RawFile, Reading, read

_FORMATS = Path(__file__).resolve().parents[5] / "shared" / "data" / "formats"


def _read(path: Path) -> Reading:
    if not path.exists():
        pytest.skip("the shared material is not here")
    return read(RawFile(name=path.name, raw=path.read_bytes()))


def test_a_teams_document_has_seven_captions_in_five_turns_of_two_speakers() -> None:
    reading = _read(_FORMATS / "teams" / "endjin-transcript-01.docx")
    assert len(reading.cues) == 7
    assert [turn.speaker for turn in reading.turns] == ["Jane Doe", "John Doe", "Jane Doe", "John Doe", "Jane Doe"]
    assert reading.turns[1].time_start == timedelta(seconds=2, milliseconds=90)


def test_a_podcast_s_page_has_a_speaker_and_a_time_for_every_paragraph() -> None:
    path = _FORMATS / "podcast-namespace" / "example.html"
    reading = _read(path)
    markup = path.read_text(encoding="utf-8")
    assert len(reading.turns) == markup.count("<p>") == markup.count("<time>")
    assert {turn.speaker for turn in reading.turns} == {"Travis", "Sarah", "Gilon"}
    assert all(turn.time_start is not None for turn in reading.turns)
