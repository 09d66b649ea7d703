"""Collections of quotes kept in the library's folder `collections`, one file each.

They hold words of the transcripts: `testimony forget` erases a collection that repeats a forgotten transcript, as it does
with conversations. A quote is kept by its span and its text: when its transcript is read anew and the
words stand elsewhere, `still_there` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.beside import put_in_place
from corpus.errors import TranscriptUnknown
from corpus.generations import erase_file
from corpus.transcript import Span, Transcript
from rag.errors import KeptFileError
from rag.kept_files import Transcripts, free_name, read_kept, rewriting, still_said, unknown, write_kept
from rag.quotes.quote import Quote

COLLECTIONS = "collections"
"""The folder of the collections, in the library's."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptQuote(_Kept):
    """A quote as it was saved. `text` is what the span held then, `consent` what the metadata said of quoting.

    `topic` is what it was found with, `question` what the interviewer had asked before it, `time_start` its place in the
    recording and `saved` when it was kept; those are missing in files that an earlier Testimony wrote.
    """

    transcript: str
    start: int
    end: int
    text: str
    readable: str
    title: str
    speaker: str | None
    participant: str
    topic: str = ""
    note: str = ""
    consent: str | None = None
    question: str = ""
    time_start: timedelta | None = None
    saved: datetime | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(transcript_id=self.transcript, start=self.start, end=self.end)


class Collection(_Kept):
    """Saved quotes under a title. `id` is the file's name without the ending."""

    format: int = 1
    id: str
    title: str
    begun: datetime
    quotes: tuple[KeptQuote, ...] = ()


def begin_collection(library: Path, title: str, now: datetime) -> Collection:
    """A new, empty collection, written at once. Raises KeptFileError."""
    title = " ".join(title.split()) or "Quotes"
    path = free_name(library / COLLECTIONS, now.strftime("%Y-%m-%d"), title)
    begun = Collection(id=path.stem, title=title, begun=now)
    write_kept(path, begun)
    return begun


def list_collections(library: Path) -> list[Collection]:
    """Every collection that can be read, by title. One that cannot is passed over: opening it says why."""
    found = []
    for path in sorted((library / COLLECTIONS).glob("*.json")):
        try:
            found.append(read_kept(path, Collection))
        except KeptFileError:
            continue
    return sorted(found, key=lambda one: (one.title.casefold(), one.id))


def collection_named(library: Path, title: str, now: datetime) -> Collection:
    """The collection with this title or id, begun when there is none. Raises KeptFileError."""
    wanted = " ".join(title.split()).casefold()
    with rewriting(library):  # two who begin it at once begin one
        known = (one for one in list_collections(library) if wanted in (one.title.casefold(), one.id.casefold()))
        return next(known, None) or begin_collection(library, title, now)


def save_quote(library: Transcripts, identity: str, quote: Quote, now: datetime, *, topic: str = "") -> Collection:
    """The collection with this id with one more quote, written at once; one that it holds already is not put in twice.

    Whatever is held by now is kept, but for words that no transcript holds any more: their interview was forgotten or
    replaced meanwhile. Raises KeptFileError and LibraryError.
    """
    path = _path(library.path, identity)
    with rewriting(library.path):
        held = read_kept(path, Collection)
        if any(kept.span == quote.citation.span for kept in held.quotes):
            return held
        held = _with(held, (*held.quotes, _kept(quote, now, topic)))
        write_kept(path, held)
        # Looked up when it is written: who forgets an interview later than that finds its words in the file.
        left = _with(held, [one for one in held.quotes if still_said(one.text, one.transcript, library)])
        if left != held:
            put_in_place(path, left.model_dump_json(indent=1))
        return left


def drop_quote(library: Path, identity: str, span: Span) -> Collection:
    """The collection with this id without the quote at a place, written at once. Raises KeptFileError."""
    path = _path(library, identity)
    with rewriting(library):
        held = read_kept(path, Collection)
        left = _with(held, [quote for quote in held.quotes if quote.span != span])
        write_kept(path, left)
        return left


def delete_collection(library: Path, identity: str) -> None:
    """Overwrite and remove a collection. Raises KeptFileError where there is none."""
    path = _path(library, identity)
    with rewriting(library):
        if not path.is_file():
            raise unknown(path)
        erase_file(path)


def still_there(quote: KeptQuote, transcript_of: Callable[[str], Transcript]) -> bool:
    """Whether the transcript still holds the quote's words at its place."""
    try:
        transcript = transcript_of(quote.transcript)
    except TranscriptUnknown:
        return False
    return transcript.text[quote.start : quote.end] == quote.text


def _kept(quote: Quote, now: datetime, topic: str) -> KeptQuote:
    span = quote.citation.span
    return KeptQuote(
        transcript=span.transcript_id,
        start=span.start,
        end=span.end,
        text=quote.text,
        readable=quote.readable,
        title=quote.citation.title,
        speaker=quote.citation.speaker,
        participant=quote.participant,
        topic=topic,
        consent=quote.citation.consent,
        question=quote.question.quote if quote.question else "",
        time_start=quote.citation.time_start,
        saved=now,
    )


def _with(collection: Collection, quotes: Iterable[KeptQuote]) -> Collection:
    return collection.model_copy(update={"quotes": tuple(quotes)})


def _path(library: Path, identity: str) -> Path:
    path = library / COLLECTIONS / f"{identity}.json"
    if Path(identity).name != identity or identity in ("", ".", ".."):
        raise KeptFileError(path, "that is no name of a collection")
    return path
