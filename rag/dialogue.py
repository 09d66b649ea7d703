"""What a question means after the questions before it: an answer made over, or a question that stands alone.

`Exchange` is what the doors remember of a conversation; whichever of them asks, a raw follow-up is never searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.store import Scope
from rag.answer import Absence, Answer, Support
from rag.condensing import PROMPT
from rag.courtesies import without_courtesies
from rag.followups import Asked, Standalone, may_lean, standing_alone
from rag.prompting import load_prompt
from rag.refining import Refinement, refined, wanted_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a person thinks of an answer, and why if they said so."""

    useful: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question with its answer. `scope` is the filter that was set, `looked_in` where it was looked in the end.

    `feedback` is what the person who asked thinks of it.
    """

    answer: Answer
    scope: Scope = Scope()  # noqa: RUF009  # frozen
    looked_in: Scope = Scope()  # noqa: RUF009  # frozen
    feedback: Feedback | None = None


def understood(
    question: str,
    before: Sequence[Exchange],
    scope: Scope,
    *,
    titles: Mapping[str, str],
    speakers: Sequence[str],
    condense: Callable[[str, Sequence[Asked]], str | None],
) -> Exchange | Standalone:
    """The answer before, made over as asked, as an exchange; else the question as it stands alone, and where to look.

    `titles` are the library's interviews by id, `speakers` the labels in them; `condense` asks a model, if there is one.
    """
    before = [exchange for exchange in before if exchange.answer.absence is not Absence.NOTHING_ASKED]
    asked = [_asked(exchange, scope) for exchange in before]
    alone = standing_alone(question, asked, scope, speakers)
    meant = without_courtesies(question)
    if not asked or not meant:
        return alone
    last = before[-1]
    if (wanted := wanted_of(meant, titles, speakers, scope)) is not None:
        answer = refined(last.answer, wanted, question)
        if answer is None:
            return _anew(last.answer, wanted, last.looked_in)
        return Exchange(answer=answer, scope=scope, looked_in=last.looked_in)
    if alone.scope.speakers != scope.speakers or not may_lean(meant):
        return alone  # by name ("and Denise?") the rule is certain
    rewritten = condense(meant, asked)
    if rewritten is None:
        return alone
    is_other = rewritten.casefold().rstrip("?. ") != meant.casefold().rstrip("?. ")
    return Standalone(
        question=rewritten, scope=alone.scope, leant=is_other, prompt=load_prompt(PROMPT).name if is_other else None
    )


def _asked(exchange: Exchange, scope: Scope) -> Asked:
    """An exchange as the next question leans on it: a filter that was changed since is not carried over."""
    where = exchange.looked_in if exchange.scope == scope else scope
    answer = exchange.answer
    # what was not verified may be invented, and must not send the next search after it
    said = tuple(each.text for each in answer.statements if each.support is Support.VERIFIED)
    return Asked(question=answer.standalone_question, scope=where, said=said)


def _anew(last: Answer, wanted: Refinement, looked_in: Scope) -> Standalone:
    """The question asked again of these interviews or speakers alone, where its answer holds nothing of theirs."""
    scope = Scope(
        transcripts=wanted.transcripts or looked_in.transcripts, speakers=wanted.speakers or looked_in.speakers
    )
    about = f"{last.standalone_question.rstrip('?.! ')}: {wanted.about}?" if wanted.about else last.standalone_question
    return Standalone(question=about, scope=scope, leant=True)
