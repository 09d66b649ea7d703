"""The format measurement itself: it can fail, and it runs on the real collection where that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.expected import expectations
from evals.formats import DATA, OURS, forms_agree, measure, table
from evals.readers_speed import seconds_to_read, three_hours, webvtt
from ingest.readers import RawFile, read

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hi.\n\n00:02.000 --> 00:03.000\nAnn: Ho.\n"


def collection(folder: Path, expect: object) -> Path:
    (folder / "made").mkdir()
    for ending in ("vtt", "txt", "srt"):
        (folder / "made" / f"a.{ending}").write_text(VTT)
    rows = [
        {"path": f"made/a.{ending}", "expect": expect if ending == "vtt" else None} for ending in ("vtt", "txt", "srt")
    ]
    (folder / "MANIFEST.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def test_agreement_is_counted_and_every_miss_is_named(tmp_path: Path) -> None:
    wrong = {"cues": 3, "text": {"0": "Ann: Hi."}, "endTime": {"1": 9.0}, "speakers": ["Bob"]}
    tallies, misses = measure(expectations(collection(tmp_path, wrong)))
    tally = tallies["made"]
    assert [tally.agree[key, OURS] for key in ("cues", "texts", "times", "speakers")] == [0, 1, 0, 0]
    assert misses == ["made/a.vtt: cues, times", "made/a.vtt: speakers ['Ann', 'Bob']"]


def test_peers_are_measured_on_the_same_files(tmp_path: Path) -> None:
    pytest.importorskip("webvtt")
    pytest.importorskip("pysubs2")
    tallies, _ = measure(expectations(collection(tmp_path, {"cues": 2})))
    assert [tallies["made"].agree["cues", library] for library in (OURS, "webvtt-py", "pysubs2")] == [1, 1, 1]
    assert "webvtt-py" in table(tallies)


def test_forms_of_one_recording_are_compared_by_their_words(tmp_path: Path) -> None:
    assert forms_agree(expectations(collection(tmp_path, None))) == ["made/a: 3 of 3 forms have the same words"]


@pytest.mark.skipif(not (DATA / "MANIFEST.jsonl").is_file(), reason="the shared collection is not here")
def test_no_file_of_the_collection_crashes_a_reader_and_all_meeting_speakers_are_found() -> None:
    tallies, misses = measure(expectations(DATA))
    assert sum(tally.files["crashed"] for tally in tallies.values()) == 0, misses
    meetings = tallies["zoom-ethereum-pm"]
    assert meetings.agree["speakers", OURS] == meetings.asked["speakers"]
    for folder in ("wpt-webvtt", "mozilla-vttjs"):
        ours = tallies[folder].agree["cues", OURS]
        assert all(ours > tallies[folder].agree["cues", peer] for peer in ("webvtt-py", "pysubs2"))


def test_a_webvtt_of_three_hours_reads_in_about_a_second_and_whole() -> None:
    said = three_hours()
    file = RawFile(name="interview.vtt", raw=webvtt(said))
    assert seconds_to_read(file, times=2) < 5  # a tenth of a second where nothing else runs
    reading = read(file)
    assert reading.cues[-1].time_end.total_seconds() > 3 * 3600 - 5
    assert sum(len(reading.text[turn.start : turn.end].split()) for turn in reading.turns) == sum(
        len(one.words.split()) for one in said
    )
