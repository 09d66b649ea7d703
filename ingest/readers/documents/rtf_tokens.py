"""RTF as tokens: groups, control words, characters (RTF specification 1.9.1, Microsoft, 2008)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import ReadError

DEEPEST_GROUPS = 1000
"""Groups within groups. Word's own files stay below 50."""

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)",
    re.S,
)
_BINARY = b"bin"


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is "{", "}", "word" (a control word or symbol, perhaps with a number) or "bytes" (text in a code page)."""

    kind: str
    word: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(raw: bytes, name: str) -> Iterator[Token]:
    """The tokens of an RTF file, pictures' binary data skipped. Raises ReadError for groups nested beyond reason."""
    position = depth = 0
    while match := _TOKEN.match(raw, position):
        position = match.end()
        word, number, byte, symbol, brace, plain = match.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            if depth > DEEPEST_GROUPS:
                raise ReadError(
                    name,
                    f"more than {DEEPEST_GROUPS} groups lie within each other",
                    "Save it again as .docx.",
                )
            yield Token(brace.decode())
        elif word == _BINARY:
            position += max(0, int(number or 0))
        elif word:
            yield Token("word", word.decode(), int(number) if number else None)
        elif byte:
            yield Token("bytes", raw=bytes([int(byte, 16)]))
        elif symbol:
            yield Token("word", symbol.decode("latin-1"))
        elif plain:
            yield Token("bytes", raw=plain)
