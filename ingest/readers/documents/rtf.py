"""Rich Text Format. Of the libraries at hand none keeps bold, headers, footnotes and deletions apart; this does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.errors import ReadError
from ingest.readers.documents.blocks import HEADER, HIDDEN, Aside, Block, Table, paragraph_of
from ingest.readers.documents.rtf_tokens import Token, tokens
from ingest.readers.documents.rtf_words import (
    BODY,
    CHARSETS,
    DESTINATIONS,
    ENDS_PARAGRAPH,
    FONTS,
    MACHINES,
    NOWHERE,
    SIGNS,
    TITLE,
)
from ingest.readers.documents.typescript import Typescript, read_typescript
from ingest.readers.reading import Format, RawFile, Reading

_SIGNATURE = b"{\\rtf"


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a group inherits and gives back at its end."""

    destination: str = BODY
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    font: int = -1
    skip: int = 1  # characters to leave out after a \u, its stand-in for old programs


def _read(file: RawFile) -> Reading:
    page = _Page(file.name)
    for token in tokens(file.raw, file.name):
        page.take(token)
    if not page.is_closed:
        raise ReadError(
            file.name,
            "the file is cut off: its last group is not closed",
            "Export or copy it again.",
        )
    return read_typescript(page.typescript(), file.name)


@dataclass(slots=True)
class _Page:
    """The document as it grows, token by token."""

    name: str
    _state: _State = field(default_factory=_State)
    _outer: list[_State] = field(default_factory=list)
    _runs: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)  # of the open paragraph of each destination
    _bytes: bytearray = field(default_factory=bytearray)
    _asides: list[Aside] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _rows: list[tuple[str, ...]] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _fonts: dict[int, str] = field(default_factory=dict)
    _encoding: str = "cp1252"
    _to_skip: int = 0
    _high: int | None = None  # the first half of a character that \u wrote in two
    _starred: bool = False
    _deletions: int = 0
    _closed: bool = False

    @property
    def is_closed(self) -> bool:
        return self._closed

    def take(self, token: Token) -> None:
        if self._closed:
            return
        if token.kind != "bytes":
            self._decode()
        if token.kind == "{":
            self._outer.append(self._state)
            self._to_skip = 0
        elif token.kind == "}":
            self._close_group()
        elif token.kind == "bytes":
            skipped = min(self._to_skip, len(token.raw))
            self._to_skip -= skipped
            self._bytes += token.raw[skipped:]
        else:
            self._control(token)

    def typescript(self) -> Typescript:
        """What was read, headers first, the other asides behind the speech."""
        self._end_paragraph()
        self._end_table()
        headers = [aside for aside in self._asides if aside.reason == HEADER]
        others = [aside for aside in self._asides if aside.reason != HEADER]
        title = "".join(text for text, _ in self._runs.get(TITLE, ())).strip()
        said = f"{self._deletions} deleted stretches (tracked changes) are left out; accept or reject them to be sure"
        return Typescript(
            blocks=[*headers, *self._blocks, *others],
            title=title or None,
            meta={"title": title} if title else {},
            warnings=(said,) if self._deletions else (),
        )

    def _close_group(self) -> None:
        left = self._state
        if not self._outer:
            self._closed = True
            return
        self._state = self._outer.pop()
        self._to_skip = 0
        self._starred = False
        if left.destination not in {BODY, TITLE, self._state.destination}:
            text = "".join(run for run, _ in self._runs.pop(left.destination, ())).strip()
            if text:
                self._asides.append(Aside(text=text, reason=left.destination))
        self._closed = not self._outer

    def _control(self, token: Token) -> None:
        word, number = token.word, token.number
        if self._to_skip and word in {"~", "_", "{", "}", "\\"}:
            self._to_skip -= 1
        elif word == "*":
            self._starred = True
            return
        elif word in DESTINATIONS:
            self._go_to(DESTINATIONS[word])
        elif self._starred:
            self._go_to(NOWHERE)  # a destination for other programs: so says the star
        elif word == "u" and number is not None:
            self._unicode(number % 65_536)
        elif word in SIGNS:
            self._write(SIGNS[word])
        elif word in ENDS_PARAGRAPH:
            self._end_line()
        elif word in {"cell", "nestcell"}:
            self._end_cell()
        elif word in {"row", "nestrow"}:
            self._end_row()
        else:
            self._set(word, number)
        self._starred = False

    def _set(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "b":
            self._state = replace(self._state, bold=on)
        elif word == "plain":
            self._state = replace(self._state, bold=False, hidden=False, deleted=False)
        elif word == "v":
            self._state = replace(self._state, hidden=on)
        elif word == "deleted":
            self._deletions += on
            self._state = replace(self._state, deleted=on)
        elif word == "intbl":
            self._state = replace(self._state, in_table=True)
        elif word == "pard":
            self._state = replace(self._state, in_table=False)
        elif word == "f":
            self._state = replace(self._state, font=number or 0)
        elif word == "uc":
            self._state = replace(self._state, skip=max(0, min(number or 0, 8)))
        elif word == "fcharset" and self._state.destination == FONTS and (charset := CHARSETS.get(number or 0)):
            self._fonts[self._state.font] = charset
        elif word == "ansicpg" and number:
            self._encoding = f"cp{number}" if _is_known(f"cp{number}") else self._encoding
        elif word in MACHINES:
            self._encoding = MACHINES[word]

    def _go_to(self, destination: str) -> None:
        if self._state.destination not in {NOWHERE, FONTS} or destination == TITLE:
            self._state = replace(self._state, destination=destination)

    def _unicode(self, unit: int) -> None:
        self._to_skip = self._state.skip
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            high, self._high = self._high, None
            code = 0xFFFD if high is None else 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
            self._write(chr(code))
            return
        self._write(chr(unit) if unit >= 32 else " ")

    def _decode(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._state.font, self._encoding)
            text = bytes(self._bytes).decode(encoding, errors="replace")
            self._bytes.clear()
            self._write(re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text))

    def _write(self, text: str) -> None:
        if self._state.destination in {NOWHERE, FONTS} or self._state.deleted:
            return
        if self._state.hidden and self._state.destination == BODY:
            self._asides.append(Aside(text=text, reason=HIDDEN))
            return
        self._runs.setdefault(self._state.destination, []).append((text, self._state.bold))

    def _end_line(self) -> None:
        if self._state.destination == BODY and not self._state.in_table:
            self._end_paragraph()
        else:
            self._write("\n")

    def _end_paragraph(self) -> None:
        paragraph = paragraph_of(self._runs.pop(BODY, ()))
        if paragraph.text:
            self._end_table()
            self._blocks.append(paragraph)

    def _end_cell(self) -> None:
        self._cells.append(paragraph_of(self._runs.pop(BODY, ())).text)

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append(tuple(self._cells))
        self._cells = []

    def _end_table(self) -> None:
        self._end_row()
        if self._rows:
            self._blocks.append(Table(rows=tuple(self._rows)))
        self._rows = []


def _is_known(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except LookupError:
        return False
    return True


RTF = Format(
    name="Rich Text Format",
    suffixes=(".rtf",),
    recognises=lambda file: file.raw[:64].lstrip().startswith(_SIGNATURE),
    read=_read,
)
