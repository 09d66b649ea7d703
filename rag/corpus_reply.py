"""A count as an answer, as JSON and as a table. Every count has its denominator, and none of them says who agrees."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.as_json import Json
from rag.answer import Absence, Answer, Coverage, Statement, Support
from rag.as_json import citation_json
from rag.whole_corpus import ThemeCount

LIMITS = (
    "Counted by passages near enough to the question, in every interview in scope: these people speak to it, for or "
    "against. Who agrees is for a reader to say, and the count errs both ways: docs/whole-corpus.md has its measure."
)


def sentence(one: ThemeCount) -> str:
    """What was counted, the denominator in it."""
    people = "1 participant" if len(one.voices) == 1 else f"{len(one.voices)} participants"
    has = "has" if len(one.speaking) == 1 else "have"
    parts = [f"{len(one.speaking)} of {people} {has} passages that speak to this."]
    if one.silent:
        parts.append(f"Asked, and nothing near enough found: {', '.join(each.participant for each in one.silent)}.")
    if one.never_asked:
        parts.append(f"Not asked, as far as can be told: {', '.join(each.participant for each in one.never_asked)}.")
    return " ".join(parts)


def corpus_answer(question: str, one: ThemeCount, searched: Sequence[str]) -> Answer:
    """The count as an answer: a statement for each participant who speaks to it, the strongest first."""
    statements = [
        Statement(
            text=f"{voice.participant} says: “{voice.quotes[0].quote}”",
            support=Support.VERIFIED,
            citations=voice.quotes,
        )
        for voice in sorted(one.speaking, key=lambda each: -each.strength)
    ]
    cited = {quote.span.transcript_id for voice in one.speaking for quote in voice.quotes}
    return Answer(
        question=question,
        standalone_question=question,
        mode="extractive",
        found=bool(statements),
        statements=tuple(statements),
        coverage=Coverage(searched=tuple(searched), with_evidence=tuple(each for each in searched if each in cited)),
        notes=(LIMITS,) if statements else (sentence(one),),
        absence=None if statements else Absence.NOT_IN_TRANSCRIPTS,
        introduction=sentence(one) if statements else None,
    )


def count_json(one: ThemeCount) -> dict[str, Json]:
    """One theme of `themes --json`, and what `ask --json` has under `whole_corpus`."""
    return {
        "theme": one.theme,
        "participants": len(one.voices),
        "speaking": len(one.speaking),
        "silent": [voice.participant for voice in one.silent],
        "never_asked": [voice.participant for voice in one.never_asked],
        "voices": [
            {
                "participant": voice.participant,
                "speaks": bool(voice.quotes),
                "asked": voice.asked,
                "quotes": [citation_json(quote) for quote in voice.quotes],
            }
            for voice in one.voices
        ],
    }
