"""Web pages saved as .html: the transcript's own layout where a page marks it, else its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.errors import ReadError
from ingest.readers.composing import Note, Utterance, compose
from ingest.readers.decoding import LARGEST_BYTES, decode
from ingest.readers.documents.blocks import Aside, Block, Paragraph
from ingest.readers.documents.grid import TABLE, rows_as_lines
from ingest.readers.documents.html_vendor import Cited, Page, page_of
from ingest.readers.documents.typescript import Typescript, read_typescript
from ingest.readers.reading import Format, RawFile, Reading

_STARTS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<cite",
    b"<div",
    b"<p>",
    b"<p ",
    b"<h1",
    b"<table",
    b"<article",
)
_LARGEST_PAGE_BYTES = 32 * 1024 * 1024
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_OUTSIDE = "outside the transcript"


def _recognises(file: RawFile) -> bool:
    start = file.raw[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")[2:]
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!--", b"<?xml")):  # “saved from url”, or XHTML
        return b"<html" in start or b"<!doctype html" in start
    return start.startswith(_STARTS) or (file.suffix in {".html", ".htm", ".xhtml"} and start.startswith(b"<"))


def _read(file: RawFile) -> Reading:
    if len(file.raw) > min(_LARGEST_PAGE_BYTES, LARGEST_BYTES):
        raise ReadError(
            file.name,
            f"the page has {len(file.raw) // 2**20} MB, the limit is {_LARGEST_PAGE_BYTES // 2**20} MB",
            "Save it as “HTML only”, or copy the transcript into a text file.",
        )
    text, warnings = decode(_as_utf8(file.raw), file.name)
    page = page_of(text, file.name)
    if page.cited:
        return _cited(page, warnings)
    meta = {"title": page.title} if page.title else {}
    blocks = [block for block in page.blocks if not isinstance(block, Cited)]
    typescript = Typescript(blocks=blocks, title=page.title, meta=meta, warnings=warnings)
    return read_typescript(typescript, file.name)


def _as_utf8(raw: bytes) -> bytes:
    """The page's bytes, changed to UTF-8 where the page names another encoding and is in it."""
    named = _CHARSET.search(raw[:4096])
    if named is None or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw
    try:
        return raw.decode(named[1].decode("ascii")).encode()
    except (LookupError, ValueError):
        return raw


def _cited(page: Page, warnings: Sequence[str]) -> Reading:
    """The podcast namespace's layout: `<cite>` says who, `<time>` when, the paragraphs below what."""
    pieces: list[Utterance | Note] = []
    who = Cited()
    opens = False
    for block in page.blocks:
        if isinstance(block, Cited):
            who, opens = block, True
        elif isinstance(block, Paragraph) and who.speaker and not block.heading:
            pieces.append(
                Utterance(
                    text=block.text,
                    speaker=who.speaker,
                    time_start=who.time,
                    opens_turn=opens,
                )
            )
            opens = False
        else:
            pieces.append(_note(block))
    meta = {"title": page.title} if page.title else {}
    return compose(pieces, title=page.title, meta=meta, warnings=tuple(warnings))


def _note(block: Block) -> Note:
    if isinstance(block, Aside):
        return Note(text=block.text, reason=block.reason)
    if isinstance(block, Paragraph):
        return Note(text=block.text, reason="heading" if block.heading else _OUTSIDE)
    return Note(text=rows_as_lines(block.rows), reason=TABLE)


WEB_PAGE = Format(name="web page", suffixes=(".html", ".htm"), recognises=_recognises, read=_read)
