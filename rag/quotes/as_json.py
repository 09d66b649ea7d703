"""Quotes as the command line's contract has them."""

from __future__ import annotations

from corpus.as_json import Json
from rag.as_json import citation_json, spent_json
from rag.quotes.finder import QuotesFound
from rag.quotes.quote import Quote
from rag.speech.pseudonyms import Pseudonyms


def quotes_json(topic: str, found: QuotesFound, names: Pseudonyms) -> dict[str, Json]:
    """`quotes --json`."""
    return {
        "topic": topic,
        "quotes": [quote_json(quote, names) for quote in found.quotes],
        "spoken_of": found.spoken_of,
        "nearest": [citation_json(citation) for citation in found.nearest],
        "notes": list(found.notes),
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
