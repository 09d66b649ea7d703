"""An answer asked to be shorter, narrower or of fewer interviews: made of what it already says, nothing written anew."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.store import Scope
from rag.answer import Answer, Statement, Support
from rag.lexical import stems

NOTHING_NEW = "Made of the answer before it; nothing was searched for or written anew."
"""What an answer that was made over says under itself."""

_POLITE = r"^\s*(?:please\s+|can\s+you\s+|could\s+you\s+|now\s+)*"
_SHORTER = re.compile(
    _POLITE + r"(?:(?:make|keep)\s+(?:it|that|this|the\s+answer)\s+)?(?:(?:a\s+(?:bit|little)|much|even)\s+)?"
    r"(?:shorter|briefer|more\s+concise|shorten\s+(?:it|that|this|the\s+answer)|in\s+(?:short|brief)|briefly|less)"
    r"(?:,?\s+please)?[\s.!?]*$",
    re.IGNORECASE,
)
_NARROWER = re.compile(
    _POLITE + r"(?:(?:make|keep)\s+(?:it|that|this|the\s+answer)\s+)?(?:narrower|narrow\s+(?:it|that|this)(?:\s+down)?)"
    r"(?:\s+please)?\s*(?:(?:[:,–-]|to|on|about)\s*(?P<about>[^.?!]+?))?[\s.!?]*$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    _POLITE + r"(?:and\s+)?(?:only|just)\s+(?:in\s+|from\s+|by\s+|with\s+)?(?P<who>[^?!]+?)(?:\s+please)?[\s.!?]*$",
    re.IGNORECASE,
)
_ONLY_ABOUT = re.compile(r"(?:about|on|what\s+concerns)\s+(?P<about>.+)$", re.IGNORECASE)
_THESE = re.compile(r"^(?:(?:this|these|those|the\s+(?:chosen|selected))\s*)?(?:interviews?|transcripts?|ones?)$", re.I)
_INTERVIEW = re.compile(r"^(?:the\s+)?(?:interviews?|transcripts?)\s+(?:with|of)\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """How an answer is to be made over: one of shorter, narrower (`about` something, or not), and only these."""

    shorter: bool = False
    narrower: bool = False
    about: str = ""
    transcripts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


def wanted_of(
    question: str,
    titles: Mapping[str, str],
    speakers: Sequence[str],
    scope: Scope = Scope(),  # noqa: B008  # frozen
) -> Refinement | None:
    """What a follow-up wants of the answer before it; None for a question.

    `titles` are interviews by id; `scope` is the filter that is set, which "only these interviews" means.

    >>> wanted_of("What was shorter?", {}, ()), wanted_of("Only Denise", {}, ("Denise", "Amara")).speakers
    (None, ('Denise',))
    >>> wanted_of("make it shorter please", {}, ()).shorter, wanted_of("narrower: travel", {}, ()).about
    (True, 'travel')
    """
    if _SHORTER.match(question):
        return Refinement(shorter=True)
    if narrower := _NARROWER.match(question):
        return Refinement(narrower=True, about=(narrower["about"] or "").strip())
    only = _ONLY.match(question)
    if only is None:
        return None
    if about := _ONLY_ABOUT.match(only["who"]):
        return Refinement(narrower=True, about=about["about"].strip())
    return _these(only["who"], titles, speakers, scope)


def refined(answer: Answer, wanted: Refinement, question: str) -> Answer | None:
    """The answer made over, as the answer to `question`; None where nothing of it is left."""
    if wanted.shorter:
        made = shortened(answer)
    elif wanted.narrower:
        made = focused(answer, wanted.about)
    else:
        made = narrowed(answer, wanted.transcripts, wanted.speakers)
    if not made.found:
        return None
    notes = (*(note for note in answer.notes if note != NOTHING_NEW and "statements" not in note), NOTHING_NEW)
    return replace(made, question=question, notes=notes, spent=None)


def shortened(answer: Answer) -> Answer:
    """The answer with half its statements: the verified ones first, one of each theme before a second, in their order."""
    wanted = max(1, len(answer.statements) // 2)
    seen: set[str | None] = set()
    ranks: list[tuple[bool, bool, int]] = []
    for place, statement in enumerate(answer.statements):
        ranks.append((statement.support is not Support.VERIFIED, statement.heading in seen, place))
        if statement.heading is not None:
            seen.add(statement.heading)
    return _with(answer, [answer.statements[place] for place in sorted(rank[2] for rank in sorted(ranks)[:wanted])])


def focused(answer: Answer, about: str = "") -> Answer:
    """The answer with the statements that share a word with `about`; without it, those under its first theme alone.

    Where there are no themes, those that share most words with the question.
    """
    if about:
        words = set(stems(about))
        return _with(answer, [each for each in answer.statements if words & set(stems(_all_of(each)))])
    headings = {statement.heading for statement in answer.statements}
    if len(headings) > 1:
        first = answer.statements[0].heading
        return _with(answer, [each for each in answer.statements if each.heading == first])
    asked = set(stems(answer.standalone_question))
    shared = [len(asked & set(stems(_all_of(each)))) for each in answer.statements]
    most = max(shared, default=0)
    return _with(answer, [each for each, count in zip(answer.statements, shared, strict=True) if count == most])


def narrowed(answer: Answer, transcripts: Collection[str] = (), speakers: Collection[str] = ()) -> Answer:
    """The answer with the statements that rest on these interviews and speakers alone; not found when none does."""
    kept = [
        statement
        for statement in answer.statements
        if statement.citations
        and all(not transcripts or each.span.transcript_id in transcripts for each in statement.citations)
        and all(not speakers or each.speaker in speakers for each in statement.citations)
    ]
    return _with(answer, kept)


def _these(who: str, titles: Mapping[str, str], speakers: Sequence[str], scope: Scope) -> Refinement | None:
    if _THESE.match(who.strip()):
        return None if scope.is_everything else Refinement(transcripts=scope.transcripts, speakers=scope.speakers)
    transcripts: list[str] = []
    voices: list[str] = []
    for name in _AND.split(_INTERVIEW.sub("", who.strip())):
        wanted = name.strip().casefold()
        said_by = [each for each in speakers if wanted and wanted in (each.casefold(), each.casefold().split()[0])]
        stands = [one for one, title in titles.items() if wanted and wanted in (one.casefold(), title.casefold())]
        if not said_by and not stands:
            return None  # a question that begins with "only", perhaps: it is not ours to guess
        voices += said_by
        transcripts += [] if said_by else stands
    both = bool(voices) and bool(transcripts)
    return None if both else Refinement(transcripts=tuple(transcripts), speakers=tuple(voices))


def _all_of(statement: Statement) -> str:
    return " ".join([statement.text, *(citation.quote for citation in statement.citations)])


def _with(answer: Answer, statements: list[Statement]) -> Answer:
    speaking = {citation.span.transcript_id for each in statements for citation in each.citations}
    coverage = replace(
        answer.coverage, with_evidence=tuple(each for each in answer.coverage.with_evidence if each in speaking)
    )
    return replace(
        answer,
        found=bool(statements),
        statements=tuple(statements),
        coverage=coverage,
        introduction=answer.introduction if len(statements) == len(answer.statements) else None,
    )
