"""The claim checker: a text to claims with verdicts, every one of them resting on words that were said, and quotations.

Without a model the checker says where to look (`evidence_only`) or that there is nothing near (`not_found`). With one, the
model labels numbered passages and proposes a verdict; what it may not do is decide on nothing (rag.claims.verdict).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from corpus.participants import participant_at
from corpus.store import Scope
from corpus.transcript import Role
from models.metering import Request
from models.remembering import RememberingEmbedder
from rag.answer import Citation, Evidence
from rag.claims.claim import Aside, Bearing, CheckedClaim, CheckedReport, Claim, ClaimEvidence, SetAside, Verdict
from rag.claims.evidence import evidence_on, in_turns
from rag.claims.quotation_lookup import LookedUp, QuotationStatus, look_up_all
from rag.claims.reading import ClaimReader, Read
from rag.claims.report_claims import split_report
from rag.claims.sources import Sources, matter_of, sources_of, speakers_named_in
from rag.claims.unmarked_quotations import unmarked_quotations
from rag.claims.verdict import weigh
from rag.prompting.abreast import abreast
from rag.prompting.kept_replies import KeptReplies, versions_in
from rag.retrieval.retriever import Retriever
from rag.speech.claimed_counts import Quantifier, quantifier_in
from rag.speech.matching import retelling
from rag.speech.numbers import numbers_in, values_in
from rag.speech.people import not_told_apart
from rag.speech.words import is_negation
from rag.spending import Prices, spent_on
from rag.verification.quoting import voices_of

ENOUGH = 0.6
"""From here on words count as bearing on a claim: the best cosine to it, and half of how much of it they name.

Chosen on the samples' claims (`python -m evals.claims --model none` says how well it parts).
"""

NEAREST_READ = 0.18
"""Cosine from which a model is asked to read at all: below it, nothing in scope is about the same thing."""

_SHOWN = 8
_MARGIN = 0.15  # below the best evidence: what is further off is not shown
_RETOLD = 0.4  # edits a word, up to which a claim retells a quote
_EACH, _EACH_READ, _EACH_COUNTING = 3, 6, 16  # passages of every transcript: without a model, with one, to count people
_ROUNDS, _ROUNDS_COUNTING = 3, 8  # requests on a claim; on one that counts people, who must all be heard


class ClaimChecker:
    """Checks texts against one library; a model reads on `at_once` claims at a time. With `prices` a report says what it cost."""

    def __init__(
        self, retriever: Retriever, reader: ClaimReader | None = None, at_once: int = 1, prices: Prices | None = None
    ) -> None:
        self._retriever = retriever
        self._reader = reader
        self._at_once = at_once
        self._prices = prices
        self._library = retriever.library
        self._embedder = RememberingEmbedder(retriever.embedder)

    def check(
        self,
        text: str,
        scope: Scope = Scope(),  # noqa: B008  # frozen
        report_progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> CheckedReport:
        """Everything that can be said of a text: a sentence, a paragraph or a whole report.

        `report_progress` is told how many claims are done, of how many, by this thread alone and also while replies are
        waited for; what it raises ends the check. A model's replies are kept: checked again, the same text asks for what is
        missing. Raises LibraryError, KeptFileError, and ModelError where a claim cannot be read.
        """
        requests: list[Request] = []  # also those of a reading that an interview's new version made void
        report = self._library.consistently(lambda: self._report(text, scope, report_progress, requests))
        return replace(report, spent=spent_on(requests, self._prices))

    def _report(
        self, text: str, scope: Scope, report_progress: Callable[[int, int], None], requests: list[Request]
    ) -> CheckedReport:
        versions = versions_in(self._library)
        sources = self.sources(scope)
        claims, aside = split_report(text)
        unmarked = list(unmarked_quotations(text, claims, sources.spoken))
        claims = [claim for claim in claims if claim.start not in {one.quotation.start for one in unmarked}]
        aside += [_as_quotation(one) for one in unmarked]
        quotations = sorted([*look_up_all(text, sources.spoken), *unmarked], key=lambda one: one.quotation.start)
        checked = self._checked(claims, quotations, sources, report_progress, requests, versions)
        return CheckedReport(
            text=text,
            claims=tuple(checked),
            set_aside=tuple(sorted(aside, key=lambda one: one.start)),
            quotations=tuple(quotations),
            searched=tuple(sources.transcripts),
            model=self._reader.model if self._reader and claims else None,
            prompt=self._reader.prompt if self._reader and claims else None,
            notes=not_told_apart(one.citation for claim in checked for one in claim.evidence),
        )

    def quotations(self, text: str, scope: Scope = Scope()) -> list[LookedUp]:  # noqa: B008  # frozen
        """The quotations of a text alone, looked up."""
        return look_up_all(text, self.sources(scope).spoken)

    def sources(self, scope: Scope) -> Sources:
        """The transcripts of a scope, read once for a whole report."""
        return sources_of(scope, [self._library.transcript(each) for each in self._library.ids_in(scope)])

    def check_claim(self, claim: Claim, sources: Sources) -> CheckedClaim:
        """One claim, which quotes nobody. Nothing is kept of it."""
        return self._checked([claim], (), sources, lambda done, of: None, [])[0]

    def _checked(
        self,
        claims: Sequence[Claim],
        quotations: Sequence[LookedUp],
        sources: Sources,
        report_progress: Callable[[int, int], None],
        requests: list[Request],
        versions: Mapping[str, str] | None = None,
    ) -> list[CheckedClaim]:
        """The claims in their order: those nobody has to read first, then the model's, as their replies come.

        With the transcripts' `versions` replies are kept.
        """
        checked: dict[int, CheckedClaim] = {}
        to_read: list[tuple[int, _ToRead]] = []
        for number, claim in enumerate(claims):
            report_progress(len(checked), len(claims))
            found = self._found(claim, sources, requests)
            if self._reader is not None and found and found[0].score >= NEAREST_READ:
                to_read.append((number, self._to_read(claim, found, sources)))
                continue
            quoted = [one for one in quotations if claim.start <= one.quotation.start < claim.end]
            checked[number] = self._without_model(claim, found, sources, quoted)
        kept = self._kept(versions) if to_read and versions is not None else None
        jobs = [partial(self._read, one, sources, kept, requests) for _, one in to_read]
        with closing(abreast(jobs, self._at_once, lambda: report_progress(len(checked), len(claims)))) as ended:
            for job, future in ended:
                number, one = to_read[job]
                checked[number] = self._weighed(one, future.result(), sources)
        return [checked[number] for number in range(len(claims))]

    def _found(self, claim: Claim, sources: Sources, requests: list[Request]) -> Sequence[Evidence]:
        quantifier = quantifier_in(claim.text, sources.groups)
        each = _EACH if self._reader is None else _EACH_COUNTING if quantifier else _EACH_READ
        matter = matter_of(claim.text, quantifier)
        return evidence_on(matter, self._retriever, self._embedder, sources.scope, each, requests)

    def _to_read(self, claim: Claim, found: Sequence[Evidence], sources: Sources) -> _ToRead:
        quantifier = quantifier_in(claim.text, sources.groups)
        named = speakers_named_in(claim.text, sources)
        least = -1.0 if quantifier else NEAREST_READ
        worth_reading = in_turns([one for one in found if one.score >= least], self._library.transcript)
        worth_reading.sort(key=lambda one: bool(named) and one.citation.speaker not in named)
        return _ToRead(claim, quantifier, frozenset(named), worth_reading)

    def _kept(self, versions: Mapping[str, str]) -> KeptReplies:
        assert self._reader is not None  # nothing is left to read without one
        return KeptReplies(self._library, self._reader.prompt, self._reader.model, versions)

    def _read(self, one: _ToRead, sources: Sources, kept: KeptReplies | None, requests: list[Request]) -> Read:
        """Ask the model, in a thread of its own."""
        assert self._reader is not None  # nothing is left to read without one
        rounds = _ROUNDS_COUNTING if one.quantifier else _ROUNDS
        return self._reader.read(one.claim.text, one.evidence, sources.transcripts, rounds, kept, requests)

    def _weighed(self, one: _ToRead, read: Read, sources: Sources) -> CheckedClaim:
        claim, quantifier, named = one.claim, one.quantifier, one.named
        problems = _problems(claim, quantifier, read)
        heard = [each for each in read.evidence if not named or each.citation.speaker in named]
        weighed = weigh(
            heard,
            proposed=read.verdict,
            reason=read.reason,
            quantifier=quantifier,
            groups=sources.groups,
            people=sources.people,
            problems=problems,
        )
        return CheckedClaim(
            claim=claim,
            verdict=weighed.verdict,
            reason=weighed.reason,
            evidence=tuple(_spread(read.evidence)),
            people_for=weighed.people_for,
            people_against=weighed.people_against,
            people=len(sources.people),
            problems=(*problems, *_about(read)),
        )

    def _without_model(
        self, claim: Claim, found: Sequence[Evidence], sources: Sources, quoted: Sequence[LookedUp]
    ) -> CheckedClaim:
        named = speakers_named_in(claim.text, sources)
        own = [one for one in found if not named or one.citation.speaker in named]
        near = (
            [one for one in own if one.score >= own[0].score - _MARGIN] if self._is_enough(claim, own, sources) else []
        )
        shown = [*self._as_quoted(quoted), *(self._unjudged(one) for one in near)]
        if not shown:
            return CheckedClaim(
                claim=claim,
                verdict=Verdict.NOT_FOUND,
                reason="No passage comes near enough to bear on it.",
                evidence=(),
                people=len(sources.people),
            )
        people = len({one.participant for one in shown})
        who = "1 participant" if people == 1 else f"{people} participants"
        return CheckedClaim(
            claim=claim,
            verdict=Verdict.EVIDENCE_ONLY,
            reason=f"Passages of {who} lie near this; no model has judged whether they bear it out.",
            evidence=tuple(_spread(shown)[:_SHOWN]),
            people=len(sources.people),
        )

    def _is_enough(self, claim: Claim, found: Sequence[Evidence], sources: Sources) -> bool:
        matter = matter_of(claim.text, quantifier_in(claim.text, sources.groups))
        named = self._retriever.coverage(matter, [one.passage.text for one in found[:_SHOWN]])
        return bool(found) and found[0].score + named / 2 >= ENOUGH

    def _as_quoted(self, quoted: Sequence[LookedUp]) -> list[ClaimEvidence]:
        """The words that the claim itself quotes, where a participant said them."""
        return [
            ClaimEvidence(
                citation=one.place,
                participant=self._who(one.place),
                bearing=Bearing.UNJUDGED,
                score=1.0,
            )
            for one in quoted
            if one.status is QuotationStatus.VERBATIM and one.place and one.place.role is not Role.INTERVIEWER
        ]

    def _unjudged(self, one: Evidence) -> ClaimEvidence:
        return ClaimEvidence(
            citation=one.citation,
            participant=self._who(one.citation),
            bearing=Bearing.UNJUDGED,
            score=one.score,
        )

    def _who(self, citation: Citation) -> str:
        return participant_at(self._library.transcript(citation.span.transcript_id), citation.span.start)


@dataclass(frozen=True, slots=True)
class _ToRead:
    """A claim that a model reads the evidence on; `named` are the speakers that it names."""

    claim: Claim
    quantifier: Quantifier | None
    named: frozenset[str]
    evidence: Sequence[Evidence]


def _spread(evidence: Sequence[ClaimEvidence]) -> list[ClaimEvidence]:
    """Best first, everybody heard once before anybody is heard twice; no words twice."""
    heard: dict[str, int] = {}
    keyed: list[tuple[int, ClaimEvidence]] = []
    for one in evidence:
        if any(one.citation.span.overlaps(other.citation.span) for _, other in keyed):
            continue
        heard[one.participant] = heard.get(one.participant, 0) + 1
        keyed.append((heard[one.participant], one))
    return [one for _, one in sorted(keyed, key=lambda pair: (pair[0], -pair[1].score))]


def _as_quotation(one: LookedUp) -> SetAside:
    quotation = one.quotation
    return SetAside(text=quotation.words, start=quotation.start, end=quotation.end, reason=Aside.QUOTATION)


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
