"""Chroma, through LlamaIndex's vector-store types: the only file that imports either.

What crosses this border: cosine distance becomes similarity (`1 - distance`), seconds become timedelta, and any
exception of Chroma's becomes LibraryUnreadable. Two collections: `passages` (text, metadata, vectors) and `records`
(transcripts in pieces, and their heads). Telemetry is off before the client exists.
"""

from __future__ import annotations

import logging
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from corpus.errors import LibraryError, LibraryUnreadable
from corpus.store import Hit, Row, Scalar, Scope, Vectors
from corpus.transcript import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

PASSAGES = "passages"
RECORDS = "records"
_ROWS_A_WRITE = 2_000
_T = TypeVar("_T")


class Chroma:
    """An embedded Chroma database in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._translated("be opened"):
            self._client = _client(folder)

    def manifest(self) -> dict[str, Scalar] | None:
        """What the library says of itself; None when nothing was ever written."""
        with self._translated("be read"):
            names = {collection.name for collection in self._client.list_collections()}
            return dict(self._collection(PASSAGES).metadata or {}) if names >= {PASSAGES, RECORDS} else None

    def create(self, manifest: Mapping[str, Scalar]) -> None:
        """Make the two collections. Harmless when they are there."""
        with self._translated("be created"):
            space: Any = {"hnsw": {"space": "cosine"}}
            self._client.get_or_create_collection(RECORDS, embedding_function=None, configuration=space)
            self._client.get_or_create_collection(
                PASSAGES, embedding_function=None, configuration=space, metadata=dict(manifest)
            )

    @property
    def records(self) -> ChromaRecords:
        """The rows of transcripts."""
        return ChromaRecords(self._collection(RECORDS), self._translated)

    @property
    def passages(self) -> ChromaPassages:
        """The passages and their vectors."""
        return ChromaPassages(self._collection(PASSAGES), self._translated)

    def _collection(self, name: str) -> Collection:
        return self._client.get_collection(name, embedding_function=None)

    @contextmanager
    def _translated(self, action: str) -> Iterator[None]:
        try:
            yield
        except LibraryError:
            raise
        except Exception as error:  # Chroma raises its own tree, sqlite3's, Rust's and plain ValueError
            raise LibraryUnreadable(self._folder, action, f"{type(error).__name__}: {error}") from error


class ChromaRecords:
    """RecordRows over one collection. Its vectors mean nothing; Chroma wants one for every row."""

    def __init__(self, collection: Collection, translated: Any) -> None:
        self._collection = collection
        self._translated = translated

    def put(self, rows: Sequence[Row]) -> None:
        """See RecordRows.put."""
        with self._translated("be written to"):
            for some in _batches(rows):
                self._collection.upsert(
                    ids=[row.id for row in some],
                    documents=[row.text for row in some],
                    metadatas=[dict(row.facts) for row in some],
                    embeddings=np.array([_placeholder(row.id) for row in some], dtype=np.float32),
                )

    def get(self, ids: Sequence[str] | None = None, where: Mapping[str, Scalar] | None = None) -> list[Row]:
        """See RecordRows.get."""
        if ids is not None and not ids:
            return []
        with self._translated("be read"):
            found = self._collection.get(
                ids=list(ids) if ids is not None else None,
                where=_equals(where) if where else None,
                include=["documents", "metadatas"],
            )
        return [
            Row(id=row_id, text=text, facts=facts)
            for row_id, text, facts in zip(
                found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True
            )
        ]

    def drop(self, where: Mapping[str, Scalar]) -> None:
        """See RecordRows.drop."""
        with self._translated("be written to"):
            self._collection.delete(where=_equals(where))


class ChromaPassages:
    """PassageIndex over one collection, written as LlamaIndex nodes so that any LlamaIndex program can open it."""

    def __init__(self, collection: Collection, translated: Any) -> None:
        self._collection = collection
        self._translated = translated

    def add(self, passages: Sequence[Passage], vectors: Vectors, version: str) -> None:
        """See PassageIndex.add. ChromaVectorStore.add keeps the old text of an id that is there already, which is
        right here and only here: an id contains the version, so it never names two contents."""
        with self._translated("be written to"):
            store = self.vector_store()
            pairs = list(zip(passages, vectors, strict=True))
            for some in _batches(pairs):
                store.add([_node(passage, vector, version) for passage, vector in some])

    def nearest(self, vector: Vectors, top: int, scope: Scope) -> list[Hit]:
        """See PassageIndex.nearest."""
        with self._translated("be searched"):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=top,
                where=_in_scope(scope),
                include=["documents", "metadatas", "distances"],
            )
        columns = (found[key][0] if found[key] else [] for key in ("ids", "documents", "metadatas", "distances"))  # type: ignore[literal-required]
        return [
            Hit(passage=_passage(row_id, text, facts), version=str(facts["version"]), similarity=1 - distance)
            for row_id, text, facts, distance in zip(*columns, strict=True)
        ]

    def drop_version(self, transcript_id: str, version: str) -> None:
        """See PassageIndex.drop_version."""
        with self._translated("be written to"):
            self._collection.delete(where=_equals({"transcript": transcript_id, "version": version}))

    def vector_store(self) -> ChromaVectorStore:
        """The same passages as a LlamaIndex vector store."""
        from llama_index.vector_stores.chroma import ChromaVectorStore

        store = ChromaVectorStore(chroma_collection=self._collection)
        store.flat_metadata = False  # Chroma 1.5 takes lists, which the `speakers` filter needs
        return store


def _client(folder: Path) -> ClientAPI:
    import chromadb

    logging.getLogger("chromadb.telemetry").setLevel(logging.CRITICAL)
    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(
        path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False, is_persistent=True)
    )


def _node(passage: Passage, vector: Vectors, version: str) -> TextNode:
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    facts: dict[str, Any] = {
        "transcript": passage.transcript_id,
        "version": version,
        "start": passage.start,
        "end": passage.end,
        "first_turn": passage.first_turn,
        "last_turn": passage.last_turn,
        "context": passage.context,
    }
    if passage.speakers:
        facts["speakers"] = list(passage.speakers)
    if passage.time_start is not None:
        facts["time_start"] = passage.time_start.total_seconds()
    if passage.time_end is not None:
        facts["time_end"] = passage.time_end.total_seconds()
    return TextNode(
        id_=passage.id,
        text=passage.text,
        embedding=vector.tolist(),
        metadata=facts,
        excluded_embed_metadata_keys=list(facts),  # LlamaIndex would embed them with the text
        excluded_llm_metadata_keys=list(facts),
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.transcript_id)},
    )


def _passage(row_id: str, text: str, facts: Mapping[str, Any]) -> Passage:
    return Passage(
        id=row_id,
        transcript_id=str(facts["transcript"]),
        start=int(facts["start"]),
        end=int(facts["end"]),
        first_turn=int(facts["first_turn"]),
        last_turn=int(facts["last_turn"]),
        speakers=tuple(facts.get("speakers") or ()),
        text=text,
        context=str(facts.get("context") or ""),
        time_start=_time(facts.get("time_start")),
        time_end=_time(facts.get("time_end")),
    )


def _time(seconds: float | str | None) -> timedelta | None:
    return None if seconds in (None, "") else timedelta(seconds=float(seconds))


def _equals(facts: Mapping[str, Scalar]) -> Any:
    clauses = [{key: {"$eq": value}} for key, value in facts.items()]
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _in_scope(scope: Scope) -> Any:
    clauses: list[Any] = []
    if scope.transcripts:
        clauses.append({"transcript": {"$in": list(scope.transcripts)}})
    if scope.speakers:
        said_by: list[Any] = [{"speakers": {"$contains": name}} for name in scope.speakers]
        clauses.append(said_by[0] if len(said_by) == 1 else {"$or": said_by})
    return {"$and": clauses} if len(clauses) > 1 else (clauses[0] if clauses else None)


def _placeholder(row_id: str) -> tuple[float, float]:
    # Spread over a circle: thousands of equal vectors would make Chroma's graph slow to add to.
    angle = zlib.crc32(row_id.encode()) / 2**32 * math.tau
    return math.cos(angle), math.sin(angle)


def _batches(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(rows), _ROWS_A_WRITE):
        yield rows[begin : begin + _ROWS_A_WRITE]
