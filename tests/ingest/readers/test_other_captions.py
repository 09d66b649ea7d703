"""SubRip's damage case by case, and the smaller formats' own rules."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from ingest.readers.captions.clocks import clock
from ingest.readers.captions.ttml import ttml_time


def read_as(name: str, text: str) -> Reading:
    return read(RawFile(name=name, raw=text.encode()))


def said(name: str, text: str) -> list[tuple[str | None, str]]:
    reading = read_as(name, text)
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def words(name: str, text: str) -> str:
    return " ".join(spoken for _, spoken in said(name, text))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("00:01:41,04", 101.04), ("0:0:1.250", 1.25), ("1:02", 62), ("00:00:01:500", 1.5), ("00 : 00 : 27,000", 27)],
)
def test_times_in_the_wild(written: str, seconds: float) -> None:
    assert clock(written) == timedelta(seconds=seconds)


def test_a_year_as_the_whole_caption_is_words_in_a_file_without_numbers() -> None:
    text = "00:00:01,000 --> 00:00:02,000\n1984\n\n00:00:03,000 --> 00:00:04,000\nIt was.\n"
    assert words("a.srt", text) == "1984 It was."


def test_a_year_at_the_end_of_a_caption_is_words_beside_numbers() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nIn what year?\n1984\n2\n00:00:03,000 --> 00:00:04,000\nIt was.\n"
    assert words("a.srt", text) == "In what year? 1984 It was."


def test_a_missing_end_lasts_to_the_next_caption() -> None:
    reading = read_as("a.srt", "1\n00:00:01,000 -->\nOne.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n")
    assert reading.cues[0].time_end == timedelta(seconds=3)


def test_a_caption_without_times_keeps_its_words() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\nTwo.\n\n3\n00:00:03,000 --> 00:00:04,000\nThree.\n"
    reading = read_as("a.srt", text)
    assert words("a.srt", text) == "One. Two. Three."
    assert any("no times" in warning for warning in reading.warnings)


def test_names_on_a_line_of_their_own_are_speakers() -> None:
    text = "".join(
        f"0:0:{n}.0 --> 0:0:{n}.900\n{name}\nWords {n}, and more.\n" for n, name in enumerate(["Jo Day", "Al Orr"] * 3)
    )
    assert said("paste.txt", text)[:2] == [("Jo Day", "Words 0, and more."), ("Al Orr", "Words 1, and more.")]


def test_tags_are_removed_and_an_unclosed_one_ends_with_its_caption() -> None:
    text = '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="red"><i>One\n\n2\n00:00:03,000 --> 00:00:04,000\n2 < 3</i>\n'
    assert words("a.srt", text) == "One 2 < 3"


@pytest.mark.parametrize(
    ("encoding", "spoken"),
    [
        ("gb2312", "我们去年开始做这件事情，没有人帮忙。"),
        ("shift_jis", "はい、そうです。去年から始めました。誰も助けてくれませんでした。"),
        ("cp1251", "Мы начали в марте, и никто нам не помог."),
        ("cp1252", "C’était déjà fermé, voilà."),
    ],
)
def test_old_encodings_are_read_right_and_said_so(encoding: str, spoken: str) -> None:
    reading = read(RawFile(name="a.srt", raw=f"1\n00:00:01,000 --> 00:00:02,000\n{spoken}\n".encode(encoding)))
    assert reading.text == spoken
    assert "is not UTF-8" in reading.warnings[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_recognised(encoding: str) -> None:
    reading = read(RawFile(name="a.srt", raw="1\n00:00:01,000 --> 00:00:02,000\nNo mark.\n".encode(encoding)))
    assert reading.text == "No mark."


def test_a_time_may_stand_before_a_line_twice_in_lrc() -> None:
    reading = read_as("a.lrc", "[offset:500]\n[00:02.50][00:10.50]Again.\n[00:04.00]Once.\n")
    assert reading.text.replace("\n\n", " ") == "Again. Once. Again."
    assert reading.cues[0].time_start == timedelta(seconds=2)


def test_drawings_and_comments_of_a_script_are_not_speech() -> None:
    head = "[Script Info]\nTitle: x\n[Events]\nFormat: Start, End, Name, Text\n"
    text = f"{head}Dialogue: 0:00:01.00,0:00:02.00,Ann,{{\\p1}}m 0 0 l 9 9{{\\p0}}Well,\\Nyes\nComment: 0:0:0.0,0:0:0.0,,check\n"
    assert said("a.ass", text) == [("Ann", "Well, yes")]
    assert [mark.reason for mark in read_as("a.ass", text).marks] == ["comment in the file"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("00:00:01.5", 1.5), ("1.5h", 5400), ("10f", 0.4), ("20t", 2), ("00:00:01:05", 1.2)],
)
def test_ttml_times(written: str, seconds: float) -> None:
    assert ttml_time(written, frame=Fraction(25), tick=Fraction(10)) == timedelta(seconds=seconds)


def test_ttml_times_count_from_the_element_around() -> None:
    text = '<tt><body begin="10s"><div begin="1s"><p begin="1s" dur="2s">hi<br/>you</p></div></body></tt>'
    cue = read_as("a.ttml", text).cues[0]
    assert (cue.time_start, cue.time_end) == (timedelta(seconds=12), timedelta(seconds=14))


BOMB = '<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tt><body><p begin="0s" end="1s">&b;</p></body></tt>'


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.ttml", BOMB, "defines entities"),
        ("a.ttml", "<tt>" + "<div>" * 100_000, "nested more than"),
        ("a.ttml", "<tt><body><p>", "the XML is damaged"),
        ("a.srt", "1\n", "no caption with a time"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n", "hold no words"),
        ("a.sbv", "0:00:01.000,0:00:02.000\n", "hold no words"),
        ("a.ass", "[Script Info]\n", "no dialogue"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(ReadError, match=sentence) as caught:
        read_as(name, text)
    assert str(caught.value).startswith(name) and len(str(caught.value)) < 200
