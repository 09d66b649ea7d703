"""How a file begins, as text, for recognising what it is: cheap, and never an error."""

from __future__ import annotations

import codecs

_LOOKED_AT = 65_536  # bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def opening_of(raw: bytes) -> str:
    """The first few tens of thousands of characters, newlines normalised; what cannot be decoded is left out.

    >>> opening_of(b"\\xef\\xbb\\xbfSpeaker,Text\\r\\n")
    'Speaker,Text\\n'
    """
    start = raw[:_LOOKED_AT]
    mark, encoding = next(
        ((mark, name) for mark, name in _MARKS if start.startswith(mark)),
        (b"", "utf-8"),
    )
    text = start[len(mark) :].decode(encoding, errors="ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n")
