"""A claim that a model reads: what it is shown, and what its labels amount to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Evidence
from rag.claims.claim import Bearing, CheckedClaim, Claim, spread
from rag.claims.evidence import in_turns, left_over, words_in_scope
from rag.claims.reading import Read
from rag.claims.sources import Sources, matter_of, speakers_named_in
from rag.claims.verdict import weigh
from rag.retrieval.retriever import Retriever
from rag.speech.claimed_counts import Quantifier, quantifier_in
from rag.speech.matching import retelling
from rag.speech.numbers import numbers_in, values_in
from rag.speech.words import is_negation
from rag.verification.quoting import voices_of

NEAREST_READ = 0.18
"""Cosine from which a model is asked to read at all: below it, nothing in scope is about the same thing."""

_COUNTED_WORDS = 60_000  # in scope: with more, people are not counted for one claim
_ROUNDS, _ROUNDS_COUNTING = 3, 8  # requests on a claim; on one that counts people, in a scope too big to be read whole
_RETOLD = 0.4  # edits a word, up to which a claim retells a quote


@dataclass(frozen=True, slots=True)
class ToRead:
    """A claim that a model reads the `evidence` on, in that order, in so many requests at most (None: as many as it takes).

    `named` are the speakers that it names. `is_whole`: the evidence is everything that participants say in scope.
    """

    claim: Claim
    quantifier: Quantifier | None
    named: frozenset[str]
    evidence: Sequence[Evidence]
    is_whole: bool
    rounds: int | None


def to_read(claim: Claim, found: Sequence[Evidence], sources: Sources, retriever: Retriever) -> ToRead:
    """What of `found`, best first, is worth reading. For a claim that counts people all the rest of the scope is, too."""
    quantifier = quantifier_in(claim.text, sources.groups)
    named = frozenset(speakers_named_in(claim.text, sources))
    least = -1.0 if quantifier else NEAREST_READ
    shown = in_turns([one for one in found if one.score >= least], retriever.library.transcript)
    shown.sort(key=lambda one: bool(named) and one.citation.speaker not in named)
    rounds = _ROUNDS_COUNTING if quantifier else _ROUNDS
    if words_in_scope(retriever, sources.scope) > _COUNTED_WORDS:
        return ToRead(claim, quantifier, named, shown, is_whole=False, rounds=rounds)
    rest = left_over(matter_of(claim.text, quantifier), shown, retriever, sources.scope)
    if quantifier is None:
        return ToRead(claim, quantifier, named, shown, is_whole=not rest, rounds=rounds)
    return ToRead(claim, quantifier, named, [*shown, *rest], is_whole=True, rounds=None)


def judged(one: ToRead, read: Read, sources: Sources) -> CheckedClaim:
    """The claim with the verdict that its labelled evidence bears."""
    claim, quantifier, named = one.claim, one.quantifier, one.named
    problems = _problems(claim, quantifier, read)
    speakers = sources.scope.speakers
    heard = [each for each in read.evidence if not speakers or each.citation.speaker in speakers]
    is_counted = one.is_whole and read.is_all
    weighed = weigh(
        [each for each in heard if not named or each.citation.speaker in named],
        proposed=read.verdict,
        reason=read.reason,
        quantifier=quantifier,
        groups=sources.groups,
        people=sources.people,
        is_counted=is_counted,
        problems=problems,
    )
    return CheckedClaim(
        claim=claim,
        verdict=weighed.verdict,
        reason=weighed.reason,
        evidence=tuple(spread(heard)),
        people_for=weighed.people_for,
        people_against=weighed.people_against,
        people=len(sources.people),
        is_counted=is_counted,
        problems=(*problems, *_about(read)),
    )


def _problems(claim: Claim, quantifier: Quantifier | None, read: Read) -> tuple[str, ...]:
    """What the claim says beyond the words found for it: a number that they lack, a “not” too many or too few."""
    quotes = [one.citation.quote for one in read.evidence if one.bearing is Bearing.FOR]
    if not quotes:
        return ()
    text = claim.text.replace(quantifier.words, " ") if quantifier else claim.text
    borne = {value for words in (*quotes, *_passages_of(read)) for value in values_in(words)}
    unborne = [number for number in numbers_in(text, ones=False) if number.value not in borne]
    problems = [f"The number {text[one.start : one.end]} is not in the words found for it." for one in unborne[:1]]
    retold = [near for quote in quotes if (near := retelling(text, quote)).distance <= _RETOLD]
    if retold and all(any(is_negation(word.key) for word in near.edited) for near in retold):
        problems.append("It says yes where the words found for it say no, or no where they say yes.")
    return tuple(problems)


def _passages_of(read: Read) -> list[str]:
    """The participants' words around what was found for a claim."""
    spans = [one.citation.span for one in read.evidence if one.bearing is Bearing.FOR]
    cited = [each for each in read.sources.values() if any(span.overlaps(each.passage.span) for span in spans)]
    return [voice.text for source in cited for voice in voices_of(source) if voice.evidence]


def _about(read: Read) -> list[str]:
    """What went wrong in the reading."""
    lost = "1 label" if read.dropped == 1 else f"{read.dropped} labels"
    notes = (
        [f"{lost} of the model left out: the words it named were said by no participant there."] if read.dropped else []
    )
    return [*notes, *(["The model's reply could not be read."] if read.broken else [])]
