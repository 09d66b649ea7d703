"""The question before and what a follow-up asks instead, put together as a person would type them.

Each way keeps what was asked and changes one thing in it: whose words, which place, what about. Where none fits, both are
joined ("..., and did it change?"). Every word is of the two questions but the few that join them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.speech.elided import AskedOf, gapped, heard_from, how_many_of, how_often, of_the_topic, the_contrary, why_not

_GENERIC = "people|participants|interviewees|they|anyone|anybody|everyone|everybody|someone|somebody"
_GROUPS = """adults administrators applicants carers caregivers charities children clinicians coordinators dads daughters
    doctors employers facilitators families fathers friends funders girls boys grandparents husbands interpreters managers
    members men migrants mothers mums neighbours nurses organisers parents partners patients pensioners professionals refugees
    researchers residents sons staff students survivors teachers trainers users volunteers widows wives women workers
    youngsters young\\s+people older\\s+people disabled\\s+people"""
_GROUP = "|".join(_GROUPS.split())
_RELATIONS = """aunt boss boy brother carer child cousin dad daughter doctor father friend girl grandfather grandmother
    granddaughter grandson husband mam manager mother mum neighbour nurse partner sister son uncle wife"""
_IS_GROUP = re.compile(rf"^(?:(?:the|other|younger|older|young|some)\s+)*(?:{_GROUP})$", re.IGNORECASE)
_IS_RELATION = re.compile(rf"\b(?:his|her|their)\s+(?:\w+\s+)?(?:{'|'.join(_RELATIONS.split())})$", re.IGNORECASE)
_ASKED_OF_MANY = re.compile(
    rf"\b(?P<verb>do|did|are|were|have|has|does|can|could|would|should|will|had)\s+"
    rf"(?P<who>(?:the\s+)?(?:{_GENERIC}|{_GROUP}|(?-i:[A-Z]\w+)))\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    rf"^(?:do|does|did|is|are|was|were|has|have|can|could|would|should|will)\s+(?P<who>(?:the\s+)?(?:{_GROUP})|(?-i:[A-Z]\w+))$",
    re.I,
)
_OF_MANY = {"has": "have", "does": "do"}
_ANY_OF_MANY = re.compile(r"\b(?:people|participants|interviewees)\b", re.IGNORECASE)
_FOR = re.compile(r"^(?:for|with|of|among|amongst)\s+", re.IGNORECASE)
_TOLD_ABOUT = re.compile(
    r"^(?P<lead>.*?\b(?:say|says|said|think|thinks|thought|feel|felt|mention(?:ed)?|talk(?:ed)?|speak|spoke|hear|heard|tell|told|"
    r"views?|opinions?)\s+(?:(?:me|anything|more)\s+)?(?:about|of|on|regarding)\s+)(?P<topic>.+)$",
    re.IGNORECASE,
)
_SAID_BY_NOBODY = re.compile(
    r"^what\s+(?:was|is|has\s+been|gets)\s+said\s+(?:about|of|on)\s+(?P<topic>.+)$", re.IGNORECASE
)
_ABOUT = re.compile(r"^(?:about|on|of|regarding)\s+", re.IGNORECASE)
_PLACED = re.compile(r"^(?P<place>in|at|from|for|by|among|amongst|with|during|before|after)\s+\S", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"^(?:how(?:\s+(?:long|often|soon))?|when|where)\s+(?=(?:do|does|did|is|are|was|were|have|has)\b)", re.I
)
_WHICH_CAME_UP = re.compile(
    r"^(?:what|which)\s+(?P<topic>\w+(?:\s+\w+)*)\s+(?:came\s+up|were\s+(?:raised|mentioned|named))$", re.I
)
_OF_OTHERS = re.compile(r"\b(?:anyone|anybody|someone|somebody|everyone|everybody|others|who)\b", re.IGNORECASE)
_ELSE = re.compile(r"^(?:any|some|every)?(?:who|one|body)\s+else$", re.IGNORECASE)
_MORE = re.compile(r"^(?:(?:what|anything|something)\s+else|(?:tell\s+me\s+)?more|go\s+on|elaborate)$", re.IGNORECASE)
_WHY = re.compile(r"^why(?:\s+(?:is|was)\s+(?:that|it))?(?:\s+(?:so|tho|though))?$", re.IGNORECASE)
_EXAMPLES = re.compile(r"^(?:any|some|an|for)?\s*(?:examples?|instance)$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^(?:who|whose|whom|what|when|where|why|how|which|do|does|did|is|are|was|were|has|have|had|can|could|would|should|will)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:he|him|she|her|it|that|this|they|them|those|these)$", re.IGNORECASE)
_CASE = " when it comes to "
_CARRIED = re.compile(rf"(?:{_CASE}.+|, and (?:{_CLAUSE.pattern[1:]}).*)$", re.IGNORECASE)


def rephrased(before: str, rest: str) -> str:
    """What is meant by `rest`, a follow-up without its "and" or "what about", after the question before it.

    >>> rephrased("How long do people wait for their money?", "carers")
    'How long do carers wait for their money?'
    >>> rephrased("What did Wendy say about getting paid?", "her mother")
    'What did Wendy say about her mother and getting paid?'
    >>> rephrased("Were travel costs paid back?", "how much")
    'Were travel costs paid back, and how much?'
    """
    last = _CARRIED.sub("", before.rstrip("?.! "))
    ways: tuple[Callable[[str, str], str | None], ...] = (
        _why, why_not, _who_else, _what_else, the_contrary, how_often, _of_others, _of_the_topic, _of_somebody_else,
        _of_another_group, _elsewhere, _about_something_else, _joined,
    )  # fmt: skip
    made = next(found for way in ways if (found := way(last, rest)))
    return f"{made[0].upper()}{made[1:]}?"


def counted(before: str) -> str | None:
    """The question that has the people counted who say what was asked for before; None where none fits.

    >>> counted("What barriers to paying people came up?"), counted("Did anyone refuse the fee, and why?")
    ('How many people speak about barriers to paying people?', 'How many people refuse the fee?')
    """
    last = _CARRIED.sub("", before.rstrip("?.! "))
    topic = _topic(last)
    made = f"how many people speak about {topic}" if topic else how_many_of(last)
    return f"{made[0].upper()}{made[1:]}?" if made else None


def asks_others(rest: str) -> bool:
    """Whether a follow-up asks for somebody else than the question before it.

    >>> [asks_others(rest) for rest in ("did anyone disagree", "who else", "why")]
    [True, True, False]
    """
    return _OF_OTHERS.search(rest) is not None


def is_clause(rest: str) -> bool:
    """Whether a follow-up is a question of its own, and not a thing or a place.

    >>> is_clause("did it change"), is_clause("travel costs")
    (True, False)
    """
    return _CLAUSE.match(rest) is not None


def asked_of_whom(before: str, rest: str) -> AskedOf | None:
    """Whom a follow-up asks about that says of what, too, and the question that this makes; None for any other.

    >>> asked_of_whom("What did Wendy say about fees?", "Colin about buses")
    AskedOf(question='What did Colin say about buses', who='Colin')
    """
    last = _CARRIED.sub("", before.rstrip("?.! "))
    return heard_from(_topic(last), rest) or gapped(last, rest)


def of_whom(rest: str) -> str:
    """A group or a name alone, where a follow-up asks the same of them.

    >>> of_whom("do researchers"), of_whom("did Denise"), of_whom("did it change")
    ('researchers', 'Denise', 'did it change')
    """
    found = _DOES.match(rest)
    return found["who"] if found else rest


def asked_of_another(before: str, name: str, instead_of: str) -> str:
    """The question before, asked of another speaker by name.

    >>> asked_of_another("What did Wendy say about Wendy's fees?", "Denise", "Wendy")
    "What did Denise say about Denise's fees?"
    """
    return re.sub(rf"\b{re.escape(instead_of)}\b", lambda _: name, before)


def _why(last: str, rest: str) -> str | None:
    return f"why {_CIRCUMSTANCE.sub('', last)}" if _WHY.match(rest) and _CIRCUMSTANCE.match(last) else None


def _who_else(last: str, rest: str) -> str | None:
    if not _ELSE.match(rest):
        return None
    if re.match(r"who\b(?!\s+else)", last, re.IGNORECASE):
        return f"who else{last[3:]}"
    topic = _topic(last)
    one = re.compile(r"\b((?:any|some)(?:one|body))\b(?!\s+else)", re.IGNORECASE)
    if topic is None and one.search(last):
        return one.sub(r"\1 else", last, count=1)
    return f"who else spoke about {topic}" if topic else f"{last}, and who else spoke of it"


def _what_else(last: str, rest: str) -> str | None:
    if not _MORE.match(rest):
        return None
    if found := _WHICH_CAME_UP.match(last):
        return (
            last if found["topic"].startswith("other ") else last.replace(found["topic"], f"other {found['topic']}", 1)
        )
    if re.match(r"what\s+else\b", last, re.IGNORECASE):
        return last
    opening = re.match(r"what(?=\s+(?:do|does|did|is|are|was|were|has|have)\b)", last, re.IGNORECASE)
    return f"what else{last[4:]}" if opening else f"{last}, and what else was said of it"


def _of_others(last: str, rest: str) -> str | None:
    """Asked of somebody else, the question must not name whom it was asked of: their words alone would be looked at."""
    told = _TOLD_ABOUT.match(last)
    is_asked = told is not None and asks_others(rest) and is_clause(rest)
    return f"{rest} about {told['topic']}" if told is not None and is_asked else None


def _of_another_group(last: str, rest: str) -> str | None:
    group = _FOR.sub("", rest)
    if not _IS_GROUP.match(group):
        return None
    asked = _ASKED_OF_MANY.search(last)
    if asked is None:
        if (told := _SAID_BY_NOBODY.match(last)) and not _IS_GROUP.match(told["topic"]):
            return f"what did {group} say about {told['topic']}"
        named = None if _TOLD_ABOUT.match(last) else _ANY_OF_MANY.search(last)
        return f"{last[: named.start()]}{group}{last[named.end() :]}" if named else None
    verb = _OF_MANY.get(asked["verb"].lower(), asked["verb"])
    return f"{last[: asked.start()]}{verb} {group}{last[asked.end() :]}"


def _of_the_topic(last: str, rest: str) -> str | None:
    return of_the_topic(_topic(last), rest)


def _of_somebody_else(last: str, rest: str) -> str | None:
    found = asked_of_whom(last, rest)
    return found.question if found else None


def _elsewhere(last: str, rest: str) -> str | None:
    placed = _PLACED.match(rest)
    if placed is None:
        return None
    same = re.compile(rf"\b{placed['place']}\s+(?:(?:the|a|an|our|their|this)\s+)?\w+$", re.IGNORECASE)
    return same.sub(rest, last, count=1) if same.search(last) else f"{last} {rest}"


def _about_something_else(last: str, rest: str) -> str | None:
    if is_clause(rest):
        return None
    about = _ABOUT.sub("", rest)
    if _PRONOUN.match(about):
        return None
    if found := _TOLD_ABOUT.match(last):
        # of whom something is asked, something was asked: "and her mother?" still wants the fees
        return f"{found['lead']}{about}" + (f" and {found['topic']}" if _IS_RELATION.search(about) else "")
    if about != rest and re.search(r"\b(?:say|said|think|thought|feel|felt|talk|spoke)$", last, re.IGNORECASE):
        return f"{last} {rest}"
    return None


def _joined(last: str, rest: str) -> str:
    if _EXAMPLES.match(rest):
        return f"{last}, and are there any examples"
    if _WHY.match(rest):
        return f"{last}, and why"
    if _PRONOUN.match(rest):
        return f"{last}, and what about {rest}"
    if is_clause(rest):
        return f"{last}, and {rest[0].lower()}{rest[1:]}"
    return f"{last}{_CASE}{_ABOUT.sub('', rest)}"


def _topic(last: str) -> str | None:
    found = _TOLD_ABOUT.match(last) or _WHICH_CAME_UP.match(last)
    return found["topic"] if found else None
