"""Writes documents for the tests, as the programs that people use write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.ingest.readers.conversation import SEGMENTS, TITLE, TURNS, Said

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these members, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def run(text: str, *, bold: bool = False) -> str:
    """A Word run; newlines are line breaks, tabs tabs."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        pieces.append("<w:br/>" if number else "")
        pieces.append("<w:tab/>".join(f'<w:t xml:space="preserve">{escape(cell)}</w:t>' for cell in line.split("\t")))
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    """A Word paragraph of these runs."""
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={style!r}/></w:pPr>' if style else ''}{''.join(runs)}</w:p>"


def table(rows: Iterable[Sequence[str]]) -> str:
    """A Word table of plain cells."""
    return "<w:tbl>" + "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    ) + "</w:tbl>"  # fmt: skip


def word(body: str, **parts: str) -> bytes:
    """A .docx with this body; `parts` are others below word/: header1='<w:p>…'."""
    roots = {"header": "hdr", "footer": "ftr", "footnote": "footnotes", "comment": "comments", "style": "styles"}
    others = {
        f"word/{name}.xml": f'<w:{root} xmlns:w="{_W}">{content}</w:{root}>'
        for name, content in parts.items()
        for kind, root in roots.items()
        if name.startswith(kind)
    }
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>"
    )
    return zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **others})


def odt(body: str, *, styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """An .odt with this body; the automatic style B is bold."""
    names = "".join(
        f' xmlns:{short}="{_ODF}{long}:1.0"'
        for short, long in {
            "office": "office", "text": "text", "table": "table", "style": "style", "fo": "xsl-fo-compatible",
            "meta": "meta", "manifest": "manifest", "draw": "drawing",
        }.items()
    ) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
    bold = (
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>{bold}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles{names}>{styles}</office:document-styles>",
            "meta.xml": f"<office:document-meta{names}><office:meta>{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest{names}>{manifest}</manifest:manifest>",
        }
    )


def rtf(body: str) -> bytes:
    """An RTF document with this body, whose text is already RTF."""
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Helvetica;}}{\colortbl;}" + body + "}"
    ).encode("ascii")


def rtf_text(text: str) -> str:
    """Text as RTF writes it."""
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    units = ((letter, letter.encode("utf-16-le")) for letter in plain)
    return "".join(
        letter
        if letter.isascii()
        else "".join(f"\\u{int.from_bytes(raw[i : i + 2], 'little', signed=True)}?" for i in range(0, len(raw), 2))
        for letter, raw in units
    )


class Placed(NamedTuple):
    """A piece of text on a PDF's page, in points from the lower left."""

    x: float
    y: float
    text: str
    bold: bool = False
    size: float = 11


def pdf(pages: Sequence[Sequence[Placed]], title: str = "") -> bytes:
    """A PDF of these pages in Helvetica; only letters of Windows-1252."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{6 + 2 * i} 0 R' for i in range(len(pages)))}] "
        f"/Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _pdf_text(title) + b") /CreationDate (D:20260114093000Z) >>",
    ]
    for position, page in enumerate(pages):
        drawn = b"\n".join(
            b"BT /F%d %g Tf %g %g Td (%b) Tj ET"
            % (2 if piece.bold else 1, piece.size, piece.x, piece.y, _pdf_text(piece.text))
            for piece in page
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            b"/Contents %d 0 R >>" % (7 + 2 * position)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn))
    return _pdf_file(objects)


def _pdf_text(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, begin)
    return bytes(out)


def wrapped(text: str, width: int = 60) -> list[str]:
    """The lines of a text, broken between words."""
    lines = [""]
    for each in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(each) >= width:
            lines.append(each)
        else:
            lines[-1] = f"{lines[-1]} {each}".strip()
    return lines


def set_pages(paragraphs: Sequence[tuple[str, str]], lines_per_page: int = 1000) -> list[list[Placed]]:
    """Paragraphs, each a bold beginning and the rest, wrapped and set on pages with a gap between them."""
    pages: list[list[Placed]] = [[]]
    y, lines = 760.0, 0
    for bold, rest in paragraphs:
        for number, line in enumerate(wrapped(f"{bold}{rest}")):
            if lines == lines_per_page:
                pages.append([])
                y, lines = 760.0, 0
            if number == 0 and bold:
                pages[-1] += [Placed(72, y, bold, True), Placed(72 + 6.2 * len(bold), y, line[len(bold) :])]
            else:
                pages[-1].append(Placed(72, y, line))
            y -= 14
            lines += 1
        y -= 8
    return pages


def clock(time: timedelta, *, hours: bool = False) -> str:
    """`0:12`, or `00:00:12`."""
    seconds = int(time.total_seconds())
    if hours:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return (
        f"{seconds // 60}:{seconds % 60:02}"
        if seconds < 3600
        else f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    )


def teams_time(time: timedelta) -> str:
    """Teams' older times: nothing padded, milliseconds behind the point."""
    milliseconds = round(time.total_seconds() * 1000)
    hours, minutes, seconds = milliseconds // 3_600_000, milliseconds // 60_000 % 60, milliseconds // 1000 % 60
    return f"{hours}:{minutes}:{seconds}.{milliseconds % 1000}"


def word_labels() -> bytes:
    """`Name:` in bold, the words behind it."""
    return word("".join(paragraph(run(f"{said.speaker}: ", bold=True), run(said.text)) for said in TURNS))


def word_bold_names() -> bytes:
    """The name in bold without a colon."""
    return word("".join(paragraph(run(said.speaker, bold=True), run(f" {said.text}")) for said in TURNS))


def word_names_above() -> bytes:
    """The name in bold, in a paragraph of its own."""
    return word("".join(paragraph(run(said.speaker, bold=True)) + paragraph(run(said.text)) for said in TURNS))


def word_teams_old() -> bytes:
    """Teams' older layout: a paragraph for each caption."""
    return word(
        "".join(
            paragraph(
                run(f"{teams_time(said.start)} --> {teams_time(said.end)}"),
                run(f"\n{said.speaker}"),
                run(f"\n{said.text}"),
            )
            for said in SEGMENTS
        )
    )


def word_teams_new() -> bytes:
    """Teams' newer layout: title, date and length, then name and time above what was said."""
    front = f"{TITLE}-20260114_093000-Meeting Recording", "14 January 2026, 09:30am", "1h 1m 12s"
    turns = "".join(
        paragraph(run(said.speaker, bold=True), run(f"   {clock(said.start)}"), run(f"\n{said.text}")) for said in TURNS
    )
    notices = paragraph(run("Interviewer started transcription")), paragraph(run("Interviewer stopped transcription"))
    return word("".join(paragraph(run(line)) for line in front) + notices[0] + turns + notices[1])


def word_gemini() -> bytes:
    """Google Meet's notes: a summary by a machine, then the transcript with a time every so often."""
    summary = (
        "Notes by Gemini", "Jan 14, 2026", TITLE, "Summary",
        "Amara Okafor explained that the bakery had been founded by her grandmother and makes a large profit.",
        "Details", "The council was praised for its support.",
        "You should review Gemini's notes to make sure they're accurate. Get tips and learn how Gemini takes notes",
    )  # fmt: skip
    parts = [paragraph(run(line)) for line in summary]
    parts += [paragraph(run("📖 Transcript")), paragraph(run("Jan 14, 2026")), paragraph(run(f"{TITLE} - Transcript"))]
    minute = None
    for said in TURNS:
        if minute != int(said.start.total_seconds() // 60):
            minute = int(said.start.total_seconds() // 60)
            parts.append(paragraph(run(clock(timedelta(minutes=minute), hours=True))))
        parts.append(paragraph(run(f"{said.speaker}:", bold=True), run(f" {said.text}")))
    parts.append(paragraph(run("Transcription ended after 01:01:12")))
    parts.append(
        paragraph(
            run("This editable transcript was computer generated and might contain errors. People can also change it.")
        )
    )
    return word("".join(parts))


def word_table() -> bytes:
    """A table with headings, a row for each caption."""
    rows = [("Time", "Speaker", "Transcript")]
    rows += [(clock(said.start, hours=True), said.speaker, said.text) for said in SEGMENTS]
    return word(table(rows))


def word_table_without_headings() -> bytes:
    """A table of two columns, as researchers type them."""
    return word(table([(f"{said.speaker}:", said.text) for said in TURNS]))


def odt_labels() -> bytes:
    """`Name:` in bold, the words behind it."""
    return odt(
        "".join(
            f'<text:p><text:span text:style-name="B">{said.speaker}:</text:span> {escape(said.text)}</text:p>'
            for said in TURNS
        )
    )


def odt_table() -> bytes:
    """A table of two columns."""
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(said.speaker)}{cell.format(escape(said.text))}</table:table-row>"
        for said in TURNS
    )
    return odt(f"<table:table>{rows}</table:table>")


def rtf_labels() -> bytes:
    """`Name:` in bold, the words behind it."""
    return rtf("".join(rf"\pard{{\b {rtf_text(said.speaker)}:}} {rtf_text(said.text)}\par" + "\n" for said in TURNS))


def pdf_labels() -> bytes:
    """Wrapped lines over two pages, with a page header and page numbers."""
    pages = set_pages([(f"{said.speaker}:", f" {said.text}") for said in TURNS], lines_per_page=5)
    return pdf(
        [
            [Placed(72, 810, f"{TITLE}, confidential"), *page, Placed(290, 40, str(number))]
            for number, page in enumerate(pages, 1)
        ]
    )


def html_paragraphs() -> bytes:
    """A page with navigation around paragraphs that open with a bold name."""
    turns = "".join(f"<p><strong>{said.speaker}:</strong> {escape(said.text)}</p>\n" for said in TURNS)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title><style>p {{ color: red }}</style>'
        f"</head><body><nav><a href='/'>Home</a> <a href='/all'>All interviews</a></nav><h1>{TITLE}</h1>{turns}"
        "<script>track('Amara Okafor: bought')</script><footer>© The archive</footer></body></html>"
    ).encode()


def html_cited() -> bytes:
    """The podcast namespace's layout."""
    return "".join(
        f"<cite>{said.speaker}:</cite>\n<time>{clock(said.start)}</time>\n<p>{escape(said.text)}</p>\n"
        for said in TURNS
    ).encode()


def html_table() -> bytes:
    """A table with headings."""
    rows = "".join(f"<tr><td>{said.speaker}</td><td>{escape(said.text)}</td></tr>" for said in TURNS)
    return f"<html><body><table><tr><th>Speaker</th><th>Text</th></tr>{rows}</table></body></html>".encode()


WRITTEN = {
    "labels.docx": word_labels,
    "bold-names.docx": word_bold_names,
    "names-above.docx": word_names_above,
    "teams-old.docx": word_teams_old,
    "teams-new.docx": word_teams_new,
    "gemini.docx": word_gemini,
    "table.docx": word_table,
    "table-without-headings.docx": word_table_without_headings,
    "labels.odt": odt_labels,
    "table.odt": odt_table,
    "labels.rtf": rtf_labels,
    "labels.pdf": pdf_labels,
    "paragraphs.html": html_paragraphs,
    "cited.html": html_cited,
    "table.html": html_table,
}
"""The invented conversation in every layout of every format here, by file name."""

__all__ = ["SEGMENTS", "TITLE", "TURNS", "WRITTEN", "Said"]
