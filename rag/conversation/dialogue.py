"""What a question means after the questions before it: an answer made over, or a question that stands alone.

`Exchange` is what the doors remember of a conversation; whichever of them asks, a raw follow-up is never searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.store import Scope
from rag.answer import Absence, Answer, Support
from rag.conversation.condensing import PROMPT
from rag.conversation.followups import Asked, Standalone, may_lean, standing_alone
from rag.conversation.of_the_answer import of_the_answer
from rag.conversation.refining import narrowed, refined
from rag.conversation.wanted import Refinement, wanted_of
from rag.prompting.prompts import load_prompt
from rag.speech.courtesies import without_courtesies
from rag.speech.groups import Groups

ALREADY_THERE = "Asked of them alone, nothing comes near enough: this is what the answer before it has of them."
"""What is said beside the part of an answer that is shown where nothing was found anew."""

_NO_ANSWER_TO_LEAN_ON = (Absence.NOTHING_ASKED, Absence.UNCLEAR)


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
    beside: Mapping[str, Sequence[str]],
    groups: Groups,
    condense: Callable[[str, Sequence[Asked]], str | None],
) -> Exchange | Standalone:
    """The answer before, made over as asked, as an exchange; else the question as it stands alone, and where to look.

    `titles` are the library's interviews by id, `groups` those of their metadata, `speakers` the labels in them and `beside`
    the participants of each; `condense` asks a model, if there is one.
    """
    before = [exchange for exchange in before if exchange.answer.absence not in _NO_ANSWER_TO_LEAN_ON]
    asked = [_asked(exchange, scope, beside) for exchange in before]
    meant = without_courtesies(question)
    if not asked or not meant:
        return standing_alone(question, asked, scope, speakers)
    last = before[-1]
    if (wanted := wanted_of(meant, titles, speakers, scope, groups)) is not None:
        answer = refined(last.answer, wanted, question)
        if answer is None:
            return _anew(last.answer, wanted, last.looked_in)
        return Exchange(answer=answer, scope=scope, looked_in=last.looked_in)
    by_rule = of_the_answer(meant, asked, scope, speakers, groups)
    if by_rule is not None and not by_rule.unclear:
        return replace(by_rule, otherwise=_already_there(last, by_rule))
    alone = by_rule or standing_alone(question, asked, scope, speakers)
    if alone.scope.speakers != scope.speakers or not may_lean(meant):
        return alone  # by name ("and Denise?") the rule is certain
    rewritten = condense(meant, asked)
    if rewritten is None:
        return alone
    is_other = rewritten.casefold().rstrip("?. ") != meant.casefold().rstrip("?. ")
    return Standalone(
        question=rewritten, scope=alone.scope, leant=is_other, prompt=load_prompt(PROMPT).name if is_other else None
    )


def _asked(exchange: Exchange, scope: Scope, beside: Mapping[str, Sequence[str]]) -> Asked:
    """An exchange as the next question leans on it: a filter that was changed since is not carried over."""
    where = exchange.looked_in if exchange.scope == scope else scope
    answer = exchange.answer
    # what was not verified may be invented, and must not send the next search after it
    said = tuple(each.text for each in answer.statements if each.support is Support.VERIFIED)
    cited = [citation for each in answer.statements for citation in each.citations]
    return Asked(
        question=answer.standalone_question,
        scope=where,
        said=said,
        shown=tuple(dict.fromkeys(citation.span for citation in cited)),
        quoted=tuple(dict.fromkeys(citation.speaker for citation in cited if citation.speaker)),
        beside=tuple(dict.fromkeys(name for citation in cited for name in beside.get(citation.span.transcript_id, ()))),
    )


def _already_there(last: Exchange, meant: Standalone) -> Answer | None:
    """What an answer has of the interviews that the same question is put to again; None where it has nothing of them."""
    if meant.question != last.answer.standalone_question or meant.scope.transcripts == last.looked_in.transcripts:
        return None
    made = narrowed(last.answer, meant.scope.transcripts, meant.scope.speakers)
    notes = tuple(note for note in last.answer.notes if "statements" not in note)
    return replace(made, notes=(ALREADY_THERE, *notes)) if made.found else None


def _anew(last: Answer, wanted: Refinement, looked_in: Scope) -> Standalone:
    """The question asked again of these interviews or speakers alone, where its answer holds nothing of theirs."""
    scope = Scope(
        transcripts=wanted.transcripts or looked_in.transcripts, speakers=wanted.speakers or looked_in.speakers
    )
    about = f"{last.standalone_question.rstrip('?.! ')}: {wanted.about}?" if wanted.about else last.standalone_question
    return Standalone(question=about, scope=scope, leant=True)
