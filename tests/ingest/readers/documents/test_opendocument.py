"""OpenDocument texts: what is speech, what stands aside, what is refused."""

from __future__ import annotations

import pytest

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.documents.writers import odt

_LINES = ("Interviewer: Who pays?", "Ada: The council.", "Interviewer: Always?", "Ada: No.")
_LABELLED = "".join(f"<text:p>{line}</text:p>" for line in _LINES)


def _read(raw: bytes) -> Reading:
    return read(RawFile(name="a.odt", raw=raw))


def _said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def _marked(reading: Reading, reason: str) -> list[str]:
    return [reading.text[mark.start : mark.end] for mark in reading.marks if mark.reason == reason]


def test_an_encrypted_document_says_so() -> None:
    with pytest.raises(ReadError, match="protected with a password"):
        _read(odt("", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"))


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(ReadError, match="there is no text"):
        _read(odt("<text:p/>"))


def test_spaces_tabs_and_line_breaks_are_kept_and_markup_is_not() -> None:
    body = _LABELLED + "<text:p>Ada: one<text:line-break/>two<text:s text:c='2'/>three\n   four<text:tab/>five</text:p>"
    assert _said(_read(odt(body)))[-1][1].endswith("one\ntwo  three four\tfive")


def test_footnotes_comments_deletions_and_page_furniture_are_no_speech() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>mayor</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:h text:outline-level='1'>Interview 4</text:h>"
        + _LABELLED
        + "<text:p>Ada: Ask<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>She laughed.</text:p></text:note-body></text:note> Bo<office:annotation><dc:creator>Di</dc:creator>"
        "<text:p>who?</text:p></office:annotation>.</text:p>"
    )
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>Project 12</text:p></style:header>"
        "<style:footer><text:p>Confidential</text:p></style:footer></style:master-page></office:master-styles>"
    )
    meta = "<dc:title>Bread</dc:title><meta:creation-date>2026-01-14T09:30:00</meta:creation-date>"
    reading = _read(odt(body, styles=styles, meta=meta))
    assert _said(reading)[-1][1].endswith("Ask Bo.")
    assert "mayor" not in reading.text
    assert any("1 deleted" in warning for warning in reading.warnings)
    assert _marked(reading, "heading") == ["Interview 4"]
    assert _marked(reading, "footnote") == ["She laughed."]
    assert _marked(reading, "comment") == ["Di: who?"]
    assert _marked(reading, "page header") == ["Project 12"]
    assert _marked(reading, "page footer") == ["Confidential"]
    assert reading.title == "Bread"
    assert reading.meta == {"title": "Bread", "created": "2026-01-14T09:30:00"}
