"""Roles from labels alone: whoever is called an interviewer is one, and then the others are participants."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.transcript import Role

_INTERVIEWER = re.compile(
    r"^(i|int|iv|ivr|q|interviewer|researcher|facilitator|moderator|mod|host|fac)\W*\d*$|\((interviewer|researcher|facilitator|moderator|host)\)",
    re.I,
)
_PARTICIPANT = re.compile(r"^(p|r|a|participant|respondent|interviewee|answer|speaker p)\W*\d*$|\((participant|interviewee)\)", re.I)


def roles_of(names: Iterable[str]) -> dict[str, Role]:
    """The role of each speaker. Without an interviewer's label among them nobody's role is known.

    >>> roles_of(["Interviewer", "Amara"])["Amara"]
    <Role.PARTICIPANT: 'participant'>
    >>> roles_of(["Helen", "Priya"])["Priya"]
    <Role.UNKNOWN: 'unknown'>
    """
    speakers = set(names)
    asking = {name for name in speakers if _INTERVIEWER.search(name)}
    known = asking or {name for name in speakers if _PARTICIPANT.search(name)}
    return {
        name: Role.INTERVIEWER
        if name in asking
        else Role.PARTICIPANT
        if asking or name in known
        else Role.UNKNOWN
        for name in speakers
    }
