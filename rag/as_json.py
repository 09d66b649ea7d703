"""Answers as the command line's contract has them."""

from __future__ import annotations

from corpus.as_json import Json, seconds
from rag.answer import Answer, Citation, QuoteCheck, Statement
from rag.spending import Spent


def answer_json(answer: Answer) -> dict[str, Json]:
    """`ask --json`."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "mode": answer.mode,
        "found": answer.found,
        "absence": answer.absence.value if answer.absence else None,
        "introduction": answer.introduction,
        "statements": [statement_json(statement) for statement in answer.statements],
        "coverage": {
            "searched": answer.coverage.count,
            "with_evidence": list(answer.coverage.with_evidence),
            "silent": list(answer.coverage.silent),
        },
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "notes": list(answer.notes),
        "model": answer.model,
        "prompt": answer.prompt,
        "spent": spent_json(answer.spent) if answer.spent else None,
    }


def spent_json(one: Spent) -> dict[str, Json]:
    """Tokens, and what they cost; `cost` and `currency` are null where no prices are set."""
    return {
        "tokens_in": one.tokens_in,
        "tokens_out": one.tokens_out,
        "cost": one.cost,
        "currency": one.currency or None,
    }


def statement_json(statement: Statement) -> dict[str, Json]:
    """One statement. `quotes` says what became of each quotation of the model's."""
    return {
        "text": statement.text,
        "support": statement.support.value,
        "heading": statement.heading,
        "problems": list(statement.problems),
        "quotes": [_quote_json(quote) for quote in statement.quotes],
        "citations": [citation_json(citation) for citation in statement.citations],
    }


def _quote_json(quote: QuoteCheck) -> dict[str, Json]:
    """What became of a quotation. Words that nobody said are not repeated."""
    place = quote.place
    return {
        "status": quote.status.value,
        "shown": quote.status.is_shown,
        "transcript": place.span.transcript_id if place else None,
        "start": place.span.start if place else None,
        "end": place.span.end if place else None,
    }


def citation_json(citation: Citation) -> dict[str, Json]:
    """One citation: `quote == text[start:end]` of its transcript."""
    return {
        "transcript": citation.span.transcript_id,
        "title": citation.title,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "speaker": citation.speaker,
        "role": citation.role.value,
        "time_start": seconds(citation.time_start),
        "consent": citation.consent,
        **({"names_told": list(citation.tells)} if citation.tells else {}),
    }
