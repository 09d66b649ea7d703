"""The only importer of pypdf: a PDF's bytes to pages of placed lines, every failure of it as one sentence."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ingest.errors import ReadError
from ingest.readers.documents.pdf_lines import Chunk

MOST_PAGES = 3000
MOST_OPERATIONS = 20_000_000
"""Drawing operations in a whole file: a page of text has some two hundred, one within an attack any number."""

LARGEST_PAGE_BYTES = 20 * 1024 * 1024
"""A page's unpacked drawing instructions. A full page of text has about ten thousand bytes."""


class _TooMuch(Exception):
    """The operations ran out."""


def read_pages(raw: bytes, name: str) -> tuple[list[list[Chunk]], dict[str, str]]:
    """The pieces of text of every page, in the order they are drawn, and the document's properties.

    Raises ReadError for a damaged or cut-off file, one with a password, and one over the limits.
    """
    with _translated(name):
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not _opens_without_password(reader):
            raise ReadError(
                name,
                "the PDF is protected with a password",
                "Save a copy without the password and ingest that.",
            )
        if len(reader.pages) > MOST_PAGES:
            raise ReadError(
                name,
                f"it has more than {MOST_PAGES} pages",
                "Split it into one file for each interview.",
            )
        budget = _Budget()
        pages = [_chunks(page, name, number, budget) for number, page in enumerate(reader.pages, 1)]
        return pages, _properties(reader)


def _opens_without_password(reader: Any) -> bool:
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))  # many PDFs only forbid printing, and open for anybody
    except (DependencyError, NotImplementedError):
        return False


class _Budget:
    def __init__(self) -> None:
        self.left = MOST_OPERATIONS

    def spend(self, *operation: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooMuch


def _chunks(page: Any, name: str, number: int, budget: _Budget) -> list[Chunk]:
    contents = page.get_contents()
    if contents is None:
        return []
    if len(contents.get_data()) > LARGEST_PAGE_BYTES:
        raise ReadError(
            name,
            f"page {number} unpacks to more than {LARGEST_PAGE_BYTES // 2**20} MB",
            "Print it to a new PDF.",
        )
    chunks: list[Chunk] = []

    def take(text: str, page_matrix: Any, text_matrix: Any, font: Any, size: Any) -> None:
        if text.strip("\n"):
            chunks.append(_chunk(text, page_matrix, text_matrix, font, float(size or 0)))

    page.extract_text(visitor_text=take, visitor_operand_before=budget.spend)
    return chunks


def _chunk(text: str, page_matrix: Any, text_matrix: Any, font: Any, size: float) -> Chunk:
    a, b, c, d, e, f = (float(value) for value in page_matrix)
    x, y = float(text_matrix[4]), float(text_matrix[5])
    scale = abs(float(text_matrix[3]) * d) or abs(float(text_matrix[1]) * c) or 1.0
    face = str(font.get("/BaseFont", "")) if font else ""
    is_bold = any(word in face.lower() for word in ("bold", "black", "heavy", "semibold", "demi"))
    return Chunk(
        text=text,
        x=a * x + c * y + e,
        y=b * x + d * y + f,
        size=size * scale,
        bold=is_bold,
    )


def _properties(reader: Any) -> dict[str, str]:
    found = reader.metadata or {}
    title, created = (str(found.get(key) or "").strip() for key in ("/Title", "/CreationDate"))
    return {key: value for key, value in {"title": title, "created": _date(created)}.items() if value}


def _date(written: str) -> str:
    """A PDF's `D:20260131…` as 2026-01-31; empty for what is none."""
    digits = written.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdecimal() else ""


class _Said(logging.Handler):
    """Listens for what pypdf only mentions: that it left text out."""

    gave_up = False

    def emit(self, record: logging.LogRecord) -> None:
        self.gave_up = self.gave_up or record.getMessage().startswith("Exceeded")


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """pypdf meets damage with whatever Python raises where it stumbles, so all of it is translated here."""
    log, said = logging.getLogger("pypdf"), _Said()
    propagated, log.propagate = log.propagate, False  # its advice is for PDF programmers
    log.addHandler(said)
    try:
        yield
        if said.gave_up:
            raise _TooMuch
    except ReadError:
        raise
    except _TooMuch:
        raise ReadError(
            name,
            "its pages draw more than any text needs, as in an attack",
            "Print it to a new PDF.",
        ) from None
    except Exception as error:
        raise ReadError(
            name,
            f"the PDF is damaged or cut off ({type(error).__name__})",
            "Export or copy it again.",
        ) from None
    finally:
        log.removeHandler(said)
        log.propagate = propagated
