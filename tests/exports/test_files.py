"""Every format opened again by the library that reads it: the words are those that were put in."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Span
from exports.files import ExportFailed, file_stem, write_export, written
from exports.pieces import Annotated, Export, Heading, Paragraph, Piece, Quoted, Remark, Table, table_export
from exports.quotes import quotes_export
from exports.reports import report_export
from exports.slides import parts_of
from exports.tables import as_cell, words_of_cell
from exports.word import annotated
from exports.wording import UNLABELLED
from rag.claims.claim import CheckedClaim, CheckedReport, Claim, Verdict
from rag.quotes.quote import quote_of
from rag.speech.pseudonyms import Pseudonyms
from tests.rag.talks import BERYL

WORDS = (
    "It landed in March.",
    '=HYPERLINK("http://x.example")',
    "'=1 was on the form",
    "+44 is what they wrote\nand then nothing",
    "  -2 & <b>so</b> on, “they” said",
    "Then you sit in a room with eleven people. " * 40 + "End.",
)
HIDDEN = "Paid\x0b late\u202e, you\x00 see."


def quoted(words: str, start: int = 0) -> Quoted:
    span = Span(transcript_id="beryl", start=start, end=start + len(words))
    return Quoted(words=words, who="Beryl", place="Beryl Hope", time="4:12", span=span, about="Asked: When?")


def export_of(*words: str) -> Export:
    quotes = tuple(quoted(each, 10_000 * number) for number, each in enumerate(words))
    rows = tuple((one.words, one.who) for one in quotes)
    pieces: tuple[Piece, ...] = (Heading(text="Pay"), *quotes, Paragraph(text="They waited.", sources=quotes[:2]))
    return Export(title="Being paid", pieces=pieces, table=Table(heading="Pay", header=("quote", "who"), rows=rows))


def word_quotes(content: bytes) -> list[str]:
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return [each.text[1:-1] for each in paragraphs if each.style is not None and each.style.name == "Quote"]


def slide_words(content: bytes) -> str:
    shown: list[str] = []
    for slide in list(pptx.Presentation(io.BytesIO(content)).slides)[1:]:
        frames: list[Any] = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]
        shown.append(frames[0].text_frame.text.replace("\v", "\n"))
    return "".join(shown)


def test_an_ending_that_there_is_not_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match=r"there is no export for “\.odt”; end the name in \.docx, \.pptx"):
        write_export(tmp_path / "quotes.odt", export_of("a"))
    with pytest.raises(ExportFailed, match="Check the folder"):
        write_export(tmp_path / "nowhere" / "quotes.csv", export_of("a"))


def test_quotes_in_a_word_file_are_their_spans_and_each_has_a_footnote() -> None:
    content = written(export_of(*WORDS), ".docx")
    assert word_quotes(content) == list(WORDS)
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        notes = held.read("word/footnotes.xml").decode()
        body = held.read("word/document.xml").decode()
    told = [
        re.sub("<[^>]+>", "", note).strip() for note in re.findall(r'<w:footnote w:id="\d+">.*?</w:footnote>', notes)
    ]
    assert len(told) == len(WORDS) + 2
    assert told[0] == "Beryl, Beryl Hope at 4:12, characters 0–19"
    assert re.findall(r'footnoteReference w:id="(\d+)"', body) == [str(n) for n in range(1, len(told) + 1)]


def test_quotes_on_slides_are_their_spans_and_long_ones_go_on() -> None:
    assert slide_words(written(export_of(*WORDS), ".pptx")) == "".join(f"“{words}”" for words in WORDS)
    parts = parts_of(WORDS[-1])
    assert "".join(parts) == WORDS[-1]
    assert len(parts) > 2
    assert "".join(parts_of("x" * 2_000)) == "x" * 2_000


def test_slides_say_what_a_count_is_worth_and_what_words_were_found_for() -> None:
    found = replace(quoted(WORDS[0]), held_against="Near to it: Everyone was paid in March.")
    export = replace(export_of(), pieces=(found,), lead="Matched by likeness and judged by nobody: 1 of 2 participants")
    first, second = pptx.Presentation(io.BytesIO(written(export, ".pptx"))).slides
    told = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in (first, second)]
    assert told[0][-1].splitlines() == ["Being paid", export.lead]
    assert found.held_against in told[1]


def test_words_found_for_two_claims_stand_on_one_slide_under_both() -> None:
    one, two = (replace(quoted(WORDS[0]), held_against=f"Near to the claim “{claim}”") for claim in ("A", "B"))
    (shown,) = replace(export_of(), pieces=(one, two)).quotes
    assert shown.held_against == "Near to the claim “A” · Near to the claim “B”"


def test_unlabelled_speech_is_not_counted_as_one_speaker() -> None:
    unlabelled = replace(quoted("So.", 40), who=UNLABELLED)
    for pieces, told in (
        ((unlabelled,), "1 quote · unlabelled speech"),
        ((unlabelled, quoted("Yes.")), "2 quotes · 1 speaker and unlabelled speech"),
    ):
        first = pptx.Presentation(io.BytesIO(written(replace(export_of(), pieces=pieces), ".pptx"))).slides[0]
        assert told in [shape.text_frame.paragraphs[-1].text for shape in first.shapes if shape.has_text_frame]


def test_long_titles_and_many_conditions_grow_smaller_on_the_first_slide_and_lie_over_nothing() -> None:
    agreed = [replace(quoted(f"{n}", n), who=f"Speaker {n}", consent=f"quote {n % 2}") for n in range(40)]
    export = Export(title="Why? " * 50, pieces=tuple(agreed), table=export_of().table, lead="Counted. " * 60)
    first = pptx.Presentation(io.BytesIO(written(export, ".pptx"))).slides[0]
    (frame,) = [shape.text_frame for shape in first.shapes if shape.has_text_frame and shape.text_frame.text]
    title, lead, consent = frame.paragraphs
    assert consent.text.startswith("Consent: quote 0 (Speaker 0, Speaker 2, ")
    sizes = [each.runs[0].font.size.pt for each in (title, lead, consent)]
    assert sizes == [24, 13, 13]


def test_a_workbook_holds_the_words_as_text_and_no_formula() -> None:
    long = "word " * 13_000
    sheet = openpyxl.load_workbook(io.BytesIO(written(export_of(*WORDS, long), ".xlsx"))).active
    assert sheet is not None
    cells = [sheet.cell(row=row, column=1) for row in range(2, sheet.max_row + 1)]
    assert [str(cell.value) for cell in cells[: len(WORDS)]] == list(WORDS)
    assert "".join(str(cell.value) for cell in cells[len(WORDS) :]) == long
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_a_csv_is_safe_and_gives_the_words_back() -> None:
    rows = list(csv.DictReader(io.StringIO(written(export_of(*WORDS), ".csv").decode("utf-8-sig"), newline="")))
    assert not any(re.match(r"\s*[=+\-@|%]", row["quote"]) for row in rows)
    assert [words_of_cell(row["quote"]) for row in rows] == list(WORDS)


@pytest.mark.parametrize("words", ["'", "''", "''=x", "'tis so", "=", "\t=1", " @a", "", "no"])
def test_the_apostrophe_of_a_cell_is_taken_away_again(words: str) -> None:
    assert words_of_cell(as_cell(words)) == words


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_program_that_parts_cells_elsewhere_finds_no_formula_either(separator: str) -> None:
    words = f"fine{separator}=HYPERLINK(1){separator} -2\n+44{separator}so"
    read = written(
        replace(export_of("first"), table=Table(heading="", header=("a", "b"), rows=(("x", words),))), ".csv"
    )
    cells = [cell for line in read.decode("utf-8-sig").splitlines() for cell in line.split(separator)]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.lstrip(" ")[:1] in {"=", "+", "-", "@"}]
    (row,) = csv.DictReader(io.StringIO(read.decode("utf-8-sig"), newline=""))
    assert words_of_cell(row["b"]) == words


@given(st.text(alphabet="'=;\t\r\n -a＝\u3000", max_size=12))
def test_the_words_of_a_cell_come_back_whatever_they_are(words: str) -> None:
    assert words_of_cell(as_cell(words)) == words


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Travel & money", "travel-money"),
        ("U\u0308ber Geld", "\u00fcber-geld"),
        ("Деньги", "деньги"),
        ("snake_case", "snake-case"),
        ("../..", "export"),
        ("Con", "con-export"),
        ("nul", "nul-export"),
        ("com1", "com1-export"),
        ("COM¹", "com¹-export"),
        ("Contents", "contents"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, stem: str) -> None:
    assert file_stem(title) == stem


@pytest.mark.parametrize("ending", [".docx", ".pptx", ".xlsx", ".csv", ".md"])
def test_characters_that_cannot_be_seen_are_left_out_and_break_nothing(ending: str) -> None:
    content = written(export_of(HIDDEN), ending)
    seen = "Paid late, you see."
    if ending == ".docx":
        assert word_quotes(content) == [seen]
    elif ending == ".pptx":
        assert slide_words(content) == f"“{seen}”"
    elif ending == ".xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert sheet["A2"].value == seen
    else:
        assert seen in content.decode("utf-8-sig")


def test_a_table_alone_stands_in_every_document() -> None:
    export = table_export(
        Table(heading="Themes", header=("who", "says"), rows=(("Ana | B", "yes"),), notes=("Read all.",))
    )
    table = docx.Document(io.BytesIO(written(export, ".docx"))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["who", "says"], ["Ana | B", "yes"]]
    page = written(export, ".md").decode()
    assert "| Ana \\| B | yes |" in page
    assert "Read all." in page


def commented(content: bytes) -> dict[str, str]:
    """The commented words of a .docx and what the comment on them says."""
    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found: dict[str, str] = {}
    open_now: dict[str, str] = {}
    for element in body.iter():
        name = element.tag.removeprefix(space) if isinstance(element.tag, str) else ""
        if name == "commentRangeStart":
            open_now[element.get(f"{space}id")] = ""
        elif name == "t":
            open_now = {key: held + (element.text or "") for key, held in open_now.items()}
        elif name == "commentRangeEnd":
            identity = element.get(f"{space}id")
            comment = document.comments.get(int(identity))
            assert comment is not None
            found[open_now.pop(identity)] = comment.text
    return found


def test_a_report_gets_comments_on_exactly_the_words_and_keeps_its_looks() -> None:
    original = docx.Document()
    original.add_heading("Findings", level=1)
    paragraph = original.add_paragraph("Most people ")
    paragraph.add_run("were paid").bold = True
    paragraph.add_run(" late. Denise said “in March”.")
    original.add_table(rows=1, cols=1).rows[0].cells[0].text = "Nobody was asked twice."
    held = io.BytesIO()
    original.save(held)
    remarks = (
        Remark(on="Most people\nwere paid late.", says="Partly supported."),
        Remark(on="in March", says="Altered."),
        Remark(on="Nobody was asked twice.", says="Not found."),
        Remark(on="words of a text box", says="Lost."),
    )
    content = annotated(Annotated(text="", summary="2 claims.", remarks=remarks, original=held.getvalue()))
    said = commented(content)
    assert said["Most people were paid late."] == "Partly supported."
    assert said["in March"] == "Altered."
    assert said["Nobody was asked twice."] == "Not found."
    assert said["Findings"] == "On “words of a text box”: Lost."
    again = docx.Document(io.BytesIO(content)).paragraphs[1]
    assert again.text == "Most people were paid late. Denise said “in March”."
    assert [run.text for run in again.runs if run.bold] == ["were paid"]


def test_each_of_two_remarks_on_the_same_words_lies_on_its_own() -> None:
    text = "They waited. It rained. They waited. It rained."
    report = docx.Document()
    report.add_paragraph(text)
    held = io.BytesIO()
    report.save(held)
    at = [match.start() for match in re.finditer("They waited.", text)]
    remarks = tuple(Remark(on="They waited.", says=f"From {start}.", start=start) for start in at)
    quotation = Remark(on="waited", says="Quotation.", start=at[1])  # where the claim begins, too
    assert places_of_remarks(
        Annotated(text="", summary="", remarks=(*remarks, quotation), original=held.getvalue())
    ) == {
        f"From {at[0]}.": at[0],
        f"From {at[1]}.": at[1],
        "Quotation.": text.rindex("waited"),
    }


def test_a_checked_report_says_where_each_of_its_parts_stands() -> None:
    text = "They waited. They waited."
    claims = tuple(
        CheckedClaim(
            claim=Claim(text="They waited.", start=start, end=start + 12),
            verdict=Verdict.NOT_FOUND,
            reason=f"From {start}.",
            evidence=(),
        )
        for start in (0, 13)
    )
    checked = CheckedReport(text=text, claims=claims, set_aside=(), quotations=(), searched=())
    report = report_export(checked, Pseudonyms({})).annotated
    assert report is not None
    assert list(places_of_remarks(report).values()) == [0, 13]


def places_of_remarks(report: Annotated) -> dict[str, int]:
    """What each comment but the first says, and at which character of the text it begins."""
    document = docx.Document(io.BytesIO(annotated(report)))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found: dict[str, int] = {}
    reached = 0
    for element in document.element.body.iter():
        if element.tag == f"{space}t":
            reached += len(element.text or "")
        elif element.tag == f"{space}commentRangeStart":
            comment = document.comments.get(int(element.get(f"{space}id")))
            assert comment is not None
            found[comment.text] = reached
    found.pop(report.summary)
    return found


def test_a_pasted_text_becomes_a_word_file_with_comments() -> None:
    report = Annotated(
        summary="1 claim.",
        text="# Findings\n\nPeople were\npaid late.",
        remarks=(Remark(on="People were\npaid late.", says="So."),),
    )
    assert commented(annotated(report)) == {"Findings": "1 claim.", "People were paid late.": "So."}


def test_a_pseudonym_stands_for_the_name_in_every_place_of_a_file() -> None:
    turn = next(turn for turn in BERYL.turns if turn.speaker and turn.role != "interviewer")
    quote = quote_of(BERYL, turn.start, turn.end, turn.speaker or "", 1.0)
    export = quotes_export("pay", [quote], Pseudonyms({(turn.speaker or "").casefold(): "Grace"}))
    (shown,) = export.quotes
    assert (shown.words, shown.who, shown.place) == (BERYL.text[turn.start : turn.end], "Grace", "Interview")
    assert turn.speaker not in [cell for row in export.table.rows for cell in row]


def test_a_workbooks_rows_hold_their_wrapped_words_and_its_pages_repeat_the_header() -> None:
    long = "They wrote it on the envelope and nobody asked. " * 6
    table = Table(heading="Pay", header=("words", "start"), rows=((long, "1"), ("Short.\nAnd so.", "2")))
    book = openpyxl.load_workbook(io.BytesIO(written(Export(title="Pay", pieces=(), table=table), ".xlsx")))
    sheet = book.worksheets[0]
    heights = [sheet.row_dimensions[at].height for at in (1, 2, 3)]
    assert heights[1] >= 15 * len(long) / sheet.column_dimensions["A"].width
    assert (heights[0], heights[2]) == (15, 30)
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A2", "$1:$1", "A1:B3")
    assert (book.properties.title, book.properties.creator) == ("Pay", "Testimony")


def test_the_same_source_has_one_footnote_in_markdown() -> None:
    twice = tuple(Paragraph(text=f"“{WORDS[0]}”", sources=(quoted(WORDS[0]),)) for _ in range(2))
    told = written(replace(export_of(WORDS[0]), pieces=twice), ".md").decode()
    assert (told.count("[^1]"), told.count("[^2]"), told.count("[^1]: ")) == (3, 0, 1)


def test_the_same_source_has_one_footnote_in_word_and_its_number_again() -> None:
    source = quoted(WORDS[0])
    summary = Paragraph(text="Payment took months.", sources=(source,))  # its footnote has the words
    told = Paragraph(text=f"Beryl says: “{WORDS[0]}”", sources=(source,))
    other = Paragraph(text="Another.", sources=(quoted(WORDS[1], 500),))
    content = written(replace(export_of(), pieces=(summary, other, told)), ".docx")
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        notes, body = (held.read(f"word/{name}.xml").decode() for name in ("footnotes", "document"))
    assert notes.count(WORDS[0]) == 1
    assert re.findall(r'footnoteReference w:id="(\d+)"', body) == ["1", "2"]
    (field,) = re.findall(r'w:instr=" NOTEREF (\w+) \\h ".*?<w:t>(\d+)</w:t>', body)
    assert field[1] == "1"
    marked = re.search(
        rf'<w:bookmarkStart [^>]*w:id="(\d+)" w:name="{field[0]}"/>.*?<w:bookmarkEnd [^>]*w:id="\1"/>', body
    )
    assert marked is not None
    assert 'footnoteReference w:id="1"' in marked[0]
    assert "Payment took months" in docx.Document(io.BytesIO(content)).paragraphs[1].text


def test_a_footnote_that_lacks_the_words_is_not_pointed_to_by_who_needs_them() -> None:
    source = quoted(WORDS[0])
    pieces = (Paragraph(text=f"“{WORDS[0]}”", sources=(source,)), Paragraph(text="They waited.", sources=(source,)))
    told = written(replace(export_of(), pieces=pieces), ".md").decode()
    assert "[^1]: Beryl, " in told
    assert f"[^2]: “{WORDS[0]}” Beryl, " in told


@pytest.mark.parametrize("ending", [".docx", ".md", ".pptx", ".xlsx"])
def test_quotes_are_exported_with_what_is_to_be_known_of_them_all(ending: str) -> None:
    turn = BERYL.turns[1]
    note = "Who asks and who answers is not told apart."
    export = quotes_export("pay", [quote_of(BERYL, turn.start, turn.end, "Beryl", 1.0)], Pseudonyms({}), [note])
    content = written(export, ending)
    if ending == ".xlsx":
        notes = openpyxl.load_workbook(io.BytesIO(content))["Notes"]
        assert [cell.value for row in notes.iter_rows() for cell in row] == [note]
    else:
        assert text_of(content, ending).count(note) == 1
    assert note not in written(export, ".csv").decode("utf-8-sig")


@pytest.mark.parametrize("ending", [".docx", ".md", ".pptx", ".csv", ".xlsx"])
def test_what_was_agreed_about_quoting_goes_with_the_words(ending: str) -> None:
    agreed = replace(quoted("We waited."), consent="quote with pseudonym")
    table = Table(heading="Pay", header=("quote", "consent"), rows=((agreed.words, agreed.consent),))
    content = written(Export(title="Pay", pieces=(agreed,), table=table), ending)
    assert text_of(content, ending).count("quote with pseudonym") == (2 if ending == ".pptx" else 1)


def text_of(content: bytes, ending: str) -> str:
    """Everything a file says, the notes of slides among it."""
    if ending == ".docx":
        return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    if ending == ".pptx":
        slides = list(pptx.Presentation(io.BytesIO(content)).slides)
        shown = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
        notes = [slide.notes_slide.notes_text_frame for slide in slides if slide.has_notes_slide]
        return "\n".join([*shown, *(note.text for note in notes if note is not None)])
    if ending == ".xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode("utf-8-sig")
