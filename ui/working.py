"""A piece of work in a thread of its own: begun once, followed by every run of the page, stopped when a person says so."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from threading import Condition, Thread
from typing import Generic, TypeVar

from corpus.errors import TestimonyError
from models.hanging_up import Call, HungUp

T = TypeVar("T")
Report = Callable[[int, int], None]
"""Told how much is done, of how much."""

TICK_SECONDS = 0.2
UNFORESEEN = (
    "Something went wrong that Testimony did not foresee. Try again; if it goes on, the log of the server says more."
)
_log = logging.getLogger("testimony")


class _Stopped(Exception):
    """The person wants no more of it."""


class Work(Generic[T]):
    """Work that gives a T. `about` is what it was asked for, in the person's own words; `when_stopped` what to say then."""

    def __init__(self, about: str, when_stopped: str = "Stopped before it was complete.") -> None:
        self.about = about
        self.when_stopped = when_stopped
        self.result: T | None = None
        self.error: str | None = None
        self.stopped = False
        self.done = 0
        self.of = 0
        self.began = time.monotonic()
        self._call = Call()
        self._changed = Condition()

    def start(self, do: Callable[[Report], T]) -> Work[T]:
        """Begin. `do` is called in the thread; the function it is given may end it when somebody has stopped it."""
        Thread(target=self._run, args=(do,), name="work", daemon=True).start()
        return self

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.result is not None or self.error is not None

    def follow(self) -> Iterator[tuple[int, int]]:
        """How far it is, every time that changes and at least once a tick, until it is finished."""
        while not self.finished:
            yield self.done, self.of
            with self._changed:
                if not self.finished:
                    self._changed.wait(TICK_SECONDS)

    def stop(self) -> None:
        """Let it go no further than the step it is at, and hang up on the model that it waits for."""
        with self._changed:
            if not self.finished:
                self.stopped, self.error = True, self.when_stopped
            self._changed.notify_all()
        self._call.hang_up()

    def _run(self, do: Callable[[Report], T]) -> None:
        try:
            with self._call.going_on():
                result = do(self._report)
            with self._changed:
                if not self.finished:
                    self.result = result
        except (_Stopped, HungUp):
            pass
        except TestimonyError as error:
            self._fail(str(error))
        except Exception:  # the thread's end: nobody else would tell the person who asked
            _log.exception("working on %r", self.about)
            self._fail(UNFORESEEN)
        finally:
            with self._changed:
                self._changed.notify_all()

    def _report(self, done: int, of: int) -> None:
        with self._changed:
            if self.stopped:
                raise _Stopped
            self.done, self.of = done, of
            self._changed.notify_all()

    def _fail(self, sentence: str) -> None:
        with self._changed:
            if not self.finished:
                self.error = sentence
