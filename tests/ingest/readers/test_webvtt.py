"""WebVTT: the standard's parser rule by rule, then what tools make of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from ingest.readers.captions.cue_text import lines_of, strict_text
from ingest.readers.captions.webvtt_syntax import Comment, Definition, Dropped, parse_webvtt

TIMES = "00:01.000 --> 00:02.000"


def payloads(text: str) -> list[str]:
    return [cue.payload for cue in parse_webvtt(text).cues]


def read_text(text: str) -> Reading:
    return read(RawFile(name="talk.vtt", raw=text.encode()))


def said(text: str) -> list[tuple[str | None, str]]:
    reading = read_text(text)
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


@pytest.mark.parametrize("first", ["webvtt", "WEBVTTX", " WEBVTT", "\nWEBVTT", "WEBVT", ""])
def test_without_the_signature_there_are_no_cues(first: str) -> None:
    assert not parse_webvtt(f"{first}\n\n{TIMES}\nhi").signed


@pytest.mark.parametrize("first", ["WEBVTT", "WEBVTT ", "WEBVTT\t- a title", "\ufeffWEBVTT"])
def test_the_signature_may_be_followed_by_anything_after_a_space(first: str) -> None:
    assert payloads(f"{first}\n\n{TIMES}\nhi") == ["hi"]


def test_lines_below_the_signature_are_header_until_an_empty_line_or_times() -> None:
    assert payloads(f"WEBVTT\nstray\n{TIMES}\nhi") == ["hi"]
    assert payloads(f"WEBVTT {TIMES}\nhi") == []


@pytest.mark.parametrize(
    "times",
    [
        "1:00:00.000 --> 1:00:01.000",
        "00:59.999\t-->\t999:59:59.000",
        "00:01.000-->00:02.000align:start",
        "00:02.000 --> 00:01.000",
    ],
)
def test_times_the_standard_takes(times: str) -> None:
    assert payloads(f"WEBVTT\n\n{times}\nhi") == ["hi"]


@pytest.mark.parametrize(
    "times",
    [
        "0:01.000 --> 00:02.000",
        "00:01.00 --> 00:02.000",
        "00:01.0000 --> 00:02.000",
        "00:60.000 --> 01:01.000",
        "60:00.000 --> 61:00.000",
        "00:01,000 --> 00:02,000",
        "00:01.000 -> 00:02.000",
        "00:01.000 -->",
        "٠٠:٠١.٠٠٠ --> ٠٠:٠٢.٠٠٠",
        f"{'9' * 5000}:00:00.000 --> {'9' * 5000}:00:01.000",
    ],
)
def test_times_the_standard_drops(times: str) -> None:
    assert payloads(f"WEBVTT\n\n{times}\nhi") == []


def test_times_are_read_to_the_millisecond() -> None:
    cue = parse_webvtt("WEBVTT\n\n01:02:03.004 --> 100:00:00.000 line:0 position:10%\nhi").cues[0]
    assert (cue.start, cue.end) == (timedelta(hours=1, minutes=2, seconds=3, milliseconds=4), timedelta(hours=100))
    assert cue.settings == "line:0 position:10%"


def test_an_arrow_after_the_times_begins_the_next_cue() -> None:
    assert payloads(f"WEBVTT\n\n{TIMES}\none\n{TIMES}\n{TIMES}\ntwo") == ["one", "", "two"]
    assert [cue.id for cue in parse_webvtt(f"WEBVTT\n\n-->\n{TIMES}\nhi\n\nid\n{TIMES}\nho").cues] == ["", "id"]


def test_nuls_become_replacement_characters() -> None:
    assert payloads(f"WEBVTT\n\n{TIMES}\na\0b") == ["a\ufffdb"]
    assert said(f"WEBVTT\n\n{TIMES}\na\0b") == [(None, "a\ufffdb")]


def test_blocks_that_are_no_cues_are_told_apart() -> None:
    text = (
        "WEBVTT\n\nNOTE a remark\nof two lines\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTEBOOK\n\nSTYLE x\ny"
    )
    kinds = [type(block) for block in parse_webvtt(text).blocks]
    assert kinds == [Comment, Definition, Definition, Dropped, Dropped]


@given(st.text(st.sampled_from("WEBVT-> :.0123456789\n\r\t<>&;vabc"), max_size=300))
def test_no_letter_of_a_file_disappears_from_its_blocks(body: str) -> None:
    # Without the letters of NOTE, STYLE and REGION, whose keywords are rightly gone.
    kept = "".join(
        str(getattr(block, part, None) or "")
        for block in parse_webvtt(f"WEBVTT\n\n{body}").blocks
        for part in ("id", "timing", "settings", "payload", "text")
    )
    assert [character for character in kept if character.isalpha()] == [
        character for character in body if character.isalpha()
    ]


@pytest.mark.parametrize(
    ("payload", "strict", "lines"),
    [
        ("<v Ada>Hi</v> there", "Hi there", [("Ada", "Hi"), (None, " there")]),
        ("<v.loud Ada  Lovelace>Hi <i>you</i>", "Hi you", [("Ada Lovelace", "Hi you")]),
        ("<v A>one\n<v B>two", "one\ntwo", [("A", "one"), ("A", ""), ("B", "two")]),
        ("<v R&amp;D>AT&amp;T &lt;3 &nbsp;", "AT&T <3 \u00a0", [("R&D", "AT&T <3 \u00a0")]),
        ("so<00:01.500><c> then</c>", "so then", [(None, "so then")]),
        ("takings were < 50", "takings were ", [(None, "takings were < 50")]),
        ("<laughs> no", " no", [(None, "<laughs> no")]),
        ("fish &copy chips", "fish © chips", [(None, "fish &copy chips")]),
    ],
)
def test_the_text_of_a_cue(payload: str, strict: str, lines: list[tuple[str | None, str]]) -> None:
    assert strict_text(payload) == strict
    assert [tuple(line) for line in lines_of(payload)] == lines


def test_several_voices_in_one_cue_are_several_turns() -> None:
    assert said(f"WEBVTT\n\n{TIMES}\n<v A>one\n<v B>two") == [("A", "one"), ("B", "two")]


def test_a_caption_without_a_voice_among_voices_is_nobodys() -> None:
    assert said(f"WEBVTT\n\n{TIMES}\n<v A>one</v>\n\n{TIMES}\n[door]")[1][0] is None


def test_rolling_captions_are_said_once() -> None:
    rolling = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:02.000 align:start\n \nwe began<00:00:00.500><c> in</c>\n\n"
        "00:00:02.000 --> 00:00:02.010 align:start\nwe began in\n \n\n"
        "00:00:02.010 --> 00:00:04.000 align:start\nwe began in\nmarch<00:00:03.000><c> last</c>\n\n"
        "00:00:04.000 --> 00:00:04.010 align:start\nmarch last\n \n\n"
        "00:00:04.010 --> 00:00:06.000 align:start\nmarch last\nyear\n"
    )
    assert said(rolling) == [(None, "we began in march last year")]
    assert read_text(rolling).meta == {"language": "en"}


def test_captions_that_grow_word_by_word_are_said_once() -> None:
    cues = ["we", "we began", "we began in", "we began in march"]
    body = "\n\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n{words}" for n, words in enumerate(cues))
    assert said(f"WEBVTT\n\n{body}") == [(None, "we began in march")]


def test_saying_yes_twice_is_no_rolling_caption() -> None:
    body = "\n\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\nYes." for n in range(4))
    assert said(f"WEBVTT\n\n{body}") == [(None, "Yes. Yes. Yes. Yes.")]


def test_a_cue_written_again_while_it_is_still_on_was_said_once() -> None:
    body = "00:01.000 --> 00:05.000\n<v A>hello</v>\n\n00:02.000 --> 00:04.000\n<v B>oh</v>\n\n00:03.000 --> 00:05.000\n<v A>hello</v>"
    assert said(f"WEBVTT\n\n{body}") == [("A", "hello"), ("B", "oh")]


def test_a_colon_in_running_speech_is_no_speaker() -> None:
    body = "\n\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\nwords {n}" for n in range(5))
    assert said(f"WEBVTT\n\n{body}\n\n00:06.000 --> 00:07.000\nOne thing: never again.")[-1][0] is None


def test_two_people_in_one_caption_are_told_apart_by_dashes() -> None:
    body = "00:01.000 --> 00:02.000\n- Tea?\n- Please."
    assert said(f"WEBVTT\n\n{body}") == [(None, "Tea?"), (None, "Please.")]


def test_a_careless_time_is_read_with_a_warning_naming_the_line() -> None:
    reading = read_text("WEBVTT\n\n00:00:01,5 --> 00:00:02,75\nhi")
    assert (reading.cues[0].time_start, reading.cues[0].time_end) == (timedelta(seconds=1.5), timedelta(seconds=2.75))
    assert reading.warnings[0].startswith("line 3: ")


def test_words_after_an_empty_line_in_a_cue_are_kept_without_a_time() -> None:
    assert said(f"WEBVTT\n\n{TIMES}\nAnd so\n\nwe went.") == [(None, "And so we went.")]


def test_leavings_of_a_style_sheet_are_marked_not_quoted() -> None:
    reading = read_text(f"WEBVTT\n\n{TIMES}\nhi\n\nSTYLE\n::cue {{\n\n  color: red;\n}}\n")
    assert [reading.text[turn.start : turn.end] for turn in reading.turns] == ["hi"]
    assert [mark.reason for mark in reading.marks] == ["text outside the captions"]


def test_a_remark_is_marked_and_a_measure_left_out() -> None:
    reading = read_text(f"WEBVTT - Stall\n\nNOTE Confidence: 0.9\n\n{TIMES}\nhi\n\nNOTE she is crying here\n")
    assert [(mark.reason, reading.text[mark.start : mark.end]) for mark in reading.marks] == [
        ("header of the file", "Stall"),
        ("comment in the file", "she is crying here"),
    ]
    assert reading.title == "Stall"


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n\n", "WEBVTT\n\nSTYLE\nx", "no captions at all", "\0\1\2"])
def test_a_file_without_captions_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ReadError, match=r"^talk\.vtt.*\. [A-Z].*\.$"):
        read_text(text)


def test_too_many_captions_are_refused_at_once() -> None:
    with pytest.raises(ReadError, match="more than 250,000 captions"):
        read_text("WEBVTT\n\n" + "00:01.000 --> 00:02.000\nx\n\n" * 250_001)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<v ", "<", "&", "a: ", "- ", ">> ", "-->", "NOTE a:b ", "{\\", "1 : ", "[(", " "])
def test_a_line_of_a_hundred_thousand_characters_takes_no_time(piece: str) -> None:
    read_text(f"WEBVTT\n\n{TIMES}\nhi\n\n{TIMES}\n{piece * (100_000 // len(piece))}\n\nx {piece * 30_000}")
