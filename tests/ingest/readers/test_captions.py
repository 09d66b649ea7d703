"""Every caption format on the one invented conversation, and on made-up ones damaged as tools damage them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.caption_writers import WRITERS, subrip, webvtt, zoom
from tests.ingest.readers.conversation import SEGMENTS, TURNS, Said

ALL = pytest.mark.parametrize("form", WRITERS)


def read_text(text: str, name: str = "talk.vtt") -> Reading:
    return read(RawFile(name=name, raw=text.encode()))


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def assert_nothing_is_lost(reading: Reading) -> None:
    covered = [False] * len(reading.text)
    for start, end in [(turn.start, turn.end) for turn in reading.turns] + [
        (mark.start, mark.end) for mark in reading.marks
    ]:
        covered[start:end] = [True] * (end - start)
    assert all(inside or character.isspace() for inside, character in zip(covered, reading.text, strict=True))


@ALL
def test_the_conversation_reads_to_the_same_turns_in_every_form(form: str) -> None:
    name, write = WRITERS[form]
    reading = read_text(write(SEGMENTS), name)
    assert said(reading) == [(turn.speaker, turn.text) for turn in TURNS]
    assert [(turn.time_start, turn.time_end) for turn in reading.turns] == [(turn.start, turn.end) for turn in TURNS]
    assert_nothing_is_lost(reading)
    assert reading.warnings == ()


@ALL
def test_cues_keep_their_own_times_inside_a_turn(form: str) -> None:
    name, write = WRITERS[form]
    reading = read_text(write(SEGMENTS), name)
    cues = [(reading.text[cue.start : cue.end], cue.time_start, cue.time_end) for cue in reading.cues]
    assert cues == [(piece.text, piece.start, piece.end) for piece in SEGMENTS]


@ALL
def test_a_form_is_recognised_by_what_is_in_it_whatever_its_name(form: str) -> None:
    _, write = WRITERS[form]
    assert [speaker for speaker, _ in said(read_text(write(SEGMENTS), "talk.txt"))] == [turn.speaker for turn in TURNS]


@ALL
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_byte_order_marks_and_newlines_change_nothing(form: str, encoding: str, newline: str) -> None:
    name, write = WRITERS[form]
    text = write(SEGMENTS).replace("\r\n", "\n").removeprefix("\ufeff").replace("\n", newline)
    assert said(read(RawFile(name=name, raw=text.encode(encoding)))) == [(turn.speaker, turn.text) for turn in TURNS]


@ALL
@given(cut=st.integers(min_value=0, max_value=2500), noise=st.binary(max_size=12))
def test_a_cut_or_dirtied_file_is_read_or_refused_with_one_sentence(form: str, cut: int, noise: bytes) -> None:
    name, write = WRITERS[form]
    raw = write(SEGMENTS).encode()
    try:
        reading = read(RawFile(name=name, raw=raw[:cut] + noise + raw[cut + len(noise) : 2 * cut]))
    except ReadError as error:
        assert name in str(error)
        assert "\n" not in str(error).replace(repr(noise), "")
    else:
        assert_nothing_is_lost(reading)


WORDS = st.text("abcdefgé’ñ,.!?&<>-", min_size=1, max_size=9).filter(lambda word: any(map(str.isalpha, word)))
SPEAKERS = st.sampled_from(["Ann", "Bo Li", "Ms O'Hara", "ashah", "Karim T. (guest)", "Ana | Harbour"])


@st.composite
def talks(draw: st.DrawFn) -> list[Said]:
    """At least two speakers who each speak twice, so that the file is written in labels."""
    ends = timedelta()
    talk = []
    for speaker in ["Ann", "Bo Li", "Ann", "Bo Li", *draw(st.lists(SPEAKERS, max_size=12))]:
        starts = ends + timedelta(milliseconds=draw(st.integers(10, 5000)))
        ends = starts + timedelta(milliseconds=draw(st.integers(10, 9000)))
        words = " ".join(["so", *draw(st.lists(WORDS, min_size=1, max_size=8))])
        talk.append(Said(speaker, starts, ends, words))
    return talk


def turns_of(talk: list[Said]) -> list[tuple[str, str]]:
    return [
        (speaker, " ".join(piece.text for piece in pieces))
        for speaker, pieces in groupby(talk, key=lambda piece: piece.speaker)
    ]


@given(talks())
def test_webvtt_with_escaped_words_gives_them_back(talk: list[Said]) -> None:
    assert said(read_text(webvtt(talk))) == turns_of(talk)


DAMAGE: dict[str, Callable[[list[str]], list[str]]] = {
    "no sequence numbers": lambda lines: [line for line in lines if not line.isdigit()],
    "no empty lines": lambda lines: [line for line in lines if line],
    "empty lines inside": lambda lines: [piece for line in lines for piece in (line, *[""] * ("-->" in line))],
    "full stops in the times": lambda lines: [line.replace(",", ".") if "-->" in line else line for line in lines],
    "tight arrows": lambda lines: [line.replace(" --> ", "-->") for line in lines],
    "spaces everywhere": lambda lines: [f"  {line} " for line in lines],
    "screen positions": lambda lines: [f"{line} X1:40 X2:600 Y1:20 Y2:50" if "-->" in line else line for line in lines],
    "italics": lambda lines: [f"<i>{line}</i>" if line.startswith("[") else line for line in lines],
}


@pytest.mark.parametrize("damage", DAMAGE)
@given(talk=talks())
def test_damaged_srt_keeps_every_word_and_speaker(damage: str, talk: list[Said]) -> None:
    plain = [piece._replace(text=piece.text.replace("<", "").replace(">", "").replace("&", "")) for piece in talk]
    lines = DAMAGE[damage](subrip(plain).split("\n"))
    assert said(read_text("\n".join(lines), "talk.srt")) == turns_of(plain)


def test_words_after_a_less_than_sign_survive_a_tool_that_escapes_nothing() -> None:
    assert said(read_text(zoom(SEGMENTS)))[4] == (
        "José",
        "I kept the books. If takings were < 50 a day, we closed early.",
    )


def test_a_plain_text_that_tells_when_the_meeting_was_is_no_caption_file() -> None:
    text = "10:30 – 11:15\n\nAnn: Shall we begin?\nBob: Yes.\nAnn: Good.\nBob: Well.\n"
    assert [speaker for speaker, _ in said(read_text(text, "talk.txt"))] == ["Ann", "Bob", "Ann", "Bob"]
