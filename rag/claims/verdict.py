"""From labels that a model gave to a verdict that the evidence bears. Pure: a model proposes, the rules here decide.

Two errors are worse than all others, “supported” on nothing and “contradicted” on silence; neither can come out of here,
because both verdicts need words that were found in a participant's mouth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.claims.claim import Bearing, ClaimEvidence, Verdict
from rag.speech.amount_forms import Amount
from rag.speech.claimed_counts import Quantifier, is_borne

_ALLOWING = frozenset({Amount.FEW, Amount.AT_MOST, Amount.FEWER_THAN, Amount.UNCLEAR})
"""Amounts that no voice to the contrary contradicts: “few were paid late”, where some were paid at once."""


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
    is_counted: bool = True,
    problems: Sequence[str] = (),
) -> Weighed:
    """The verdict on a claim. `proposed` and `reason` are the model's; `people` everybody in scope.

    Without `is_counted` there may be people whose words were not read: those found are the fewest there are, and no count.
    """
    group = quantifier.group if quantifier else None
    of_whom = groups[group] if group else people
    counted = [one for one in evidence if not group or one.participant in of_whom]
    heard = _Heard(
        for_=_people(counted, Bearing.FOR),
        against=_people(counted, Bearing.AGAINST),
        of=len(of_whom),
        who=f"{group}s" if group else "participant" if len(of_whom) == 1 else "participants",
        is_counted=is_counted,
    )
    verdict, why = _verdict(proposed, heard, quantifier, reason)
    if verdict is Verdict.NOT_FOUND and len(counted) < len(evidence) and group:
        why = f"Those who speak to this are not among the {group}s."
    if verdict is Verdict.SUPPORTED and quantifier and quantifier.of not in (None, heard.of):
        are = "is" if heard.of == 1 else "are"
        problems = [f"“{quantifier.words}” speaks of {quantifier.of}; {heard.of} {are} in scope.", *problems]
    if verdict is Verdict.SUPPORTED and problems:
        verdict, why = Verdict.PARTLY_SUPPORTED, problems[0]
    return Weighed(verdict=verdict, reason=why, people_for=heard.for_, people_against=heard.against)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """Who says so and who says the contrary, of so many; no count where somebody may not have been read."""

    for_: tuple[str, ...]
    against: tuple[str, ...]
    of: int
    who: str
    is_counted: bool

    def say(self, people: tuple[str, ...]) -> str:
        """The people as the subject of a sentence, with its verb."""
        if self.is_counted:
            return f"{len(people)} of {self.of} {self.who} {'says' if len(people) == 1 else 'say'}"
        return (
            "One participant whose words were read says"
            if len(people) == 1
            else "Participants whose words were read say"
        )


def _verdict(
    proposed: Verdict | None, heard: _Heard, quantifier: Quantifier | None, reason: str
) -> tuple[Verdict, str]:
    for_, against = heard.for_, heard.against
    if not for_ and not against:
        if proposed not in (None, Verdict.NOT_FOUND):
            return Verdict.NOT_FOUND, "No words that bear it out or deny it could be verified."
        return Verdict.NOT_FOUND, (
            "Nobody in scope says this or the contrary."
            if heard.is_counted
            else "Nothing that was read says this or the contrary."
        )
    if quantifier and quantifier.amount is Amount.NONE:
        return _on_nobody(heard)
    if quantifier and quantifier.amount is Amount.NOT_ALL:
        return _on_not_all(proposed, heard)
    if quantifier and not for_ and _allows(quantifier, against):
        return (
            Verdict.PARTLY_SUPPORTED,
            f"{heard.say(against)} the contrary, and “{quantifier.words}” allows for that; that nobody says it bears nothing out.",
        )
    if not for_:
        if proposed in (Verdict.CONTRADICTED, Verdict.PARTLY_SUPPORTED, None):
            return Verdict.CONTRADICTED, _said(reason, f"{heard.say(against)} the contrary, and nobody says it.")
        return Verdict.NOT_FOUND, "The words found deny it, and it was taken for borne out: look for yourself."
    if quantifier is None and proposed is Verdict.CONTRADICTED and _outweighed(for_, against):
        return Verdict.CONTRADICTED, _said(reason, f"{heard.say(against)} the contrary.")
    is_borne_out = quantifier is not None and is_borne(quantifier, len(for_), heard.of, is_all=heard.is_counted)
    if against and (quantifier is None or quantifier.amount is Amount.ALL or not is_borne_out):
        others = f"{len(against)} the contrary" if heard.is_counted else "and others the contrary"
        return Verdict.PARTLY_SUPPORTED, f"{heard.say(for_)} so, {others}."
    if quantifier and not is_borne_out:
        return Verdict.PARTLY_SUPPORTED, (
            f"“{quantifier.words}” is not borne out: {heard.say(for_)} so."
            if heard.is_counted
            else f"{heard.say(for_)} so; whether “{quantifier.words}” do was not counted, as not everything in scope was read "
            "for this one claim. A question to all interviews counts."
        )
    if proposed is Verdict.SUPPORTED or proposed is None:
        return Verdict.SUPPORTED, _said(reason, f"{heard.say(for_)} so.")
    if proposed is Verdict.PARTLY_SUPPORTED:
        return Verdict.PARTLY_SUPPORTED, _said(reason, "The words found say a part of it.")
    return Verdict.NOT_FOUND, "The words found and the model's verdict do not go together: look for yourself."


def _allows(quantifier: Quantifier, against: Sequence[str]) -> bool:
    """Whether an amount may be right with so many people to the contrary."""
    is_within = quantifier.amount is Amount.ALL_BUT and len(against) <= (quantifier.count or 0)
    return is_within or quantifier.amount in _ALLOWING


def _outweighed(for_: Sequence[str], against: Sequence[str]) -> bool:
    """Whether fewer people say so, and nothing of the contrary, than say the contrary.

    Who says the contrary often says a part of the claim as well (“I got the fee in the end, it took five weeks”): that does
    not make the claim partly right. As many on either side are people who disagree.
    """
    return len(set(for_) - set(against)) < len(against)


def _on_nobody(heard: _Heard) -> tuple[Verdict, str]:
    """“Nobody said …”: one voice contradicts it, and no number of silent people can support it."""
    if heard.against:
        return Verdict.CONTRADICTED, f"{heard.say(heard.against)} the contrary."
    return (
        Verdict.PARTLY_SUPPORTED,
        f"{heard.say(heard.for_)} it of themselves; that the others are silent proves nothing.",
    )


def _on_not_all(proposed: Verdict | None, heard: _Heard) -> tuple[Verdict, str]:
    """“Not all …”: one voice to the contrary bears it out, and no silence does."""
    if not heard.against:
        return Verdict.PARTLY_SUPPORTED, f"{heard.say(heard.for_)} so, and no words to the contrary were found."
    is_borne_out = proposed in (Verdict.SUPPORTED, None)
    return Verdict.SUPPORTED if is_borne_out else Verdict.PARTLY_SUPPORTED, f"{heard.say(heard.against)} the contrary."


def _people(evidence: Sequence[ClaimEvidence], bearing: Bearing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.participant for one in evidence if one.bearing is bearing))


def _said(reason: str, ours: str) -> str:
    """Our count, and the model's reason in its own words without anything that looks like a quotation."""
    told = "".join(character for character in reason if character not in '"“”«»').strip()
    return f"{ours} {told}".strip()
