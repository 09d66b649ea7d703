"""Question to passages: an exact dense search and BM25 over the scope, fused, neighbours lending score, hits joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.library import Library
from corpus.store import Scope, Vectors
from corpus.transcript import Passage, Span
from models.cross_encoder import CrossEncoder
from models.embedder import Embedder
from models.metering import Request
from models.reranker import Reranker
from rag.feedback import mean_of_best, widened
from rag.index import SearchIndex
from rag.index_files import IndexKeeper
from rag.lexical import bm25, covered, idf_of, pairs_shared, stems, unspoken
from rag.mending import mended
from rag.naming import Voices, asked_of, named_in, without_names
from rag.phrases import occurrences, quoted_phrases, transcripts_with
from rag.question import is_statement, kind_asked, subject, theme_itself, words_to_hear
from rag.ranking import (
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
from rag.sought import Sought

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


class Retriever:
    """Finds passages in one library, with the embedder that made its vectors; a `reranker` reads the first finds again.

    A `cross_encoder` is for those who look for evidence in what was found (`rag.rereading`).
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        recipe: Recipe | None = None,
        *,
        reranker: Reranker | None = None,
        cross_encoder: CrossEncoder | None = None,
    ) -> None:
        self.library = library
        self.embedder = embedder
        self.cross_encoder = cross_encoder
        self._reranker = reranker
        self._recipe = recipe
        self._kept = IndexKeeper(library, embedder.dimensions)
        self._last_mended: tuple[SearchIndex, str, str] | None = None  # one question is mended for several searches

    def vector(self, question: str) -> Vectors:
        """The question as a unit vector, shape (dimensions,)."""
        vector: Vectors = vectors_of([self.mended(question)], self.embedder)[0]
        return vector

    def search(
        self,
        question: str,
        scope: Scope,
        top: int,
        vector: Vectors | None = None,
        *,
        spread: Spread = Spread(),  # frozen
        longest_words: int | None = None,
        requests: list[Request] | None = None,
    ) -> list[Ranked]:
        """The `top` passages in scope that bear most on the question, best first, none overlapping.

        A phrase in quotation marks is searched as a phrase: then the passages are those that hold it, every one of
        them unless `top` is smaller, and none when nobody says it. `vector` saves embedding the question again;
        `longest_words` keeps stretches shorter than reading would want them; what a reranker asked of a
        language model goes into `requests`. Raises LibraryError and ModelError.
        """
        if phrases := quoted_phrases(question):
            return self._exactly(phrases, scope)[:top]
        index = self._kept.current()
        question = self._mended(question, index)
        vector = self.vector(question) if vector is None else vector
        recipe = self._recipe or recipe_for(question)
        if longest_words is not None:
            recipe = replace(recipe, most_words=min(longest_words, recipe.most_words))
        found = find(index, index.in_scope(scope), question, vector, top, recipe)
        if self._reranker:
            found = reranked(found, question, self._reranker, [] if requests is None else requests)
        return spread_over(found, spread)[:top]

    def mended(self, question: str) -> str:
        """The question as it is searched: words that are no words, and that nobody says, read as ones that somebody says."""
        return question if quoted_phrases(question) else self._mended(question, self._kept.current())

    def index(self) -> SearchIndex:
        """The search index of the library as it is now."""
        return self._kept.current()

    def said(self, phrase: str, scope: Scope) -> list[Span]:
        """Every place in scope where a phrase is said, whatever its case, punctuation and fillers; by transcript."""
        index = self._kept.current()
        every = (
            span
            for transcript_id in transcripts_with(phrase, index, scope)
            for span in occurrences(phrase, self.library.transcript(transcript_id))
        )
        if not scope.speakers:
            return list(every)
        return [span for span in every if self._speaker_of(span) in scope.speakers]

    def coverage(self, question: str, texts: Sequence[str]) -> float:
        """How much of what the question asks about is named in the best of the texts, 0 to 1; rare words count more."""
        index = self._kept.current()
        return covered(stems(subject(self._mended(question, index))), [stems(text) for text in texts], index.postings)

    def sought(self, question: str, vector: Vectors) -> Sought:
        """What evidence on a question is looked for, given its vector."""
        index = self._kept.current()
        question = self._mended(question, index)
        voices = self.voices(question)
        named = voices.labels.union(named_in(question, index.forms))
        about = without_names(question, index.forms)
        names = set(stems(" ".join(named)))
        asked = [stem for stem in stems(" ".join(words_to_hear(question))) if stem not in names]
        return Sought(
            text=about,
            vector=vector if about == question else vectors_of([about], self.embedder)[0],
            weights=idf_of(asked, index.postings),
            named=named,
            voices=voices,
            kind=kind_asked(question),
            asks=True,
        )

    def voices(self, question: str) -> Voices:
        """Whose words alone can answer a question, of those who speak in the library."""
        index = self._kept.current()
        return asked_of(question, index.forms, index.postings.terms.keys())

    def unspoken(self, question: str) -> float:
        """How much of what the question asks about nobody in the library ever names, 0 to 1."""
        index = self._kept.current()
        return unspoken(stems(" ".join(words_to_hear(self._mended(question, index)))), index.postings)

    def _mended(self, question: str, index: SearchIndex) -> str:
        last = self._last_mended
        if last is None or last[0] is not index or question not in last[1:]:
            last = self._last_mended = (index, question, mended(question, index))
        return last[2]

    def _exactly(self, phrases: Sequence[str], scope: Scope) -> list[Ranked]:
        index = self._kept.current()
        found: dict[tuple[int, int], list[Span]] = {}
        for span in (span for phrase in phrases for span in self.said(phrase, scope)):
            if (rows := index.rows_of(span)) is not None:
                found.setdefault(rows, []).append(span)
        ranked = [
            Ranked(passage=index.passage(*rows), score=float(len(spans)), similarity=1.0, exact=tuple(spans))
            for rows, spans in sorted(found.items())
        ]
        return sorted(ranked, key=lambda one: -one.score)

    def _speaker_of(self, span: Span) -> str | None:
        turn = self.library.transcript(span.transcript_id).turn_at(span.start)
        return turn.speaker if turn else None


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
