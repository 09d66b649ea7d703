"""Word's .docx: the words in reading order, and what stands aside from them.

python-docx gives paragraphs and tables apart and neither comments' anchors nor tracked changes, so the XML is read here
(ECMA-376 part 1, chapter 17). Deleted text is left out and said so; inserted text counts as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.readers.documents.blocks import (
    COMMENT,
    FOOTER,
    FOOTNOTE,
    HEADER,
    Aside,
    Block,
    text_of,
    without_repeats,
)
from ingest.readers.documents.packages import Package, open_package
from ingest.readers.documents.typescript import Typescript, read_typescript
from ingest.readers.documents.word_body import Body, Style, W, attribute
from ingest.readers.reading import Format, RawFile, Reading
from ingest.zipped import SIGNATURES, member_names

_MAIN_PART = re.compile(r"word/document\d*\.xml")
_NAMED = re.compile(
    r"heading (?P<level>\d)|(?P<title>title)|(?P<subtitle>subtitle)"
    r"|(?P<item>list (?:bullet|number)(?: \d)?)|(?P<quoted>(?:intense )?quote|block text)"
)
_ENDNOTE = "endnote"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_DUBLIN_TERMS = "{http://purl.org/dc/terms/}"


def _recognises(file: RawFile) -> bool:
    if not file.raw.startswith(SIGNATURES):
        return False
    names = member_names(file.raw)
    return any(map(_MAIN_PART.fullmatch, names)) or (not names and file.suffix in {".docx", ".docm", ".dotx"})


def _read(file: RawFile) -> Reading:
    with open_package(file.name, file.raw) as package:
        typescript = _typescript(package)
    return read_typescript(typescript, file.name)


def word_blocks(file: RawFile) -> list[Block]:
    """The blocks of a Word file in reading order. Raises ReadError."""
    with open_package(file.name, file.raw) as package:
        return list(_typescript(package).blocks)


def _typescript(package: Package) -> Typescript:
    main = next(iter(sorted(filter(_MAIN_PART.fullmatch, package.parts))), "word/document.xml")
    body = Body(_styles(package.xml_if_there("word/styles.xml")))
    root = package.xml(main)
    blocks = [
        *_furniture(package, "header", HEADER),
        *body.blocks(root),
        *_notes(package, "footnote", FOOTNOTE),
        *_notes(package, "endnote", _ENDNOTE),
        *_notes(package, "comment", COMMENT),
        *_furniture(package, "footer", FOOTER),
    ]
    title, meta = _properties(package.xml_if_there("docProps/core.xml"))
    warnings = (
        (f"{body.deletions} deleted stretches (tracked changes) are left out; accept or reject them to be sure",)
        if body.deletions
        else ()
    )
    return Typescript(blocks=blocks, title=title, meta=meta, warnings=warnings)


def _styles(styles: Element | None) -> dict[str, Style]:
    """What the style ids stand for: ids are translated in other languages' Word, names are not."""
    told: dict[str, Style] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = (attribute(style.find(f"{W}name"), "val") or "").lower()
        if match := _NAMED.fullmatch(name):
            level = match["level"] or ("1" if match["title"] else "2" if match["subtitle"] else "0")
            told[attribute(style, "styleId") or ""] = Style(
                heading=int(level), is_item=bool(match["item"]), is_quoted=bool(match["quoted"])
            )
    return told


def _furniture(package: Package, kind: str, reason: str) -> list[Aside]:
    """Page headers or footers: one part for each kind of page, often with the same text."""
    parts = sorted(part for part in package.parts if re.fullmatch(rf"word/{kind}\d*\.xml", part))
    texts = ("\n".join(map(text_of, Body({}).blocks(package.xml(part)))) for part in parts)
    return without_repeats(Aside(text=text, reason=reason) for text in texts)


def _notes(package: Package, kind: str, reason: str) -> Iterator[Aside]:
    root = package.xml_if_there(f"word/{kind}s.xml")
    for note in root.findall(f"{W}{kind}") if root is not None else ():
        if attribute(note, "type") in {
            "separator",
            "continuationSeparator",
            "continuationNotice",
        }:
            continue
        author = attribute(note, "author")
        text = "\n".join(map(text_of, Body({}).blocks(note)))
        if text.strip():
            yield Aside(text=f"{author}: {text}" if author else text, reason=reason)


def _properties(core: Element | None) -> tuple[str | None, dict[str, str]]:
    if core is None:
        return None, {}
    title = (core.findtext(f"{_DUBLIN_CORE}title") or "").strip()
    created = (core.findtext(f"{_DUBLIN_TERMS}created") or "").strip()
    found = {"title": title, "created": created}
    return title or None, {key: value for key, value in found.items() if value}


WORD = Format(name="Word document", suffixes=(".docx",), recognises=_recognises, read=_read)
