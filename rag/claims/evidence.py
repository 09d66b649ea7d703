"""What the transcripts in scope have on a claim: from every one of them its nearest stretches of participants' speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.participants import participant_at
from corpus.store import Scope, Vectors
from corpus.transcript import Transcript
from models.embedder import Embedder
from models.metering import Request
from rag.answer import Evidence
from rag.retrieval.evidence import find_evidence
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Spread
from rag.retrieval.sought import Sought

_LEAST_PASSAGES, _MOST_PASSAGES = 40, 240
_TOGETHER = 6  # passages looked into at a time: find_evidence reads about as many


def evidence_on(
    claim: str,
    retriever: Retriever,
    embedder: Embedder,
    scope: Scope,
    passages_each: int,
    requests: list[Request] | None = None,
) -> list[Evidence]:
    """Stretches that bear on a claim or come nearest to it, best first, out of so many passages of every transcript.

    What was asked of a model to rank them goes into `requests`.
    """
    vector: Vectors = embedder.embed([" ".join(claim.split())])[0]
    searched = len(retriever.library.ids_in(scope))
    top = min(_MOST_PASSAGES, max(_LEAST_PASSAGES, passages_each * searched))
    asked = claim.replace('"', " ").replace("“", " ").replace("”", " ")
    ranked = retriever.search(asked, scope, top, vector, spread=Spread(per_transcript=passages_each), requests=requests)
    found: list[Evidence] = []
    for first in range(0, len(ranked), _TOGETHER):
        found += find_evidence(
            Sought(vector=vector),
            ranked[first : first + _TOGETHER],
            retriever.library.transcript,
            embedder,
            speakers=scope.speakers,
        )
    return sorted(found, key=lambda one: -one.score)


def in_turns(evidence: Sequence[Evidence], transcript_of: Callable[[str], Transcript]) -> list[Evidence]:
    """The same in an order in which everybody is heard once before anybody is heard twice."""
    heard: dict[str, int] = {}
    rounds = []
    for one in evidence:
        span = one.citation.span
        who = participant_at(transcript_of(span.transcript_id), span.start)
        heard[who] = heard.get(who, 0) + 1
        rounds.append(heard[who])
    order = sorted(range(len(evidence)), key=lambda i: (rounds[i], -evidence[i].score))
    return [evidence[i] for i in order]
