"""One conversation, written in every format: the same turns, the same speakers and, where there are any, times."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.conversation import INTERVIEWER, SEGMENTS, SPEAKERS, TURNS
from tests.ingest.readers.documents.writers import WRITTEN


def _read(name: str) -> Reading:
    return read(RawFile(name=name, raw=WRITTEN[name]()))


def _said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_reads_to_the_same_turns_and_speakers(name: str) -> None:
    assert _said(_read(name)) == [(said.speaker, said.text) for said in TURNS]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_visible_character_is_in_a_turn_or_a_mark_and_nowhere_in_both(name: str) -> None:
    reading = _read(name)
    covered = [0] * len(reading.text)
    spans = [(turn.start, turn.end) for turn in reading.turns] + [(mark.start, mark.end) for mark in reading.marks]
    for start, end in spans:
        for offset in range(start, end):
            covered[offset] += 1
    assert [
        letter for letter, times in zip(reading.text, covered, strict=True) if not letter.isspace() and times != 1
    ] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_the_labelled_interviewer_is_one(name: str) -> None:
    assert {turn.speaker for turn in _read(name).turns if turn.role.value == "interviewer"} == {INTERVIEWER}


@pytest.mark.parametrize("name", ["teams-new.docx", "cited.html", "table.docx"])
def test_whole_seconds_are_kept_where_the_format_has_them(name: str) -> None:
    times = [turn.time_start for turn in _read(name).turns]
    assert times == [timedelta(seconds=int(said.start.total_seconds())) for said in TURNS]


def test_the_older_teams_layout_keeps_the_times_of_every_caption() -> None:
    reading = _read("teams-old.docx")
    assert [(cue.time_start, cue.time_end) for cue in reading.cues] == [(said.start, said.end) for said in SEGMENTS]
    assert [reading.text[cue.start : cue.end] for cue in reading.cues] == [said.text for said in SEGMENTS]


def test_a_google_meet_turn_has_the_time_above_it() -> None:
    minutes = [int(said.start.total_seconds() // 60) for said in TURNS]
    assert [turn.time_start for turn in _read("gemini.docx").turns] == [timedelta(minutes=minute) for minute in minutes]


def test_all_speakers_are_known_in_order_of_their_first_words() -> None:
    for name in WRITTEN:
        assert tuple(dict.fromkeys(turn.speaker for turn in _read(name).turns)) == SPEAKERS
