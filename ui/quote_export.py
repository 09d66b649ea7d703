"""Collections of quotes as files: Markdown to read, a table for other programs. Pure."""

from __future__ import annotations

import csv
import io
import re

from rag.quote_collections import Collection, KeptQuote
from ui.escaping import as_file_text, as_markdown
from ui.wording import UNLABELLED

_FORMULA = re.compile(r"^\s*[=+\-@|%\t\r]")


def file_stem(title: str) -> str:
    """A name for a file, which every system takes, without its ending.

    >>> file_stem("Travel & money")
    'travel-money'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "quotes"


def as_cell(text: str) -> str:
    """Text for a cell that no spreadsheet takes for a formula.

    >>> as_cell("=1+1"), as_cell("so = so")
    ("'=1+1", 'so = so')
    """
    safe = as_file_text(text)
    return f"'{safe}" if _FORMULA.match(safe) else safe


def csv_bytes(head: list[str], rows: list[list[str]]) -> bytes:
    """A table as spreadsheets read it: UTF-8 with its mark, every cell safe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[as_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def collection_csv(collection: Collection) -> bytes:
    """One line a quote."""
    head = ["quote", "readable", "speaker", "participant", "transcript", "id", "start", "end", "topic", "note"]
    rows = [_row(one) for one in collection.quotes]
    return csv_bytes(head, rows)


def collection_markdown(collection: Collection) -> bytes:
    """The quotes under their title, each with its source."""
    parts = [f"# {as_markdown(' '.join(collection.title.split()))}\n"]
    for one in collection.quotes:
        source = f"{one.speaker or UNLABELLED}, {one.title}, characters {one.start}–{one.end}"
        words = "\n> ".join(as_markdown(line) for line in one.text.splitlines())
        parts.append(f"> “{words}”\n>\n> — {as_markdown(source)} (`{one.transcript}`)\n")
    return "\n".join(parts).encode()


def _row(one: KeptQuote) -> list[str]:
    words = [one.text, one.readable, one.speaker or UNLABELLED, one.participant, one.title]
    return [*words, one.transcript, str(one.start), str(one.end), one.topic, one.note]
