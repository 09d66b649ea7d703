"""Quotes and collections of them as exports, under pseudonyms. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.transcript import Span
from exports.pieces import Export, Paragraph, Quoted, Table, quoted_from
from exports.wording import UNLABELLED, clock
from rag.answering.under_pseudonyms import collection_under, quote_under
from rag.quotes.kept_collections import Collection, KeptQuote
from rag.quotes.quote import Quote
from rag.speech.pseudonyms import Pseudonyms

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
    "topic",
    "saved",
    "note",
    "consent",
    "names told",
)


def quotes_export(topic: str, quotes: Sequence[Quote], names: Pseudonyms, notes: Sequence[str] = ()) -> Export:
    """What the quote finder found; `notes` are what it says of it all, in every format but CSV, which is the table alone."""
    topic = names.text(topic, keeps_quoted=False)
    found = [quote_under(one, names) for one in quotes]
    quoted = [_of_quote(one) for one in found]
    rows = [
        _row(shown, readable=one.readable, participant=one.participant, topic=topic)
        for one, shown in zip(found, quoted, strict=True)
    ]
    told = tuple(names.text(note) for note in notes)
    return Export(
        title=f"{topic[:1].upper()}{topic[1:]}",
        pieces=(*quoted, *(Paragraph(label="Note:", text=note) for note in told)),
        table=replace(_table(topic, rows), notes=told),
        notes=told,
    )


def collection_export(collection: Collection, names: Pseudonyms) -> Export:
    """A collection as it was saved: below each quote when, and what it was found with."""
    shown = collection_under(collection, names)
    quoted = [replace(_of_kept(one), tells=names.told_in(f"{one.text} {one.question}")) for one in shown.quotes]
    rows = [
        _row(
            each,
            readable=one.readable,
            participant=one.participant,
            topic=one.topic,
            saved=f"{one.saved:%Y-%m-%d %H:%M}" if one.saved else "",
            note=one.note,
        )
        for one, each in zip(shown.quotes, quoted, strict=True)
    ]
    return Export(title=shown.title, pieces=tuple(quoted), table=_table(shown.title, rows))


def when_and_how_kept(one: KeptQuote) -> str:
    """When a quote was saved and what it was found with; empty where its file does not say.

    >>> from datetime import datetime
    >>> kept = KeptQuote(transcript="a", start=0, end=1, text="x", readable="x", title="A", speaker=None, participant="a")
    >>> when_and_how_kept(kept.model_copy(update={"topic": "pay", "saved": datetime(2026, 11, 24, 9, 5)}))
    'Saved on 24 November 2026, found with “pay”'
    """
    saved = f"saved on {one.saved.day} {one.saved:%B %Y}" if one.saved else ""
    told = ", ".join(part for part in (saved, f"found with “{one.topic}”" if one.topic else "") if part)
    return f"{told[:1].upper()}{told[1:]}"


def _of_quote(one: Quote) -> Quoted:
    shown = quoted_from(one.citation, about=f"Asked: {one.question.quote}" if one.question else "")
    asked = one.question.tells if one.question else ()
    return replace(shown, tells=tuple(dict.fromkeys((*shown.tells, *asked))))


def _of_kept(one: KeptQuote) -> Quoted:
    asked = f"Asked: {one.question}" if one.question else ""
    return Quoted(
        words=one.text,
        who=one.speaker or UNLABELLED,
        place=one.title,
        time=clock(one.time_start) if one.time_start is not None else "",
        span=Span(transcript_id=one.transcript, start=one.start, end=one.end),
        about=asked,
        kept=when_and_how_kept(one),
        consent=one.consent or "",
    )


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(heading=title, header=HEADER, rows=tuple(rows))


def _row(
    shown: Quoted,
    *,
    readable: str,
    participant: str,
    topic: str,
    saved: str = "",
    note: str = "",
) -> tuple[str, ...]:
    span = shown.span
    place = (shown.place, shown.time, span.transcript_id, str(span.start), str(span.end))
    asked = shown.about.removeprefix("Asked: ")
    told = ", ".join(shown.tells)
    return (shown.words, readable, shown.who, participant, *place, asked, topic, saved, note, shown.consent, told)
