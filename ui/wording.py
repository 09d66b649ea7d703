"""How citations, times and numbers are put into words, the same on every page. Plain text: nothing here is Markdown.

What files say, too, lives in exports.wording.
"""

from __future__ import annotations

from collections.abc import Sequence

from exports.wording import ROLES, UNLABELLED, clock, count, numbered, place, who
from rag.answer import Citation

__all__ = ["ROLES", "UNLABELLED", "at_most", "clock", "count", "numbered", "place", "reference", "who"]


def reference(citation: Citation) -> str:
    """A quotation with its source, to paste into a text of one's own."""
    said = f"“{' '.join(citation.quote.split())}”"
    time = f", at {clock(citation.time_start)}" if citation.time_start is not None else ""
    span = f"characters {citation.span.start}–{citation.span.end}"
    return f"{said} ({citation.speaker or UNLABELLED.lower()}, {citation.title}{time}, {span})"


def at_most(names: Sequence[str], most: int) -> str:
    """Names in a row, the rest counted.

    >>> at_most(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    rest = len(names) - most
    return f"{', '.join(names[:most])} and {rest} more" if rest > 0 else ", ".join(names)
