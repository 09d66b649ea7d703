"""The rows of Chroma's collections, as the store asks for them. No vendor in sight: a collection is given, errors are translated.

What crosses this border: the distance of unit vectors becomes their cosine (`1 - distance`), seconds become timedelta.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import numpy as np

from corpus.facts import equals, in_scope, passage_from, placeholder
from corpus.paging import batches, found_in
from corpus.store import HeldPassage, Hit, Row, Scalar, Scope, Vectors
from corpus.transcript import Passage

Translated: TypeAlias = Callable[[str], AbstractContextManager[None]]
"""Turns what the vendor raises, while it is asked to do what the words say, into errors of the corpus."""

Writes: TypeAlias = Callable[[Sequence[tuple[Passage, Vectors]], str], None]
"""Adds passages with their vectors, of one version of a transcript."""


class ChromaRecords:
    """RecordRows over one collection. Its vectors mean nothing; Chroma wants one for every row."""

    def __init__(self, collection: Any, translated: Translated, rows: int) -> None:
        self._collection = collection
        self._translated = translated
        self._rows = rows

    def put(self, rows: Sequence[Row]) -> None:
        """See RecordRows.put."""
        with self._translated("be written to"):
            for some in batches(rows, self._rows):
                self._collection.upsert(
                    ids=[row.id for row in some],
                    documents=[row.text for row in some],
                    metadatas=[dict(row.facts) for row in some],
                    embeddings=np.array([placeholder(row.id) for row in some], dtype=np.float32),
                )

    def get(self, ids: Sequence[str] | None = None, where: Mapping[str, Scalar] | None = None) -> list[Row]:
        """See RecordRows.get."""
        with self._translated("be read"):
            return [
                Row(id=row_id, text=text, facts=facts)
                for found in found_in(self._collection, self._rows, ids, where, ["documents", "metadatas"])
                for row_id, text, facts in zip(found["ids"], found["documents"], found["metadatas"], strict=True)
            ]

    def drop(self, where: Mapping[str, Scalar]) -> None:
        """See RecordRows.drop."""
        with self._translated("be written to"):
            self._collection.delete(where=equals(where))


class ChromaPassages:
    """PassageIndex over one collection, to which `write` adds."""

    def __init__(self, collection: Any, write: Writes, translated: Translated, rows: int) -> None:
        self._collection = collection
        self._write = write
        self._translated = translated
        self._rows = rows

    def add(self, passages: Sequence[Passage], vectors: Vectors, version: str) -> None:
        """See PassageIndex.add."""
        with self._translated("be written to"):
            pairs = list(zip(passages, vectors, strict=True))
            for some in batches(pairs, self._rows):
                self._write(some, version)

    def nearest(self, vector: Vectors, top: int, scope: Scope) -> list[Hit]:
        """See PassageIndex.nearest."""
        with self._translated("be searched"):
            if not self._collection.count():
                return []
            found: Any = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=top,
                where=in_scope(scope),
                include=["documents", "metadatas", "distances"],
            )
        columns = (found[key][0] if found[key] else [] for key in ("ids", "documents", "metadatas", "distances"))
        return [
            Hit(passage=passage_from(row_id, text, facts), version=str(facts["version"]), similarity=1 - distance)
            for row_id, text, facts, distance in zip(*columns, strict=True)
        ]

    def held(self, where: Mapping[str, Scalar] | None = None, *, vectors: bool = False) -> list[HeldPassage]:
        """See PassageIndex.held."""
        include = ["documents", "metadatas", *(["embeddings"] if vectors else [])]
        with self._translated("be read"):
            return [
                one for found in found_in(self._collection, self._rows, None, where, include) for one in _held(found)
            ]

    def pages(self, rows: int) -> Iterator[list[HeldPassage]]:
        """See PassageIndex.pages."""
        begin = 0
        while self._collection.count():
            with self._translated("be read"):
                found = self._collection.get(limit=rows, offset=begin, include=["documents", "metadatas", "embeddings"])
            page = _held(found)
            if page:
                yield page
            if len(page) < rows:
                return
            begin += rows

    def drop_version(self, transcript_id: str, version: str) -> None:
        """See PassageIndex.drop_version."""
        with self._translated("be written to"):
            self._collection.delete(where=equals({"transcript": transcript_id, "version": version}))


def _held(found: Any) -> list[HeldPassage]:
    vectors = found.get("embeddings")
    rows = zip(found["ids"], found["documents"], found["metadatas"], strict=True)
    return [
        HeldPassage(
            passage=passage_from(row_id, text, facts),
            version=str(facts["version"]),
            vector=None if vectors is None else np.asarray(vectors[i], dtype=np.float32),
        )
        for i, (row_id, text, facts) in enumerate(rows)
    ]
