"""Roles from what a file itself says: its labels, and lines such as `Interviewer: Jo Vale` above the first turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from corpus.transcript import Role

_ASKS = (
    "interviewer(?:in)?|researcher|facilitator|moderator(?:in)?|host|investigator|intervieweuse|intervieweur|enquêt(?:eur|rice)|"
    "entrevistadora?|intervistat(?:ore|rice)|cyfwelydd|ymchwilydd|hwylusydd|интервьюер|访谈者|采访者|المحاور"
)
_ANSWERS = (
    "participant|respondent|interviewee|informant|interviewte[rn]?|befragte[rn]?|enquêtée?|interviewée?|entrevistad[oa]|intervistat[oa]|"
    "cyfranogwr|ymatebydd|респондент|受访者"
)
_INTERVIEWER = re.compile(
    rf"(?:i|int|inv|iv|ivr|intv|interv|q|question|mod|fac|res|{_ASKS})\W*\d*|.*[(\[,/\-–—]\s*(?:{_ASKS})\s*\d*[)\]]?|(?:{_ASKS})\b\W.*",
    re.IGNORECASE,
)
_PARTICIPANT = re.compile(
    rf"(?:p|r|a|part|resp|answer|ppt|fg|{_ANSWERS})\W*\d*|(?:p|r)t?\d+\w?|.*[(\[,/\-–—]\s*(?:{_ANSWERS})\s*\d*[)\]]?|(?:{_ANSWERS})\b\W.*",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"(?:interpreter|translator|observer|note[- ]?taker|transcri\w+|unknown|unidentified|all|both|several|multiple|everyone|"
    r"various|group|crosstalk)(?:\W*(?:speakers?|voices?|talking|\d+))*",
    re.IGNORECASE,
)
_ANSWERER = re.compile(r"(?:p|participant|ppt)\W*\d*", re.IGNORECASE)


def roles_of(names: Iterable[str]) -> dict[str, Role]:
    """The role of each speaker. Without an interviewer's label among them the rest stay unknown.

    >>> roles_of(["Interviewer", "Amara"])["Amara"]
    <Role.PARTICIPANT: 'participant'>
    >>> roles_of(["Helen", "Priya"])["Priya"]
    <Role.UNKNOWN: 'unknown'>
    """
    speakers = set(names)
    known = {name: role_of_label(name) for name in speakers}
    if not any(re.fullmatch(r"q\W*|question\W*|i\W*", name, re.IGNORECASE) for name in speakers):
        known |= {
            name: Role.UNKNOWN for name in speakers if re.fullmatch(r"a\W*", name, re.IGNORECASE)
        }  # an initial, not “Answer”
    if not any(role is Role.INTERVIEWER for role in known.values()):
        # `R` answers an interviewer, but beside participants it is the researcher.
        lone = [name for name in speakers if re.fullmatch(r"r\W*", name, re.IGNORECASE)]
        if len(lone) == 1 and any(_ANSWERER.fullmatch(name) for name in speakers):
            known[lone[0]] = Role.INTERVIEWER
    if any(role is Role.INTERVIEWER for role in known.values()):
        for name, role in known.items():
            if role is Role.UNKNOWN and not _NEITHER.fullmatch(name):
                known[name] = Role.PARTICIPANT
    return known


def role_of_label(name: str) -> Role:
    """What a label says by itself: `I`, `Mod 2` and `Jo (Interviewer)` ask, `P3` and `Respondent` answer.

    >>> [role_of_label(name).value for name in ("Mod", "Dr Vale (Researcher)", "P12", "Ada")]
    ['interviewer', 'interviewer', 'participant', 'unknown']
    """
    if _INTERVIEWER.fullmatch(name.strip()):
        return Role.INTERVIEWER
    return Role.PARTICIPANT if _PARTICIPANT.fullmatch(name.strip()) else Role.UNKNOWN


_SAYS_WHO = re.compile(
    rf"(?:^\W*|[.!?]\s+)(?:(?P<asks>{_ASKS}|interviewed by|hosted by)|(?P<answers>{_ANSWERS}))s?(?:\s+is|\s*\**:)\**"
    r"\s+(?P<who>[^\n.]{2,60})\.?\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def named_roles(preamble: str) -> dict[str, Role]:
    """Whom the lines above the first turn name as interviewer or participant.

    >>> named_roles("Interviewer: Jo Vale\\nSite: Leeds")
    {'Jo Vale': <Role.INTERVIEWER: 'interviewer'>}
    """
    named: dict[str, Role] = {}
    for match in _SAYS_WHO.finditer(preamble):
        for name in re.split(r",\s*|\s+and\s+|\s*&\s*", match["who"].strip(" .*_")):
            if name and name[0].isupper() and len(name.split()) <= 5:
                named[name] = Role.INTERVIEWER if match["asks"] else Role.PARTICIPANT
    return named


def with_named(roles: Mapping[str, Role], named: Mapping[str, Role]) -> dict[str, Role]:
    """The roles of labels, given the roles of names: a label is a name, its first name, its last, or its initials."""
    given = {label: role for label in roles for name, role in named.items() if is_short_for(label, name)}
    roles = {label: given.get(label, role) for label, role in roles.items()}
    asks = any(role is Role.INTERVIEWER for role in roles.values())
    return {
        label: Role.PARTICIPANT if asks and role is Role.UNKNOWN and not _NEITHER.fullmatch(label) else role
        for label, role in roles.items()
    }


def is_short_for(label: str, name: str) -> bool:
    """Whether `label` may stand for `name` within one file.

    >>> [is_short_for(label, "Amara Okafor") for label in ("AO", "Amara", "Okafor", "A. O.", "Ama")]
    [True, True, True, True, False]
    """
    words = re.findall(r"\w+", name.casefold())
    plain = " ".join(re.findall(r"\w+", label.casefold()))
    if not words or not plain:
        return False
    initials = "".join(word[0] for word in words)
    return (
        plain == " ".join(words)
        or plain in {words[0], words[-1]}
        or (len(words) > 1 and plain.replace(" ", "") == initials)
    )


def is_bystander(label: str) -> bool:
    """Whether a label names nobody whose words count as an interviewee's: an observer, an interpreter, several at once."""
    return _NEITHER.fullmatch(label) is not None
