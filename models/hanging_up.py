"""Ending what is being asked of a model, from another thread, at once.

A thread that waits for the next piece of a reply cannot be interrupted in Python. Its connection can: shutting the socket
down wakes it, and tells the endpoint that nobody listens any more. Closing the socket would do neither on Linux.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from httpcore2 import NetworkStream
    from httpx2 import Request


class HungUp(BaseException):
    """Nobody wants the reply any more. No Exception: a client that retries after one must not retry after this."""


class Call:
    """Whatever one person has asked of models: any number of requests, one after the other."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._over = False
        self._connections: list[socket.socket] = []

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """While it lasts, the requests of this thread belong to the call. Raises HungUp where it is over already."""
        self.check()
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def hang_up(self) -> None:
        """Drop the connections and let no other begin. From any thread; twice is as good as once."""
        with self._lock:
            self._over = True
            dropped, self._connections = self._connections, []
        for connection in dropped:
            with suppress(OSError):  # it ended by itself
                # Not the method: that of a TLS socket also takes away what the waiting thread is reading from.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def connected(self, connection: socket.socket) -> None:
        """A connection was opened on the call's behalf. Raises HungUp where nobody listens any more."""
        with self._lock:
            self._connections.append(connection)
        self.check()

    def check(self) -> None:
        """Raises HungUp where nobody listens any more."""
        if self._over:
            raise HungUp


def current_call() -> Call | None:
    """The call that this thread's requests belong to; None where nobody can hang up."""
    return _current.get()


def belongs_to_the_call(request: Request) -> None:
    """Tell the call, if there is one, of the connection that a request of httpx is about to open. Raises HungUp."""
    call = current_call()
    if call is None:
        return
    call.check()

    def watch(event: str, info: Mapping[str, object]) -> None:
        stream = info.get("return_value")
        if event.endswith(("connect_tcp.complete", "start_tls.complete")) and stream is not None:
            call.connected(cast("NetworkStream", stream).get_extra_info("socket"))

    request.extensions["trace"] = watch


_current: ContextVar[Call | None] = ContextVar("call", default=None)
