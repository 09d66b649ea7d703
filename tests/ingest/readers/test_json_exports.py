from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.transcript import Role
from ingest.readers import RawFile, read
from ingest.readers.json_exports import DIALECTS
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers import json_writing
from tests.ingest.readers.conversation import INTERVIEWER, SEGMENTS, TITLE, TURNS
from tests.ingest.readers.json_reading import assert_every_character_is_accounted_for, read_json, read_text, turns_of
from tests.ingest.readers.json_writing import meetings, services
from tests.ingest.readers.json_writing.base import WHOLE

SHARED = Path(__file__).parents[4] / "shared" / "data" / "formats"


@pytest.mark.parametrize("name", json_writing.WITH_SPEAKERS)
def test_the_conversation_reads_to_the_same_turns_speakers_and_times_from_every_service(name: str) -> None:
    write, labels = json_writing.WITH_SPEAKERS[name]
    reading = read_json(write())
    said = [(labels.get(speaker or "", speaker), text) for speaker, text in turns_of(reading)]
    assert said == [(turn.speaker, turn.text) for turn in TURNS]
    assert [(turn.time_start, turn.time_end) for turn in reading.turns] == [(turn.start, turn.end) for turn in TURNS]
    assert_every_character_is_accounted_for(reading)


@pytest.mark.parametrize("name", json_writing.WITHOUT_SPEAKERS)
def test_services_that_know_no_speakers_give_the_same_words_and_times(name: str) -> None:
    reading = read_json(json_writing.EVERY[name]())
    assert reading.text.split() == WHOLE.split()
    assert [(cue.time_start, cue.time_end) for cue in reading.cues] == [(said.start, said.end) for said in SEGMENTS]
    assert {turn.speaker for turn in reading.turns} == {None}


def test_each_dialect_is_recognised_by_no_other_asked_before_it() -> None:
    chosen = {
        name: next(dialect.service for dialect in DIALECTS if dialect.recognises(Node(write())))
        for name, write in json_writing.EVERY.items()
    }
    assert {name.partition(" ")[0] for name, service in chosen.items() if service.startswith("lists")} == {"list"}
    assert len(set(chosen.values())) == len(DIALECTS)


def test_a_json_file_is_recognised_by_its_content_whatever_it_is_called() -> None:
    assert read_json(meetings.zoom(), "notes.txt").turns[0].speaker == INTERVIEWER


def test_a_text_that_begins_with_a_bracket_is_no_json() -> None:
    reading = read_text("[00:00:01] Interviewer: Hello.\n[00:00:04] Ada: Hi.\n", "interview.txt")
    assert "Hello." in reading.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_does_no_harm(encoding: str) -> None:
    raw = json.dumps(meetings.generic(), ensure_ascii=False).encode(encoding)
    assert len(read(RawFile(name="a.json", raw=raw)).turns) == len(TURNS)


def test_json_lines_are_one_list() -> None:
    entries = meetings.generic()
    assert isinstance(entries, list)
    lines = "\n".join(json.dumps(entry) for entry in entries)
    assert len(read_text(lines, "interview.jsonl").turns) == len(TURNS)


def test_titles_and_dates_are_carried() -> None:
    assert read_json(meetings.otter()).title == TITLE
    assert read_json(meetings.zoom()).meta == {"date": "2024-05-02"}


def test_a_voice_called_a_or_i_is_no_role() -> None:
    words: list[Json] = [{"speaker": voice, "text": "Well.", "start": 1.5, "end": 2.5} for voice in "AIQR"]
    reading = read_json(words)
    assert {turn.role for turn in reading.turns} == {Role.UNKNOWN}


def test_words_that_the_service_gives_no_times_for_follow_without_speaker() -> None:
    value = {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": "Bread sells. Cakes do not.",
                            "words": [
                                {"word": "bread", "punctuated_word": "Bread", "start": 0.5, "end": 1, "speaker": 0},
                                {"word": "sells", "punctuated_word": "sells.", "start": 1, "end": 2, "speaker": 0},
                            ],
                        }
                    ]
                }
            ]
        }
    }
    assert turns_of(read_text(json.dumps(value))) == [("Speaker 0", "Bread sells."), (None, "Cakes do not.")]


def test_a_whole_text_that_says_more_in_the_middle_is_kept_as_a_mark() -> None:
    value: Json = {
        "text": "We sold rye and a little white bread.",
        "segments": [
            {"start": 0.5, "end": 2, "text": "We sold rye", "tokens": []},
            {"start": 2, "end": 3, "text": "bread."},
        ],
    }
    reading = read_json(value)
    assert turns_of(reading) == [(None, "We sold rye bread.")]
    assert "little white" in reading.text[reading.marks[0].start : reading.marks[0].end]


def test_two_channels_are_two_voices_in_the_order_of_time() -> None:
    def channel(*words: tuple[str, float]) -> Json:
        return {
            "alternatives": [
                {
                    "transcript": " ".join(word for word, _ in words),
                    "words": [{"word": word, "start": start, "end": start + 0.5} for word, start in words],
                }
            ]
        }

    value: Json = {"results": {"channels": [channel(("Ready?", 1.0), ("Good.", 5.0)), channel(("Yes.", 3.0))]}}
    assert turns_of(read_json(value)) == [("Channel 0", "Ready?"), ("Channel 1", "Yes."), ("Channel 0", "Good.")]


def test_a_voice_that_speechmatics_does_not_know_stays_unknown() -> None:
    results: list[Json] = [
        {
            "type": "word",
            "start_time": index,
            "end_time": index + 1,
            "alternatives": [{"content": word, "speaker": who}],
        }
        for index, (word, who) in enumerate([("Fresh", "S1"), ("what", "UU"), ("bread", "S1")])
    ]
    assert [speaker for speaker, _ in turns_of(read_json({"results": results}))] == ["S1", None, "S1"]


def test_chinese_words_are_not_parted_by_spaces() -> None:
    results: list[Json] = [
        {"type": kind, "start_time": index, "end_time": index + 1, "alternatives": [{"content": word, "speaker": "S1"}]}
        for index, (kind, word) in enumerate(
            [("word", "面包"), ("word", "卖完"), ("word", "了"), ("punctuation", "。")]
        )
    ]
    metadata: Json = {"language_pack_info": {"word_delimiter": ""}}
    assert read_json({"results": results, "metadata": metadata}).text == "面包卖完了。"


def test_assemblyai_times_that_somebody_has_converted_to_seconds_are_seconds() -> None:
    value = services.assemblyai()
    assert isinstance(value, dict)
    value["utterances"] = [{"speaker": "A", "text": "Bread.", "start": 1, "end": 3}]
    value["words"] = []
    value["text"] = "Bread."
    value["audio_duration"] = 4
    assert read_json(value).turns[0].time_end == timedelta(seconds=3)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not here")
def test_the_json_of_real_tools_agrees_with_its_other_forms() -> None:
    def text_of(path: str) -> list[str]:
        return read(RawFile(name=path, raw=(SHARED / path).read_bytes())).text.split()

    for service in ("assemblyai", "deepgram", "whisper"):
        assert text_of(f"stt-json-wtf/{service}_sample.json") == text_of(f"stt-json-wtf/{service}_sample.wtf.json")
    interview = "hitsave-whisper/Goodboy_Galaxy_-_Rik_Nicol"
    assert text_of(f"{interview}.json") == text_of(f"{interview}.tsv")
    assert text_of(f"{interview}.json") == (SHARED / f"{interview}.text").read_text().split()
