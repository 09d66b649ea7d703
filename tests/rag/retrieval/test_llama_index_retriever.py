"""Our retriever inside LlamaIndex's own query path, with its mock language model: no key, no network, no settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import Library
from corpus.store import Scope
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Spread
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder

QUESTION = "What was said about the ferry on number 2003?"


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    embedder = WordHashEmbedder()
    write_interviews(tmp_path / "files", range(3))
    library: Library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    return Retriever(library, embedder)


def test_its_nodes_are_the_passages_of_our_search_in_order(retriever: Retriever) -> None:
    from rag.retrieval.llama_index_retriever import TestimonyRetriever

    found = TestimonyRetriever(retriever, top=4).retrieve(QUESTION)
    ours = retriever.search(QUESTION, Scope(), 4)
    assert [one.node.get_content() for one in found] == [one.passage.text for one in ours]
    for one in found:
        transcript = retriever.library.transcript(one.node.metadata["transcript_id"])
        assert transcript.text[one.node.metadata["start"] : one.node.metadata["end"]] == one.node.get_content()


def test_scope_and_spread_hold(retriever: Retriever) -> None:
    from rag.retrieval.llama_index_retriever import TestimonyRetriever

    wanted = retriever.library.list_records()[1].id
    inside = TestimonyRetriever(retriever, top=3, scope=Scope(transcripts=(wanted,))).retrieve(QUESTION)
    assert {one.node.metadata["transcript_id"] for one in inside} == {wanted}
    spread = TestimonyRetriever(retriever, top=3, spread=Spread(per_transcript=1)).retrieve(QUESTION)
    assert len({one.node.metadata["transcript_id"] for one in spread}) == 3


def test_a_query_engine_shows_its_model_what_was_said_and_by_whom(retriever: Retriever) -> None:
    from llama_index.core.llms.mock import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    from rag.retrieval.llama_index_retriever import TestimonyRetriever

    engine = RetrieverQueryEngine.from_args(TestimonyRetriever(retriever, top=1), llm=MockLLM())
    answer = engine.query(QUESTION)
    best = retriever.search(QUESTION, Scope(), 1)[0]
    assert answer.source_nodes[0].node.node_id == best.passage.id
    assert best.passage.text in str(answer)  # the mock model repeats its prompt
    assert f"speakers: {', '.join(best.passage.speakers)}" in str(answer)


def test_an_empty_library_gives_no_nodes(tmp_path: Path) -> None:
    from rag.retrieval.llama_index_retriever import TestimonyRetriever

    embedder = WordHashEmbedder()
    retriever = Retriever(library_at(tmp_path / "empty", embedder), embedder)
    assert TestimonyRetriever(retriever).retrieve("anything") == []
