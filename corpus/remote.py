"""The store on a Chroma server or Chroma Cloud: the same rows, a lease for a lock, and patience when it goes away."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from corpus.chroma import Chroma
from corpus.errors import ServerAway
from corpus.lease import Lease
from corpus.place import ServerAddress
from corpus.store import Database, Rewrite, Scalar, T

_FIRST_WAIT_SECONDS = 0.25
_LONGEST_WAIT_SECONDS = 8.0


class RemoteStore:
    """A library's rows on a server. Every action of the library can be repeated, so what failed in between is."""

    def __init__(
        self,
        address: ServerAddress,
        *,
        connect: Callable[[ServerAddress], Database] = Chroma.at,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = address
        self._connect = connect
        self._sleep = sleep
        self._database: Database | None = None
        self._lease: Lease | None = None

    @property
    def place(self) -> str:
        """See Store.place."""
        return str(self._address)

    @property
    def me(self) -> str:
        """See Store.me."""
        return self._lease.owner if self._lease else ""

    def writers(self) -> frozenset[str]:
        """See Store.writers."""
        return self._lease.alive() if self._lease else frozenset()

    def state(self) -> str:
        """See Store.state: a digest of the heads."""
        heads = self.read(lambda database: database.records.get(where={"kind": "head"}))
        versions = sorted(f"{row.id}/{row.facts['version']}" for row in heads)
        return hashlib.blake2s("\n".join(versions).encode(), digest_size=8).hexdigest()

    def sealed(self) -> str:
        """See Store.sealed."""
        return ""

    def read(self, action: Callable[[Database], T]) -> T:
        """See Store.read. Raises ServerAway when the server stays away for longer than the address allows."""
        until = time.monotonic() + self._address.patience_seconds
        wait = _FIRST_WAIT_SECONDS
        while True:
            try:
                return action(self._connected())
            except ServerAway:
                self._database = None
                if time.monotonic() + wait > until:
                    raise
            self._sleep(wait * random.uniform(0.7, 1.3))  # noqa: S311  # many jobs must not come back all at once
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)

    def write(self, action: Callable[[Database], T]) -> T:
        """See Store.write. Raises LeaseLost."""
        if self._lease is not None:
            self._lease.check()
        return self.read(action)

    @contextmanager
    def writing(self, part: str = "", wait_seconds: float = 0) -> Iterator[None]:
        """See Store.writing. Parts I/N of one N write side by side."""
        lease = Lease(lambda: self.read(lambda database: database.records), self.place, part)
        with lease.held(wait_seconds):
            self._lease = lease
            try:
                yield
            finally:
                self._lease = None

    def kept(self, *, residue: bool) -> None:
        """See Store.kept: on a server a head is seen when it is written."""

    def rewrite(self, change: Rewrite) -> bool:
        """See Store.rewrite: what a server's own files keep is not in our hands."""
        return False

    def create(self, manifest: dict[str, Scalar]) -> None:
        """Make the collections, unless they are there."""
        self.read(lambda database: database.create(manifest))

    def refill(self, fill: Callable[[Database], None]) -> None:
        """See Store.refill. A server has no second place to fill, so readers see the library empty, then filling."""

        def start_again(database: Database) -> None:
            database.clear()
            fill(database)

        self.write(start_again)

    def _connected(self) -> Database:
        if self._database is None:
            self._database = self._connect(self._address)
        return self._database
