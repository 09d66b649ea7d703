"""Damaged and hostile documents: a Reading or one sentence, never another exception; what is read is fully accounted for."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.documents import writers
from tests.ingest.readers.documents.writers import WRITTEN, odt, paragraph, run, table, word

_FILES = (
    "labels.docx",
    "gemini.docx",
    "table.docx",
    "labels.odt",
    "labels.rtf",
    "labels.pdf",
    "paragraphs.html",
    "cited.html",
)
_SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@functools.cache
def _raw(name: str) -> bytes:
    return WRITTEN[name]()


def _reading_or_sentence(name: str, raw: bytes) -> Reading | None:
    try:
        reading = read(RawFile(name=name, raw=raw))
    except ReadError as error:
        assert str(error).startswith(name)
        assert "\n" not in str(error)
        return None
    _check(reading)
    return reading


def _check(reading: Reading) -> None:
    covered = bytearray(len(reading.text))
    for start, end in [(turn.start, turn.end) for turn in reading.turns] + [
        (mark.start, mark.end) for mark in reading.marks
    ]:
        assert 0 <= start < end <= len(reading.text)
        covered[start:end] = b"\1" * (end - start)
    assert not [letter for letter, seen in zip(reading.text, covered, strict=True) if not seen and not letter.isspace()]
    assert [turn.index for turn in reading.turns] == list(range(len(reading.turns)))
    for before, after in zip(reading.turns, reading.turns[1:], strict=False):
        assert before.end <= after.start


@pytest.mark.parametrize("name", _FILES)
def test_a_file_cut_off_anywhere_is_read_or_refused_with_a_sentence(name: str) -> None:
    raw = _raw(name)
    for length in range(0, len(raw), max(1, len(raw) // 150)):
        _reading_or_sentence(name, raw[:length])


@pytest.mark.parametrize("name", _FILES)
@_SLOW
@given(data=st.data())
def test_a_file_with_damaged_bytes_is_read_or_refused_with_a_sentence(name: str, data: st.DataObject) -> None:
    raw = bytearray(_raw(name))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        new = data.draw(st.binary(max_size=4))
        raw[place : place + data.draw(st.integers(0, 4))] = new
        if not raw:
            break
    _reading_or_sentence(name, bytes(raw))


_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"), min_size=1, max_size=40
) | st.sampled_from(
    ["Ada: No.", "Interviewer: Why?", "Ada", "0:12", "Ada   0:12\nwords", "[00:01:02] Ada", "Transcript", "# a"]
)
_BLOCK = st.one_of(
    st.builds(lambda text: paragraph(run(text)), _WORDS),
    st.builds(lambda bold, text: paragraph(run(bold, bold=True), run(text)), _WORDS, _WORDS),
    st.builds(lambda rows: table(rows), st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=4)),
    st.builds(
        lambda text: (
            f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{text.encode('ascii', 'ignore').hex()}</w:t></w:r></w:p>"
        ),
        _WORDS,
    ),
)


@_SLOW
@given(st.lists(_BLOCK, min_size=1, max_size=8), _WORDS)
def test_every_visible_character_of_any_word_file_is_in_a_turn_or_a_mark(blocks: list[str], header: str) -> None:
    _reading_or_sentence("a.docx", word("".join(blocks), header1=paragraph(run(header))))


@_SLOW
@given(st.lists(_WORDS, min_size=1, max_size=8))
def test_no_letter_of_a_word_file_is_lost(texts: list[str]) -> None:
    reading = _reading_or_sentence("a.docx", word("".join(paragraph(run(text)) for text in texts)))
    if reading is not None and not reading.cues:
        assert sorted("".join(reading.text.split())) == sorted("".join("".join(texts).split()))


@_SLOW
@given(st.lists(_WORDS, min_size=1, max_size=8))
def test_every_visible_character_of_any_rtf_file_is_in_a_turn_or_a_mark_and_none_is_lost(texts: list[str]) -> None:
    lines = [text.replace("\n", " ").replace("\t", " ") for text in texts]
    reading = _reading_or_sentence("a.rtf", writers.rtf("".join(writers.rtf_text(line) + "\\par " for line in lines)))
    if reading is not None and not reading.cues:
        assert sorted("".join(reading.text.split())) == sorted("".join("".join(lines).split()))


@_SLOW
@given(st.text("<>/abpcite !-\"'=&;ndivscrt:0123\n Ada", max_size=300))
def test_any_markup_is_read_or_refused_with_a_sentence(markup: str) -> None:
    _reading_or_sentence("a.html", f"<html><body>{markup}".encode())


@_SLOW
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_read_or_refused_with_a_sentence(raw: bytes, start: bytes) -> None:
    for suffix in (".docx", ".odt", ".rtf", ".pdf", ".html", ".doc"):
        _reading_or_sentence(f"a{suffix}", start + raw)


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "html: deep nesting": ("a.html", lambda: b"<html>" + b"<div>" * 50_000 + b"words"),
    "html: nothing but openings": ("a.html", lambda: b"<html>" + b"<" * 600_000),
    "html: unended comments": ("a.html", lambda: b"<html>" + b"<!--" * 100_000),
    "html: endless attributes": ("a.html", lambda: b"<html><p" + b" a" * 200_000),
    "html: unended attributes": ("a.html", lambda: b"<html>" + b"<a b='" * 100_000),
    "html: unended tags": ("a.html", lambda: b"<html>" + b"<p/ " * 100_000),
    "html: unclosed bold": ("a.html", lambda: b"<html>" + b"<b><p>w" * 20_000),
    "rtf: many groups": ("a.rtf", lambda: b"{\\rtf1 " + b"{\\b x}" * 50_000 + b"}"),
    "rtf: many escapes": ("a.rtf", lambda: b"{\\rtf1 " + b"\\u8211?" * 200_000 + b"}"),
    "odt: a billion spaces": ("a.odt", lambda: odt("<text:p>" + "<text:s text:c='999999999'/>" * 1000 + "x</text:p>")),
    "word: many runs": ("a.docx", lambda: word("<w:p>" + run("a") * 50_000 + "</w:p>")),
    "word: many names": ("a.docx", lambda: word("".join(paragraph(run(f"{i}:")) for i in range(20_000)))),
    "pdf: unended objects": ("a.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 100_000),
    "pdf: unended dictionaries": ("a.pdf", lambda: b"%PDF-1.4\n" + b"<<" * 100_000),
    "pdf: unended arrays": ("a.pdf", lambda: b"%PDF-1.4\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF"),
}


@pytest.mark.parametrize("which", HOSTILE)
def test_hostile_documents_end_in_bounded_time(which: str) -> None:
    name, write = HOSTILE[which]
    raw = write()
    began = time.process_time()
    _reading_or_sentence(name, raw)
    assert time.process_time() - began < 30
