"""The groups of interviews that the metadata tells apart (group, site …), and which of them a few words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from corpus.records import TranscriptRecord, several
from rag.speech.stems import every_stem

Groups: TypeAlias = Mapping[str, tuple[str, ...]]
"""Ids of interviews by a value of their metadata, as it is written: “carer”, “Leicester”."""

_NO_GROUP = frozenset(("date", "consent", "title", "file", "participant"))
_AND = re.compile(r"\s*(?:,|;|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_AROUND = re.compile(
    r"""^(?:(?:the|this|those|these|other|our|ones|people|participants|interviewees|interviews?|transcripts?|who|are|were|live|lives
    |in|from|at|for|by|with|of|among|amongst|to)\s+)+""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"\s+(?:ones?|people|participants|interviewees|interviews?|transcripts?|site|group)$", re.IGNORECASE
)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_ONE_OF_MANY = {"people": "person", "women": "woman", "men": "man", "children": "child"}


def groups_of(records: Iterable[TranscriptRecord]) -> Groups:
    """The interviews of each value that the metadata of several interviews may share."""
    found: dict[str, list[str]] = {}
    for record in records:
        for key, value in record.meta.items():
            for one in several(value) if key not in _NO_GROUP else ():
                found.setdefault(one, []).append(record.id)
    return {value: tuple(dict.fromkeys(ids)) for value, ids in found.items()}


def groups_named(words: str, groups: Groups) -> tuple[str, ...]:
    """The groups that the words name, if they name nothing else; empty otherwise.

    >>> groups = {"carer": ("a",), "young person": ("b",), "Leicester": ("a",)}
    >>> groups_named("the carers", groups), groups_named("young people and carers", groups)
    (('carer',), ('young person', 'carer'))
    >>> groups_named("the ones in Leicester", groups), groups_named("What was Leicester like", groups)
    (('Leicester',), ())
    """
    named: list[str] = []
    for part in _AND.split(words.strip()):
        bare = _AROUND.sub("", part)
        wanted = {_key(bare), _key(_AFTER.sub("", bare))} - {()}
        fitting = [value for value in groups if _key(value) in wanted]
        if not fitting:
            return ()
        named += fitting
    return tuple(dict.fromkeys(named))


def asked_of_group(question: str, typed: str, groups: Groups) -> str:
    """The question with the group that it names, if it does, changed to the one that was typed.

    >>> groups = {"carer": ("a",), "funder": ("b",), "Leeds": ("a",)}
    >>> asked_of_group("What did carers say about fees?", "the funder", groups)
    'What did the funder say about fees?'
    >>> asked_of_group("Why do people wait?", "the funder", groups)
    'Why do people wait?'
    """
    said = list(re.finditer(r"[\w'’-]+", question))
    places = [(first, last) for first in said for last in said if first.start() > 0 and first.start() <= last.start()]
    keys = {_key(value) for value in groups}
    for first, last in places:
        named = question[first.start() : last.end()]
        if _key(named) in keys:
            return f"{_THE.sub('', question[: first.start()])}{_without_place(typed)}{question[last.end() :]}"
    return question


def _without_place(typed: str) -> str:
    bare = _AROUND.sub("", typed)
    return f"the {bare}" if re.search(rf"\bthe\s+{re.escape(bare)}$", typed, re.IGNORECASE) else bare


def interviews_of(named: Iterable[str], groups: Groups) -> tuple[str, ...]:
    """The ids of the interviews in any of these groups."""
    return tuple(dict.fromkeys(each for value in named for each in groups[value]))


def _key(words: str) -> tuple[str, ...]:
    return tuple(every_stem(" ".join(_ONE_OF_MANY.get(word, word) for word in words.lower().split())))
