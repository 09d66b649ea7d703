"""What a checked report is made of: claims with verdicts and evidence, what was set aside, and quotations looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.answer import Citation
from rag.claims.quotation_lookup import LookedUp
from rag.spending import Spent


class Verdict(StrEnum):
    """What the transcripts say of a claim. EVIDENCE_ONLY is all that can be said without a model's reading."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly_supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    EVIDENCE_ONLY = "evidence_only"


class Bearing(StrEnum):
    """How words bear on a claim; UNJUDGED where nobody has read them for it."""

    FOR = "for"
    AGAINST = "against"
    UNJUDGED = "unjudged"


class Aside(StrEnum):
    """Why a sentence of a report is not checked."""

    HEADING = "a heading"
    OPINION = "the author's opinion"
    RECOMMENDATION = "a recommendation"
    DEFINITION = "a definition"
    METHOD = "about the report or how it was made"
    QUESTION = "a question"
    FRAGMENT = "not a whole sentence"
    QUOTATION = "a quotation, looked up word for word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that says something the transcripts could bear out: `report[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A stretch of a report that is not checked, and why."""

    text: str
    start: int
    end: int
    reason: Aside


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEvidence:
    """Words of a participant that bear on a claim. `score` is their cosine to it, 1 where the claim quotes them."""

    citation: Citation
    participant: str
    bearing: Bearing
    score: float


def spread(evidence: Sequence[ClaimEvidence]) -> list[ClaimEvidence]:
    """Best first, everybody heard once before anybody is heard twice; no words twice."""
    heard: dict[str, int] = {}
    keyed: list[tuple[int, ClaimEvidence]] = []
    for one in evidence:
        if any(one.citation.span.overlaps(other.citation.span) for _, other in keyed):
            continue
        heard[one.participant] = heard.get(one.participant, 0) + 1
        keyed.append((heard[one.participant], one))
    return [one for _, one in sorted(keyed, key=lambda pair: (pair[0], -pair[1].score))]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """A claim and what came of it. `reason` is a sentence; `problems` say what the evidence does not bear.

    `people_for` and `people_against` are the participants whose verified words say so, of `people` in scope; they are a count
    only where `is_counted`: everything participants say in scope was read for the claim.
    """

    claim: Claim
    verdict: Verdict
    reason: str
    evidence: tuple[ClaimEvidence, ...] = ()
    people_for: tuple[str, ...] = ()
    people_against: tuple[str, ...] = ()
    people: int = 0
    is_counted: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReport:
    """Everything that was found out about a text. `searched` are the ids of the transcripts it was held against.

    `spent` is of what a model was asked this time, not of replies that were kept; None where it was asked nothing.
    """

    text: str
    claims: tuple[CheckedClaim, ...]
    set_aside: tuple[SetAside, ...]
    quotations: tuple[LookedUp, ...]
    searched: tuple[str, ...]
    model: str | None = None
    prompt: str | None = None
    notes: tuple[str, ...] = ()
    spent: Spent | None = None

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many claims got which verdict."""
        return Counter(one.verdict for one in self.claims)
