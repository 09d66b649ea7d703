"""Our retriever as LlamaIndex's `BaseRetriever`, to put into any of its query and chat engines.

    engine = RetrieverQueryEngine.from_args(TestimonyRetriever(retriever, top=8), llm=…)

Importing this module imports llama-index-core; nothing of ours does. No global setting of LlamaIndex is read: the
question is embedded by the library's own embedder.
"""

from __future__ import annotations

from collections.abc import Mapping

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from corpus.store import Scope
from rag.retrieval.retriever import Retriever
from rag.retrieval.searching import Ranked, Spread


class TestimonyRetriever(BaseRetriever):
    """The `top` passages of a scope for a question, best first; their scores are for order only, not cosines."""

    __test__ = False  # its name only looks like a test's

    def __init__(
        self, retriever: Retriever, *, top: int = 8, scope: Scope | None = None, spread: Spread | None = None
    ) -> None:
        super().__init__()
        self._retriever = retriever
        self._top = top
        self._scope = scope or Scope()
        self._spread = spread or Spread()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        titles = self._retriever.library.titles()
        ranked = self._retriever.search(query_bundle.query_str, self._scope, self._top, spread=self._spread)
        return [_node(one, titles) for one in ranked]


def _node(one: Ranked, titles: Mapping[str, str]) -> NodeWithScore:
    """The passage as a node: what was said is its text; where, by whom and when are facts beside it, for the model too."""
    passage = one.passage
    facts = {
        "transcript": titles.get(passage.transcript_id, passage.transcript_id),
        "transcript_id": passage.transcript_id,
        "speakers": ", ".join(passage.speakers),
        "start": passage.start,
        "end": passage.end,
        "similarity": round(one.similarity, 4),
    }
    if passage.time_start is not None:
        facts["seconds"] = passage.time_start.total_seconds()
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=facts,
        excluded_embed_metadata_keys=list(facts),
        excluded_llm_metadata_keys=["transcript_id", "start", "end", "similarity"],
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.transcript_id)},
    )
    return NodeWithScore(node=node, score=one.score)
