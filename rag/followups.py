"""A question that leans on the conversation becomes one that stands alone, by rule: no model, nothing invented.

The rule only ever adds: the subject of the question before, in its own words, and its filters. It is shown to the
person, who may edit it. When in doubt a question is taken as it stands: a wrong subject misleads more than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.store import Scope
from rag.question import content_words, subject

_OPENING = re.compile(r"^\s*(?:(?:and|but|so|or|also|then|ok(?:ay)?)\b[\s,]*)+", re.IGNORECASE)
_INSTEAD = re.compile(r"^\s*(?:(?:and|but|so)\b[\s,]*)?(?:what|how)\s+about\s+", re.IGNORECASE)
_PLACE = re.compile(r"^(?:in|at|from|for|by|among|amongst|with|during|before|after|about|on)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|these|those|they|them|their|he|him|his|she|her|hers|the same|such|there|one|ones|others?"
    r"|anyone else|someone else|everyone else|who else|what else|elsewhere)\b",
    re.IGNORECASE,
)
_BARE = frozenset(
    "why how who when where which what whose agree agreed agrees disagree disagreed disagrees differently different "
    "more else example examples exactly said same elaborate further detail details mean happened next instead".split()
)
_ASKS_WHICH = re.compile(r"^(?:what|which)\s+(?=\w+\s+\w)", re.IGNORECASE)
_CONJUNCTION = re.compile(
    r"\b(say|says|said|think|thinks|thought|feel|felt|mention|mentioned|know|knew|believe|believed|tell|told|find|found"
    r"|complain|complained|argue|argued|report|reported|agree|agreed|mean|meant)\s+that\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"^[^,]+, on (?=\w)")
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was searched for (standing alone), where, and the statements that answered it."""

    question: str
    scope: Scope = Scope()  # noqa: RUF009  # frozen
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standalone:
    """A question that can be searched for by itself; `leant` says that something was carried over to make it so.

    `prompt` is the prompt by which a model rewrote it; None where the rule did.
    """

    question: str
    scope: Scope
    leant: bool
    prompt: str | None = None


def standing_alone(question: str, before: Sequence[Asked], scope: Scope, speakers: Sequence[str] = ()) -> Standalone:
    """The question with the subject and the filters of the one before it, when it leans on that; else as it is.

    `before` is the conversation, oldest first, each question already standing alone; `scope` is the filter set for
    this question, which wins over a carried one; `speakers` are the names there are: asking about one of them by name
    ("and Denise?") turns the filter to them.
    """
    asked = " ".join(question.split())
    if not before or not leans(asked):
        return Standalone(question=asked, scope=scope, leant=False)
    last = before[-1]
    scope = last.scope if scope.is_everything else scope
    rest = _rest(asked)
    named = tuple(name for name in speakers if name.casefold() == re.sub(r"^(?:by|from|for)\s+", "", rest).casefold())
    # of a question that this rule made itself, what was carried over is carried on: "Why, on fees?" is about fees
    about = _CARRIED.sub("", _ASKS_WHICH.sub("", subject(last.question)).rstrip("?.! "))
    if named:
        question, scope = last.question, replace(scope, speakers=named)
    elif not rest:
        question = last.question
    elif _INSTEAD.match(asked) and not _PLACE.match(rest):
        question = f"{about.partition(': ')[0]}: {rest}?"
    elif _PLACE.match(rest):
        question = f"{about} {rest}?"
    else:
        question = f"{rest[0].upper()}{rest[1:]}, on {about}?"
    return Standalone(question=question, scope=scope, leant=True)


def may_lean(question: str) -> bool:
    """Whether a model is worth asking: the rule sees that it leans, or a word in it may point back.

    >>> may_lean("Which of them said that volunteers should get more money?"), may_lean("What was said about childcare?")
    (True, False)
    """
    return leans(question) or bool(_POINTS_BACK.search(question) or _OPENING.match(question))


def leans(question: str) -> bool:
    """Whether a question needs the one before it to be understood.

    >>> [leans(q) for q in ("and in Leeds?", "why?", "who disagreed?", "What did they say about childcare?")]
    [True, True, True, False]
    >>> leans("Did anyone say that childcare kept them away?")
    False
    """
    if _INSTEAD.match(question):
        return True
    opened = _OPENING.match(question) is not None
    rest = _rest(question)
    own = [word for word in content_words(_POINTS_BACK.sub(" ", rest)) if word not in _BARE]
    if not own:
        return True
    short = len(own) <= _FEW_WORDS
    return short and ((opened and bool(_PLACE.match(rest) or len(own) == 1)) or _points_back_to_a_subject(rest))


def _points_back_to_a_subject(rest: str) -> bool:
    """ "Did that change with age?" does; "What did they say about childcare?" does not: people are asked about."""
    rest = _CONJUNCTION.sub(" ", rest)
    return bool(
        re.search(r"\b(?:it|that|this|these|those|the same|such|there)\b(?!\s+(?:is|are|was|were)\s+there)", rest, re.I)
    )


def _rest(question: str) -> str:
    rest = _INSTEAD.sub("", question, count=1) if _INSTEAD.match(question) else _OPENING.sub("", question, count=1)
    return rest.strip().rstrip("?.! ")
