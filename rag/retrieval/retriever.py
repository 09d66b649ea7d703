"""Question to passages of one library, as it is now: searched, or, for a phrase in quotation marks, every place that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.library import Library
from corpus.store import Scope, Vectors
from corpus.transcript import Span
from models.cross_encoder import CrossEncoder
from models.embedder import Embedder
from models.metering import Request
from models.reranker import Reranker
from rag.retrieval.bm25 import covered, idf_of, unspoken
from rag.retrieval.index import SearchIndex
from rag.retrieval.index_files import IndexKeeper
from rag.retrieval.kept_vectors import KeptEmbedder
from rag.retrieval.mending import mended
from rag.retrieval.phrases import occurrences, quoted_phrases, transcripts_with
from rag.retrieval.ranking import Recipe
from rag.retrieval.searching import Ranked, Spread, find, recipe_for, reranked, spread_over, vectors_of
from rag.retrieval.sought import Sought
from rag.speech.naming import Voices, asked_of, named_in, without_names
from rag.speech.question import kind_asked, subject, words_to_hear
from rag.speech.stems import stems


class Retriever:
    """Finds passages in one library, with the embedder that made its vectors; a `reranker` reads the first finds again.

    A `cross_encoder` is for those who look for evidence in what was found (`rag.retrieval.rereading`), `kept_embedder` for those
    who read everything that is said.
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
        self.kept_embedder = KeptEmbedder(library, embedder)
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
        spread: Spread = Spread(),  # noqa: B008  # frozen
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
