"""Answers, checked reports, counts and quotes as they are shown under the pseudonyms of a library's settings. Pure.

Every function gives back the same thing with nothing in it that tells who has a pseudonym but the words that somebody said.
Without pseudonyms it is what it was.
"""

from __future__ import annotations

from dataclasses import replace

from rag.answer import Answer, QuoteCheck, Statement
from rag.claims.claim import CheckedClaim, CheckedReport
from rag.claims.quotation_lookup import LookedUp
from rag.everybody.counting import ThemeCount, Voice
from rag.everybody.main_themes import MainThemes, SaidBy
from rag.everybody.stances import ReadTheme, ReadVoice, Summary
from rag.quotes.kept_collections import Collection, KeptQuote
from rag.quotes.quote import Quote
from rag.speech.pseudonyms import Pseudonyms


def answer_under(one: Answer, names: Pseudonyms) -> Answer:
    """An answer, its question as it was asked but for the names."""
    if not names:
        return one
    return replace(
        one,
        question=names.text(one.question, keeps_quoted=False),
        standalone_question=names.text(one.standalone_question, keeps_quoted=False),
        statements=tuple(_statement(each, names) for each in one.statements),
        nearest=tuple(map(names.citation, one.nearest)),
        notes=tuple(map(names.text, one.notes)),
        introduction=names.text(one.introduction) if one.introduction else None,
    )


def report_under(one: CheckedReport, names: Pseudonyms) -> CheckedReport:
    """A checked report; its own `text`, by which its claims and quotations are found again, stays."""
    if not names:
        return one
    return replace(
        one,
        claims=tuple(_claim(each, names) for each in one.claims),
        set_aside=tuple(replace(each, text=names.text(each.text)) for each in one.set_aside),
        quotations=tuple(_looked_up(each, names) for each in one.quotations),
        notes=tuple(map(names.text, one.notes)),
    )


def count_under(one: ThemeCount, names: Pseudonyms) -> ThemeCount:
    """A theme and everybody in scope."""
    if not names:
        return one
    return replace(
        one,
        theme=names.text(one.theme, keeps_quoted=False),
        voices=tuple(_voice(each, names) for each in one.voices),
    )


def read_under(one: ReadTheme, names: Pseudonyms) -> ReadTheme:
    """A theme that a model read every interview for, with its summary; what was sent to the model is left out."""
    if not names:
        return one
    unread = [(each, *names.interview(each.transcript_id, each.title)) for each in one.unread]
    return replace(
        one,
        theme=names.text(one.theme, keeps_quoted=False),
        voices=tuple(_read_voice(each, names) for each in one.voices),
        unread=tuple(
            replace(each, transcript_id=identity, title=title, reason=names.text(each.reason))
            for each, identity, title in unread
        ),
        summary=_summary(one.summary, names) if one.summary else None,
    )


def main_themes_under(found: MainThemes, names: Pseudonyms) -> MainThemes:
    """Themes that came up."""
    if not names:
        return found
    return replace(
        found,
        themes=tuple(
            replace(
                theme,
                words=tuple(map(names.text, theme.words)),
                said_by=tuple(_said_by(each, names) for each in theme.said_by),
                quotes=tuple(_said_by(each, names) for each in theme.quotes),
            )
            for theme in found.themes
        ),
    )


def quote_under(one: Quote, names: Pseudonyms) -> Quote:
    """A quote, and the question before it as it was asked."""
    if not names:
        return one
    return replace(
        one,
        citation=names.citation(one.citation),
        participant=names.person(one.participant),
        question=names.citation(one.question) if one.question else None,
    )


def collection_under(one: Collection, names: Pseudonyms) -> Collection:
    """A collection as it was kept."""
    if not names:
        return one
    update = {
        "title": names.text(one.title, keeps_quoted=False),
        "quotes": tuple(_kept(each, names) for each in one.quotes),
    }
    return one.model_copy(update=update)


def _statement(one: Statement, names: Pseudonyms) -> Statement:
    return replace(
        one,
        text=names.text(one.text, one.citations),
        citations=tuple(map(names.citation, one.citations)),
        heading=names.text(one.heading) if one.heading else None,
        quotes=tuple(_check(each, names) for each in one.quotes),
        problems=tuple(names.text(each, one.citations) for each in one.problems),
    )


def _check(one: QuoteCheck, names: Pseudonyms) -> QuoteCheck:
    return replace(one, place=names.citation(one.place) if one.place else None)


def _claim(one: CheckedClaim, names: Pseudonyms) -> CheckedClaim:
    said = [each.citation for each in one.evidence]
    return replace(
        one,
        claim=replace(one.claim, text=names.text(one.claim.text)),
        reason=names.text(one.reason, said),
        evidence=tuple(
            replace(each, citation=names.citation(each.citation), participant=names.person(each.participant))
            for each in one.evidence
        ),
        people_for=tuple(map(names.person, one.people_for)),
        people_against=tuple(map(names.person, one.people_against)),
        problems=tuple(names.text(each, said) for each in one.problems),
    )


def _looked_up(one: LookedUp, names: Pseudonyms) -> LookedUp:
    return replace(
        one,
        place=names.citation(one.place) if one.place else None,
        named=names.text(one.named) if one.named else None,
        notes=tuple(map(names.text, one.notes)),
    )


def _voice(one: Voice, names: Pseudonyms) -> Voice:
    return replace(
        one,
        participant=names.person(one.participant),
        called=names.person(one.participant, one.called),
        quotes=tuple(map(names.citation, one.quotes)),
    )


def _read_voice(one: ReadVoice, names: Pseudonyms) -> ReadVoice:
    return replace(
        one,
        participant=names.person(one.participant),
        called=names.person(one.participant, one.called),
        said=tuple(replace(each, citation=names.citation(each.citation)) for each in one.said),
        asked=tuple(map(names.citation, one.asked)),
    )


def _summary(one: Summary, names: Pseudonyms) -> Summary:
    return replace(
        one,
        statements=tuple(_statement(each, names) for each in one.statements),
        notes=tuple(map(names.text, one.notes)),
        parts=(),
    )


def _said_by(one: SaidBy, names: Pseudonyms) -> SaidBy:
    return replace(
        one,
        participant=names.person(one.participant),
        called=names.person(one.participant, one.called),
        quote=names.citation(one.quote),
    )


def _kept(one: KeptQuote, names: Pseudonyms) -> KeptQuote:
    called = names.person(one.participant, one.speaker)
    is_hidden = called not in (one.speaker, one.participant)
    identity, title = names.interview(one.transcript, one.title, hidden=is_hidden)
    update = {
        "transcript": identity,
        "title": title,
        "speaker": called if is_hidden else one.speaker,
        "participant": called if is_hidden else one.participant,
        "topic": names.text(one.topic, keeps_quoted=False),
        "note": names.text(one.note, keeps_quoted=False),
        "consent": names.text(one.consent) if one.consent else None,
    }
    return one.model_copy(update=update)
