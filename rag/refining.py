"""An answer asked to be shorter, or about fewer interviews: made of what it already says, with nothing written anew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rag.answer import Answer, Statement, Support


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


def narrowed(answer: Answer, transcripts: Collection[str]) -> Answer:
    """The answer with the statements that rest on these interviews alone; not found when none does."""
    kept = [
        statement
        for statement in answer.statements
        if statement.citations and all(each.span.transcript_id in transcripts for each in statement.citations)
    ]
    return _with(answer, kept)


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
