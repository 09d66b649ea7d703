"""Addresses of words in the library, to be passed on."""

from __future__ import annotations

from corpus.transcript import Span


def address(span: Span) -> dict[str, str]:
    """The query of a link to these words: `?transcript=…&start=…&end=…`, as `testimony show` numbers characters."""
    return {"transcript": span.transcript_id, "start": str(span.start), "end": str(span.end)}
