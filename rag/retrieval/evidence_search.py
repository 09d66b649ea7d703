"""One question held against all that is in scope: every stretch that may speak to it, and whether they are enough.

The bar is the same wherever something is offered as said in the transcripts: an answer, or quotes on a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.store import Scope, Vectors
from models.metering import Request
from rag.answer import Citation, Evidence
from rag.retrieval.evidence import find_evidence, needed_for, strength, strong_enough
from rag.retrieval.rereading import read_again
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Spread
from rag.retrieval.sought import Sought
from rag.speech.stems import share_held

_RANKED = 40
_FROM_ONE = 3  # passages of one transcript that are read before those of others
_LONGEST_WORDS = 180
_NEAREST_SHOWN = 3
_NAMED = 0.15  # less is needed where a subject of so few words is said in so many words
_FEW_WORDS = 2
_UNSURE = 0.12  # of strength: nearer than this to what is needed, the evidence is read again


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The stretches that may speak to a question, best first, and the strength that is `needed` of them together."""

    candidates: tuple[Evidence, ...]
    needed: float

    @property
    def strength(self) -> float:
        """How well they speak to it (`rag.retrieval.evidence.strength`)."""
        return strength(self.candidates)

    @property
    def is_enough(self) -> bool:
        """Whether the transcripts may be said to speak to it at all."""
        return self.strength >= self.needed

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The candidates that are not far weaker than the best; none where they are not enough."""
        return strong_enough(self.candidates, self.needed)

    @property
    def nearest(self) -> tuple[Citation, ...]:
        """What comes nearest, for a person to read where it is not enough."""
        return tuple(one.citation for one in self.candidates[:_NEAREST_SHOWN])


def weighed(
    retriever: Retriever, question: str, scope: Scope, vector: Vectors, requests: list[Request] | None = None
) -> Weighed:
    """Every stretch that may answer the question of this vector, best first, from all over the scope.

    They are read again where their strength is near to what is needed. What was asked of a model to rank them goes into
    `requests`. Raises LibraryError and ModelError.
    """
    needed = needed_for(retriever.unspoken(question))
    ranked = retriever.search(
        question,
        scope,
        _RANKED,
        vector,
        spread=Spread(per_transcript=_FROM_ONE),
        longest_words=_LONGEST_WORDS,
        requests=requests,
    )
    sought = retriever.sought(question, vector)
    transcript_of = retriever.library.transcript
    found = find_evidence(sought, ranked, transcript_of, retriever.embedder, speakers=scope.speakers)
    reader = retriever.cross_encoder
    if reader is not None and abs(strength(found) - needed) < _UNSURE:
        found = read_again(sought.text, found, transcript_of, reader)
    return Weighed(candidates=tuple(found), needed=needed - (_NAMED if _is_named(sought, found) else 0.0))


def _is_named(sought: Sought, found: Sequence[Evidence]) -> bool:
    """Whether a subject of a word or two is said in so many words."""
    return 0 < len(sought.weights) <= _FEW_WORDS and any(
        share_held(sought.weights, one.citation.quote) > 0.999 for one in found
    )
