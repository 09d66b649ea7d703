"""The quote finder: a topic to quotes that can be used as they are. Nothing is generated; a model may choose among what is found.

Candidates come from the passages nearest to the topic, are ranked by how near they are and how well they stand alone, and
chosen one after another so that they differ in what they say, in who says it and in tone (maximal marginal relevance,
Carbonell and Goldstein 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from corpus.participants import participant_at
from corpus.sentences import sentence_spans
from corpus.store import Scope, Vectors
from corpus.transcript import Span
from models.chat import ChatModel
from models.metering import Request
from rag.answer import Citation
from rag.quotes.candidates import Candidate, awkwardness, candidates_in, cut_off
from rag.quotes.choice import OFFERED, chosen_by
from rag.quotes.contrary import goes_against
from rag.quotes.quote import Length, Quote, quote_of
from rag.quotes.said import passages_of, said_by_participants
from rag.quotes.variety import Scored, varied
from rag.retrieval.evidence import ENOUGH
from rag.retrieval.evidence_search import weighed
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Ranked
from rag.retrieval.sought import Sought
from rag.speech.nouns import noun_stems
from rag.speech.people import not_told_apart
from rag.speech.stems import share_held
from rag.spending import Spent

_PASSAGES = 20  # looked into for ten quotes; twice as many as quotes for more
_RUN_ON = 60  # candidates that are also tried with a sentence more
_CONTEXT = 0.7  # how much of a quote's nearness is its passage's
_SAID = 0.12  # for the share of the topic's words that are said in it
_STANDING = 0.25  # for the place of its passage in a search that reads more than single cosines
_SAME_MATTER = 0.35  # cosine from which two quotes may be on one matter
_APART = 200  # characters from a quote within which nothing is another one
_NEAR = 0.85  # of what is enough evidence for an answer: a topic of two words is nearer to nothing than a question is

_OWN = "Nobody else speaks to the contrary here: what follows is the same person's own."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many quotes, how long, and where from."""

    top: int = 10
    length: Length = Length()  # noqa: RUF009  # frozen
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotesFound:
    """Quotes, the best first. Where there are none, `nearest` is what comes nearest to the topic: to read, not to use.

    `spoken_of` says whether an answer on the topic would be given: where people speak of it, no quote of the wanted length may
    still come near enough. `spent` is what finding them took of a model; None where it was asked nothing. `contrary_of` is the
    participant to whose words these are the contrary, where they are one.
    """

    quotes: tuple[Quote, ...]
    nearest: tuple[Citation, ...] = ()
    spoken_of: bool = True
    spent: Spent | None = None
    contrary_of: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What belongs beside the quotes, as sentences."""
        own = bool(self.quotes) and {quote.participant for quote in self.quotes} == {self.contrary_of}
        return (*not_told_apart(quote.citation for quote in self.quotes), *((_OWN,) if own else ()))


class QuoteFinder:
    """Finds quotes in one library. What was asked of a model for them goes into the `requests` that a search is given."""

    def __init__(self, retriever: Retriever, model: ChatModel | None = None) -> None:
        self._retriever = retriever
        self._model = model
        self._library = retriever.library

    def look_for(
        self,
        topic: str,
        wanted: Wanted = Wanted(),  # frozen
        requests: list[Request] | None = None,
    ) -> QuotesFound:
        """Quotes on a topic, the best first, spread over participants; none where an answer to it would say that it is not
        in the transcripts (`rag.retrieval.evidence_search`), or where nothing near enough can be quoted.

        A model, where there is one, chooses among what was found, and is not asked where nothing was. Raises ModelError.
        """
        vector = self._retriever.vector(topic)
        held = weighed(self._retriever, topic, wanted.scope, vector, requests)
        quotes = self._chosen(topic, vector, wanted, requests) if held.is_enough else []
        return QuotesFound(quotes=tuple(quotes), nearest=() if quotes else held.nearest, spoken_of=held.is_enough)

    def find(self, topic: str, wanted: Wanted = Wanted()) -> list[Quote]:  # frozen
        """The quotes alone; see `look_for`."""
        return list(self.look_for(topic, wanted).quotes)

    def more_like(
        self,
        seed: Span,
        wanted: Wanted = Wanted(),  # frozen
        requests: list[Request] | None = None,
    ) -> list[Quote]:
        """Quotes that say something like the words at `seed`, other people's first; nothing from right beside it.

        Raises TranscriptUnknown.
        """
        scored = self._near(seed, wanted, requests)
        others, own = _by_speaker(scored, self._speaker(seed))
        chosen = varied(scored, wanted.top, wanted.length.most, others)
        return _quotes([*chosen, *varied(scored, wanted.top - len(chosen), wanted.length.most, own)])

    def the_contrary(
        self,
        seed: Span,
        wanted: Wanted = Wanted(),  # frozen
        requests: list[Request] | None = None,
    ) -> list[Quote]:
        """Quotes on the same matter in words that turn it round, none without a sign of it; the speaker's own where nobody
        else has one (`QuotesFound.contrary_of` says so).

        The same matter: near to it, and naming a thing that it names. A sign in the wording and no more (rag.quotes.contrary):
        whether they contradict is for the reader to say. Raises TranscriptUnknown.
        """
        transcript = self._library.transcript(seed.transcript_id)
        words = transcript.quote(seed)
        scored = self._near(seed, wanted, requests, _SAME_MATTER)
        read = {one.transcript.id: one.transcript.text for one in scored.candidates}
        things = noun_stems([transcript.text, *read.values()])
        turned = [i for i, one in enumerate(scored.candidates) if goes_against(words, one.text, things)]
        others, own = _by_speaker(scored, self._speaker(seed), turned)
        return _quotes(varied(scored, wanted.top, wanted.length.most, others or own))

    def shorter(self, quote: Quote, topic: str, least: int = 8) -> Quote | None:
        """The part of a quote, in whole sentences, that is nearest to the topic; None when it is one sentence."""
        span = quote.citation.span
        transcript = self._library.transcript(span.transcript_id)
        sentences = sentence_spans(transcript.text, span.start, span.end)
        parts = [
            (start, end)
            for first, (start, _) in enumerate(sentences)
            for _, end in sentences[first:]
            if (start, end) != (span.start, span.end) and len(transcript.text[start:end].split()) >= least
        ]
        if not parts:
            return None
        texts = [" ".join(transcript.text[start:end].split()) for start, end in parts]
        near = self._retriever.embedder.embed(texts) @ self._retriever.vector(topic)
        length = np.array([len(text.split()) for text in texts])
        start, end = parts[int(np.argmax(near - 0.004 * length))]
        return quote_of(transcript, start, end, quote.participant, quote.score)

    def at(self, span: Span) -> Quote:
        """The quote at a place somebody chose. Raises TranscriptUnknown, and ValueError outside the text."""
        transcript = self._library.transcript(span.transcript_id)
        transcript.quote(span)
        return quote_of(transcript, span.start, span.end, participant_at(transcript, span.start), 1.0)

    def _chosen(self, topic: str, vector: Vectors, wanted: Wanted, requests: list[Request] | None) -> list[Quote]:
        most = max(_PASSAGES, 2 * wanted.top)
        ranked = self._retriever.search(topic, wanted.scope, most, vector, requests=requests)
        said = said_by_participants(topic, self._retriever, wanted.scope)
        ranked = [*ranked, *passages_of(said, vector, self._retriever, most)]
        scored = self._scored(self._retriever.sought(topic, vector), ranked, wanted, said=said)
        if self._model is None:
            return _quotes(varied(scored, wanted.top, wanted.length.most))
        offered = _quotes(varied(scored, max(OFFERED, wanted.top), wanted.length.most))
        return chosen_by(self._model, topic, offered, wanted.top, requests)

    def _speaker(self, seed: Span) -> str:
        return participant_at(self._library.transcript(seed.transcript_id), seed.start)

    def _near(
        self, seed: Span, wanted: Wanted, requests: list[Request] | None, least: float = _NEAR * ENOUGH
    ) -> Scored:
        words = " ".join(self._library.transcript(seed.transcript_id).quote(seed).split())
        vector: Vectors = self._retriever.embedder.embed([words])[0]
        ranked = self._retriever.search(words.replace('"', " "), wanted.scope, _PASSAGES, vector, requests=requests)
        return self._scored(Sought(vector=vector), ranked, wanted, without=seed, least=least)

    def _scored(
        self,
        sought: Sought,
        ranked: Sequence[Ranked],
        wanted: Wanted,
        without: Span | None = None,
        said: Sequence[Span] = (),
        least: float = _NEAR * ENOUGH,
    ) -> Scored:
        transcript_of = self._library.transcript
        candidates = [
            one
            for one in candidates_in(ranked, transcript_of, wanted.length, wanted.scope.speakers)
            if without is None or not one.is_within_reach(without, _APART)
        ]
        if not candidates:
            return Scored([], np.zeros((0, 1)), [])
        candidates, vectors, near = self._with_longer(candidates, sought.vector)
        best = max(float(near.max()), max(one.similarity for one in candidates))
        told = [self._told(one, said, sought) for one in candidates]
        kept = [i for i in range(len(candidates)) if told[i] or min(best, near[i]) >= least]
        nearest = max((one.similarity for one in ranked), default=0.0)
        scores = [
            (1 - _CONTEXT) * float(near[i])
            + _CONTEXT * max(candidates[i].similarity, told[i] * nearest)
            + _SAID * share_held(sought.weights, candidates[i].text)
            + _STANDING * max(candidates[i].standing, told[i])
            - awkwardness(candidates[i])
            - cut_off(candidates[i])
            for i in kept
        ]
        return Scored([candidates[i] for i in kept], vectors[kept], scores)

    @staticmethod
    def _told(one: Candidate, said: Sequence[Span], sought: Sought) -> float:
        """The share of the topic's words that a stretch says as a phrase: so much of it stands as in the best passage."""
        phrases = (one.transcript.quote(span) for span in said if one.holds(span))
        return max((share_held(sought.weights, phrase) for phrase in phrases), default=0.0)

    def _with_longer(
        self, candidates: list[Candidate], vector: Vectors
    ) -> tuple[list[Candidate], NDArray[np.floating], NDArray[np.floating]]:
        """The candidates, the best of them also running on a little, with their vectors and cosines."""
        embed = self._retriever.embedder.embed
        vectors = embed([one.in_line for one in candidates])
        near = vectors @ vector
        best = [candidates[int(i)] for i in np.argsort(-near, kind="stable")[:_RUN_ON]]
        longer = [replace(one, end=one.longer) for one in best if one.longer is not None]
        if longer:
            more = embed([one.in_line for one in longer])
            candidates, vectors = [*candidates, *longer], np.concatenate([vectors, more])
        return candidates, vectors, vectors @ vector


def _by_speaker(scored: Scored, speaker: str, among: Sequence[int] | None = None) -> tuple[list[int], list[int]]:
    """The candidates of others, and those of a speaker, as numbers."""
    left = range(len(scored.candidates)) if among is None else among
    others = [i for i in left if scored.candidates[i].participant != speaker]
    return others, [i for i in left if scored.candidates[i].participant == speaker]


def _quotes(chosen: Sequence[tuple[Candidate, float]]) -> list[Quote]:
    return [quote_of(one.transcript, one.start, one.end, one.participant, score) for one, score in chosen]
