"""A question that leans on the conversation becomes one that stands alone, by rule: no model, nothing invented.

Carried over is what was asked before, in its own words (`rag.conversation.rephrasing`), and its filters. What comes of it is shown to
the person, who may edit it. When in doubt a question is taken as it stands: a wrong subject misleads more than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.store import Scope
from corpus.transcript import Span
from models.metering import Request
from rag.answer import Answer
from rag.conversation.rephrasing import asked_of_another, asked_of_whom, asks_others, is_clause, of_whom, rephrased
from rag.conversation.terse import request_itself
from rag.speech.courtesies import without_courtesies
from rag.speech.elided import is_elided, where_the_same, without_too
from rag.speech.naming import forms_of, labels_at, names_written
from rag.speech.question import content_words
from rag.speech.words import looks_like_a_name, words_in

_OPENING = re.compile(r"^\s*(?:(?:and|but|so|or|also|then|only|just|ok(?:ay)?)\b[\s,]*)+", re.IGNORECASE)
_INSTEAD = re.compile(r"^\s*(?:(?:and|but|so)\b[\s,]*)?(?:what|how)\s+about\s+", re.IGNORECASE)
_PLACE = re.compile(r"^(?:in|at|from|for|by|among|amongst|with|during|before|after|about|on)\b", re.IGNORECASE)
_SAID_OF_IT_BY_ALL = re.compile(
    r"what (?:did|do) (?:they|people|participants|everyone|everybody) (?:say|think|tell \w+) (?:about|of) "
    r"(?!it\b|that\b|this\b|them\b|these\b|those\b|him\b|her\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|these|those|they|them|their|he|him|his|she|her|hers|the same|such|there|one|ones|others?"
    r"|anyone else|someone else|everyone else|who else|what else|elsewhere)\b",
    re.IGNORECASE,
)
_BARE = frozenset(
    "why how who when where which what whose agree agreed agrees disagree disagreed disagrees differently different "
    "more else example examples exactly said same elaborate further detail details mean happened next instead "
    "much many long often far soon late old everyone everybody nobody way changed change tho though really never worst best "
    "most least not".split()
)
_AND_THEN = re.compile(r"^\s*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*then(?:\s+what)?[?.!\s]*$", re.IGNORECASE)
_INSTEAD_OF_IT = re.compile(r"\S\s+instead$", re.IGNORECASE)
_WHERE_THEN = re.compile(r"^\s*(?:in|at|from|for|among|with|during|before|after)\b.*\?\s*$", re.IGNORECASE)
_THEM = re.compile(r"\b(?:them|theirs)\b", re.IGNORECASE)
_ADDS = re.compile(r"^\s*(?:and|but|or|also)\b", re.IGNORECASE)
_AFTER_ITS_VERB = re.compile(
    r"^(?:\w+\s+){0,3}?(?:do|does|did|is|was|are|were|has|had|have|can|could|would|should|will)\s+(?P<who>she|he|her|his)\b",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(
    r"\b(say|says|said|think|thinks|thought|feel|felt|mention|mentioned|know|knew|believe|believed|tell|told|find|found"
    r"|complain|complained|argue|argued|report|reported|agree|agreed|mean|meant)\s+that\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was searched for (standing alone), where, and the statements that answered it.

    `shown` are the places of what was quoted, `quoted` the speakers of it, and `beside` those who speak in the same interviews.
    """

    question: str
    scope: Scope = Scope()  # noqa: RUF009  # frozen
    said: tuple[str, ...] = ()
    shown: tuple[Span, ...] = ()
    quoted: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standalone:
    """A question that can be searched for by itself; `leant` says that something was carried over to make it so.

    `prompt` is the prompt by which a model rewrote it; None where the rule did. `requests` is what was asked of a model for
    it, also where its wording was not taken.

    `beyond` is what was shown before and is not to be shown again. `notes` are said beside the answer. Where `unclear`, nothing
    can be searched for, and they say why. `otherwise` is what the answer before it has, for where nothing is found anew.
    """

    question: str
    scope: Scope
    leant: bool
    prompt: str | None = None
    requests: tuple[Request, ...] = ()
    beyond: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    unclear: bool = False
    otherwise: Answer | None = None


def standing_alone(question: str, before: Sequence[Asked], scope: Scope, speakers: Sequence[str] = ()) -> Standalone:
    """The question with what was asked before it and the filters of that, when it leans on it; else as it is.

    `before` is the conversation, oldest first, each question already standing alone; `scope` is the filter set for
    this question, which wins over a carried one; `speakers` are the names there are: asking about one of them by name
    ("and Denise?") turns the filter to them.
    """
    asked = without_courtesies(question)
    if not before or not asked:
        return Standalone(question=asked or " ".join(question.split()), scope=scope, leant=False)
    last = before[-1]
    where = last.scope if scope.is_everything else scope
    rest = of_whom(where_the_same(rest_of(asked)))
    voices, name = named_alone(rest, speakers)
    if not leans(asked) and not (voices and asked.endswith("?")):
        named = _with_the_name(asked, last.question)
        return Standalone(question=named, scope=where if named != asked else scope, leant=named != asked)
    if voices:
        before_it = names_written(last.question, forms_of(speakers))
        made = asked_of_another(last.question, name, before_it[0]) if before_it else last.question
        return Standalone(question=made, scope=replace(where, speakers=voices), leant=True)
    if (other := asked_of_whom(last.question, rest)) and not scope.speakers:
        where = replace(where, speakers=named_alone(other.who, speakers)[0])
    elif asks_others(rest) and not scope.speakers:
        where = replace(where, speakers=())
    return Standalone(question=rephrased(last.question, rest) if rest else last.question, scope=where, leant=True)


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
    >>> leans("Did anyone say that childcare kept them away?"), leans("And what did they say about childcare?")
    (False, False)
    """
    if _INSTEAD.match(question):
        return True
    rest = rest_of(question)
    if is_elided(rest) or of_whom(rest) != rest:
        return True
    adds = _ADDS.match(question) is not None or without_too(question.rstrip("?.! ")) != question.rstrip("?.! ")
    opened = adds or _OPENING.match(question) is not None
    own = [word for word in content_words(_POINTS_BACK.sub(" ", rest)) if word not in _BARE]
    if not own:
        return True
    if _SAID_OF_IT_BY_ALL.match(rest):
        return False
    if len(own) > _FEW_WORDS:
        return False
    if _WHERE_THEN.match(question) or _INSTEAD_OF_IT.search(rest):
        return True
    if opened and (_PLACE.match(rest) or len(own) == 1 or (adds and not is_clause(rest)) or _THEM.search(rest)):
        return True
    return _points_back_to_a_subject(rest) or (len(own) == 1 and _AFTER_ITS_VERB.match(rest) is not None)


def _points_back_to_a_subject(rest: str) -> bool:
    """ "Did that change with age?" does; "What did they say about childcare?" does not: people are asked about."""
    rest = _CONJUNCTION.sub(" ", rest)
    return bool(
        re.search(r"\b(?:it|that|this|these|those|the same|such|there)\b(?!\s+(?:is|are|was|were)\s+there)", rest, re.I)
    )


def rest_of(question: str) -> str:
    """A follow-up without the words that join it to the question before, or ask somebody to tell.

    >>> rest_of("And what about the carers, too?"), rest_of("ok, tell me why"), rest_of("and then?")
    ('the carers', 'why', 'what happened then')
    """
    if _AND_THEN.match(question):
        return "what happened then"
    rest = _INSTEAD.sub("", question, count=1) if _INSTEAD.match(question) else _OPENING.sub("", question, count=1)
    return without_too(request_itself(rest.strip().rstrip("?.! ")))


def named_alone(rest: str, speakers: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The labels that a follow-up of nothing but a name may mean, and the name; no labels for anything else."""
    name = re.sub(r"^(?:by|from|for)\s+", "", rest, flags=re.IGNORECASE)
    words = words_in(name)
    labels, used = labels_at(words, 0, forms_of(speakers), in_any_case=True) if words else (set(), 0)
    if not labels or used < len(words):
        return (), ""
    return tuple(sorted(labels)), name if name[0].isupper() else name.title()


def _with_the_name(question: str, before: str) -> str:
    """The question with the only name of the one before it where "she" or "he" is asked about."""
    found = _AFTER_ITS_VERB.match(question)
    names = dict.fromkeys(word.raw.removesuffix("'s") for word in words_in(before) if looks_like_a_name(word))
    if found is None or len(names) != 1 or any(looks_like_a_name(word) for word in words_in(question)):
        return question
    owns = found["who"].lower() in {"her", "his"}
    return question[: found.start("who")] + next(iter(names)) + ("’s" if owns else "") + question[found.end("who") :]
