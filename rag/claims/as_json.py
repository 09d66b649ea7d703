"""Quotes and checked reports as the command line's contract has them."""

from __future__ import annotations

from corpus.as_json import Json
from rag.answer import Citation
from rag.as_json import citation_json, spent_json
from rag.claims.claim import CheckedClaim, CheckedReport
from rag.claims.quotation_lookup import LookedUp
from rag.quotes.finder import QuotesFound
from rag.quotes.quote import Quote
from rag.speech.people import not_told_apart
from rag.speech.pseudonyms import Pseudonyms


def quotes_json(topic: str, found: QuotesFound, names: Pseudonyms) -> dict[str, Json]:
    """`quotes --json`."""
    return {
        "topic": topic,
        "quotes": [quote_json(quote, names) for quote in found.quotes],
        "spoken_of": found.spoken_of,
        "nearest": [citation_json(citation) for citation in found.nearest],
        "notes": list(not_told_apart(quote.citation for quote in found.quotes)),
        "spent": spent_json(found.spent) if found.spent else None,
    }


def quote_json(quote: Quote, names: Pseudonyms) -> dict[str, Json]:
    """One quote: `text == text[start:end]` of its transcript. `called` is its pseudonym where the library has one."""
    place = citation_json(quote.citation)
    return {
        **{key: value for key, value in place.items() if key != "quote"},
        "text": quote.text,
        "readable": quote.readable,
        "participant": quote.participant,
        "called": names.person(quote.participant, quote.citation.speaker),
        "names_told": list(names.names_in(quote.text)),
        "question": citation_json(quote.question) if quote.question else None,
        "score": round(quote.score, 4),
    }


def check_json(report: CheckedReport) -> dict[str, Json]:
    """`check --json`."""
    return {
        "claims": [_claim_json(claim) for claim in report.claims],
        "set_aside": [
            {"text": one.text, "start": one.start, "end": one.end, "reason": one.reason.value}
            for one in report.set_aside
        ],
        "quotations": [_quotation_json(one) for one in report.quotations],
        "summary": {verdict.value: count for verdict, count in sorted(report.verdicts.items())},
        "searched": len(report.searched),
        "notes": list(report.notes),
        "model": report.model,
        "prompt": report.prompt,
        "spent": spent_json(report.spent) if report.spent else None,
    }


def _claim_json(checked: CheckedClaim) -> dict[str, Json]:
    return {
        "claim": checked.claim.text,
        "at": [checked.claim.start, checked.claim.end],
        "verdict": checked.verdict.value,
        "reason": checked.reason,
        "problems": list(checked.problems),
        "people": {
            "for": list(checked.people_for),
            "against": list(checked.people_against),
            "in_scope": checked.people,
        },
        "evidence": [
            {
                **citation_json(one.citation),
                "score": round(one.score, 4),
                "bearing": one.bearing.value,
                "participant": one.participant,
            }
            for one in checked.evidence
        ],
    }


def _quotation_json(one: LookedUp) -> dict[str, Json]:
    return {
        "quoted": one.quotation.words,
        "at": [one.quotation.start, one.quotation.end],
        "status": one.status.value,
        "nearest": citation_json(one.place) if one.place else None,
        "changes": [{"op": each.op, "quoted": each.quoted, "source": each.source} for each in one.changes],
        "named": one.named,
        "misattributed": one.misattributed,
        "notes": list(one.notes),
    }


def place_of(citation: Citation) -> str:
    """Where words were said, for people."""
    time = "" if citation.time_start is None else f" at {str(citation.time_start).split('.')[0]}"
    who = citation.speaker or "speaker not labelled"
    return f"{citation.title}{time} · {who} · {citation.span.start}–{citation.span.end}"
