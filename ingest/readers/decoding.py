"""Bytes to canonical text: decoded, newlines normalised, a leading byte-order mark removed, nothing else changed."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.errors import ReadError

LARGEST_BYTES = 32 * 1024 * 1024
"""A longer text is no interview: thirty-two megabytes are five million words, five hundred hours of talk."""

_MARKED = (  # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = frozenset(range(32)) - set(b"\t\n\r\f\v\x1b\x08")
_LEGACY = "cp1252"
_SNIFFED_BYTES = 8192
_ASCII = bytes(range(32, 91)) + bytes(range(97, 123)) + b"\t\n"
_GUESSED_FROM_BYTES = 65_536
_NAMES = {"cp1252": "Windows-1252", "gb18030": "Chinese (GB 18030)", "big5": "Chinese (Big5)"}
_SAME_LETTERS = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859_1": "cp1252", "latin_1": "cp1252", "ascii": "cp1252"}


def sniff(raw: bytes) -> str:
    """The beginning of a file as text, roughly and without raising: enough to recognise what it is."""
    start = raw[:_SNIFFED_BYTES]
    encoding = _marked(start) or _unmarked_utf16(start) or "utf-8"
    return start.decode(encoding, errors="replace").removeprefix("\ufeff")


def decode(raw: bytes, path: Path | str) -> tuple[str, tuple[str, ...]]:
    """The canonical text of a text file, and warnings for a person.

    UTF-8 is taken unless a byte-order mark or the zeros of UTF-16 say otherwise; bytes that are not UTF-8 are read in
    the encoding their letters speak for, Windows-1252 when none does, with a warning. Raises ReadError for an empty
    file, a binary one, and one over LARGEST_BYTES.
    """
    if len(raw) > LARGEST_BYTES:
        raise ReadError(
            path, f"the file has {len(raw) // 2**20} MB, the limit is {LARGEST_BYTES // 2**20} MB", "Split it up first."
        )
    encoding = _marked(raw) or _unmarked_utf16(raw)
    if encoding is None and (reason := _looks_binary(raw)):
        raise ReadError(path, f"this is not a text file: {reason}", "Export the transcript as .txt or .md.")
    warnings: tuple[str, ...] = ()
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        if encoding is not None:
            raise ReadError(
                path, f"damaged {encoding} text: {error.reason}", "Save the file again as UTF-8.", line=line
            ) from None
        text, guessed = _decode_legacy(raw)
        name = _NAMES.get(guessed, guessed)
        advice = "if letters look wrong, save it as UTF-8 and ingest it again"
        warnings = (f"line {line} is not UTF-8, so the file was read as {name}; {advice}",)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise ReadError(path, "the file is empty", "Save or export it again, or remove the file.")
    return text, warnings


def _marked(raw: bytes) -> str | None:
    return next((name for mark, name in _MARKED if raw.startswith(mark)), None)


def _unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Western text is zero."""
    start = raw[:_SNIFFED_BYTES]
    even, odd, half = start[::2].count(0), start[1::2].count(0), len(start) // 2
    if len(start) < 8 or len(raw) % 2 or max(even, odd) * 10 < half * 7 or min(even, odd) * 20 > half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_legacy(raw: bytes) -> tuple[str, str]:
    guessed = _guess(raw[:_GUESSED_FROM_BYTES])
    try:
        return raw.decode(guessed), guessed
    except UnicodeDecodeError:
        return raw.decode(_LEGACY, errors="replace"), _LEGACY


def _guess(sample: bytes) -> str:
    """The encoding the letters speak for. Few foreign letters speak for none: a stray byte in English is Windows'."""
    foreign = b"\n".join(line for line in sample.split(b"\n") if not line.isascii())
    if sum(byte > 127 for byte in foreign) * 5 < len(foreign):
        return _LEGACY
    from charset_normalizer import from_bytes  # half a tenth of a second to import, and seldom needed

    likely = [match for match in from_bytes(foreign) if _keeps_ascii(match.encoding)]
    if not likely:
        return _LEGACY
    # Latin alphabets differ in a few letters only, too few to tell them apart: Windows' own unless it fits worse.
    western = [match.chaos for match in likely if _LEGACY in (match.encoding, *match.could_be_from_charset)]
    if western and western[0] <= likely[0].chaos:
        return _LEGACY
    return _SAME_LETTERS.get(likely[0].encoding, likely[0].encoding)


def _keeps_ascii(encoding: str) -> bool:
    return _ASCII.decode(encoding, errors="replace") == _ASCII.decode("ascii")


def _looks_binary(raw: bytes) -> str | None:
    start = raw[:65_536]
    if b"\0" in start:
        return f"byte {start.index(0)} is a NUL"
    controls = sum(byte in _CONTROL for byte in start)
    return f"{controls} of its first {len(start)} bytes are control characters" if controls * 50 > len(start) else None
