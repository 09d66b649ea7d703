"""An answer made over as a person wants it (`rag.conversation.wanted`): of what it already says, nothing written anew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rag.answer import Answer, Citation, Statement, Support
from rag.conversation.wanted import Refinement
from rag.speech.stems import stems

NOTHING_NEW = "Made of the answer before it; nothing was searched for or written anew."
"""What an answer that was made over says under itself."""

_NOBODY = "Nobody cited"


def refined(answer: Answer, wanted: Refinement, question: str) -> Answer | None:
    """The answer made over, as the answer to `question`; None where nothing of it is left."""
    if wanted.shorter:
        made = shortened(answer, wanted.most)
    elif wanted.narrower:
        made = focused(answer, wanted.about)
    elif wanted.by_speaker:
        made = by_speaker(answer)
    elif wanted.quoted and answer.mode != "extractive":
        made = in_quotations(answer)
    elif wanted.quoted or wanted.again:
        made = answer
    else:
        made = narrowed(answer, wanted.transcripts, wanted.speakers)
    if not made.found:
        return None
    notes = (*(note for note in answer.notes if note != NOTHING_NEW and "statements" not in note), NOTHING_NEW)
    return replace(made, question=question, notes=notes, spent=None)


def shortened(answer: Answer, most: int | None = None) -> Answer:
    """The answer with half its statements, or `most`: the verified ones first, one of each theme before a second, in their
    order."""
    wanted = max(1, min(most or len(answer.statements), len(answer.statements) // 2))
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


def by_speaker(answer: Answer) -> Answer:
    """The answer put in order of whose words it rests on, each under who says it and where."""
    said: dict[str, list[Statement]] = {}
    for statement in answer.statements:
        whose = list(dict.fromkeys(_whose(each) for each in statement.citations))
        said.setdefault("; ".join(whose) or _NOBODY, []).append(statement)
    ordered = [replace(each, heading=whose) for whose, statements in said.items() for each in statements]
    return replace(answer, statements=tuple(ordered), introduction=f"In order of who says it: {' · '.join(said)}.")


def in_quotations(answer: Answer) -> Answer:
    """The answer with nothing but the quotations that it rests on, each once."""
    cited = dict.fromkeys((each, statement.heading) for statement in answer.statements for each in statement.citations)
    quotations = [
        Statement(
            text=f"{citation.speaker or f'A speaker in {citation.title}'} says: “{citation.quote}”",
            support=Support.VERIFIED,
            citations=(citation,),
            heading=heading,
        )
        for citation, heading in cited
    ]
    return replace(answer, statements=tuple(quotations), found=bool(quotations))


def _whose(citation: Citation) -> str:
    return f"{citation.speaker}, {citation.title}" if citation.speaker else f"A speaker in {citation.title}"


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
