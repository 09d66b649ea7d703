"""One writer at a time.

Two processes writing one embedded Chroma lose vectors silently (measured: 505 to 1,051 of 8,000), so whoever writes
holds this lock. The operating system frees it when its holder dies, so a stale lock cannot stop anybody.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import LibraryLocked


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the writer's lock of the library in `folder`. Raises LibraryLocked, saying who holds it, when another does."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / "writer.json"
    lock = FileLock(folder / "writer.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryLocked(folder, _describe(holder)) from None
    try:
        holder.write_text(json.dumps(_myself()), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _myself() -> dict[str, str | int]:
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _describe(holder: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        facts = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {facts['process']} on {facts['host']}, since {facts['since']}"
    return "it has not said who it is"
