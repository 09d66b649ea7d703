"""What others find on the same transcripts: LlamaIndex as it comes, Chroma as it comes, and BM25, same model, same run."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.transcript import Passage, Span, Transcript
from models.embedder import Embedder

Search = Callable[[str, int], list[Span]]
"""A question and how many: the best stretches first."""


def llama_index(transcripts: Sequence[Transcript], embedder: Embedder) -> Search:
    """`SentenceSplitter(1024, 200)` and `VectorStoreIndex`: what `VectorStoreIndex.from_documents` does."""
    _unlink_nltk_data()
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(chunk_size=1024, chunk_overlap=200)
    documents = [Document(text=one.text, id_=one.id) for one in transcripts]
    return _llama_index(splitter.get_nodes_from_documents(documents), embedder)


def llama_index_over(passages: Sequence[Passage], embedder: Embedder) -> Search:
    """`VectorStoreIndex` over passages that are given."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    return _llama_index(
        [
            TextNode(
                text=one.text,
                start_char_idx=one.start,
                end_char_idx=one.end,
                relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=one.transcript_id)},
            )
            for one in passages
        ],
        embedder,
    )


def chroma(passages: Sequence[Passage], embedder: Embedder) -> Search:
    """A Chroma collection with its default distance; the vectors of its default model (`make bench-embed`: within 3e-7)."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("passages", embedding_function=None)
    vectors = embedder.embed([one.text for one in passages])
    for begin in range(0, len(passages), 5_000):
        ids = [str(i) for i in range(begin, min(begin + 5_000, len(passages)))]
        collection.upsert(ids=ids, embeddings=list(vectors[begin : begin + 5_000]))

    def search(question: str, top: int) -> list[Span]:
        most = min(top, len(passages))
        found = collection.query(query_embeddings=list(embedder.embed([question])), n_results=most)
        return [passages[int(each)].span for each in found["ids"][0] if int(each) < len(passages)]

    return search


def bm25s(passages: Sequence[Passage]) -> Search:
    """The library bm25s with English stop words and Snowball stems."""
    import bm25s as library
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def tokens(texts: list[str]) -> Any:
        return library.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    retriever = library.BM25()
    retriever.index(tokens([one.text for one in passages]), show_progress=False)

    def search(question: str, top: int) -> list[Span]:
        asked = tokens([question])
        if not asked.vocab:
            return []
        rows, _ = retriever.retrieve(asked, k=min(top, len(passages)), show_progress=False)
        return [passages[int(row)].span for row in rows[0]]

    return search


def _unlink_nltk_data() -> None:
    """Its sentence splitter reads NLTK's tables, and NLTK refuses files with hard links, as uv installs them: copy them."""
    found = importlib.util.find_spec("llama_index.core")
    if found is None or not found.submodule_search_locations or "NLTK_DATA" in os.environ:
        return
    copied = Path(tempfile.mkdtemp(prefix="nltk-"))
    atexit.register(shutil.rmtree, copied, ignore_errors=True)
    shutil.copytree(Path(found.submodule_search_locations[0]) / "_static" / "nltk_cache", copied, dirs_exist_ok=True)
    os.environ["NLTK_DATA"] = str(copied)


def _llama_index(nodes: Sequence[Any], embedder: Embedder) -> Search:
    from llama_index.core import VectorStoreIndex

    index = VectorStoreIndex(nodes=list(nodes), embed_model=_as_llama_index(embedder))

    def search(question: str, top: int) -> list[Span]:
        nodes: list[Any] = [one.node for one in index.as_retriever(similarity_top_k=top).retrieve(question)]
        return [Span(transcript_id=one.ref_doc_id, start=one.start_char_idx, end=one.end_char_idx) for one in nodes]

    return search


def _as_llama_index(embedder: Embedder) -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    class Ours(BaseEmbedding):
        """The same model behind LlamaIndex's interface."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(number) for number in vector] for vector in embedder.embed(texts)]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Ours(model_name=embedder.id, embed_batch_size=2_000)
