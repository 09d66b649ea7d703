"""A claim that no model reads: where to look, or that nothing is near. No verdict, because none can be given honestly."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.participants import participant_at
from corpus.transcript import Role
from rag.answer import Evidence
from rag.claims.claim import Bearing, CheckedClaim, Claim, ClaimEvidence, Verdict, spread
from rag.claims.quotation_lookup import LookedUp, QuotationStatus
from rag.claims.sources import Sources, matter_of, speakers_named_in
from rag.everybody.counting import ThemeCount
from rag.retrieval.retriever import Retriever
from rag.speech.claimed_counts import quantifier_in

ENOUGH = 0.6
"""From here on words count as bearing on a claim: the best cosine to it, and half of how much of it they name.

Chosen on the samples' claims (`python -m evals.claims --model none` says how well it parts).
"""

_SHOWN = 8
_MARGIN = 0.15  # below the best evidence: what is further off is not shown


def unjudged(
    claim: Claim,
    found: Sequence[Evidence],
    sources: Sources,
    retriever: Retriever,
    quoted: Sequence[LookedUp] = (),
    counted: ThemeCount | None = None,
) -> CheckedClaim:
    """The claim with the nearest of what was `found`, best first, and with what it quotes itself.

    `counted` is who has words near it, where it counts people.
    """
    named = speakers_named_in(claim.text, sources)
    own = [one for one in found if not named or one.citation.speaker in named]
    near = (
        [one for one in own if one.score >= own[0].score - _MARGIN]
        if _is_enough(claim, own, sources, retriever)
        else []
    )
    shown = [*_as_quoted(quoted, sources), *(_as_evidence(one, sources) for one in near)]
    if not shown:
        return CheckedClaim(
            claim=claim,
            verdict=Verdict.NOT_FOUND,
            reason="No passage comes near enough to bear on it.",
            people=len(sources.people),
        )
    reason = "Passages lie near this; no model has judged whether they bear it out."
    return CheckedClaim(
        claim=claim,
        verdict=Verdict.EVIDENCE_ONLY,
        reason=f"{reason} {_how_many(claim, counted, sources)}".strip(),
        evidence=tuple(spread(shown)[:_SHOWN]),
        people=len(sources.people),
    )


def _how_many(claim: Claim, counted: ThemeCount | None, sources: Sources) -> str:
    """Who of those that the claim counts has words near it, for it or against it."""
    quantifier = quantifier_in(claim.text, sources.groups)
    if counted is None or quantifier is None:
        return ""
    group = sources.groups[quantifier.group] if quantifier.group else sources.people
    speaking = sum(voice.participant in group for voice in counted.speaking)
    who = f"of those known as {quantifier.group}" if quantifier.group else "participants"
    return (
        f"“{quantifier.words}” is for you to judge: every interview gone through, {speaking} of {len(group)} {who} "
        f"{'has' if 1 in (speaking, len(group)) else 'have'} words near it, for it or against it."
    )


def _is_enough(claim: Claim, found: Sequence[Evidence], sources: Sources, retriever: Retriever) -> bool:
    matter = matter_of(claim.text, quantifier_in(claim.text, sources.groups))
    named = retriever.coverage(matter, [one.passage.text for one in found[:_SHOWN]])
    return bool(found) and found[0].score + named / 2 >= ENOUGH


def _as_quoted(quoted: Sequence[LookedUp], sources: Sources) -> list[ClaimEvidence]:
    """The words that the claim itself quotes, where a participant said them."""
    return [
        ClaimEvidence(
            citation=one.place,
            participant=participant_at(sources.transcripts[one.place.span.transcript_id], one.place.span.start),
            bearing=Bearing.UNJUDGED,
            score=1.0,
        )
        for one in quoted
        if one.status is QuotationStatus.VERBATIM and one.place and one.place.role is not Role.INTERVIEWER
    ]


def _as_evidence(one: Evidence, sources: Sources) -> ClaimEvidence:
    span = one.citation.span
    return ClaimEvidence(
        citation=one.citation,
        participant=participant_at(sources.transcripts[span.transcript_id], span.start),
        bearing=Bearing.UNJUDGED,
        score=one.score,
    )
