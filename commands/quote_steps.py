"""From one quote to others: more like it, the contrary, a shorter one. A quote is named by its place, TRANSCRIPT:START-END."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from corpus.transcript import Role

if TYPE_CHECKING:
    from corpus.reading import LibraryReader
    from corpus.transcript import Span
    from models.metering import Request
    from rag.quotes.finder import QuoteFinder, Wanted
    from rag.quotes.quote import Quote

How: TypeAlias = Literal["like", "contrary", "shorter"]
_PLACE = re.compile(r"(?P<transcript>.+):(?P<start>\d+)\s*[-–]\s*(?P<end>\d+)")
_METAVAR = "TRANSCRIPT:START-END"

LikeOption = Annotated[
    str | None, typer.Option("--like", metavar=_METAVAR, help="Quotes that say something like the one there.")
]
ContraryOption = Annotated[
    str | None,
    typer.Option("--contrary", metavar=_METAVAR, help="Quotes on the same matter in words that turn it round."),
]
ShorterOption = Annotated[
    str | None,
    typer.Option("--shorter", metavar=_METAVAR, help="The part of the quote there that is nearest to the topic."),
]

NOTHING: Mapping[str, str] = {
    "": "People speak of this, but nothing of the wanted length comes near enough to be quoted. Try --least-words and --most-words.",
    "like": "Nobody else says anything like it: no quote comes near enough.",
    "contrary": "No sign of the contrary was found: no quote near to it names the same thing in another tone, with an opposite word, or with a “not” more or less.",
    "shorter": "It cannot be cut shorter: it is one sentence, or every part of it has fewer than eight words.",
}
"""What is said where a step finds nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is wanted of which quote."""

    how: How
    place: str

    @property
    def title(self) -> str:
        """What its quotes are called, before the words of the one they go on from."""
        return {"like": "More like", "contrary": "The contrary of", "shorter": "Shorter than"}[self.how]


def step_from(like: str | None, contrary: str | None, shorter: str | None) -> Step | None:
    """The one step that was asked for; None where none was. Raises typer.BadParameter for more than one."""
    given: list[tuple[How, str | None]] = [("like", like), ("contrary", contrary), ("shorter", shorter)]
    steps = [Step(how, place) for how, place in given if place is not None]
    if len(steps) > 1:
        raise typer.BadParameter("give one of --like, --contrary and --shorter")
    return steps[0] if steps else None


def seed_at(place: str, library: LibraryReader) -> Span:
    """The span that TRANSCRIPT:START-END names. Raises TranscriptUnknown, and typer.BadParameter where there is no quote."""
    match = _PLACE.fullmatch(place.strip())
    if match is None:
        raise typer.BadParameter(f"{place!r} should be {_METAVAR}, as `testimony quotes` prints it below a quote")
    start, end = int(match["start"]), int(match["end"])
    identity = library.record(match["transcript"]).id
    transcript = library.transcript(identity)
    if not start < end <= len(transcript.text):
        raise typer.BadParameter(f"{identity} has {len(transcript.text)} characters: {start}-{end} is no place in it")
    turns = transcript.turns_in(start, end)
    if not turns or any(turn.role is Role.INTERVIEWER for turn in turns):
        raise typer.BadParameter(f"{start}-{end} of {identity} is not a participant's alone: choose a place of a quote")
    return transcript.span(start, end)


def after(
    how: How, seed: Span, finder: QuoteFinder, wanted: Wanted, topic: str, requests: list[Request]
) -> list[Quote]:
    """The quotes that a step leads to; what was asked of a model goes into `requests`. Raises LibraryError and ModelError."""
    if how == "like":
        return finder.more_like(seed, wanted, requests)
    if how == "contrary":
        return finder.the_contrary(seed, wanted, requests)
    quote = finder.at(seed)
    cut = finder.shorter(quote, topic.strip() or quote.text)
    return [cut] if cut is not None else []


def as_place(span: Span) -> str:
    """A span as these options take it.

    >>> from corpus.transcript import Span
    >>> as_place(Span(transcript_id="ana-1f", start=3, end=40))
    'ana-1f:3-40'
    """
    return f"{span.transcript_id}:{span.start}-{span.end}"
