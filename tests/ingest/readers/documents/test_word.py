"""Word documents: what is speech, what stands aside, what is refused."""

from __future__ import annotations

import io
import re

import docx
import pytest

from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from tests.ingest.readers.documents import writers
from tests.ingest.readers.documents.writers import paragraph, run, table, word, zip_of

_LABELLED = "".join(
    paragraph(run(line)) for line in ("Interviewer: Who pays?", "Ada: The council.", "Interviewer: Always?", "Ada: No.")
)


def _read(raw: bytes, name: str = "a.docx") -> Reading:
    return read(RawFile(name=name, raw=raw))


def _said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def _marked(reading: Reading, reason: str) -> list[str]:
    return [reading.text[mark.start : mark.end] for mark in reading.marks if mark.reason == reason]


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(ReadError, match="there is no text in the document"):
        _read(word(paragraph()))


def test_ai_notes_without_the_transcript_are_refused() -> None:
    with pytest.raises(ReadError, match="only an AI summary"):
        _read(word(paragraph(run("Notes by Gemini")) + paragraph(run("Ada: explained that the council pays."))))


def test_the_ai_summary_before_a_transcript_is_marked_and_in_no_turn() -> None:
    reading = _read(writers.word_gemini())
    (summary,) = [text for text in _marked(reading, "AI summary (Notes by Gemini)") if "grandmother" in text]
    assert not any(summary in text for _, text in _said(reading))


def test_a_file_of_word_is_known_by_content_whatever_it_is_called() -> None:
    assert _said(_read(word(_LABELLED), name="interview.txt"))[0] == ("Interviewer", "Who pays?")


def test_text_that_is_only_called_docx_is_read_as_text() -> None:
    assert _said(_read(b"I: Who pays?\nAda: We do.\nI: Always?\nAda: No.\n"))[1] == ("Ada", "We do.")


def test_an_old_word_file_is_refused_with_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 100
    with pytest.raises(ReadError, match=r"save it as \.docx"):
        _read(ole, name="old.doc")


def test_a_word_file_with_a_password_says_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    with pytest.raises(ReadError, match="protected with a password"):
        _read(ole)


def test_headers_footers_footnotes_and_comments_are_marked() -> None:
    reading = _read(
        word(
            _LABELLED,
            header1=paragraph(run("Project 12")),
            header2=paragraph(run("Project 12")),
            footer1=paragraph(run("Confidential")),
            footnotes=f'<w:footnote w:type="separator">{paragraph(run("----"))}</w:footnote>'
            f"<w:footnote>{paragraph(run('She laughed.'))}</w:footnote>",
            comments=f'<w:comment w:author="Bo">{paragraph(run("check this"))}</w:comment>',
        )
    )
    assert len(_said(reading)) == 4
    assert _marked(reading, "page header") == ["Project 12"]
    assert _marked(reading, "page footer") == ["Confidential"]
    assert _marked(reading, "footnote") == ["She laughed."]
    assert _marked(reading, "comment") == ["Bo: check this"]


def test_deleted_text_is_left_out_and_said_so_and_inserted_text_is_kept() -> None:
    changed = (
        f"<w:p>{run('Ada: The ')}<w:del><w:r><w:delText>mayor</w:delText></w:r></w:del>"
        f"<w:ins>{run('council')}</w:ins>{run('.')}</w:p>"
    )
    reading = _read(word(_LABELLED + changed))
    assert _said(reading)[-1] == ("Ada", "The council.")
    assert "mayor" not in reading.text
    assert any("1 deleted" in warning for warning in reading.warnings)


def test_hidden_text_and_text_boxes_stand_aside_and_are_not_doubled() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    ).format(paragraph(run("A pulled quote")))
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>internal</w:t></w:r></w:p>"
    reading = _read(word(_LABELLED + box + hidden))
    assert _marked(reading, "text box") == ["A pulled quote"]
    assert _marked(reading, "hidden text") == ["internal"]


def test_a_small_table_among_labelled_paragraphs_is_marked_as_a_table() -> None:
    reading = _read(word(table([("Site", "Leeds"), ("Date", "14 May")]) + _LABELLED))
    assert _marked(reading, "table") == ["Site\tLeeds\nDate\t14 May"]
    assert len(_said(reading)) == 4


def test_a_cell_merged_with_the_one_above_goes_on_with_its_speaker() -> None:
    rows = [("Ada", "First."), ("", "Second."), ("Bo", "Third."), ("Ada", "Fourth.")]
    assert _said(_read(word(table(rows)))) == [("Ada", "First. Second."), ("Bo", "Third."), ("Ada", "Fourth.")]


def test_row_numbers_of_a_transcript_table_are_marked_below_it() -> None:
    rows = [("No.", "Speaker", "Text"), ("1", "Ada", "First."), ("2", "Bo", "Second.")]
    reading = _read(word(table(rows)))
    assert _said(reading) == [("Ada", "First."), ("Bo", "Second.")]
    assert _marked(reading, "other columns of the table") == ["1\n2"]


def test_an_interview_in_a_frame_of_one_cell_is_read() -> None:
    framed = f"<w:tbl><w:tr><w:tc>{_LABELLED}</w:tc></w:tr></w:tbl>"
    assert len(_said(_read(word(framed)))) == 4


def test_names_in_capitals_on_lines_of_their_own_are_speakers() -> None:
    lines = ("AMARA OKAFOR", "Bread, mostly.", "BO", "And cake?", "AMARA OKAFOR", "Never.", "BO", "I see.")
    reading = _read(word("".join(paragraph(run(line)) for line in lines)))
    assert _said(reading)[0] == ("AMARA OKAFOR", "Bread, mostly.")
    assert {speaker for speaker, _ in _said(reading)} == {"AMARA OKAFOR", "BO"}


def test_a_bold_word_in_unlabelled_speech_makes_nobody_a_speaker() -> None:
    lines = [paragraph(run("Never", bold=True), run(" sell bread that is old.")), paragraph(run("She said so."))]
    reading = _read(word("".join(lines)))
    assert _said(reading) == [(None, "Never sell bread that is old."), (None, "She said so.")]


def test_who_started_the_transcription_is_a_notice() -> None:
    reading = _read(writers.word_teams_new())
    assert _marked(reading, "meeting tool's notice") == [
        "Interviewer started transcription",
        "Interviewer stopped transcription",
    ]


def test_what_python_docx_writes_is_read_with_its_title_and_heading() -> None:
    document = docx.Document()
    document.core_properties.title = "Bread and the council"
    document.add_heading("Interview 4", 1)
    for name, words in (("Interviewer", "Who pays?"), ("Ada", "We do."), ("Interviewer", "All?"), ("Ada", "Yes.")):
        written = document.add_paragraph()
        written.add_run(f"{name}:").bold = True
        written.add_run(f" {words}")
    buffer = io.BytesIO()
    document.save(buffer)
    reading = _read(buffer.getvalue())
    assert reading.title == "Bread and the council"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", reading.meta["created"])
    assert _marked(reading, "heading") == ["Interview 4"]
    assert _said(reading)[1] == ("Ada", "We do.")


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "declares XML entities"),
        ("<a>" * 5000 + "</a>" * 5000, "more than 200 levels of XML"),
        ("<a/>" * 3, "word/document.xml in it is damaged"),
        ("", "word/document.xml in it is damaged|is empty"),
    ],
    ids=["entity bomb", "deep nesting", "two roots", "empty part"],
)
def test_hostile_xml_is_one_sentence(document: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        _read(zip_of({"word/document.xml": document}))


def test_a_part_that_unpacks_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ReadError, match="unpacks to more than 64 MB"):
        _read(zip_of({"word/document.xml": b" " * (70 * 2**20)}))
