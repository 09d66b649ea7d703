"""How verdicts look on the page: their words, which files use too, with an icon and a colour. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from exports.wording import (
    BEARINGS,
    MISATTRIBUTED_WORD,
    QUOTATION_WORDS,
    VERDICT_WORDS,
    Part,
    changes_of,
    in_order,
    misattribution_of,
    needs_a_look,
    quotation_word,
)
from rag.claims.claim import CheckedReport, Verdict
from rag.claims.quotation_lookup import LookedUp, QuotationStatus

__all__ = [
    "BEARINGS",
    "VERDICTS",
    "Look",
    "Part",
    "changes_of",
    "in_order",
    "misattribution_of",
    "needs_a_look",
    "quotation_look",
    "summary_of",
]


Color = Literal["green", "orange", "red", "gray", "blue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A verdict for people: word, icon and colour; never the colour alone."""

    word: str
    icon: str
    color: Color


_VERDICT_LOOKS: dict[Verdict, tuple[str, Color]] = {
    Verdict.SUPPORTED: ("check_circle", "green"),
    Verdict.PARTLY_SUPPORTED: ("contrast", "orange"),
    Verdict.CONTRADICTED: ("cancel", "red"),
    Verdict.NOT_FOUND: ("search_off", "gray"),
    Verdict.EVIDENCE_ONLY: ("menu_book", "blue"),
}
_QUOTATION_LOOKS: dict[QuotationStatus, tuple[str, Color]] = {
    QuotationStatus.VERBATIM: ("check_circle", "green"),
    QuotationStatus.ALTERED: ("edit", "orange"),
    QuotationStatus.NOT_FOUND: ("search_off", "red"),
}
VERDICTS = {
    verdict: Look(word=VERDICT_WORDS[verdict], icon=icon, color=color)
    for verdict, (icon, color) in _VERDICT_LOOKS.items()
}
QUOTATIONS = {
    status: Look(word=QUOTATION_WORDS[status], icon=icon, color=color)
    for status, (icon, color) in _QUOTATION_LOOKS.items()
}
MISATTRIBUTED = Look(word=MISATTRIBUTED_WORD, icon="person_off", color="red")


def quotation_look(one: LookedUp) -> Look:
    """What became of a quotation."""
    return replace(MISATTRIBUTED, word=quotation_word(one)) if one.misattributed else QUOTATIONS[one.status]


def summary_of(report: CheckedReport) -> list[tuple[int, Look]]:
    """How many claims got which verdict, in the order of `VERDICTS`."""
    return [(report.verdicts[verdict], look) for verdict, look in VERDICTS.items() if report.verdicts[verdict]]
