"""The ranking of passages for one question: an exact dense search and BM25 fused, neighbours lending score, hits joined.

It reads a search index and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.store import Vectors
from corpus.transcript import Passage, Span
from models.embedder import Embedder
from models.metering import Request
from models.reranker import Reranker
from rag.retrieval.bm25 import bm25, pairs_shared
from rag.retrieval.feedback import mean_of_best, widened
from rag.retrieval.index import SearchIndex
from rag.retrieval.ranking import (
    POINTED,
    USUAL,
    Recipe,
    Rows,
    Scores,
    Searches,
    Stretch,
    best_first,
    first_finds,
    fuse,
    stretches,
)
from rag.speech.naming import named_in
from rag.speech.question import is_statement, subject, theme_itself
from rag.speech.stems import stems

_SAME_WORDS = 0.97  # cosine from which two stretches of different places hold the same words
_PAIRS_LOOKED_FOR = 40  # best rows: pairs of words are read from their texts
_READ_AGAIN = 30  # first finds: a reranker reads every word of them
_LIKENED = 4_000  # best rows that are held against the first finds: in a big library every row costs too much
_LOOKED_AT = 40  # stretches chosen at least: which of them come first is decided among them


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A passage with its fused score (unbounded, for order only) and its best row's cosine to the question.

    `exact` are the places where a phrase of the question, given in quotation marks, is said in it.
    """

    passage: Passage
    score: float
    similarity: float
    exact: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many of the results one transcript, or one speaker, may have as long as others have something; None is all."""

    per_transcript: int | None = None
    per_speaker: int | None = None


def vectors_of(questions: Sequence[str], embedder: Embedder) -> Vectors:
    """A unit vector for the subject of each question, shape (questions, dimensions); of a path of themes, the last theme
    counts as much as the whole."""
    abouts, lasts = [subject(one) for one in questions], [theme_itself(one) for one in questions]
    paths = [at for at, (about, last) in enumerate(zip(abouts, lasts, strict=True)) if last != about]
    vectors: Vectors = embedder.embed([*abouts, *(lasts[at] for at in paths)])
    whole, themes = vectors[: len(abouts)].copy(), vectors[len(abouts) :]
    whole[paths] += themes
    whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-9)
    return whole


def find(
    index: SearchIndex, rows: Rows, question: str, vector: Vectors, top: int, recipe: Recipe | None = None
) -> list[Ranked]:
    """At least the `top` stretches among `rows` (ascending) that bear most on a question, where there are so many.

    `vector` is its own (see `vectors_of`); without a `recipe` it is the one for such a question. This is the whole
    of the ranking: it reads the index and nothing else.
    """
    if not len(rows):
        return []
    recipe = recipe or recipe_for(question)
    run = index.runs(rows)
    words = index.words[rows]
    similarity = index.similarities(vector, rows)
    searches = _searches(index, rows, run, question, similarity, recipe)
    found = stretches(fuse(searches, run, words, recipe), run, words, max(top, _LOOKED_AT), recipe)
    return [
        Ranked(
            passage=index.passage(int(rows[one.first]), int(rows[one.last])),
            score=one.score,
            similarity=float(similarity[one.first : one.last + 1].max()),
        )
        for one in _without_repeats(found, index, rows)
    ]


def recipe_for(question: str) -> Recipe:
    """How to rank for a question, or for a statement whose evidence is looked for."""
    return POINTED if is_statement(question) else USUAL


def _searches(index: SearchIndex, rows: Rows, run: Rows, question: str, similarity: Scores, recipe: Recipe) -> Searches:
    asked = stems(subject(question))
    itself = set(stems(theme_itself(question)))
    weights = {stem: 1.0 if stem in itself else recipe.leading_share for stem in asked}
    searches = Searches(
        similarity,
        bm25(weights, index.postings, rows, run, recipe.word_fade_words),
        index.shares(named_in(question, index.forms), rows),
    )
    first = first_finds(searches, recipe)
    if recipe.pair_share:
        looked_at = np.sort(best_first(first, _PAIRS_LOOKED_FOR))
        pairs = np.zeros(len(rows))
        pairs[looked_at] = pairs_shared(asked, [stems(index.text(int(row))) for row in rows[looked_at]])
        searches = replace(searches, pairs=pairs)
    if index.part[rows[0]] == index.part[rows[-1]]:
        return searches  # in one interview the words of its best passages are those of most of it
    if recipe.feedback_share:
        wider = widened(weights, index, rows, first, recipe.feedback_passages)
        searches = replace(searches, feedback=bm25(wider, index.postings, rows, run, recipe.word_fade_words))
    if recipe.likeness_share:
        centre = mean_of_best(index, rows, first, recipe.likeness_passages)
        searches = replace(searches, likeness=_likeness(index, rows, first, centre))
    return searches


def _likeness(index: SearchIndex, rows: Rows, first: Scores, centre: Vectors) -> Scores:
    """The cosine of the rows to what the first finds have in common; of those far down, the least of the others'."""
    near = best_first(first, _LIKENED)
    found = index.similarities(centre, rows[near])
    likeness = np.full(len(rows), found.min())
    likeness[near] = found
    return likeness


def reranked(found: Sequence[Ranked], question: str, reranker: Reranker, requests: list[Request]) -> list[Ranked]:
    """The first finds in the reranker's order, the others after them as they were; scores say the order."""
    first = found[:_READ_AGAIN]
    judged = reranker.scores(subject(question), [one.passage.text for one in first], requests)
    order = sorted(range(len(first)), key=lambda at: -judged[at])
    scores = sorted((one.score for one in first), reverse=True)
    again = [replace(first[at], score=score) for at, score in zip(order, scores, strict=True)]
    return [*again, *found[_READ_AGAIN:]]


def spread_over(ranked: Sequence[Ranked], spread: Spread) -> list[Ranked]:
    """The same in an order in which nobody crowds out the others: what is over a quota comes after everything else."""
    taken: Counter[tuple[str, str]] = Counter()
    first: list[Ranked] = []
    later: list[Ranked] = []
    for one in ranked:
        quotas = [(("transcript", one.passage.transcript_id), spread.per_transcript)]
        quotas += [((one.passage.transcript_id, name), spread.per_speaker) for name in one.passage.speakers]
        fits = all(quota is None or taken[key] < quota for key, quota in quotas)
        taken.update(key for key, _ in quotas if fits)
        (first if fits else later).append(one)
    return first + later


def _without_repeats(found: Sequence[Stretch], index: SearchIndex, rows: Rows) -> list[Stretch]:
    """Without stretches that repeat a better one's words (a file ingested under two names, a read-out statement)."""
    vectors = index.columns.vectors[rows[[one.peak for one in found]]]
    alike = vectors @ vectors.T > _SAME_WORDS
    kept: list[int] = []
    for i in range(len(found)):
        if not any(alike[i, j] for j in kept):
            kept.append(i)
    return [found[i] for i in kept]
