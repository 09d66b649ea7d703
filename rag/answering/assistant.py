"""The flow of an answer: retrieve -> enough evidence? -> write -> Answer. Nothing found makes no model call."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from corpus.records import TranscriptRecord
from corpus.store import Scope
from corpus.transcript import Role
from models.metering import Request
from rag.answer import (
    NOTES_ON_ABSENCE,
    ONLY_TOLD,
    SO_SAYS_THE_MODEL,
    Absence,
    Answer,
    Citation,
    Coverage,
    Evidence,
    Statement,
    Support,
)
from rag.conversation.dialogue import Exchange, understood
from rag.conversation.followups import Standalone, standing_alone
from rag.everybody.answers import AnswersOfEverybody
from rag.everybody.questions import counted_theme
from rag.prompting.minutes import Minutes
from rag.retrieval.evidence_search import Weighed, weighed
from rag.retrieval.retriever import Retriever
from rag.speech.asking import is_out_of_scope
from rag.speech.courtesies import asks_nothing
from rag.speech.groups import groups_of
from rag.speech.people import not_told_apart
from rag.spending import Prices, spent_on
from rag.writing.writer import Writer

_NOT_SEARCHED = Coverage(searched=(), with_evidence=())
_NEAR = 0.8  # of what would be enough: from here on something comes near and does not answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the library has on a question: evidence over the threshold, and what came nearest to it.

    `question` is what was looked for, `asked` what the person typed; `minutes` take down how the answer gets written.
    `told` are the people whose words are asked for and who speak in no interview. `whole` is the answer where every interview
    was gone through for it, or the one before it has the answer: then nothing is left to write. `beside` is said beside the answer.
    """

    question: str
    evidence: tuple[Evidence, ...]
    nearest: tuple[Citation, ...]
    coverage: Coverage
    asked: str = ""
    scope: Scope = field(default_factory=Scope)
    absence: Absence | None = None
    minutes: Minutes = field(default_factory=Minutes)
    told: tuple[str, ...] = ()
    whole: Answer | None = None
    beside: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is enough to answer."""
        return self.whole.found if self.whole else bool(self.evidence)


class Assistant:
    """Answers questions over one library with one writer. With `prices` its answers say what they cost."""

    def __init__(self, retriever: Retriever, writer: Writer, prices: Prices | None = None) -> None:
        self.library = retriever.library
        self.writer = writer
        self._retriever = retriever
        self._everybody = AnswersOfEverybody(retriever)
        self._prices = prices

    def understand(
        self,
        question: str,
        before: Sequence[Exchange] = (),
        scope: Scope = Scope(),  # noqa: B008  # frozen
    ) -> Exchange | Standalone:
        """The question as it stands alone after the conversation before it; or, asked for that, the last answer made over.

        Asks a model only where there is one and the question may lean on what went before.
        """
        if not before:
            return standing_alone(question, [], scope)
        records = self.library.list_records()
        requests: list[Request] = []
        meant = understood(
            question,
            before,
            scope,
            titles={record.id: record.title for record in records},
            speakers=sorted({speaker for record in records for speaker in record.speakers}),
            beside={record.id: _participants(record) for record in records},
            groups=groups_of(records),
            condense=lambda asked, so_far: self.writer.condense(asked, so_far, requests),
        )
        return replace(meant, requests=tuple(requests)) if isinstance(meant, Standalone) else meant

    def find(self, question: str, meant: Standalone | None = None) -> Findings:
        """Retrieve, and judge whether there is enough evidence. Asks no language model, unless it is to rank.

        `meant` is the question as it reads without the conversation before it, and where to look. What is looked for may
        differ from both by a word that nobody says (`rag.retrieval.mending`).
        """
        meant = meant or Standalone(question=question, scope=Scope(), leant=False)
        narrowed = self._of_a_group(meant)
        minutes = Minutes(speakers=meant.scope.speakers, standalone_prompt=meant.prompt, requests=list(meant.requests))
        found = _as_wanted(self.library.consistently(lambda: self._found(narrowed, minutes.requests)), narrowed)
        if narrowed.question != meant.question:  # what is shown, and gone on from, is the question that was put
            found = replace(found, question=meant.question)
        return replace(found, asked=question, minutes=minutes)

    def _of_a_group(self, meant: Standalone) -> Standalone:
        if meant.unclear:
            return meant
        put = self._everybody.put_to(meant.question, meant.scope)
        return replace(meant, question=put.question, scope=put.scope, notes=(*meant.notes, *put.notes))

    def _found(self, meant: Standalone, requests: list[Request]) -> Findings:
        scope = meant.scope
        if meant.unclear:
            return self._findings(meant.question, scope, None, Absence.UNCLEAR)
        if asks_nothing(meant.question):
            return self._findings(meant.question, scope, None, Absence.NOTHING_ASKED)
        if is_out_of_scope(meant.question):
            return self._findings(meant.question, scope, None, Absence.OUT_OF_SCOPE)
        looked_for = self._retriever.mended(meant.question)
        if themes := self._everybody.themes(looked_for, scope):
            return replace(self._findings(looked_for, scope, None, None), whole=themes)
        held = self._held(looked_for, scope, requests)
        findings = self._findings(looked_for, scope, held, _absence(held))
        # What a model writes is of the passages it was shown; whoever wants it to read everybody says so.
        counted = findings.found and self.writer.model is None and not meant.beyond
        return replace(
            findings,
            told=tuple(sorted(self._retriever.voices(looked_for).told)),
            whole=self._everybody.count(looked_for, scope) if counted else None,
        )

    def _held(self, looked_for: str, scope: Scope, requests: list[Request]) -> Weighed:
        """What speaks to the question, or, where people are asked for, to what they are counted by: “which interviews talk
        about” is said in none."""
        held = weighed(self._retriever, looked_for, scope, self._retriever.vector(looked_for), requests)
        theme = counted_theme(looked_for)
        if held.is_enough or theme == looked_for or not self._everybody.is_asked(looked_for, scope):
            return held
        again = weighed(self._retriever, theme, scope, self._retriever.vector(theme), requests)
        return again if again.is_enough else held

    def write(self, findings: Findings) -> Generator[Statement, None, None]:
        """The statements of the answer, each checked before it comes. None, and no model call, if nothing was found."""
        if findings.whole is not None:
            yield from findings.whole.statements
        elif findings.found:
            yield from self.writer.write(findings.question, findings.evidence, findings.minutes)

    def answer(self, findings: Findings, statements: Sequence[Statement]) -> Answer:
        """The finished answer."""
        if findings.whole is not None:
            return replace(
                findings.whole,
                question=findings.asked or findings.question,
                standalone_question=findings.question,
                statements=tuple(statements),
                notes=(*findings.beside, *findings.whole.notes),
                spent=spent_on(findings.minutes.requests, self._prices),
            )
        minutes = findings.minutes
        found = findings.found and bool(statements)
        absence = None if found else findings.absence or minutes.absence or Absence.NO_ANSWER
        return Answer(
            question=findings.asked or findings.question,
            standalone_question=findings.question,
            mode=self.writer.mode,
            found=found,
            statements=tuple(statements),
            coverage=findings.coverage if found else replace(findings.coverage, with_evidence=()),
            nearest=() if found else findings.nearest,
            model=self.writer.model if findings.found else None,
            prompt=(minutes.prompt or self.writer.prompt) if findings.found else None,
            notes=self._on_absence(absence, findings)
            + findings.beside
            + tuple(ONLY_TOLD.format(name=name) for name in findings.told)
            + _notes(minutes, statements)
            + (not_told_apart(cited for one in statements for cited in one.citations) if found else ()),
            absence=absence,
            introduction=minutes.introduction if found else None,
            spent=spent_on(minutes.requests, self._prices),
        )

    def _on_absence(self, absence: Absence | None, findings: Findings) -> tuple[str, ...]:
        if absence is None:
            return ()
        by_model = findings.found and findings.minutes.absence is not None
        return (
            NOTES_ON_ABSENCE[absence],
            *((SO_SAYS_THE_MODEL.format(model=self.writer.model),) if by_model else ()),
        )

    def ask(self, question: str, scope: Scope = Scope()) -> Answer:  # noqa: B008  # frozen
        """The whole answer at once."""
        findings = self.find(question, Standalone(question=question, scope=scope, leant=False))
        return self.answer(findings, list(self.write(findings)))

    def _findings(self, question: str, scope: Scope, held: Weighed | None, absence: Absence | None) -> Findings:
        """`held` is None where nothing was looked for."""
        evidence = held.evidence if held else ()
        return Findings(
            question=question,
            scope=scope,
            evidence=evidence,
            nearest=held.nearest if held else (),
            coverage=self._coverage(scope, evidence) if absence is None or absence.is_searched else _NOT_SEARCHED,
            absence=absence,
        )

    def _coverage(self, scope: Scope, evidence: Sequence[Evidence]) -> Coverage:
        searched = self.library.ids_in(scope)
        speaking = {one.citation.span.transcript_id for one in evidence}
        return Coverage(searched=searched, with_evidence=tuple(each for each in searched if each in speaking))


def _absence(held: Weighed) -> Absence | None:
    """Why there is no answer in what was found; None where there is."""
    if held.is_enough:
        return None
    return Absence.NO_ANSWER if held.strength >= _NEAR * held.needed else Absence.NOT_IN_TRANSCRIPTS


def _as_wanted(found: Findings, meant: Standalone) -> Findings:
    """The findings without the evidence that was shown before, and with what is said beside the answer."""
    found = replace(found, beside=meant.notes)
    if not found.found and meant.otherwise is not None:
        return replace(found, whole=meant.otherwise, absence=None)
    if not found.evidence or not meant.beyond:
        return found
    evidence = tuple(
        one for one in found.evidence if not any(one.citation.span.overlaps(shown) for shown in meant.beyond)
    )
    if not evidence:
        return replace(found, evidence=(), nearest=(), absence=Absence.NOTHING_MORE, beside=())
    speaking = {one.citation.span.transcript_id for one in evidence}
    heard = tuple(each for each in found.coverage.with_evidence if each in speaking)
    return replace(found, evidence=evidence, coverage=replace(found.coverage, with_evidence=heard))


def _participants(record: TranscriptRecord) -> tuple[str, ...]:
    return tuple(name for name in record.speakers if record.roles.get(name) == Role.PARTICIPANT)


def _notes(minutes: Minutes, statements: Sequence[Statement]) -> tuple[str, ...]:
    unsure = sum(one.support is Support.UNVERIFIED and not one.is_only_repaired for one in statements)
    of_all = f"Not verified: {unsure} of {len(statements)} statements."
    return (*((of_all,) if unsure else ()), *minutes.notes(list(statements)))
