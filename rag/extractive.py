"""The extractive writer: an answer of the sources' own words, spread over people, grouped and in the order spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rag.answer import Evidence, Statement, Support

MOST_STATEMENTS = 8
_MOST_FROM_ONE = 3  # from one transcript, as long as others have something to say


class ExtractiveWriter:
    """Writes without a model: every statement is a quotation, and its only citation is where it stands."""

    mode = "extractive"
    model: str | None = None
    prompt: str | None = None

    def write(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Statement]:
        """See Writer.write."""
        for chosen in in_reading_order(spread(evidence, MOST_STATEMENTS)):
            yield Statement(text=f"“{chosen.citation.quote}”", support=Support.VERIFIED, citations=(chosen.citation,))


def spread(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best evidence, best first, no transcript crowding out the others: what one has over its share comes last."""
    taken: Counter[str] = Counter()
    first: list[Evidence] = []
    later: list[Evidence] = []
    for one in evidence:
        taken[one.citation.span.transcript_id] += 1
        (first if taken[one.citation.span.transcript_id] <= _MOST_FROM_ONE else later).append(one)
    return (first + later)[:most]


def in_reading_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Grouped by transcript, the one with the best evidence first, and within it as spoken."""
    order = {one.citation.span.transcript_id: -position for position, one in reversed(list(enumerate(evidence)))}
    return sorted(evidence, key=lambda one: (-order[one.citation.span.transcript_id], one.citation.span.start))
