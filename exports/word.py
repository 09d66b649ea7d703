"""Word files: pieces with quotes and real footnotes, and a report with comments; the one file that writes with python-docx."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from typing import Any

from exports.escaping import as_file_text
from exports.footnotes import CONTENT_TYPE, PART, RELATION, again, footnotes_part, reference
from exports.pieces import Annotated, Export, Heading, Note, Paragraph, Quoted, Table
from rag.speech.words import in_line

_AUTHOR, _INITIALS = "Testimony", "T"


def word(export: Export) -> bytes:
    """The pieces as a .docx: headings, quotes in the style Quote, every source a footnote."""
    import docx

    document = docx.Document()
    _set_styles(document)
    title = as_file_text(in_line(export.title))
    document.core_properties.title, document.core_properties.author = title[:255], _AUTHOR
    document.core_properties.comments = ""  # else those of python-docx's template
    document.add_heading(title, level=0)
    notes: list[Note] = []
    for piece in export.pieces:
        if isinstance(piece, Heading):
            document.add_heading(as_file_text(in_line(piece.text)), level=min(9, piece.level))
        elif isinstance(piece, Paragraph):
            paragraph = document.add_paragraph()
            if piece.label:
                paragraph.add_run(as_file_text(f"{piece.label} ")).bold = True
            paragraph.add_run(as_file_text(in_line(piece.text)))
            for number, quoted in enumerate(piece.sources):
                if number:
                    paragraph.add_run(", ").font.superscript = True
                known = piece.number_of(quoted, notes)
                _point_to(paragraph, (quoted.span, piece.note_on(quoted)), notes, known)
        else:
            _add_quote(document, piece, notes)
    if export.shown_as_table:
        _add_table(document, export.table)
    if notes:
        _add_footnotes(document, notes)
    return _saved(document)


def annotated(report: Annotated) -> bytes:
    """A copy of the report with a Word comment at every remark; made from its text where it was no .docx.

    The summary stands at its first paragraph, and there, naming the words, a remark whose words cannot be found in the file
    (a text box, a footnote).
    """
    import docx

    document = docx.Document(io.BytesIO(report.original)) if report.original else _from_text(report.text)
    paragraphs = list(_paragraphs(document))
    reached, before = (0, 0), 0  # where the last remark stands in the file, and in the report
    _remark_at_the_top(document, paragraphs, report.summary)
    for remark in report.remarks:
        paragraph, character = reached
        found = _find(paragraphs, remark.on, (paragraph, character + (remark.start > before)))
        if found is None:
            _remark_at_the_top(document, paragraphs, f"On “{in_line(remark.named or remark.on)}”: {remark.says}")
            continue
        reached, runs = found
        before = remark.start
        document.add_comment(runs, text=as_file_text(remark.says), author=_AUTHOR, initials=_INITIALS)
    return _saved(document)


def _set_styles(document: Any) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt, RGBColor

    styles = document.styles
    styles["Normal"].font.size = Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    quote = styles["Quote"]
    quote.font.italic = False
    quote.font.size = Pt(12)
    quote.font.color.rgb = RGBColor(0x1F, 0x29, 0x37)
    quote.paragraph_format.left_indent = Pt(24)
    quote.paragraph_format.right_indent = Pt(24)
    quote.paragraph_format.space_before = Pt(10)
    quote.paragraph_format.space_after = Pt(2)
    quote.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    quote.paragraph_format.keep_with_next = True


def _add_quote(document: Any, quoted: Quoted, notes: list[Note]) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph(style="Quote")
    paragraph.add_run("“")
    paragraph.add_run(as_file_text(quoted.words))
    paragraph.add_run("”")
    _point_to(paragraph, (quoted.span, quoted.source), notes)
    below = [f"— {quoted.who}", *quoted.below]
    for line in below:
        said = document.add_paragraph()
        said.paragraph_format.left_indent = Pt(24)
        said.paragraph_format.keep_with_next = line is not below[-1]
        said.paragraph_format.space_after = Pt(2 if line is not below[-1] else 10)
        run = said.add_run(as_file_text(in_line(line)))
        run.font.size = Pt(10)
        run.font.color.rgb = RGBColor(0x4B, 0x55, 0x63)


def _point_to(paragraph: Any, note: Note, notes: list[Note], known: int | None = None) -> None:
    """A new footnote at the end of a paragraph, or a mention of the one that is `known`."""
    from docx.oxml import parse_xml

    if known is None:
        notes.append(note)
    for part in reference(len(notes)) if known is None else [again(known)]:
        paragraph._p.append(parse_xml(part))


def _add_footnotes(document: Any, notes: list[Note]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI(PART), CONTENT_TYPE, footnotes_part([says for _, says in notes]), document.part.package)
    document.part.relate_to(part, RELATION)


def _add_table(document: Any, table: Table) -> None:
    grid = document.add_table(rows=0, cols=len(table.header))
    grid.style = "Table Grid"
    for number, row in enumerate([table.header, *table.rows]):
        cells = grid.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            run = cell.paragraphs[0].add_run(as_file_text(text))
            run.bold = number == 0


def _from_text(text: str) -> Any:
    import docx

    document = docx.Document()
    document.core_properties.author, document.core_properties.comments = "", ""
    _set_styles(document)
    for block in re.split(r"\n\s*\n", as_file_text(text)):
        heading = re.match(r"\s*(#{1,6})\s+(.*)", block, re.DOTALL)
        if heading:
            document.add_heading(in_line(heading[2]), level=len(heading[1]))
        elif block.strip():
            document.add_paragraph(in_line(block))
    return document


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of the body, those in tables among them, in order."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph as WordParagraph

    for element in document.element.body.iter(qn("w:p")):
        yield WordParagraph(element, document)


def _find(paragraphs: list[Any], on: str, since: tuple[int, int]) -> tuple[tuple[int, int], list[Any]] | None:
    """Where words stand, as a paragraph and a character of it, and their runs: from a place on, else from the beginning."""
    words = as_file_text(on).split()
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    first, character = since
    order = [(at, character if at == first else 0) for at in range(first, len(paragraphs))]
    for at, start in [*order, *((at, 0) for at in range(first + 1))] if words else []:
        match = pattern.search("".join(run.text for run in paragraphs[at].runs), start)
        if match is not None:
            return (at, match.start()), _runs_between(paragraphs[at], match.start(), match.end())
    return None


def _runs_between(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs of exactly `text[start:end]`: those at its edges are parted, their looks kept."""
    for edge in (start, end):
        at = 0
        for run in paragraph.runs:
            length = len(run.text)
            if at < edge < at + length and _is_plain(run):
                rest = copy.deepcopy(run._r)
                run._r.addnext(rest)
                text = run.text
                run.text = text[: edge - at]
                parted = next(each for each in paragraph.runs if each._r is rest)
                parted.text = text[edge - at :]
                break
            at += length
    at, held = 0, []
    for run in paragraph.runs:
        if at < end and start < at + len(run.text):
            held.append(run)
        at += len(run.text)
    return held


def _is_plain(run: Any) -> bool:
    """Whether a run holds nothing but text: a picture or a footnote's number in it must not be lost."""
    return all(child.tag.rpartition("}")[2] in ("rPr", "t", "tab", "br") for child in run._r)


def _remark_at_the_top(document: Any, paragraphs: list[Any], says: str) -> None:
    runs = next((each.runs for each in paragraphs if each.runs), None) or [document.add_paragraph().add_run(" ")]
    document.add_comment(runs, text=as_file_text(says), author=_AUTHOR, initials=_INITIALS)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
