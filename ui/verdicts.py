"""How verdicts are put into words, the same on the page and in exports; and a report's parts in its own order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.claims import Bearing, CheckedClaim, CheckedReport, SetAside, Verdict
from rag.quotation_lookup import LookedUp, QuotationStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A verdict for people: word, icon and colour; never the colour alone."""

    word: str
    icon: str
    color: Literal["green", "orange", "red", "gray", "blue"]


VERDICTS = {
    Verdict.SUPPORTED: Look(word="Supported", icon="check_circle", color="green"),
    Verdict.PARTLY_SUPPORTED: Look(word="Partly supported", icon="contrast", color="orange"),
    Verdict.CONTRADICTED: Look(word="Contradicted", icon="cancel", color="red"),
    Verdict.NOT_FOUND: Look(word="Not found", icon="search_off", color="gray"),
    Verdict.EVIDENCE_ONLY: Look(word="Passages to read", icon="menu_book", color="blue"),
}
QUOTATIONS = {
    QuotationStatus.VERBATIM: Look(word="Verbatim", icon="check_circle", color="green"),
    QuotationStatus.ALTERED: Look(word="Altered", icon="edit", color="orange"),
    QuotationStatus.NOT_FOUND: Look(word="Not found", icon="search_off", color="red"),
}
MISATTRIBUTED = Look(word="Misattributed", icon="person_off", color="red")
BEARINGS = {Bearing.FOR: "For", Bearing.AGAINST: "Against", Bearing.UNJUDGED: "Bears on it"}

Part = CheckedClaim | LookedUp | SetAside


def quotation_look(one: LookedUp) -> Look:
    """What became of a quotation."""
    return MISATTRIBUTED if one.misattributed else QUOTATIONS[one.status]


def in_order(report: CheckedReport) -> list[Part]:
    """Claims, quotations and what was set aside, as they stand in the report; a claim before its quotations."""
    placed: list[tuple[int, int, Part]] = []
    placed += [(one.claim.start, 0, one) for one in report.claims]
    placed += [(one.quotation.start, 1, one) for one in report.quotations]
    placed += [(one.start, 0, one) for one in report.set_aside]
    return [part for _, _, part in sorted(placed, key=lambda each: each[:2])]


def changes_of(one: LookedUp) -> list[str]:
    """The differences of an altered quotation, each a sentence."""
    return [
        f"{change.op.replace('_', ' ').capitalize()}: the report has “{change.quoted or 'nothing'}”, "
        f"the source “{change.source or 'nothing'}”."
        for change in one.changes
    ]


def summary_of(report: CheckedReport) -> list[tuple[int, Look]]:
    """How many claims got which verdict, in the order of `VERDICTS`."""
    return [(report.verdicts[verdict], look) for verdict, look in VERDICTS.items() if report.verdicts[verdict]]
