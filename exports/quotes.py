"""Quotes and collections of them as exports. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.transcript import Span
from exports.pieces import Export, Quoted, Table, quoted_from
from exports.wording import UNLABELLED
from rag.quote_collections import Collection, shown_as
from rag.quotes import Quote

HEADER = (
    "quote",
    "readable",
    "speaker",
    "participant",
    "transcript",
    "time",
    "id",
    "start",
    "end",
    "question",
    "note",
    "consent",
)


def quotes_export(topic: str, quotes: Sequence[Quote], pseudonyms: Mapping[str, str]) -> Export:
    """What the quote finder found, under the names that the library's pseudonyms give."""
    quoted = [_of_quote(one, pseudonyms) for one in quotes]
    rows = [
        _row(shown, readable=one.readable, participant=_participant(one.participant, shown, pseudonyms))
        for one, shown in zip(quotes, quoted, strict=True)
    ]
    return Export(title=f"{topic[:1].upper()}{topic[1:]}", pieces=tuple(quoted), table=_table(topic, rows))


def collection_export(collection: Collection, pseudonyms: Mapping[str, str]) -> Export:
    """A collection as it was saved."""
    quoted = []
    rows = []
    for one in collection.quotes:
        called = shown_as(one.participant, one.speaker, pseudonyms) if pseudonyms else one.speaker or UNLABELLED
        span = Span(transcript_id=one.transcript, start=one.start, end=one.end)
        shown = Quoted(
            words=one.text,
            who=called,
            place=_title(one.title, called, one.speaker, pseudonyms),
            time="",
            span=span,
            consent=one.consent or "",
        )
        quoted.append(shown)
        participant = _participant(one.participant, shown, pseudonyms)
        rows.append(_row(shown, readable=one.readable, participant=participant, note=one.note or one.topic))
    return Export(title=collection.title, pieces=tuple(quoted), table=_table(collection.title, rows))


def _of_quote(one: Quote, pseudonyms: Mapping[str, str]) -> Quoted:
    called = shown_as(one.participant, one.citation.speaker, pseudonyms) if pseudonyms else None
    asked = f"Asked: {one.question.quote}" if one.question else ""
    shown = quoted_from(one.citation, called=called, about=asked)
    place = _title(shown.place, shown.who, one.citation.speaker, pseudonyms)
    return replace(shown, place=place)


def _title(title: str, called: str, speaker: str | None, pseudonyms: Mapping[str, str]) -> str:
    """The interview's title; “Interview” where the speaker has a pseudonym, since titles tell names."""
    return "Interview" if called in pseudonyms.values() and called != speaker else title


def _participant(participant: str, shown: Quoted, pseudonyms: Mapping[str, str]) -> str:
    return shown.who if shown.who in pseudonyms.values() else participant


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(heading=title, header=HEADER, rows=tuple(rows))


def _row(shown: Quoted, *, readable: str, participant: str, note: str = "") -> tuple[str, ...]:
    span = shown.span
    place = (shown.place, shown.time, span.transcript_id, str(span.start), str(span.end))
    return (
        shown.words,
        readable,
        shown.who,
        participant,
        *place,
        shown.about.removeprefix("Asked: "),
        note,
        shown.consent,
    )
