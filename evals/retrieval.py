"""How well passages are found, beside LlamaIndex, Chroma and BM25 in the same run, and with our own parts switched off.

    python -m evals.retrieval [--qmsum FOLDER] [--evidence FILE] [--codes FOLDER] [--only SET …] [--no-peers] [--run FILE]

Three kinds of sets (default: those of ../shared/data): questions about one meeting (`queries.jsonl`, in the layout of
QMSum), sentences whose evidence people marked, and themes looked for over all interviews of a folder
(`queries_corpus.jsonl`). Every figure stands with its 95 % interval, from resampling whole meetings (themes, where there
is one corpus). It is the product's ranking, `rag.retrieval.searching.find`, on arrays; vectors are kept in a scratch folder
(--scratch), so a second run takes a minute. --run writes what we found for QMSum as `testimony search --batch` would.
Where TESTIMONY_RERANKER is set, one line more is of the product with it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.settings import read_settings
from corpus.transcript import Passage, Span
from evals import retrieval_peers as peers
from evals.retrieval_measures import Figure, Gold, early, figures, many, overlapping
from evals.retrieval_sets import (
    CachedEmbedder,
    Collection,
    Query,
    Splitter,
    as_the_product_splits,
    in_one_meeting,
    indexed,
    over_all_interviews,
    whole_sentences,
    whole_turns,
)
from models.chosen import embedder_for
from models.embedder import Embedder, Vectors
from rag.retrieval.index import SearchIndex
from rag.retrieval.mending import mended
from rag.retrieval.ranking import Recipe
from rag.retrieval.searching import find, recipe_for, reranked, vectors_of
from rag.speech.question import subject
from rag.writing.rerankers import reranker_for

_DATA = Path(__file__).parents[2] / "shared" / "data"
_TOP = 50
_PEERS_WORDS = 200
_UNJOINED = {"most_words": 1, "read_first_words": 0}
"""Where passages are given, they are ranked as they are."""

_LEAST_CODED = 5  # turns: of a theme with fewer, ten passages cannot be right
_FIXED = {"pdpilot_interviews": ("passages of 120 words", whole_sentences(120))}
_FIXED_ELSE = ("whole turns up to 200 words", whole_turns(200))

Measure = Callable[[Query, Sequence[Span]], Mapping[str, float]]
Way = Callable[[Query], list[Span]]
"""A method on one collection: the best stretches for a query, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The product with something changed: its recipe, what it embeds of questions, or the text of a passage that it embeds."""

    name: str
    changes: Mapping[str, float] = field(default_factory=dict)
    embedded: Callable[[Sequence[str], Embedder], Vectors] = vectors_of
    mends: bool = True
    reranks: bool = False
    surroundings: bool = True

    def recipe(self, question: str, joins: bool) -> Recipe:
        """The product's recipe for this question, changed."""
        changed: Any = {**({} if joins else _UNJOINED), **self.changes}
        return replace(recipe_for(question), **changed)


VARIANTS = (
    Variant(name="- BM25", changes={"lexical_share": 0.0}),
    Variant(name="- words of the first finds", changes={"feedback_share": 0.0}),
    Variant(name="- likeness to the first finds", changes={"likeness_share": 0.0}),
    Variant(name="- pairs of words", changes={"pair_share": 0.0}),
    Variant(name="- lending scores", changes={"fade_words": 0.0}),
    Variant(name="- lending words", changes={"word_fade_words": 0.0}),
    Variant(name="- joining", changes={"most_words": 1}),
    Variant(name="- speakers named", changes={"named_share": 0.0}),
    Variant(name="- reading order", changes={"read_first_words": 0}),
    Variant(name="- words around, embedded", surroundings=False),
    Variant(name="- stripping instructions", embedded=lambda questions, embedder: embedder.embed(questions)),
    Variant(
        name="- the last theme of a path",
        changes={"leading_share": 1.0},
        embedded=lambda questions, embedder: embedder.embed([subject(question) for question in questions]),
    ),
    Variant(name="- mending words", mends=False),
)
"""Each part of ours switched off alone."""


class Bench:
    """Runs methods over a collection and prints a line for each."""

    def __init__(self, collection: Collection, embedder: CachedEmbedder, measure: Measure) -> None:
        self.collection = collection
        self.embedder = embedder
        self._measure = measure
        self._reranker = reranker_for(read_settings())

    @property
    def variants(self) -> Sequence[Variant]:
        """The product with something changed, each to be measured."""
        return (*VARIANTS, Variant(name="+ the reranker", reranks=True)) if self._reranker else VARIANTS

    def line(self, name: str, way: Way) -> dict[str, Figure]:
        """Measure one method and print its line of the table."""
        rows = [(query.within or query.id, self._measure(query, way(query))) for query in self.collection.queries]
        found = figures(rows)
        cells = " | ".join(f"{one.mean:.3f} ({one.low:.3f}–{one.high:.3f})" for one in found.values())
        print(f"| {name} | {cells} |", flush=True)
        return found

    def head(self, title: str) -> None:
        """Print what the table is of, and its columns."""
        some = self._measure(self.collection.queries[0], [])
        counts = f"{len(self.collection.queries)} queries, {len(self.collection.transcripts)} transcripts"
        print(f"\n### {title} ({counts})\n\n| | {' | '.join(some)} |\n|---|{'---|' * len(some)}")

    def ours(self, splitter: Splitter, variant: Variant = Variant(name="ours"), *, joins: bool = True) -> Way:
        """The product's ranking, in the meeting of the query or over everything."""
        transcripts = list(self.collection.transcripts.values())
        index = indexed(transcripts, splitter, self.embedder, surroundings=variant.surroundings)
        asked = {
            query.id: mended(query.words, index) if variant.mends else query.words for query in self.collection.queries
        }
        vector_of = dict(zip(asked, variant.embedded(list(asked.values()), self.embedder), strict=True))

        def way(query: Query) -> list[Span]:
            question = asked[query.id]
            recipe = variant.recipe(question, joins)
            found = find(index, _rows(index, query), question, vector_of[query.id], _TOP, recipe)
            if variant.reranks and self._reranker:
                found = reranked(found, question, self._reranker, [])
            return [one.passage.span for one in found[:_TOP]]

        return way

    def peer(self, made: Callable[[Sequence[str]], peers.Search]) -> Way:
        """A peer's search, made anew for each meeting that is asked about."""
        searches: dict[str | None, peers.Search] = {}

        def way(query: Query) -> list[Span]:
            if query.within not in searches:
                searches[query.within] = made([query.within] if query.within else list(self.collection.transcripts))
            return searches[query.within](query.words, _TOP)

        return way

    def peers_over(self, splitter: Splitter, name: str) -> None:
        """The lines of the peers on passages that are given."""
        cut = {one.id: splitter(one) for one in self.collection.transcripts.values()}

        def passages(ids: Sequence[str]) -> list[Passage]:
            return [passage for each in ids for passage in cut[each]]

        self.line(f"BM25 (bm25s, stemmed), {name}", self.peer(lambda ids: peers.bm25s(passages(ids))))
        self.line(f"Chroma, {name}", self.peer(lambda ids: peers.chroma(passages(ids), self.embedder)))
        self.line(f"LlamaIndex, {name}", self.peer(lambda ids: peers.llama_index_over(passages(ids), self.embedder)))


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description="Retrieval, measured beside its peers.")
    parser.add_argument("--qmsum", type=Path, default=_DATA / "qmsum")
    parser.add_argument("--evidence", type=Path, default=_DATA / "qmsum_evidence" / "queries.jsonl")
    parser.add_argument("--codes", type=Path, default=_DATA / "codes")
    parser.add_argument("--only", nargs="*", choices=("qmsum", "evidence", "codes"))
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--run", type=Path, help="where to write what was found for QMSum")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "testimony-eval-retrieval")
    asked = parser.parse_args()
    embedder = CachedEmbedder(embedder_for(read_settings()), asked.scratch)
    wanted = asked.only or ("qmsum", "evidence", "codes")
    if not any(path.exists() for path in (asked.qmsum, asked.codes)):
        sys.exit(
            f"There is nothing to measure on in {asked.qmsum} or {asked.codes}: name folders with --qmsum, --codes."
        )
    if "qmsum" in wanted and asked.qmsum.exists():
        _questions(in_one_meeting(asked.qmsum), embedder, with_peers=asked.peers, run=asked.run)
    if "evidence" in wanted and asked.evidence.exists():
        _evidence(in_one_meeting(asked.qmsum, asked.evidence), embedder, with_peers=asked.peers)
    if "codes" in wanted and asked.codes.exists():
        for folder in sorted(path for path in asked.codes.iterdir() if (path / "queries_corpus.jsonl").is_file()):
            cut, splitter = _FIXED.get(folder.name, _FIXED_ELSE)
            collection = over_all_interviews(folder, _LEAST_CODED)
            _themes(f"{folder.name}, {cut}", collection, splitter, embedder, with_peers=asked.peers)


def _questions(collection: Collection, embedder: CachedEmbedder, *, with_peers: bool, run: Path | None) -> None:
    gold = Gold(collection)
    bench = Bench(collection, embedder, lambda query, found: {**gold.read(query, found), **early(query, found)})
    bench.head("QMSum: questions about one meeting")
    way = bench.ours(as_the_product_splits)
    bench.line("**ours**", way)
    if run:
        run.write_text("".join(_as_batch(query, way(query)) for query in collection.queries), encoding="utf-8")
    if with_peers:
        whole = [collection.transcripts[name] for name in collection.transcripts]
        by_id = {one.id: one for one in whole}
        stock = bench.peer(lambda ids: peers.llama_index([by_id[each] for each in ids], embedder))
        bench.line("LlamaIndex stock (1024/200)", stock)
        bench.peers_over(whole_sentences(_PEERS_WORDS), f"{_PEERS_WORDS}-word passages")
    for variant in bench.variants:
        bench.line(f"ours {variant.name}", bench.ours(as_the_product_splits, variant))


def _evidence(collection: Collection, embedder: CachedEmbedder, *, with_peers: bool) -> None:
    bench = Bench(collection, embedder, early)
    bench.head("QMSum evidence: the sentence's meeting, passages of 120 words, none joined")
    splitter = whole_sentences(120)
    bench.line("**ours**", bench.ours(splitter, joins=False))
    if with_peers:
        bench.peers_over(splitter, "the same passages")
    for variant in bench.variants:
        if not variant.changes.keys() & _UNJOINED.keys():
            bench.line(f"ours {variant.name}", bench.ours(splitter, variant, joins=False))


def _themes(
    name: str, collection: Collection, splitter: Splitter, embedder: CachedEmbedder, *, with_peers: bool
) -> None:
    spans = [passage.span for one in collection.transcripts.values() for passage in splitter(one)]
    relevant = {query.id: overlapping(query, spans) for query in collection.queries}
    bench = Bench(collection, embedder, lambda query, found: many(query, found, relevant[query.id]))
    bench.head(f"{name}: themes over all interviews, {len(spans)} passages, none joined")
    bench.line("**ours**", bench.ours(splitter, joins=False))
    if with_peers:
        bench.peers_over(splitter, "the same passages")
    for variant in bench.variants:
        if not variant.changes.keys() & _UNJOINED.keys():
            bench.line(f"ours {variant.name}", bench.ours(splitter, variant, joins=False))


def _rows(index: SearchIndex, query: Query) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    if query.within is None:
        return np.arange(len(index))
    part = next(i for i, reading in enumerate(index.readings) if reading[0] == query.within)
    return np.arange(index.begins[part], index.begins[part + 1])


def _as_batch(query: Query, found: Sequence[Span]) -> str:
    passages = [{"transcript": one.transcript_id, "start": one.start, "end": one.end} for one in found]
    return json.dumps({"id": query.id, "passages": passages}) + "\n"


if __name__ == "__main__":
    main()
