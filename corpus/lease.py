"""The writer's lock of a library on a server: a row that its holder keeps fresh.

A server has no file to lock. So a writer puts a row that names it, then looks: if another's row that it may not share
with is there, it takes its own away again. Of two that come at once at least one sees the other, since each puts before
it looks. A row that was not refreshed for LEASE_SECONDS belongs to a job that died, and is taken away.
Clocks of machines that write may differ by less than that (a minute and a half).
"""

from __future__ import annotations

import os
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from corpus.errors import LeaseLost, LibraryError, LibraryLocked
from corpus.lock import described, myself
from corpus.store import RecordRows, Row

LEASE_SECONDS = 90.0
_REFRESH_SECONDS = 15.0
_TRIES = 4


class Lease:
    """A writer's claim on a library's records."""

    def __init__(
        self, records: Callable[[], RecordRows], place: str, part: str = "", clock: Callable[[], float] = time.time
    ) -> None:
        self.owner = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self._records = records
        self._place = place
        self._part = part
        self._clock = clock
        self._about = myself()
        self._lost = False
        self._done = threading.Event()

    @contextmanager
    def held(self, wait_seconds: float = 0) -> Iterator[None]:
        """Hold the lease, refreshed by a thread. Raises LibraryLocked when another holds it for longer than we wait."""
        until = time.monotonic() + wait_seconds
        while (other := self._claimed()) is not None:
            if time.monotonic() >= until:
                raise LibraryLocked(self._place, described(dict(other.facts)))
            time.sleep(min(1.0, wait_seconds))
        refresher = threading.Thread(target=self._refresh, name="lease", daemon=True)
        refresher.start()
        try:
            yield
        finally:
            self._done.set()
            refresher.join()
            self._records().drop({"kind": "lease", "owner": self.owner})

    def check(self) -> None:
        """Raise LeaseLost when another job took this one for dead."""
        if self._lost:
            raise LeaseLost(self._place)

    def alive(self) -> frozenset[str]:
        """The owners at work, this one among them."""
        fresh, _ = self._others()
        return frozenset({self.owner, *(str(row.facts["owner"]) for row in fresh)})

    def _claimed(self) -> Row | None:
        """None when the lease is ours now, else who has it."""
        other: Row | None = None
        for attempt in range(_TRIES):
            self._put()
            fresh, dead = self._others()
            for row in dead:
                self._records().drop({"kind": "lease", "owner": str(row.facts["owner"])})
            other = next((row for row in fresh if not _may_share(self._part, str(row.facts["part"]))), None)
            if other is None:
                return None
            self._records().drop({"kind": "lease", "owner": self.owner})
            if attempt < _TRIES - 1:
                time.sleep(random.uniform(0.05, 0.4))  # noqa: S311  # two that gave way must not meet again
        return other

    def _put(self) -> None:
        facts = {"kind": "lease", "owner": self.owner, "part": self._part, "beat": self._clock(), **self._about}
        self._records().put([Row(id=f"lease/{self.owner}", text="a writer is at work", facts=facts)])

    def _others(self) -> tuple[Sequence[Row], Sequence[Row]]:
        rows = [row for row in self._records().get(where={"kind": "lease"}) if row.facts["owner"] != self.owner]
        fresh = [row for row in rows if self._clock() - float(row.facts["beat"]) < LEASE_SECONDS]
        return fresh, [row for row in rows if row not in fresh]

    def _refresh(self) -> None:
        refreshed = self._clock()
        while not self._done.wait(_REFRESH_SECONDS):
            try:
                if not self._records().get(ids=[f"lease/{self.owner}"]):
                    self._lost = True
                    return
                self._put()
                refreshed = self._clock()
            except LibraryError:  # the server is away: the writer meets the same and says so
                self._lost = self._clock() - refreshed > LEASE_SECONDS


def _may_share(mine: str, other: str) -> bool:
    """Whether two parts I/N of one job are different parts of the same N."""
    return bool(mine and other) and mine != other and mine.partition("/")[2] == other.partition("/")[2]
