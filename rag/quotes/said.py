"""Where participants say a name or a phrase of a topic word for word: what is asked on everybody's form wins passages that
only interviewers speak in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from corpus.store import Scope, Vectors
from corpus.transcript import Role, Span
from rag.retrieval.index import SearchIndex
from rag.retrieval.phrases import quoted_phrases
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Ranked
from rag.speech.stems import stems
from rag.speech.words import Word, looks_like_a_name, words_in

_MOST_WORDS = 6  # of a phrase
_RARE = 0.02  # share of the passages that may hold a rare word
_RARE_AT_LEAST = 5  # passages: in a small library a share says little


def said_by_participants(topic: str, retriever: Retriever, scope: Scope) -> list[Span]:
    """Every place in scope where a participant says a phrase of the topic: two words or more in a row, the longest that anybody
    says, one of them rare or capitalised. None of a topic in quotation marks, which is searched as a phrase."""
    if quoted_phrases(topic):
        return []
    found: list[Span] = []
    phrases: list[str] = []
    for phrase in _phrases(topic, retriever.index()):
        if any(phrase in longer for longer in phrases):
            continue
        here = [span for span in retriever.said(phrase, scope) if _is_a_participants(span, retriever)]
        if here:
            phrases.append(phrase)
            found += here
    return found


def passages_of(spans: list[Span], vector: Vectors, retriever: Retriever, most: int) -> list[Ranked]:
    """The passages that hold these places, at most so many, nearest to the vector first; `exact` are the places."""
    index = retriever.index()
    places: dict[tuple[int, int], list[Span]] = {}
    for span in spans:
        if (rows := index.rows_of(span)) is not None:
            places.setdefault(rows, []).append(span)
    ranked = []
    for (first, last), here in places.items():
        near = float(index.similarities(vector, np.arange(first, last + 1)).max())
        ranked.append(
            Ranked(passage=index.passage(first, last), score=float(len(here)), similarity=near, exact=tuple(here))
        )
    return sorted(ranked, key=lambda one: -one.similarity)[:most]


def _phrases(topic: str, index: SearchIndex) -> Iterator[str]:
    """The phrases of a topic that may be looked for, the longest first, as they are written."""
    words = words_in(topic)
    tells = [bool(stems(word.key)) for word in words]
    marked = [looks_like_a_name(word) or _is_rare(word, index) for word in words]
    for count in range(min(_MOST_WORDS, len(words)), 1, -1):
        for first in range(len(words) - count + 1):
            last = first + count - 1
            if tells[first] and tells[last] and any(marked[first : last + 1]):
                yield topic[words[first].start : words[last].end]


def _is_rare(word: Word, index: SearchIndex) -> bool:
    most = max(_RARE_AT_LEAST, _RARE * len(index.postings.lengths))
    return any(0 < len(index.postings.of(stem)[0]) <= most for stem in stems(word.key))


def _is_a_participants(span: Span, retriever: Retriever) -> bool:
    turn = retriever.library.transcript(span.transcript_id).turn_at(span.start)
    return turn is not None and turn.role is not Role.INTERVIEWER
