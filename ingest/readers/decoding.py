"""Bytes to canonical text: decoded, newlines normalised, a leading byte-order mark removed, nothing else changed."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.errors import ReadError

LARGEST_BYTES = 200 * 1024 * 1024
"""A longer text file is no interview: two hundred megabytes are thirty million words."""

_MARKED = (  # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = frozenset(range(32)) - set(b"\t\n\r\f\v\x1b\x08")
_LEGACY = "cp1252"


def decode(raw: bytes, path: Path | str) -> tuple[str, tuple[str, ...]]:
    """The canonical text of a text file, and warnings for a person.

    UTF-8 is taken unless a byte-order mark says otherwise; bytes that are not UTF-8 are read as Windows-1252, with a
    warning. Raises ReadError for an empty file, a binary one, and one over LARGEST_BYTES.
    """
    if len(raw) > LARGEST_BYTES:
        raise ReadError(
            path,
            f"the file has {len(raw) // 2**20} MB, the limit is {LARGEST_BYTES // 2**20} MB",
            "Split it up first.",
        )
    encoding = next((name for mark, name in _MARKED if raw.startswith(mark)), None)
    if encoding is None and (reason := _looks_binary(raw)):
        raise ReadError(
            path,
            f"this is not a text file: {reason}",
            "Export the transcript as .txt or .md.",
        )
    warnings: tuple[str, ...] = ()
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        if encoding is not None:
            raise ReadError(
                path,
                f"damaged {encoding} text: {error.reason}",
                "Save the file again as UTF-8.",
                line=line,
            ) from None
        text = raw.decode(_LEGACY, errors="replace")
        warnings = (
            f"line {line} is not UTF-8, so the file was read as Windows-1252; "
            f"if letters look wrong, save it as UTF-8 and ingest it again",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError(
            path,
            "the file is empty",
            "Export the transcript again, or remove the file.",
        )
    return text, warnings


def _looks_binary(raw: bytes) -> str | None:
    start = raw[:65_536]
    if b"\0" in start:
        return f"byte {start.index(0)} is a NUL"
    controls = sum(byte in _CONTROL for byte in start)
    return (
        f"{controls} of its first {len(start)} bytes are control characters"
        if controls * 50 > len(start)
        else None
    )
