from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.transcript import Role
from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from ingest.readers.json_exports import DIALECTS
from ingest.readers.json_exports.fields import Node, line_of
from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers import json_writers
from tests.ingest.readers.conversation import INTERVIEWER, SEGMENTS, TITLE, TURNS

SHARED = Path(__file__).parents[4] / "shared" / "data" / "formats"


def read_json(value: Json, name: str = "interview.json") -> Reading:
    return read(RawFile(name=name, raw=json.dumps(value, ensure_ascii=False).encode()))


def read_text(text: str, name: str = "interview.json") -> Reading:
    return read(RawFile(name=name, raw=text.encode()))


def turns_of(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def assert_every_character_is_accounted_for(reading: Reading) -> None:
    covered = bytearray(len(reading.text))
    stretches = [(turn.start, turn.end) for turn in reading.turns] + [(mark.start, mark.end) for mark in reading.marks]
    for start, end in stretches:
        covered[start:end] = b"\1" * (end - start)
    assert all(covered[index] or character.isspace() for index, character in enumerate(reading.text))
    assert all(cue.start < cue.end <= len(reading.text) for cue in reading.cues)
    assert all(one.end <= next_one.start for one, next_one in zip(reading.cues, reading.cues[1:], strict=False))
    reading.text.encode()  # half a surrogate pair could not be stored


@pytest.mark.parametrize("name", json_writers.WITH_SPEAKERS)
def test_the_conversation_reads_to_the_same_turns_speakers_and_times_from_every_service(name: str) -> None:
    write, labels = json_writers.WITH_SPEAKERS[name]
    reading = read_json(write())
    said = [(labels.get(speaker or "", speaker), text) for speaker, text in turns_of(reading)]
    assert said == [(turn.speaker, turn.text) for turn in TURNS]
    assert [(turn.time_start, turn.time_end) for turn in reading.turns] == [(turn.start, turn.end) for turn in TURNS]
    assert_every_character_is_accounted_for(reading)


@pytest.mark.parametrize("name", json_writers.WITHOUT_SPEAKERS)
def test_services_that_know_no_speakers_give_the_same_words_and_times(name: str) -> None:
    reading = read_json(json_writers.EVERY[name]())
    assert reading.text.split() == json_writers.WHOLE.split()
    assert [(cue.time_start, cue.time_end) for cue in reading.cues] == [(said.start, said.end) for said in SEGMENTS]
    assert {turn.speaker for turn in reading.turns} == {None}


def test_each_dialect_is_recognised_by_no_other_asked_before_it() -> None:
    chosen = {
        name: next(dialect.service for dialect in DIALECTS if dialect.recognises(Node(write())))
        for name, write in json_writers.EVERY.items()
    }
    assert {name.partition(" ")[0] for name, service in chosen.items() if service.startswith("lists")} == {"list"}
    assert len(set(chosen.values())) == len(DIALECTS)


def test_a_json_file_is_recognised_by_its_content_whatever_it_is_called() -> None:
    assert read_json(json_writers.zoom(), "notes.txt").turns[0].speaker == INTERVIEWER


def test_a_text_that_begins_with_a_bracket_is_no_json() -> None:
    reading = read_text("[00:00:01] Interviewer: Hello.\n[00:00:04] Ada: Hi.\n", "interview.txt")
    assert "Hello." in reading.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_does_no_harm(encoding: str) -> None:
    raw = json.dumps(json_writers.generic(), ensure_ascii=False).encode(encoding)
    assert len(read(RawFile(name="a.json", raw=raw)).turns) == len(TURNS)


def test_json_lines_are_one_list() -> None:
    entries = json_writers.generic()
    assert isinstance(entries, list)
    lines = "\n".join(json.dumps(entry) for entry in entries)
    assert len(read_text(lines, "interview.jsonl").turns) == len(TURNS)


def test_titles_and_dates_are_carried() -> None:
    assert read_json(json_writers.otter()).title == TITLE
    assert read_json(json_writers.zoom()).meta == {"date": "2024-05-02"}


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
    value = json_writers.assemblyai()
    assert isinstance(value, dict)
    value["utterances"] = [{"speaker": "A", "text": "Bread.", "start": 1, "end": 3}]
    value["words"] = []
    value["text"] = "Bread."
    value["audio_duration"] = 4
    assert read_json(value).turns[0].time_end == timedelta(seconds=3)


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ('{"segments": [\n{"start": 1, "text": "Hel', "ends early", 2),
        ('{"segments": [\n', "ends early", 2),
        ('{"segments": [\n{"start": 1 "text": 2}]}', "not valid JSON", 2),
        ('{"segments": [\n{"start": 1,\n "text": ["a"], "tokens": []}]}', "segments[0].text is not text", 3),
        ('{"segments": [\n{"start": {},\n "text": "a", "tokens": []}]}', "segments[0].start is not a time", 2),
        ('{"segments": [\n{"start": "soon", "text": "a", "tokens": []}]}', "segments[0].start is not a time", 2),
        ('[{"speaker": "A",\n "text": "a",\n "text": "b"}]', "stands twice", 3),
        ("[\n" * 100_000, "nested", 201),
        ('{"a":' * 100_000, "nested", 1),
        ('{"highlights": [], "tasks": 1}', "“highlights”, “tasks”", None),
        ("[]", "no object with keys", None),
        ('{"status": "error", "error": "No audio", "text": null, "audio_url": ""}', "No audio", None),
        ('{"status": "queued", "text": null, "audio_url": ""}', "queued", None),
        ('{"text": "", "segments": [], "language": "en"}', "no words", None),
        ('{"timeline": [{"ts": "00:00:01.000", "users": [{"username": "Ada"}]}]}', "has no words", None),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence_with_its_line(text: str, says: str, line: int | None) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(text)
    assert says in str(caught.value)
    assert caught.value.line == line


def test_nan_long_numbers_and_half_surrogates_do_no_harm() -> None:
    text = '[{"speaker": "Ada", "text": "Bread \\ud800 sells.", "start": NaN, "end": -1, "id": ' + "7" * 9000 + "}]"
    reading = read_text(text)
    assert turns_of(reading) == [("Ada", "Bread \ufffd sells.")]
    assert reading.turns[0].time_start is None


def test_a_time_of_astronomic_size_is_told() -> None:
    with pytest.raises(ReadError, match=r"\[0\].start is not a time"):
        read_text('[{"speaker": "Ada", "text": "Bread.", "start": ' + "9" * 400 + ".0}]")


def test_a_line_is_found_in_json_lines_too() -> None:
    assert line_of('{"a": 1}\n{"a": {"b": [1,\n 2]}}', (1, "a", "b", 1)) == 3


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_export_cut_short_or_with_another_value_in_it_is_read_or_refused(data: st.DataObject) -> None:
    write = data.draw(st.sampled_from(sorted(json_writers.EVERY)))
    text = json.dumps(json_writers.EVERY[write](), ensure_ascii=False)
    if data.draw(st.booleans(), label="cut"):
        text = text[: data.draw(st.integers(0, len(text)))]
    else:
        text = json.dumps(_changed(json.loads(text), data), ensure_ascii=True)
    try:
        reading = read_text(text or " ")
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        assert_every_character_is_accounted_for(reading)


_ODD: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("\ud800\x00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)


def _changed(value: Json, data: st.DataObject) -> Json:
    """The value with one of the values in it replaced or left out."""
    here = value
    depth = data.draw(st.integers(1, 6))
    for level in range(depth):
        if isinstance(here, dict) and here:
            key = data.draw(st.sampled_from(sorted(here)))
            inside = here[key]
            if level == depth - 1 or not isinstance(inside, dict | list):
                here[key] = data.draw(_ODD)
                break
            here = inside
        elif isinstance(here, list) and here:
            index = data.draw(st.integers(0, len(here) - 1))
            inside = here[index]
            if level == depth - 1 or not isinstance(inside, dict | list):
                here[index] = data.draw(_ODD)
                break
            here = inside
    return value


_SAID = st.lists(
    st.tuples(st.sampled_from(["Ada", "Ben", None]), st.text(min_size=1, max_size=40), st.floats(0, 9000)), min_size=1
)


@settings(max_examples=150, deadline=None)
@given(said=_SAID)
def test_no_word_of_a_text_field_is_lost(said: list[tuple[str | None, str, float]]) -> None:
    value: list[Json] = [{"speaker": who, "text": text, "start": at, "end": at + 1} for who, text, at in said]
    try:
        reading = read_json(value)
    except ReadError as error:
        assert "no words" in str(error) or "control characters" in str(error)
        return
    assert_every_character_is_accounted_for(reading)
    kept = "".join(reading.text.split())
    assert kept == "".join("".join(text.replace("\x00", "\ufffd").split()) for _, text, _ in said)


def test_a_hostile_file_takes_bounded_time() -> None:
    began = time.process_time()
    hostile: list[Callable[[], str]] = [
        lambda: "[" * 3_000_000,
        lambda: '{"a":"' + '\\"' * 1_000_000,
        lambda: "[" + '{"a":[' * 900 + '\\"' * 500_000,
        lambda: json.dumps([{"a": [{}] * 3}] * 200_000),
    ]
    for make in hostile:
        with pytest.raises(ReadError):
            read_text(make())
    assert time.process_time() - began < 20


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not here")
def test_the_json_of_real_tools_agrees_with_its_other_forms() -> None:
    def text_of(path: str) -> list[str]:
        return read(RawFile(name=path, raw=(SHARED / path).read_bytes())).text.split()

    for service in ("assemblyai", "deepgram", "whisper"):
        assert text_of(f"stt-json-wtf/{service}_sample.json") == text_of(f"stt-json-wtf/{service}_sample.wtf.json")
    interview = "hitsave-whisper/Goodboy_Galaxy_-_Rik_Nicol"
    assert text_of(f"{interview}.json") == text_of(f"{interview}.tsv")
    assert text_of(f"{interview}.json") == (SHARED / f"{interview}.text").read_text().split()
