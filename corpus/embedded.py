"""The embedded store: readers see one sealed generation, a writer fills the next (see corpus.generations)."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.beside import erase_derived
from corpus.chroma import Chroma
from corpus.errors import DiskFull, LibraryDamaged, LibraryError, LibraryMissing
from corpus.generations import FORMAT, Generation, Generations
from corpus.lock import writing as locked
from corpus.rewriting import rewrite
from corpus.store import Database, Rewrite, Scalar, T

_NO_SPACE = errno.ENOSPC
_SHOW_AFTER_SECONDS = 10.0
"""How long a job works before readers see what it has done so far. Copying a large library takes its share on top."""

_COPYING_SHARE = 20  # a job spends at most about a twentieth of its time on letting readers see
_TRIES = 8


@dataclass(slots=True)
class _Open:
    generation: Generation
    database: Database
    readers: int = 0
    stale: bool = False


@dataclass(slots=True)
class _Work:
    folder: Path
    database: Database
    began: float
    residue: bool
    copy_seconds: float


class EmbeddedStore:
    """A library folder's generations. Threads may share it; one of them may write."""

    def __init__(
        self,
        folder: Path,
        *,
        open_database: Callable[[Path], Database] = Chroma.embedded,
        show_after_seconds: float = _SHOW_AFTER_SECONDS,
    ) -> None:
        self.generations = Generations(folder)
        self._folder = folder
        self._open_database = open_database
        self._show_after_seconds = show_after_seconds
        self._guard = threading.Lock()
        self._open: _Open | None = None
        self._work: _Work | None = None
        self._writing_thread: int | None = None

    @property
    def place(self) -> str:
        """See Store.place."""
        return str(self._folder)

    @property
    def me(self) -> str:
        """See Store.me."""
        return "embedded"

    def writers(self) -> frozenset[str]:
        """See Store.writers: the operating system lets only one in, and what others began is theirs no more."""
        return frozenset()

    def state(self) -> str:
        """See Store.state."""
        current = self.generations.current()
        return current.name if current else ""

    def sealed(self) -> str:
        """See Store.sealed."""
        return "" if self._writing_thread == threading.get_ident() else self.state()

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, action: Callable[[Database], T]) -> T:
        """See Store.read. A reader notes the generation before and after: one that changed under it reads again."""
        if self._work is not None and self._writing_thread == threading.get_ident():
            return action(self._work.database)
        for attempt in range(_TRIES):
            generation = self._current()
            try:
                with self._reading(generation) as database:
                    found = action(database)
            except (LibraryError, OSError):
                if self._current().name == generation.name or attempt == _TRIES - 1:
                    raise
                continue
            if self._current().name == generation.name:
                return found
        raise LibraryDamaged(self._folder, "its generations change faster than they can be read")

    def _current(self) -> Generation:
        current = self.generations.current()
        if current is None:
            raise LibraryMissing(self._folder)
        return current

    @contextmanager
    def _reading(self, generation: Generation) -> Iterator[Database]:
        opened = self._enter(generation)
        try:
            yield opened.database
        finally:
            with self._guard:
                opened.readers -= 1
                done = opened.stale and opened.readers == 0
            if done:
                opened.database.close()

    def _enter(self, generation: Generation) -> _Open:
        retired: _Open | None = None
        with self._guard:
            if self._open is None or self._open.generation.name != generation.name:
                retired, self._open = self._open, self._opened(generation)
                if retired is not None:
                    retired.stale = True
            self._open.readers += 1
            opened = self._open
        if retired is not None and retired.readers == 0:
            retired.database.close()
        return opened

    def _opened(self, generation: Generation) -> _Open:
        # Chroma aborts the whole process on a truncated vector file, so look before opening.
        if broken := self.generations.broken(generation):
            raise LibraryDamaged(self._folder, f"its vector file {broken[0]} is not what was written")
        return _Open(generation, self._open_database(self.generations.path(generation)))

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, part: str = "", wait_seconds: float = 0) -> Iterator[None]:
        """See Store.writing. `part` makes no difference: one embedded Chroma has one writer."""
        with locked(self._folder, wait_seconds), self._spoken():
            self.generations.sweep(erase=False)
            self._writing_thread = threading.get_ident()
            try:
                yield
            except (LibraryError, OSError):
                self._discard()
                raise
            except BaseException:  # an embedder that failed, Ctrl-C: what was finished stays
                self._publish()
                raise
            else:
                self._finish()
            finally:
                self._discard()
                self._writing_thread = None

    def write(self, action: Callable[[Database], T]) -> T:
        """See Store.write: the first write of a job begins a new generation."""
        return action(self._working().database)

    def kept(self, *, residue: bool) -> None:
        """See Store.kept."""
        work = self._working()
        work.residue = work.residue or residue
        if time.monotonic() - work.began > max(self._show_after_seconds, _COPYING_SHARE * work.copy_seconds):
            self._publish()

    def rewrite(self, change: Rewrite) -> bool:
        """See Store.rewrite."""
        self._publish()
        self._renew(change)
        return True

    def create(self, manifest: dict[str, Scalar]) -> None:
        """Make the first generation, unless there is one. Raises LibraryLocked."""
        if self.generations.current() is not None:
            return
        with locked(self._folder), self._spoken():
            if self.generations.current() is None:
                self._work = self._empty(manifest)
                self._publish()

    def refill(self, fill: Callable[[Database], None]) -> None:
        """See Store.refill."""
        self._discard()
        with self.opened_as_is() as damaged:
            manifest = damaged.manifest() or {}
        self._work = self._empty(manifest)
        fill(self._work.database)
        self._publish()
        self.generations.sweep(erase=True)

    @contextmanager
    def opened_as_is(self) -> Iterator[Database]:
        """The current generation for one who looks for damage: its text can be read when its vectors cannot."""
        database = self._open_database(self.generations.path(self._current()))
        try:
            yield database
        finally:
            database.close()

    def _working(self) -> _Work:
        if self._work is None:
            began = time.monotonic()
            generation = self._current()
            folder = self.generations.next()
            try:
                self.generations.copy(generation, folder)
                database = self._open_database(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            took = time.monotonic() - began
            self._work = _Work(folder, database, time.monotonic(), generation.residue, took)
        return self._work

    def _empty(self, manifest: dict[str, Scalar]) -> _Work:
        folder = self.generations.next()
        database = self._open_database(folder)
        database.create({**manifest, "format": FORMAT})
        return _Work(folder, database, time.monotonic(), False, 0.0)

    def _publish(self) -> None:
        """Let readers see the work so far. The generation they saw until now goes."""
        work, self._work = self._work, None
        if work is None:
            return
        work.database.close()
        try:
            self.generations.publish(work.folder, residue=work.residue)
        except BaseException:
            if self.state() != work.folder.name:
                shutil.rmtree(work.folder, ignore_errors=True)
            raise
        self._retire()
        self.generations.sweep(erase=work.residue)

    def _retire(self) -> None:
        with self._guard:
            opened, self._open = self._open, None
            if opened is not None:
                opened.stale = True
        if opened is not None and opened.readers == 0:
            opened.database.close()

    def _finish(self) -> None:
        self._publish()
        current = self.generations.current()
        if current is not None and current.residue:
            self._renew(Rewrite())

    def _renew(self, change: Rewrite) -> None:
        with self._reading(self._current()) as source:
            manifest = source.manifest() or {}
            work = self._empty(manifest)
            self._work = work
            rewrite(source, work.database, change, self.place)
        erase_derived(self._folder)  # before: should this process be killed; after: what a reader made meanwhile
        self._publish()
        erase_derived(self._folder)
        self.generations.sweep(erase=True)

    def _discard(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            work.database.close()
            shutil.rmtree(work.folder, ignore_errors=True)

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == _NO_SPACE:
                raise DiskFull(self._folder) from error
            raise
