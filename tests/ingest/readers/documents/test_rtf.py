"""RTF: code pages, characters, and what stands aside from the speech."""

from __future__ import annotations

import pytest

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.documents.writers import rtf, rtf_text

_LABELLED = r"Interviewer: Who pays?\par Ada: The council.\par Interviewer: Always?\par "


def _read(raw: bytes) -> Reading:
    return read(RawFile(name="a.rtf", raw=raw))


def _last(body: str) -> str:
    reading = _read(rtf(_LABELLED + "Ada: " + body + r"\par"))
    return reading.text[reading.turns[-1].start : reading.turns[-1].end]


def _marked(reading: Reading, reason: str) -> list[str]:
    return [reading.text[mark.start : mark.end] for mark in reading.marks if mark.reason == reason]


@pytest.mark.parametrize("body", [r"{\rtf1", r"{\rtf1 Ada: cut of"])
def test_a_file_that_is_cut_off_is_refused(body: str) -> None:
    with pytest.raises(ReadError, match="cut off"):
        _read(body.encode())


def test_groups_nested_beyond_reason_are_refused() -> None:
    with pytest.raises(ReadError, match="1000 groups"):
        _read(rb"{\rtf1 " + b"{" * 5000)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"caf\'e9", "café"),
        (r"\u8211?x", "–x"),
        (r"\uc0\u8211 x", "–x"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\lquote a\rquote  b\emdash c", "‘a’ b—c"),
        (r"a\~b\_c\tab d\line e", "a\u00a0b-c\td\ne"),
        (r"{\f7\'cf\'f0}", "Ïð"),
        (r"\{a\} \\", "{a} \\"),
        (r"one\r\ntwo".replace(r"\r\n", "\r\n"), "onetwo"),
        (r'{\field{\*\fldinst HYPERLINK "http://a.b"}{\fldrslt the link}}', "the link"),
        (r"{\pict\bin3 }{}}x", "x"),
        (r"kept {\deleted gone }{\*\unknown gone}too", "kept too"),
    ],
)
def test_characters_are_read_as_they_look(written: str, read_as: str) -> None:
    assert _last(written) == read_as


def test_a_font_s_own_code_page_holds_for_its_words() -> None:
    body = r"{\fonttbl{\f0\fnil Arial;}{\f1\fnil\fcharset204 Arial CYR;}}" + _LABELLED + r"Ada: {\f1 \'cf\'f0} \'e9\par"
    reading = _read(rtf(body))
    assert reading.text.endswith("Пр é")


def test_any_letter_survives_writing_and_reading() -> None:
    assert _last(rtf_text("Gwenllïan said „nein“ → 日本 👩🏽‍🌾")) == "Gwenllïan said „nein“ → 日本 👩🏽‍🌾"


def test_headers_footnotes_and_title_are_no_speech_and_deletions_are_reported() -> None:
    reading = _read(
        rtf(
            r"{\info{\title Bread}{\author Bo}}{\header Project 12\par}{\footer page {\field{\fldrslt 1}}}"
            + _LABELLED
            + r"Ada: Ask{\footnote She laughed.} Bo {\deleted now}.\par"
        )
    )
    assert reading.title == "Bread"
    assert _marked(reading, "page header") == ["Project 12"]
    assert _marked(reading, "page footer") == ["page 1"]
    assert _marked(reading, "footnote") == ["She laughed."]
    assert any("1 deleted" in warning for warning in reading.warnings)
