"""Quotations without quotation marks: sentences of a report that somebody said word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.claims.claim import Claim
from rag.claims.quotation_lookup import LookedUp, QuotationStatus, look_up_named
from rag.claims.report_quotations import ReportQuotation
from rag.speech.matching import quoted_in
from rag.speech.spoken_words import SpokenWords

_LEAST_UNMARKED = 6  # words
_SIGNED = re.compile(r"[ \t]*(?:\n\s*)?[-—–]{1,3}\s*(?P<name>[^\n]{2,60})")


def unmarked_quotations(text: str, claims: Sequence[Claim], spoken: SpokenWords) -> Iterator[LookedUp]:
    """Sentences that somebody said word for word: Word sets long quotations apart by style, without quotation marks."""
    for claim in claims:
        if len(claim.text.split()) >= _LEAST_UNMARKED and not quoted_in(claim.text):
            signed = _SIGNED.match(text, claim.end)
            quotation = ReportQuotation(
                words=claim.text, start=claim.start, end=claim.end, signed=signed["name"] if signed else ""
            )
            found = look_up_named(quotation, spoken)
            if found.status is QuotationStatus.VERBATIM:
                yield found
