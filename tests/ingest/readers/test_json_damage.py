from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.readers.json_exports.fields import line_of
from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers import json_writing
from tests.ingest.readers.json_reading import assert_every_character_is_accounted_for, read_json, read_text, turns_of


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
        ('{"results": [{"type": [], "start_time": 1,\n "alternatives": 1}]}', "alternatives is not a list", 2),
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
    write = data.draw(st.sampled_from(sorted(json_writing.EVERY)))
    text = json.dumps(json_writing.EVERY[write](), ensure_ascii=False)
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
