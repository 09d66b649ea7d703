"""What was done to write an answer, put down while it is done: for the notes under it and for its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from models.metering import Request
from rag.answer import Absence, QuoteStatus, Statement
from rag.verification.quoting import Source

_UNTRUE = {
    QuoteStatus.MISATTRIBUTED: "from elsewhere or of somebody else",
    QuoteStatus.STITCHED: "put together from different places",
    QuoteStatus.FABRICATED: "found nowhere",
}


@dataclass(slots=True, kw_only=True)
class Minutes:
    """One writing. `sources` are the passages that the model was shown, by label.

    `requests` is everything that was asked of a model for the answer, from the wording of a follow-up to the second looks at
    statements; `unjudged` says why there were no more of these.

    `speakers` limits whose words may be quoted; an empty tuple limits nobody. `miscounted` are statements that were withheld
    because they counted people otherwise than what they cite.
    """

    speakers: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    prompt: str | None = None
    standalone_prompt: str | None = None
    raw_reply: str = ""
    absence: Absence | None = None
    introduction: str | None = None
    requests: list[Request] = field(default_factory=list)
    withheld: list[Statement] = field(default_factory=list)
    unknown_labels: int = 0
    miscounted: int = 0
    interruption: str | None = None
    broken_reply: bool = False
    judge_prompt: str | None = None
    unjudged: str | None = None

    def notes(self, statements: list[Statement]) -> tuple[str, ...]:
        """Sentences for the person who asked: what was left out, marked or lost."""
        found = [self.interruption] if self.interruption else []
        if self.broken_reply:
            found.append("The model's reply was damaged; the statements that could be read are shown.")
        if self.unjudged:
            found.append(f"The second look was broken off, and the rules' verdicts stay: {self.unjudged}")
        if self.withheld:
            found.append(f"{_statements(len(self.withheld))} of the model withheld: it quoted words that nobody said.")
        if self.miscounted:
            found.append(
                f"{_statements(self.miscounted)} of the model withheld: the count of people was not that of the words cited."
            )
        judged = Counter(quote.status for each in (*statements, *self.withheld) for quote in each.quotes)
        if repaired := judged[QuoteStatus.REPAIRED]:
            found.append(f"Quotations: {repaired} differed from what was said; the source's own words are shown.")
        if untrue := [f"{judged[status]} {what}" for status, what in _UNTRUE.items() if judged[status]]:
            found.append(f"Not shown as quotations: {', '.join(untrue)}.")
        if self.unknown_labels:
            one = "1 citation named a passage that does not exist, and was removed."
            many = f"{self.unknown_labels} citations named passages that do not exist, and were removed."
            found.append(one if self.unknown_labels == 1 else many)
        return tuple(found)


def _statements(count: int) -> str:
    return "1 statement" if count == 1 else f"{count} statements"
