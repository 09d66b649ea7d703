"""Themes that were found as text and as JSON. Every count has its denominator, and none of them says who agrees."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.as_json import Json
from corpus.participants import is_unnamed
from rag.answer import Absence, Answer, Coverage, Statement, Support
from rag.as_json import citation_json
from rag.everybody.count_reply import answer_without_model
from rag.everybody.main_themes import MainTheme, MainThemes
from rag.speech.people import with_unlabelled

_LIMITS = (
    "Found by likeness, in everything participants say: the people counted have passages near the middle of a theme. "
    "A name is a theme's own words and no summary; another run over other interviews parts them otherwise: "
    "docs/whole-corpus.md has the measure."
)

_QUOTES_EACH = 2  # of a theme in an answer; the page and the command for themes have more


def limits_of(found: MainThemes) -> str:
    """What the themes are worth, in two sentences, and a third where not everybody is labelled."""
    return with_unlabelled(_LIMITS, found.participants)


def heading(found: MainThemes) -> str:
    """One sentence that says what was read and what came of it."""
    people = "1 participant" if found.people == 1 else f"{found.people} participants"
    if found.people and all(map(is_unnamed, found.participants)):
        people = "unlabelled speech"
    transcripts = "1 transcript" if found.transcripts == 1 else f"{found.transcripts} transcripts"
    if not found.themes:
        return f"No themes stand out in {transcripts}: too little is said, or nobody says what another does."
    themes = "1 theme" if len(found.themes) == 1 else f"{len(found.themes)} themes"
    others = f"; {found.others} more are left out" if found.others else ""
    return f"{themes} in {found.passages:,} passages of {people}, {transcripts}{others}."


def how_many(theme: MainTheme, found: MainThemes) -> str:
    """For how many people a theme comes up.

    >>> from rag.everybody.main_themes import MainTheme, MainThemes
    >>> one = MainTheme(words=("rent",), said_by=(), quotes=(), passages=4)
    >>> three = ("Ana", "Ben", "Cat")
    >>> how_many(one, MainThemes(themes=(one,), participants=three, transcripts=2, passages=9, others=0))
    '0 of 3 participants, 4 passages'
    """
    passages = "1 passage" if theme.passages == 1 else f"{theme.passages} passages"
    # of one voice nobody needs to be told that it is one of one, and speech without labels may be several
    return passages if found.people == 1 else f"{len(theme.said_by)} of {found.people} participants, {passages}"


def main_themes_answer(question: str, found: MainThemes, searched: Sequence[str]) -> Answer:
    """Themes as an answer: under each its own words as a heading, and quotes of different people."""
    statements = [
        Statement(
            text=f"{one.called} says: “{one.quote.quote}”",
            support=Support.VERIFIED,
            citations=(one.quote,),
            heading=f"{theme.name[:1].upper()}{theme.name[1:]} ({how_many(theme, found)})",
        )
        for theme in found.themes
        for one in theme.quotes[:_QUOTES_EACH]
    ]
    coverage = Coverage(searched=tuple(searched), with_evidence=tuple(searched) if statements else (), whole=True)
    return answer_without_model(
        question, statements, coverage, told=heading(found), limits=limits_of(found), absence=Absence.NO_ANSWER
    )


def main_themes_json(found: MainThemes) -> dict[str, Json]:
    """`themes --json` without a theme."""
    return {
        "themes": [
            {
                "theme": theme.name,
                "words": list(theme.words),
                "participants": found.people,
                "having_passages": len(theme.said_by),
                "passages": theme.passages,
                "quotes": [citation_json(one.quote) for one in theme.quotes],
                "voices": [
                    {"participant": one.participant, "called": one.called, "quote": citation_json(one.quote)}
                    for one in theme.said_by
                ],
            }
            for theme in found.themes
        ],
        "participants": found.people,
        "transcripts": found.transcripts,
        "passages": found.passages,
        "left_out": found.others,
        "notes": [limits_of(found)],
    }
