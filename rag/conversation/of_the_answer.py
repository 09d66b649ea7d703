"""What a follow-up asks of the answer before it, by rule: more of it, the same of a group, a count, an order, of whom.

Where it cannot be told what is meant, or no transcript could tell, that is said and nothing is searched for: an answer beside
the point misleads more than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.store import Scope
from rag.conversation.followups import Asked, Standalone, named_alone, rest_of
from rag.conversation.rephrasing import asked_of_another, counted, is_clause, of_whom, rephrased
from rag.conversation.terse import Order, asks_for_more, asks_how_common, is_at_a_loss, is_in_doubt, order_asked
from rag.speech.elided import where_the_same
from rag.speech.groups import Groups, asked_of_group, groups_named, interviews_of
from rag.speech.naming import forms_of, names_written

LEFT_OUT = "Left out is what the answers before it show."
ONLY_GROUPS = "Only interviews whose metadata says {named} were looked at."
NOT_COUNTED = (
    "The answer before it quotes what came near and counts nobody. Ask “How many people …?” of one thing at a time: that goes "
    "through every interview."
)
NOT_RANKED = (
    "Which that is, is a judgement: the answer before it quotes what came near, in no order of weight, and nothing here ranks it. "
    "Read what people say, or ask “How many people …?” of one thing at a time."
)
COMPARE = "Nothing is ranked here: compare what is quoted, which may not be all there is."
NOT_JUDGED = (
    "The quotations are word for word what was said; whether it is so, no transcript can tell. Ask “Did anyone disagree?” for "
    "the contrary, or open a quotation to read around it."
)
NOT_UNDERSTOOD = (
    "Ask it in a whole question that says what it is about, or narrow the answer: “only about travel”, “shorter”."
)
WHO_IS_MEANT = "Whom “{word}” means is not plain{quoted}. Ask of somebody by name."

_PERSON = re.compile(r"^(?:(?:what|how)\s+about\s+)?(?P<word>he|him|she|her)$", re.IGNORECASE)
_GROUP_SAYS = re.compile(
    r"""^(?:(?:what|how|anything|why)\s+)?(?:do|does|did|would|have)\s+(?P<who>\S+(?:\s+\S+){0,5}?)\s+(?:say|said|think|thought|feel|felt)
    (?:\s+(?:anything|something|so|the\s+same))?(?:\s+(?:about|on|of)\s+(?:it|that|this|them|those|these))?$""",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY = re.compile(r"^\s*(?:(?:and|but|so|please)[\s,]+)*(?:only|just)\b", re.IGNORECASE)
_NAMED_AT_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """A follow-up as it was typed: `rest` is its words without those that join it, `scope` the filter set for it, `where` the one it keeps."""

    typed: str
    rest: str
    before: Sequence[Asked]
    scope: Scope
    speakers: Sequence[str]
    groups: Groups

    @property
    def last(self) -> Asked:
        return self.before[-1]

    @property
    def where(self) -> Scope:
        return self.last.scope if self.scope.is_everything else self.scope


def of_the_answer(
    question: str, before: Sequence[Asked], scope: Scope, speakers: Sequence[str], groups: Groups
) -> Standalone | None:
    """The follow-up as a rule understands it that asks something of the answer before it; None for any other.

    `before` is the conversation, oldest first and not empty. See `rag.conversation.followups.standing_alone`.
    """
    rest = of_whom(where_the_same(rest_of(question)))
    asking = _Asking(typed=question, rest=rest, before=before, scope=scope, speakers=speakers, groups=groups)
    ways: tuple[Callable[[_Asking], Standalone | None], ...] = (
        _more, _of_a_group, _how_common, _in_order, _of_a_person, _in_doubt, _at_a_loss,
    )  # fmt: skip
    return next((found for way in ways if (found := way(asking)) is not None), None)


def _more(asking: _Asking) -> Standalone | None:
    if not asks_for_more(asking.rest):
        return None
    shown = tuple(dict.fromkeys(span for each in asking.before for span in each.shown))
    return replace(_asked(asking, rephrased(asking.last.question, "what else")), beyond=shown, notes=(LEFT_OUT,))


def _of_a_group(asking: _Asking) -> Standalone | None:
    says = _GROUP_SAYS.match(asking.rest)
    words = says["who"] if says else asking.rest
    named = () if named_alone(words, asking.speakers)[0] else groups_named(words, asking.groups)
    of_group = interviews_of(named, asking.groups)
    ids = _among(of_group, asking.where.transcripts) if _ONLY.match(asking.typed) else ()
    ids = ids or _among(of_group, asking.scope.transcripts)
    if not ids:
        return None
    quoted = " or ".join(f"“{value}”" for value in named)
    return Standalone(
        question=asked_of_group(asking.last.question, words, asking.groups),
        scope=replace(asking.scope, transcripts=ids),
        leant=True,
        notes=(ONLY_GROUPS.format(named=quoted),),
    )


def _among(ids: Sequence[str], scope: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in ids if not scope or each in scope)


def _how_common(asking: _Asking) -> Standalone | None:
    question = counted(asking.last.question) if asks_how_common(asking.rest) else None
    return _asked(asking, question) if question else None


def _in_order(asking: _Asking) -> Standalone | None:
    order = order_asked(asking.rest, asking.last.question)
    if order is None:
        return None
    if order is not Order.MEASURE:
        return _unclear(asking, NOT_COUNTED if order is Order.COUNT else NOT_RANKED)
    rest = asking.rest if is_clause(asking.rest) else f"what was {asking.rest}"
    return replace(_asked(asking, rephrased(asking.last.question, rest)), notes=(COMPARE,))


def _of_a_person(asking: _Asking) -> Standalone | None:
    """Asked of "him": of the one person quoted, or else the one other who speaks beside whom was asked about."""
    found = _PERSON.match(asking.rest)
    if found is None:
        return None
    last = asking.last
    named = names_written(last.question, forms_of(asking.speakers))
    asked_of = {label for name in named for label in named_alone(name, asking.speakers)[0]}
    fitting = [label for label in last.quoted if label not in asked_of]
    fitting = fitting or [label for label in last.beside if label not in asked_of]
    if len(fitting) == 1:
        label = fitting[0]
        question = asked_of_another(last.question, label, named[0]) if named else last.question
        return replace(_asked(asking, question), scope=replace(asking.where, speakers=(label,)))
    who = fitting[:_NAMED_AT_MOST]
    quoted = f": the answer before it quotes {', '.join(who)}{' and others' if len(fitting) > len(who) else ''}"
    return _unclear(asking, WHO_IS_MEANT.format(word=found["word"].lower(), quoted=quoted if who else ""))


def _in_doubt(asking: _Asking) -> Standalone | None:
    return _unclear(asking, NOT_JUDGED) if is_in_doubt(asking.rest) else None


def _at_a_loss(asking: _Asking) -> Standalone | None:
    return _unclear(asking, NOT_UNDERSTOOD) if is_at_a_loss(asking.rest) else None


def _asked(asking: _Asking, question: str) -> Standalone:
    return Standalone(question=question, scope=asking.where, leant=True)


def _unclear(asking: _Asking, why: str) -> Standalone:
    return Standalone(question=asking.typed, scope=asking.where, leant=False, notes=(why,), unclear=True)
