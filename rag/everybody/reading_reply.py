"""Themes that a model read every interview for, as sentences, as an answer and as JSON. Counted by rule, from verified words.

Nobody is counted before every transcript in scope was read: until then there is no number anywhere, only who is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.as_json import Json
from rag.answer import Absence, Answer, Coverage, Statement, Support
from rag.as_json import citation_json, spent_json, statement_json
from rag.everybody.stances import ReadTheme, ReadVoice, Stance, Standing, Summary
from rag.spending import Prices, spent_on

STANDINGS = {
    Standing.SAYS: "says it",
    Standing.CONTRARY: "says the contrary",
    Standing.BOTH: "says it and the contrary",
    Standing.TOUCHES: "touches it",
    Standing.NOTHING: "nothing found",
    Standing.NOT_READ: "not read",
}
"""What a participant does, in words."""

STANCES = {Stance.SAYS: "says it", Stance.CONTRARY: "says the contrary", Stance.TOUCHES: "touches it"}
"""What words do, in words."""

LIMITS = (
    "A model read every interview in scope; every word shown was looked up and was said by that person. Who says it and who "
    "the contrary is the model's judgement, and it may overlook somebody: docs/whole-corpus.md."
)


def counts_sentence(one: ReadTheme) -> str:
    """How many say it and how many the contrary, the denominator in it; who is missing where not all was read."""
    if not one.complete:
        titles: dict[str, list[str]] = {}
        for each in one.unread:
            titles.setdefault(each.reason.rstrip("."), []).append(each.title)
        names = "; ".join(f"{', '.join(some)} ({reason})" for reason, some in titles.items())
        return f"Not counted, for these interviews are not read to their end: {names}. Read again to go on."
    people = "1 participant" if len(one.voices) == 1 else f"{len(one.voices)} participants"
    both = len(one.standing(Standing.BOTH))
    says = f"{len(one.saying)} of {people} {_verb(one.saying, 'say')} it"
    contrary = f"{len(one.contrary)} {_verb(one.contrary, 'say')} the contrary"
    parts = [f"{says}, {contrary}" + (f" (so {both} of them {_verb(range(both), 'say')} both)" if both else "")]
    if touching := one.standing(Standing.TOUCHES):
        parts.append(f"{len(touching)} {_verb(touching, 'touch', 'es')} it")
    if nothing := one.standing(Standing.NOTHING):
        parts.append(f"of {len(nothing)} nothing was found")
    return f"{'; '.join(parts)}."


def silence_sentences(one: ReadTheme) -> list[str]:
    """Who was asked and is silent, and who was never asked; nothing where not all was read."""
    if not one.complete:
        return []
    told = []
    if one.silent:
        told.append(f"Asked, and nothing found: {_names(one.silent)}.")
    if one.never_asked:
        told.append(f"Not asked, as far as the model found: {_names(one.never_asked)}.")
    return told


def dropped_sentence(one: ReadTheme) -> str:
    """How much of what the model labelled was left out; empty where nothing was."""
    if not one.dropped:
        return ""
    labels = "1 label" if one.dropped == 1 else f"{one.dropped} labels"
    return f"{labels} of the model left out: it named words that this person did not say there, or no stance."


def reading_answer(question: str, one: ReadTheme, searched: Sequence[str], prices: Prices | None = None) -> Answer:
    """The reading as an answer: the model's summary where there is one, then a statement for each participant with words
    on it, by what the words do.

    What it took is told of the requests of this time; `prices` are what they are charged at.
    """
    told = [
        Statement(
            text=f"{voice.called} {STANCES[stance]}: “{quotes[0].quote}”",
            support=Support.VERIFIED,
            citations=quotes,
            heading=STANCES[stance].capitalize(),
        )
        for stance in Stance
        for voice in one.voices
        if (quotes := voice.quotes(stance)) and _is_told(voice, stance)
    ]
    statements = [*(one.summary.statements if one.summary else ()), *told]
    cited = {quote.span.transcript_id for each in told for quote in each.citations}
    summing_up = one.summary.notes if one.summary else ()
    notes = [*silence_sentences(one), *summing_up, dropped_sentence(one), LIMITS if statements else ""]
    return Answer(
        question=question,
        standalone_question=question,
        mode="generated",
        found=bool(statements),
        statements=tuple(statements),
        coverage=Coverage(
            searched=tuple(searched),
            with_evidence=tuple(each for each in searched if each in cited),
            whole=one.complete,
        ),
        model=one.model,
        prompt=", ".join([one.prompt, *([one.summary.prompt] if one.summary else [])]),
        notes=tuple(note for note in ([] if statements else [counts_sentence(one)]) + notes if note),
        absence=None if statements else Absence.NOT_IN_TRANSCRIPTS,
        introduction=counts_sentence(one) if statements else None,
        spent=spent_on(one.all_requests, prices),
    )


def reading_json(one: ReadTheme, prices: Prices | None = None) -> dict[str, Json]:
    """One theme of `themes --read --json`: the keys of a count without a model, and the stances. No number is given before
    every transcript was read."""
    counts: dict[str, Json] = {
        "speaking": len(one.voices) - len(one.standing(Standing.NOTHING)),
        "says": len(one.saying),
        "contrary": len(one.contrary),
        "both": len(one.standing(Standing.BOTH)),
        "touches": len(one.standing(Standing.TOUCHES)),
        "nothing": len(one.standing(Standing.NOTHING)),
    }
    return {
        "theme": one.theme,
        "participants": len(one.voices),
        "silent": [voice.participant for voice in one.silent] if one.complete else None,
        "never_asked": [voice.participant for voice in one.never_asked] if one.complete else None,
        "voices": [_voice_json(voice) for voice in one.voices],
        **(counts if one.complete else dict.fromkeys(counts)),
        "complete": one.complete,
        "not_read": [
            {"transcript": each.transcript_id, "title": each.title, "reason": each.reason} for each in one.unread
        ],
        "summary": _summary_json(one.summary) if one.summary else None,
        "dropped": one.dropped,
        "model": one.model,
        "prompt": one.prompt,
        "spent": spent_json(spent) if (spent := spent_on(one.all_requests, prices)) else None,
    }


def _summary_json(one: Summary) -> dict[str, Json]:
    return {
        "statements": [statement_json(each) for each in one.statements],
        "notes": list(one.notes),
        "prompt": one.prompt,
    }


def _voice_json(voice: ReadVoice) -> dict[str, Json]:
    return {
        "participant": voice.participant,
        "called": voice.called,
        "speaks": bool(voice.said) if voice.is_read else None,
        "asked": bool(voice.asked) if voice.is_read else None,
        "stance": voice.standing.value,
        "quotes": [
            {**citation_json(quote), "stance": stance.value} for stance in Stance for quote in voice.quotes(stance)
        ],
        "questions": [citation_json(each) for each in voice.asked],
    }


def _is_told(voice: ReadVoice, stance: Stance) -> bool:
    """Words that only touch it are told of those alone who take no side."""
    return stance is not Stance.TOUCHES or voice.standing in (Standing.TOUCHES, Standing.NOT_READ)


def _names(voices: Sequence[ReadVoice]) -> str:
    return ", ".join(voice.called for voice in voices)


def _verb(people: Sequence[object], verb: str, ending: str = "s") -> str:
    return f"{verb}{ending}" if len(people) == 1 else verb
