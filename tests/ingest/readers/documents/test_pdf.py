"""PDF: lines joined into paragraphs, page furniture set aside, scans and passwords refused."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.documents import writers
from tests.ingest.readers.documents.writers import Placed, pdf, set_pages

_PAIRS = [("Interviewer:", " Who pays for it?"), ("Ada:", " The council does."), ("Interviewer:", " Always?")]


def _read(raw: bytes) -> Reading:
    return read(RawFile(name="a.pdf", raw=raw))


def _said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def _marked(reading: Reading, reason: str) -> list[str]:
    return [reading.text[mark.start : mark.end] for mark in reading.marks if mark.reason == reason]


def _last(words: str) -> str:
    return _said(_read(pdf(set_pages([*_PAIRS, ("Ada:", " " + words)]))))[-1][1]


def test_a_scanned_pdf_is_refused_with_a_sentence_that_says_so() -> None:
    with pytest.raises(ReadError, match="it is scanned, pictures of pages"):
        _read(pdf([[], []]))


def test_a_page_without_text_among_others_is_named() -> None:
    (page,) = set_pages(_PAIRS)
    assert "no text on page 2: scanned, or empty" in _read(pdf([page, []])).warnings


def _encrypted(password: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(writers.pdf_labels())))
    writer.encrypt(password, owner_password=owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_with_a_password_is_refused_and_says_so() -> None:
    with pytest.raises(ReadError, match="protected with a password"):
        _read(_encrypted("secret", "other"))


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert len(_said(_read(_encrypted("", "other")))) == 8


def test_page_headers_and_numbers_are_marked_and_no_turn_holds_them() -> None:
    reading = _read(writers.pdf_labels())
    assert _marked(reading, "page number") == ["1 2 3"]
    assert _marked(reading, "page header or footer") == ["\n".join(["Market stall interview, confidential"] * 3)]


def test_a_turn_goes_on_over_the_page_s_end() -> None:
    words = " ".join(f"word{number}" for number in range(60)) + "."
    pages = set_pages([*_PAIRS, ("Ada:", f" {words}")], lines_per_page=5)
    assert _said(_read(pdf(pages)))[-1] == ("Ada", words)


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("it was about the deliv-", "deliverables and more"),
        ("it was our own co-", "co-production and more"),
        ("it was about Leeds-", "Leeds-Bradford and more"),
    ],
)
def test_words_broken_at_a_line_s_end_are_joined(broken: str, joined: str) -> None:
    second = joined.removeprefix(broken.split()[-1].rstrip("-")).lstrip("-")
    (page,) = set_pages(_PAIRS)
    y = page[-1].y - 22
    page += [Placed(72, y, f"Ada: {broken}"), Placed(72, y - 14, second)]
    assert _said(_read(pdf([page])))[-1][1].endswith(joined)


def test_line_numbers_are_taken_from_the_speech_and_marked() -> None:
    (page,) = set_pages([*_PAIRS, ("Ada:", " " + "It has always paid for the bread and for the stall. " * 4)])
    heights = list(dict.fromkeys(piece.y for piece in page))
    numbered = [Placed(40, y, str(number)) for number, y in enumerate(heights, 1)] + page
    reading = _read(pdf([numbered]))
    assert _marked(reading, "line numbers") == [" ".join(str(number + 1) for number in range(len(heights)))]
    assert not any(letter.isdigit() for _, text in _said(reading) for letter in text)


def test_years_and_amounts_at_a_line_s_beginning_are_speech() -> None:
    words = "In all these years since nineteen hundred and eighty four or 1984 they paid us some 40 or 50 pounds a day."
    assert _last(words) == words


def test_the_title_and_date_come_from_the_properties() -> None:
    reading = _read(pdf(set_pages(_PAIRS), title="Bread"))
    assert (reading.title, reading.meta) == ("Bread", {"title": "Bread", "created": "2026-01-14"})


def test_a_form_that_draws_itself_without_end_is_refused_in_bounded_time() -> None:
    (page,) = set_pages(_PAIRS)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([page]))))
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    inner = None
    for _ in range(12):
        form = StreamObject()
        form.set_data(b"/X Do " * 10 if inner is not None else b"BT /F1 11 Tf 72 72 Td (again) Tj ET " * 10)
        form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
        if inner is not None:
            form[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})}
            )
        inner = writer._add_object(form)
    target = writer.pages[0]
    target["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})  # type: ignore[index]
    content = StreamObject()
    content.set_data(b"/X Do " * 10)
    target[NameObject("/Contents")] = writer._add_object(content)
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(ReadError, match=r"draw more than any text needs"):
        _read(buffer.getvalue())
