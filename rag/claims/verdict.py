"""From labels that a model gave to a verdict that the evidence bears. Pure: a model proposes, the rules here decide.

Two errors are worse than all others, “supported” on nothing and “contradicted” on silence; neither can come out of here,
because both verdicts need words that were found in a participant's mouth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.claims.claim import Bearing, ClaimEvidence, Verdict
from rag.speech.claimed_counts import Amount, Quantifier, is_borne


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A verdict with its reason, and who says so and who says the contrary."""

    verdict: Verdict
    reason: str
    people_for: tuple[str, ...]
    people_against: tuple[str, ...]


def weigh(
    evidence: Sequence[ClaimEvidence],
    *,
    proposed: Verdict | None,
    reason: str,
    quantifier: Quantifier | None,
    groups: Mapping[str, frozenset[str]],
    people: frozenset[str],
    problems: Sequence[str] = (),
) -> Weighed:
    """The verdict on a claim. `proposed` and `reason` are the model's; `people` everybody in scope."""
    of_whom = groups[quantifier.group] if quantifier and quantifier.group else people
    counted = [one for one in evidence if not (quantifier and quantifier.group) or one.participant in of_whom]
    for_ = _people(counted, Bearing.FOR)
    against = _people(counted, Bearing.AGAINST)
    verdict, why = _verdict(proposed, for_, against, quantifier, len(of_whom), reason)
    if verdict is Verdict.NOT_FOUND and len(counted) < len(evidence) and quantifier:
        why = f"Those who speak to this are not among the {quantifier.group}s."
    if verdict is Verdict.SUPPORTED and problems:
        verdict, why = Verdict.PARTLY_SUPPORTED, problems[0]
    return Weighed(verdict=verdict, reason=why, people_for=for_, people_against=against)


def _verdict(
    proposed: Verdict | None,
    for_: tuple[str, ...],
    against: tuple[str, ...],
    quantifier: Quantifier | None,
    of: int,
    reason: str,
) -> tuple[Verdict, str]:
    if not for_ and not against:
        told = proposed not in (None, Verdict.NOT_FOUND)
        return Verdict.NOT_FOUND, "No words that bear it out or deny it could be verified." if told else (
            "Nobody in scope says this or the contrary."
        )
    if quantifier and quantifier.amount is Amount.NONE:
        return _on_nobody(for_, against, of)
    if not for_:
        if proposed in (Verdict.CONTRADICTED, Verdict.PARTLY_SUPPORTED, None):
            return Verdict.CONTRADICTED, _said(reason, f"{_count(against, of)} say the contrary, and nobody says it.")
        return Verdict.NOT_FOUND, "The words found deny it, and it was taken for borne out: look for yourself."
    if quantifier is None and proposed is Verdict.CONTRADICTED and _outweighed(for_, against):
        return Verdict.CONTRADICTED, _said(reason, f"{_count(against, of)} say the contrary.")
    is_counted = quantifier is not None and quantifier.amount is not Amount.ALL
    if against and not (is_counted and quantifier and is_borne(quantifier, len(for_), of)):
        return Verdict.PARTLY_SUPPORTED, f"{_count(for_, of)} say so, {len(against)} the contrary."
    if quantifier and not is_borne(quantifier, len(for_), of):
        return Verdict.PARTLY_SUPPORTED, f"“{quantifier.words}” is not borne out: {_count(for_, of)} say so."
    if proposed is Verdict.SUPPORTED or proposed is None:
        return Verdict.SUPPORTED, _said(reason, f"{_count(for_, of)} say so.")
    if proposed is Verdict.PARTLY_SUPPORTED:
        return Verdict.PARTLY_SUPPORTED, _said(reason, "The words found say a part of it.")
    return Verdict.NOT_FOUND, "The words found and the model's verdict do not go together: look for yourself."


def _outweighed(for_: Sequence[str], against: Sequence[str]) -> bool:
    """Whether fewer people say so, and nothing of the contrary, than say the contrary.

    Who says the contrary often says a part of the claim as well (“I got the fee in the end, it took five weeks”): that does
    not make the claim partly right. As many on either side are people who disagree.
    """
    return len(set(for_) - set(against)) < len(against)


def _on_nobody(for_: tuple[str, ...], against: tuple[str, ...], of: int) -> tuple[Verdict, str]:
    """“Nobody said …”: one voice contradicts it, and no number of silent people can support it."""
    if against:
        return Verdict.CONTRADICTED, f"{_count(against, of)} do."
    return (
        Verdict.PARTLY_SUPPORTED,
        f"{_count(for_, of)} say it of themselves; that the others are silent proves nothing.",
    )


def _people(evidence: Sequence[ClaimEvidence], bearing: Bearing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.participant for one in evidence if one.bearing is bearing))


def _count(people: Sequence[str], of: int) -> str:
    return f"{len(people)} of {of} participant{'' if of == 1 else 's'}"


def _said(reason: str, ours: str) -> str:
    """Our count, and the model's reason in its own words without anything that looks like a quotation."""
    told = "".join(character for character in reason if character not in '"“”«»').strip()
    return f"{ours} {told}".strip()
