"""The claim checker: a text to claims with verdicts, every one of them resting on words that were said, and quotations.

Without a model the checker says where to look (`evidence_only`) or that there is nothing near (`not_found`). With one, the
model labels numbered passages and proposes a verdict; what it may not do is decide on nothing (rag.claims.verdict).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

from corpus.store import Scope
from models.metering import Request
from rag.answer import Evidence
from rag.claims.claim import Aside, CheckedClaim, CheckedReport, Claim, SetAside
from rag.claims.evidence import evidence_on
from rag.claims.judged import NEAREST_READ, ToRead, judged, to_read
from rag.claims.quotation_lookup import LookedUp, look_up_all
from rag.claims.reading import ClaimReader, Read
from rag.claims.report_claims import split_report
from rag.claims.sources import Sources, matter_of, sources_of
from rag.claims.terms import without_terms
from rag.claims.unjudged import unjudged
from rag.claims.unmarked_quotations import unmarked_quotations
from rag.everybody.counting import ReadsEverybody, ThemeCount
from rag.prompting.abreast import abreast
from rag.prompting.kept_replies import KeptReplies, versions_in
from rag.retrieval.retriever import Retriever
from rag.speech.claimed_counts import quantifier_in
from rag.speech.people import not_told_apart
from rag.spending import Prices, spent_on

_EACH, _EACH_READ, _EACH_COUNTING = 3, 6, 16  # passages of every transcript: without a model, with one, to count people


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
        self._embedder = retriever.kept_embedder

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
        with self._embedder.reading():
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
        quotations = sorted(
            [*without_terms(look_up_all(text, sources.spoken)), *unmarked], key=lambda one: one.quotation.start
        )
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
        return without_terms(look_up_all(text, self.sources(scope).spoken))

    def sources(self, scope: Scope) -> Sources:
        """The transcripts of a scope, read once for a whole report."""
        return sources_of(scope, [self._library.transcript(each) for each in self._library.ids_in(scope)])

    def check_claim(self, claim: Claim, sources: Sources) -> CheckedClaim:
        """One claim, which quotes nobody. Nothing is kept of it."""
        with self._embedder.reading():
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
        reading: list[tuple[int, ToRead]] = []
        left: list[tuple[int, Claim, Sequence[Evidence]]] = []
        for number, claim in enumerate(claims):
            report_progress(len(left), len(claims))
            found = self._found(claim, sources, requests)
            if self._reader is not None and found and found[0].score >= NEAREST_READ:
                reading.append((number, to_read(claim, found, sources, self._retriever)))
            else:
                left.append((number, claim, found))
        counts = self._counts(
            [claim for _, claim, found in left if found], sources, lambda: report_progress(len(left), len(claims))
        )
        for number, claim, found in left:
            quoted = [one for one in quotations if claim.start <= one.quotation.start < claim.end]
            counted = counts.get(claim.start)
            checked[number] = unjudged(claim, found, sources, self._retriever, quoted, counted)
        kept = self._kept(versions) if reading and versions is not None else None
        jobs = [partial(self._read, one, sources, kept, requests) for _, one in reading]
        with closing(abreast(jobs, self._at_once, lambda: report_progress(len(checked), len(claims)))) as ended:
            for job, future in ended:
                number, one = reading[job]
                checked[number] = judged(one, future.result(), sources)
        return [checked[number] for number in range(len(claims))]

    def _found(self, claim: Claim, sources: Sources, requests: list[Request]) -> Sequence[Evidence]:
        quantifier = quantifier_in(claim.text, sources.groups)
        each = _EACH if self._reader is None else _EACH_COUNTING if quantifier else _EACH_READ
        matter = matter_of(claim.text, quantifier)
        return evidence_on(matter, self._retriever, self._embedder, sources.scope, each, requests)

    def _counts(self, claims: Sequence[Claim], sources: Sources, tick: Callable[[], None]) -> dict[int, ThemeCount]:
        """Who has words near what a claim counts people for, by where in the report it begins; without a model alone.

        `tick` is called again and again meanwhile.
        """
        counting = [(claim, each) for claim in claims if (each := quantifier_in(claim.text, sources.groups))]
        if self._reader is not None or not counting:
            return {}
        matters = [matter_of(claim.text, quantifier) for claim, quantifier in counting]
        counted = ReadsEverybody(self._retriever).count(matters, sources.scope, lambda done, of: tick())
        return {claim.start: one for (claim, _), one in zip(counting, counted, strict=True)}

    def _kept(self, versions: Mapping[str, str]) -> KeptReplies:
        assert self._reader is not None  # nothing is left to read without one
        return KeptReplies(self._library, self._reader.prompt, self._reader.model, versions)

    def _read(self, one: ToRead, sources: Sources, kept: KeptReplies | None, requests: list[Request]) -> Read:
        """Ask the model, in a thread of its own."""
        assert self._reader is not None  # nothing is left to read without one
        return self._reader.read(one.claim.text, one.evidence, sources.transcripts, one.rounds, kept, requests)


def _as_quotation(one: LookedUp) -> SetAside:
    quotation = one.quotation
    return SetAside(text=quotation.words, start=quotation.start, end=quotation.end, reason=Aside.QUOTATION)
