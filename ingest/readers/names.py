"""Whether some words in front of a colon look like the name of somebody who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.transcript import Role
from ingest.readers.roles import role_of_label

HEADER_FIELDS = frozenset(
    [
        "date",
        "time",
        "place",
        "location",
        "venue",
        "duration",
        "length",
        "title",
        "project",
        "study",
        "file",
        "audio",
        "recording",
        "recorded",
        "site",
        "version",
        "transcriber",
        "transcribed",
        "present",
        "attendees",
        "participants",
        "speakers",
        "notes",
        "note",
        "subject",
        "topic",
        "interview",
        "id",
        "url",
        "link",
        "source",
        "language",
        "status",
        "consent",
        "group",
        "bio",
        "biography",
        "background",
        "abstract",
        "organisation",
        "organization",
        "email",
        "website",
        "code",
        "summary",
        "keywords",
    ]
)
_MONTH_OR_DAY = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:\w*day|uary|ch|il|e|y|ust|tember|ember|ober)?"
_DATE = re.compile(rf"{_MONTH_OR_DAY}\b\W.*\d|\d{{1,2}}(?:st|nd|rd|th)?\W+{_MONTH_OR_DAY}\b.*", re.IGNORECASE)
_NAME = re.compile(r"[^\W_][\w.'’ \t ()&/\-–—,#]{0,98}")
_MOST_WORDS_IN_A_NAME = 5  # not counting what stands in brackets
_SAID_MIDWAY = frozenset(  # words that open a line of speech with a colon behind them
    [
        "remember",
        "anyway",
        "anyhow",
        "well",
        "so",
        "but",
        "and",
        "because",
        "basically",
        "actually",
        "example",
        "question",
        "answer",
        "hence",
        "therefore",
        "then",
        "now",
        "also",
        "first",
        "second",
        "third",
        "finally",
        "yes",
        "no",
        "yeah",
        "okay",
        "ok",
        "right",
        "look",
        "listen",
        "see",
        "important",
        "warning",
        "tip",
    ]
)
_JOINING = frozenset(
    ["and", "de", "van", "von", "der", "den", "of", "the", "la", "le", "al", "el", "bin", "du", "da", "di", "dos", "y"]
)


def tidy_name(name: str) -> str:
    """A label without the markup, the brackets and the doubled spaces around and in it."""
    name = re.sub(r"\s+", " ", name).strip(" *_#\u200b\u200e\u200f\ufeff")
    inner = re.fullmatch(r"\[([^\]]+)\]|\(([^)]+)\)|<([^>]+)>", name)
    return (inner[1] or inner[2] or inner[3]).strip() if inner else name


def could_be_a_name(name: str) -> bool:
    """Whether a label could be written like this at all; enough for one that is seen again and again."""
    words = _without_brackets(name).split()
    plain = _NAME.fullmatch(name)
    return plain is not None and 0 < len(words) <= _MOST_WORDS_IN_A_NAME and not name[0].isdigit()


def credible_name(name: str) -> bool:
    """Whether this looks like a label even where it is seen once: “Ms Jones”, “P3”, not “so here is the thing”."""
    if name.casefold() in HEADER_FIELDS or name.casefold() in _SAID_MIDWAY or _DATE.match(name):
        return False
    return role_of_label(name) is not Role.UNKNOWN or all(map(_like_a_name, _words(name)))


def is_header_field(name: str) -> bool:
    """Whether a label is a field of the lines above a talk: “Interview ID”, “Audio source”, “Participant number”."""
    return any(word.casefold().strip(".,") in HEADER_FIELDS or word.casefold() == "number" for word in name.split())


def _words(name: str) -> Iterator[str]:
    return (stripped for word in _without_brackets(name).split() if (stripped := word.strip(".,&/-–—#")))


def _like_a_name(word: str) -> bool:
    return not word[0].islower() or word[1:2] in {"'", "’"} or word.casefold() in _JOINING


def _without_brackets(name: str) -> str:
    return name.partition("(")[0] or name
