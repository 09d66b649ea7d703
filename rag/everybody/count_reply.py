"""A count as an answer, as JSON and as a table. Every count has its denominator, and none of them says who agrees."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.as_json import Json
from rag.answer import Absence, Answer, Coverage, Statement, Support
from rag.as_json import citation_json
from rag.everybody.counting import ThemeCount, Voice
from rag.everybody.questions import asks_who_does_not
from rag.speech.people import not_told_apart, with_unlabelled

_LIMITS = (
    "Every interview in scope was gone through, and people were counted whose passages come near enough. The count errs both "
    "ways: open the words before you rely on it. docs/whole-corpus.md has its measure."
)

_WHO_DOES_NOT = "Here are those who do speak to it; the others have no passage near enough, which does not show that they never said it."
_MOST_NAMED = 12  # people in a sentence


def limits_of(counts: Sequence[ThemeCount]) -> str:
    """What counts of the same people are worth, in two sentences, and more where not everybody is labelled or nobody knows who asks."""
    told = with_unlabelled(_LIMITS, [voice.participant for voice in counts[0].voices] if counts else ())
    labelled = [quote for one in counts for voice in one.voices for quote in voice.quotes if quote.speaker]
    return " ".join([told, *not_told_apart(labelled)])


def counted_people(one: ThemeCount) -> str:
    """What was counted, the denominator in it, and before the number what it is not: nobody has judged it."""
    people = "1 participant" if len(one.voices) == 1 else f"{len(one.voices)} participants"
    has = "has" if 1 in (len(one.speaking), len(one.voices)) else "have"
    told = (
        f"Matched by likeness and judged by nobody: {len(one.speaking)} of {people} {has} passages that speak to this"
    )
    return f"{told}, for it, against it or beside the point" if one.speaking else told


def sentence(one: ThemeCount) -> str:
    """The count, and who has no such passages."""
    parts = [f"{counted_people(one)}."]
    if one.silent:
        parts.append(f"Asked, and nothing near enough found: {_names(one.silent)}.")
    if one.never_asked:
        parts.append(f"Not asked, as far as can be told: {_names(one.never_asked)}.")
    return " ".join(parts)


def corpus_answer(question: str, one: ThemeCount, searched: Sequence[str]) -> Answer:
    """The count as an answer: a statement for each participant who speaks to it, with their best words, the strongest first."""
    statements = [
        Statement(
            text=f"{voice.called} says: “{voice.quotes[0].quote}”",
            support=Support.VERIFIED,
            citations=voice.quotes[:1],
        )
        for voice in sorted(one.speaking, key=lambda each: -each.strength)
    ]
    limits = limits_of([one])
    if asks_who_does_not(question):
        limits = f"{_WHO_DOES_NOT} {limits}"
    speaking = {quote.span.transcript_id for voice in one.speaking for quote in voice.quotes}
    coverage = Coverage(
        searched=tuple(searched), with_evidence=tuple(each for each in searched if each in speaking), whole=True
    )
    return answer_without_model(
        question, statements, coverage, told=sentence(one), limits=limits, absence=Absence.NOT_IN_TRANSCRIPTS
    )


def answer_without_model(
    question: str, statements: Sequence[Statement], coverage: Coverage, *, told: str, limits: str, absence: Absence
) -> Answer:
    """An answer for which everything was gone through: `told` says what came of it, above the statements with their `limits`
    below, or alone, as an `absence`, where there are none."""
    return Answer(
        question=question,
        standalone_question=question,
        mode="extractive",
        found=bool(statements),
        statements=tuple(statements),
        coverage=coverage,
        notes=(limits,) if statements else (told,),
        absence=None if statements else absence,
        introduction=told if statements else None,
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
                "called": voice.called,
                "speaks": bool(voice.quotes),
                "asked": voice.asked,
                "quotes": [citation_json(quote) for quote in voice.quotes],
            }
            for voice in one.voices
        ],
    }


def _names(voices: Sequence[Voice]) -> str:
    """What they are called; of more than twelve the first, and how many others. Tables and JSON name everybody."""
    told = ", ".join(voice.called for voice in voices[:_MOST_NAMED])
    others = len(voices) - _MOST_NAMED
    return told if others <= 0 else f"{told} and {others} {'other' if others == 1 else 'others'}"
