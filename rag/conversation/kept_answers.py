"""A kept answer (`ask --json`) to an Answer again: every quotation is cut anew from the transcripts as they are now.

What cannot be cut again, because its interview was forgotten or has changed, is left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict, JsonValue

from corpus.errors import TranscriptUnknown
from corpus.transcript import Transcript
from rag.answer import Absence, Answer, Citation, Coverage, QuoteCheck, QuoteStatus, Statement, Support, cite
from rag.spending import Spent


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Citation(_Kept):
    transcript: str
    start: int
    end: int
    quote: str


class _Quote(_Kept):
    status: QuoteStatus


class _Statement(_Kept):
    text: str
    support: Support
    heading: str | None = None
    problems: tuple[str, ...] = ()
    quotes: tuple[_Quote, ...] = ()
    citations: tuple[_Citation, ...] = ()


class _Coverage(_Kept):
    searched: int = 0
    with_evidence: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


class _Spent(_Kept):
    tokens_in: int
    tokens_out: int
    cost: float | None = None
    currency: str | None = None


class _Answer(_Kept):
    question: str
    standalone_question: str
    mode: str
    found: bool
    absence: Absence | None = None
    introduction: str | None = None
    statements: tuple[_Statement, ...] = ()
    coverage: _Coverage = _Coverage()
    nearest: tuple[_Citation, ...] = ()
    notes: tuple[str, ...] = ()
    model: str | None = None
    prompt: str | None = None
    spent: _Spent | None = None


def answer_from(kept: Mapping[str, JsonValue], transcript_of: Callable[[str], Transcript]) -> Answer:
    """The answer, with the words as they stand in the transcripts now. Raises pydantic's ValidationError."""
    told = _Answer.model_validate(kept)
    statements = [_statement(each, transcript_of) for each in told.statements]
    left = [each for each in statements if each is not None]
    nearest = [place for each in told.nearest if (place := _cut(each, transcript_of)) is not None]
    lost = len(statements) - len(left)
    note = f"Left out: {lost} of {len(statements)} statements, whose interviews were changed or forgotten since."
    coverage = told.coverage
    return Answer(
        question=told.question,
        standalone_question=told.standalone_question,
        mode=told.mode,
        found=bool(left),
        statements=tuple(left),
        coverage=Coverage(
            searched=(*coverage.with_evidence, *coverage.silent),
            with_evidence=coverage.with_evidence,
            unnamed=max(0, coverage.searched - len(coverage.with_evidence) - len(coverage.silent)),
        ),
        nearest=tuple(nearest),
        model=told.model,
        prompt=told.prompt,
        notes=(*told.notes, *((note,) if lost else ())),
        absence=told.absence,
        introduction=told.introduction if not lost else None,
        spent=_spent(told.spent),
    )


def spent_from(kept: JsonValue) -> Spent | None:
    """What a kept answer took, as `ask --json` has it. Raises pydantic's ValidationError."""
    return None if kept is None else _spent(_Spent.model_validate(kept))


def _spent(kept: _Spent | None) -> Spent | None:
    if kept is None:
        return None
    return Spent(tokens_in=kept.tokens_in, tokens_out=kept.tokens_out, cost=kept.cost, currency=kept.currency or "")


def _statement(kept: _Statement, transcript_of: Callable[[str], Transcript]) -> Statement | None:
    citations = [_cut(each, transcript_of) for each in kept.citations]
    if any(each is None for each in citations):
        return None
    return Statement(
        text=kept.text,
        support=kept.support,
        citations=tuple(each for each in citations if each is not None),
        heading=kept.heading,
        quotes=tuple(QuoteCheck(quoted="", status=each.status) for each in kept.quotes),
        problems=kept.problems,
    )


def _cut(kept: _Citation, transcript_of: Callable[[str], Transcript]) -> Citation | None:
    try:
        transcript = transcript_of(kept.transcript)
    except TranscriptUnknown:
        return None
    same = 0 <= kept.start < kept.end and transcript.text[kept.start : kept.end] == kept.quote
    return cite(transcript, kept.start, kept.end) if same else None
