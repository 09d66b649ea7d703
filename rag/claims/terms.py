"""Words in quotation marks that are a term and no quotation: what is called so, or defined. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.claims.quotation_lookup import LookedUp, QuotationStatus
from rag.claims.report_claims import is_definition
from rag.claims.report_quotations import ReportQuotation
from rag.speech.words import words_in
from rag.verification.speakers_named import SAYING

_CALLED = re.compile(r"\b(?:so[-‐‑ ]called|called|termed|known\s+as|the\s+terms?)\s*$", re.IGNORECASE)
_TERM_WORDS = 3
_NEAR = 2  # words on either side of a term


def without_terms(quotations: Iterable[LookedUp]) -> list[LookedUp]:
    """The quotations without terms: those are found nowhere, and given to nobody."""
    return [
        one
        for one in quotations
        if one.status is not QuotationStatus.NOT_FOUND or one.named is not None or not _is_term(one.quotation)
    ]


def _is_term(quotation: ReportQuotation) -> bool:
    before, after = quotation.before, quotation.after
    beside = [*words_in(before)[-_NEAR:], *words_in(after)[:_NEAR]]
    if len(words_in(quotation.words)) > _TERM_WORDS or before.rstrip()[-1:] == ":" or quotation.signed:
        return False
    if any(word.key in SAYING for word in beside):
        return False
    return _CALLED.search(before) is not None or is_definition(f"{before}“…”{after}")
