"""The footnotes part of a Word file, which python-docx does not write: WordprocessingML (ECMA-376, 17.11). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from exports.escaping import as_file_text

PART = "/word/footnotes.xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SMALL = '<w:sz w:val="18"/>'  # half points
_HIGH = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_FIRST_BOOKMARK = 1_000  # the ids of bookmarks: those of this file alone, away from any of a template's
_RAISED = f'<w:rPr>{_SMALL}<w:vertAlign w:val="superscript"/></w:rPr>'


def footnotes_part(notes: Sequence[str]) -> bytes:
    """The part: the two separators every program expects, then the notes, whose ids count from 1."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for kind, number, tag in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    told = "".join(_note(number, text) for number, text in enumerate(notes, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_NAMESPACE}">'
        f"{separators}{told}</w:footnotes>"
    ).encode()


def reference(number: int) -> list[str]:
    """What points to a note from the text: a run between the ends of a bookmark, by which `again` finds it."""
    name = _bookmark(number)
    return [
        f'<w:bookmarkStart xmlns:w="{_NAMESPACE}" w:id="{_FIRST_BOOKMARK + number}" w:name="{name}"/>',
        f'<w:r xmlns:w="{_NAMESPACE}">{_HIGH}<w:footnoteReference w:id="{number}"/></w:r>',
        f'<w:bookmarkEnd xmlns:w="{_NAMESPACE}" w:id="{_FIRST_BOOKMARK + number}"/>',
    ]


def again(number: int) -> str:
    """A second mention of a note, which has its number and leads to it (the field NOTEREF, 17.16.5.40)."""
    return (
        f'<w:fldSimple xmlns:w="{_NAMESPACE}" w:instr=" NOTEREF {_bookmark(number)} \\h "><w:r>{_HIGH}'
        f"<w:t>{number}</w:t></w:r></w:fldSimple>"
    )


def _bookmark(number: int) -> str:
    return f"_RefNote{number}"


def _note(number: int, text: str) -> str:
    words = escape(" ".join(as_file_text(text).split()))
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="40"/></w:pPr><w:r>{_RAISED}<w:footnoteRef/></w:r>'
        f'<w:r><w:rPr>{_SMALL}</w:rPr><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
    )
