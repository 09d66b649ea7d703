"""What the transcripts in scope have on a claim: from every one of them its nearest stretches of participants' speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np

from corpus.participants import participant_at
from corpus.store import Scope, Vectors
from corpus.transcript import Role, Span, Transcript
from models.embedder import Embedder
from models.metering import Request
from rag.answer import Evidence, cite
from rag.retrieval.evidence import find_evidence
from rag.retrieval.index import SearchIndex
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Spread
from rag.retrieval.sought import Sought

_LEAST_PASSAGES, _MOST_PASSAGES = 40, 240
_JOINED = 4  # rows of the index that stand together are read as one passage
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


def left_over(matter: str, found: Sequence[Evidence], retriever: Retriever, scope: Scope) -> list[Evidence]:
    """All that participants say in scope beside what was `found`, in passages, those nearest to the matter first."""
    index, transcript_of = retriever.index(), retriever.library.transcript
    shown = {row for one in found for row in _rows_of(one.passage.span, index)}
    rows = np.array([row for row in index.in_scope(scope) if int(row) not in shown], dtype=np.intp)
    near = index.similarities(retriever.kept_embedder.embed([matter])[0], rows)
    rest: list[Evidence] = []
    for _, together in groupby(range(len(rows)), key=index.runs(rows).__getitem__):
        run = list(together)
        for some in (run[at : at + _JOINED] for at in range(0, len(run), _JOINED)):
            passage = index.passage(int(rows[some[0]]), int(rows[some[-1]]))
            transcript = transcript_of(passage.transcript_id)
            turns = transcript.turns_in(passage.start, passage.end)
            if any(turn.role is not Role.INTERVIEWER for turn in turns):
                whole = cite(transcript, passage.start, passage.end)
                rest.append(Evidence(citation=whole, passage=passage, score=float(near[some].max())))
    return sorted(rest, key=lambda one: -one.score)


def words_in_scope(retriever: Retriever, scope: Scope) -> int:
    """How many words the passages in scope have."""
    index = retriever.index()
    return int(index.words[index.in_scope(scope)].sum())


def _rows_of(span: Span, index: SearchIndex) -> range:
    rows = index.rows_of(span)
    return range(rows[0], rows[1] + 1) if rows else range(0)


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
