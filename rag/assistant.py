"""The flow of an answer: retrieve -> enough evidence? -> write -> Answer. Nothing found makes no model call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.store import Scope
from rag.answer import NOT_IN_TRANSCRIPTS, Answer, Citation, Coverage, Evidence, Statement
from rag.evidence import ENOUGH, find_evidence
from rag.retrieval import Retriever
from rag.writer import Writer

_RANKED = 40
_NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the library has on a question: evidence over the threshold, and what came nearest to it."""

    question: str
    evidence: tuple[Evidence, ...]
    nearest: tuple[Citation, ...]
    coverage: Coverage

    @property
    def found(self) -> bool:
        """Whether there is enough to answer."""
        return bool(self.evidence)


class Assistant:
    """Answers questions over one library with one writer."""

    def __init__(self, retriever: Retriever, writer: Writer) -> None:
        self.library = retriever.library
        self.writer = writer
        self._retriever = retriever

    def find(self, question: str, scope: Scope = Scope()) -> Findings:  # noqa: B008  # frozen
        """Retrieve, and judge whether there is enough evidence. Calls no language model."""
        return self.library.consistently(lambda: self._find(question, scope))

    def _find(self, question: str, scope: Scope) -> Findings:
        vector = self._retriever.vector(question)
        ranked = self._retriever.search(question, scope, _RANKED, vector)
        candidates = find_evidence(
            vector, ranked, self.library.transcript, self._retriever.embedder, speakers=scope.speakers
        )
        evidence = tuple(one for one in candidates if one.score >= ENOUGH)
        return Findings(
            question=question,
            evidence=evidence,
            nearest=tuple(one.citation for one in candidates[:_NEAREST_SHOWN]),
            coverage=self._coverage(scope, evidence),
        )

    def write(self, findings: Findings) -> Iterator[Statement]:
        """The statements of the answer, each checked before it comes. None, and no model call, if nothing was found."""
        if findings.found:
            yield from self.writer.write(findings.question, findings.evidence)

    def answer(self, findings: Findings, statements: Sequence[Statement]) -> Answer:
        """The finished answer."""
        found = findings.found and bool(statements)
        return Answer(
            question=findings.question,
            standalone_question=findings.question,
            mode=self.writer.mode,
            found=found,
            statements=tuple(statements),
            coverage=findings.coverage if found else replace(findings.coverage, with_evidence=()),
            nearest=() if found else findings.nearest,
            model=self.writer.model if findings.found else None,
            prompt=self.writer.prompt if findings.found else None,
            notes=() if found else (NOT_IN_TRANSCRIPTS,),
        )

    def ask(self, question: str, scope: Scope = Scope()) -> Answer:  # noqa: B008  # frozen
        """The whole answer at once."""
        findings = self.find(question, scope)
        return self.answer(findings, list(self.write(findings)))

    def _coverage(self, scope: Scope, evidence: Sequence[Evidence]) -> Coverage:
        searched = scope.transcripts or tuple(record.id for record in self.library.list_records())
        speaking = {one.citation.span.transcript_id for one in evidence}
        return Coverage(searched=searched, with_evidence=tuple(each for each in searched if each in speaking))
