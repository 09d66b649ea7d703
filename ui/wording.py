"""How citations, times and numbers are put into words, the same on every page. Plain text: nothing here is Markdown.

What files say, too, lives in exports.wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.participants import is_unnamed
from corpus.records import TranscriptRecord
from corpus.transcript import Role
from exports.wording import ROLES, UNLABELLED, clock, count, numbered, place, who, with_condition
from rag.answer import Citation

__all__ = [
    "ROLES",
    "UNLABELLED",
    "at_most",
    "clock",
    "count",
    "numbered",
    "people_in",
    "place",
    "reference",
    "shortened",
    "voices_among",
    "who",
]

_MOST_PEOPLE = 6


def reference(citation: Citation) -> str:
    """A quotation with its source, to paste into a text of one's own."""
    said = f"“{' '.join(citation.quote.split())}”"
    time = f", at {clock(citation.time_start)}" if citation.time_start is not None else ""
    place = f"{citation.title}{time}, characters {citation.span.start}–{citation.span.end}"
    source = with_condition(place, citation.consent, citation.tells)
    return f"{said} ({citation.speaker or UNLABELLED.lower()}, {source})"


def people_in(record: TranscriptRecord) -> str:
    """Who speaks in an interview, and in which role where that is known and not the name: "Ana (participant), Interviewer"."""
    roles = {speaker: ROLES[Role(role)] for speaker, role in record.roles.items()}
    told = {name: role for name, role in roles.items() if role != name.casefold()}
    named = [f"{name} ({told[name]})" if name in told else name for name in record.speakers]
    return at_most(named, _MOST_PEOPLE)


def voices_among(participants: Iterable[str]) -> str:
    """How many people these are. Nobody can count the voices of speech without labels.

    >>> voices_among(["Ana", "Ana", "unnamed participant (leeds-07)"])
    '1 person and unlabelled speech'
    """
    everybody = set(participants)
    named = [name for name in everybody if not is_unnamed(name)]
    people = [count(len(named), "person", "people")] if named else []
    return " and ".join([*people, *(["unlabelled speech"] if len(named) < len(everybody) else [])])


def shortened(text: str, most: int) -> str:
    """A name cut to `most` characters, which it says.

    >>> shortened("Amara Okafor, first interview", 12)
    'Amara Okafo…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def at_most(names: Sequence[str], most: int) -> str:
    """Names in a row, the rest counted.

    >>> at_most(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    rest = len(names) - most
    return f"{', '.join(names[:most])} and {rest} more" if rest > 0 else ", ".join(names)
