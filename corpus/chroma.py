"""Chroma, through LlamaIndex's vector-store types: the only file that imports either.

Any exception of Chroma's becomes LibraryUnreadable, ServerAway or DiskFull here. Two collections: `passages` (text,
metadata, vectors) and `records` (transcripts in pieces, and their heads), read and written in corpus.chroma_rows.
Telemetry is off before the client exists.
"""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.chroma_rows import ChromaPassages, ChromaRecords
from corpus.errors import DiskFull, LibraryError, LibraryUnreadable, ServerAway
from corpus.facts import passage_facts
from corpus.paging import ROWS_A_WRITE, ROWS_A_WRITE_IN_CLOUD
from corpus.place import ServerAddress
from corpus.store import Scalar, Vectors
from corpus.transcript import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from llama_index.core.schema import TextNode

PASSAGES = "passages"
RECORDS = "records"
_REQUEST_SECONDS = 60  # Chroma's own client waits for ever
_ROOM_BYTES = 16 << 20
_READ_ONLY = "its disk is read-only, and Chroma writes to its files even to read them"


class Chroma:
    """A Chroma database behind one client: embedded in a folder, a server's, or Chroma Cloud's."""

    def __init__(
        self, place: str, connect: Callable[[], ClientAPI], *, remote: bool = False, rows: int = ROWS_A_WRITE
    ) -> None:
        self._place = place
        self._remote = remote
        self._rows = rows
        with self.translated("be opened"):
            self._client = connect()

    @classmethod
    def embedded(cls, folder: Path) -> Chroma:
        """The database in a folder, made when there is none. Raises LibraryUnreadable or DiskFull."""
        return cls(str(folder.parent), lambda: _embedded(folder))

    @classmethod
    def at(cls, address: ServerAddress) -> Chroma:
        """The database of a server. Raises ServerAway when nobody answers."""
        if address.api_key is not None:
            return cls(str(address), lambda: _cloud(address), remote=True, rows=ROWS_A_WRITE_IN_CLOUD)
        return cls(str(address), lambda: _server(address), remote=True)

    def manifest(self) -> dict[str, Scalar] | None:
        """See Database.manifest."""
        with self.translated("be read"):
            names = {collection.name for collection in self._client.list_collections()}
            return dict(self._collection(PASSAGES).metadata or {}) if names >= {PASSAGES, RECORDS} else None

    def create(self, manifest: Mapping[str, Scalar]) -> None:
        """See Database.create."""
        with self.translated("be created"):
            kind = "spann" if self._rows == ROWS_A_WRITE_IN_CLOUD else "hnsw"  # the index of Chroma Cloud
            space: Any = {kind: {"space": "ip"}}  # “cosine” would round vectors anew in every copy
            if not self._remote:  # see corpus.scrubbing
                space["hnsw"] |= {"sync_threshold": 1, "batch_size": 1}
            self._client.get_or_create_collection(RECORDS, embedding_function=None, configuration=space)
            self._client.get_or_create_collection(
                PASSAGES, embedding_function=None, configuration=space, metadata=dict(manifest)
            )

    def clear(self) -> None:
        """See Database.clear. A writer's lease is kept."""
        manifest, leases = self.manifest() or {}, self.records.get(where={"kind": "lease"})
        with self.translated("be cleared"):
            for name in (PASSAGES, RECORDS):
                self._client.delete_collection(name)
        self.create(manifest)
        self.records.put(leases)

    def close(self) -> None:
        """See Database.close."""
        with self.translated("be closed"):
            self._client.close()  # type: ignore[attr-defined]  # ClientAPI leaves out what Client has

    @property
    def records(self) -> ChromaRecords:
        """The rows of transcripts."""
        with self.translated("be opened"):
            return ChromaRecords(self._collection(RECORDS), self.translated, self._rows)

    @property
    def passages(self) -> ChromaPassages:
        """The passages and their vectors."""
        with self.translated("be opened"):
            passages = self._collection(PASSAGES)
            return ChromaPassages(passages, partial(_add, passages), self.translated, self._rows)

    def _collection(self, name: str) -> Collection:
        return self._client.get_collection(name, embedding_function=None)

    @contextmanager
    def translated(self, action: str) -> Iterator[None]:
        """Turn what Chroma raises into errors of the corpus."""
        try:
            yield
        except LibraryError:
            raise
        except BaseException as error:  # Chroma raises its own tree, sqlite3's, ValueError, and Rust's panics
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise self._fault(action, error) from error

    def _fault(self, action: str, error: BaseException) -> LibraryError:
        said = " ".join(str(error).split())[:300]
        if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in said or not self._has_room():
            return DiskFull(self._place)
        if not self._remote and "readonly database" in said:
            return LibraryUnreadable(self._place, action, _READ_ONLY, "Copy its folder to a disk you may write to.")
        reason = f"{type(error).__name__}: {said}"
        if self._remote and _is_passing(error, said):
            return ServerAway(self._place, action, reason)
        return LibraryUnreadable(self._place, action, reason)

    def _has_room(self) -> bool:
        # On a full disk Chroma says as little as “Failed to apply logs to the metadata segment”.
        return self._remote or shutil.disk_usage(self._place).free >= _ROOM_BYTES


def _settings() -> Any:
    from chromadb.config import Settings

    logging.getLogger("chromadb.telemetry").setLevel(logging.CRITICAL)
    return Settings(anonymized_telemetry=False)


def _embedded(folder: Path) -> ClientAPI:
    import chromadb

    settings = _settings()
    settings.is_persistent = True
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def _server(address: ServerAddress) -> ClientAPI:
    import chromadb
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT

    headers = {"Authorization": f"Bearer {address.token}", "X-Chroma-Token": address.token} if address.token else {}
    tenant, database = address.tenant or DEFAULT_TENANT, address.database or DEFAULT_DATABASE

    def connected(to: str) -> Any:
        client: Any = chromadb.HttpClient(
            address.host, address.port, address.ssl, headers, settings=_settings(), tenant=tenant, database=to
        )
        client._server._session.timeout = _REQUEST_SECONDS
        return client

    if database != DEFAULT_DATABASE:
        admin = connected(DEFAULT_DATABASE)._admin_client
        if database not in {each["name"] for each in admin.list_databases(tenant=tenant)}:
            admin.create_database(database, tenant=tenant)
    client: ClientAPI = connected(database)
    return client


def _cloud(address: ServerAddress) -> ClientAPI:
    import chromadb

    return chromadb.CloudClient(
        tenant=address.tenant, database=address.database, api_key=address.api_key, settings=_settings()
    )


def _is_passing(error: BaseException, said: str) -> bool:
    """Whether a server's fault may be gone when it is asked again."""
    import httpx
    from chromadb.errors import InternalError, RateLimitError

    if isinstance(error, httpx.TransportError | RateLimitError):
        return True
    if isinstance(error, InternalError):
        return "hnsw segment" not in said and "finding id" not in said
    return "Could not connect to" in said or any(word in said for word in ("502", "503", "504", "Service Unavailable"))


def _add(collection: Collection, passages: Sequence[tuple[Passage, Vectors]], version: str) -> None:
    """Add passages as LlamaIndex nodes, so that any LlamaIndex program can open them.

    ChromaVectorStore.add keeps the old text of an id that is there already, which is right here and only here: an id contains
    the version, so it never names two contents.
    """
    from llama_index.vector_stores.chroma import ChromaVectorStore

    store = ChromaVectorStore(chroma_collection=collection)
    store.flat_metadata = False  # Chroma 1.5 takes lists, which the `speakers` filter needs
    store.add([_node(passage, vector, version) for passage, vector in passages])


def _node(passage: Passage, vector: Vectors, version: str) -> TextNode:
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    facts = passage_facts(passage, version)
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
