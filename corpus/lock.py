"""One writer at a time: to the database, and to the files beside it.

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

KEEPING = "keeping.lock"
"""The lock of the files beside the database."""

_KEEPING_SECONDS = 30


@contextmanager
def writing(folder: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the writer's lock of the library in `folder`, waiting for it at most so long.

    Raises LibraryLocked, saying who holds it, when another does.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / "writer.json"
    lock = FileLock(folder / "writer.lock", timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryLocked(folder, _describe(holder)) from None
    try:
        with suppress(OSError):  # a full disk: then the next in line is not told who holds it
            holder.write_text(json.dumps(myself()), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Hold the kept files of the library in `folder` (collections, conversations, readings), so that one that is read and
    written anew loses nothing that others put into it. Held for as long as that takes, by one thread of one process.

    Raises LibraryLocked where another holds them for half a minute, and OSError where the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(folder / KEEPING, timeout=_KEEPING_SECONDS).acquire(poll_interval=0.01)
    except Timeout:
        raise LibraryLocked(folder, "one that keeps a conversation, a collection or a reading") from None
    with held:
        yield


def writer_at_work(folder: Path) -> str | None:
    """Who writes to the library in `folder` at this moment, as a phrase; None when nobody does.

    For a person to read, not to decide by: only `writing` knows. Takes no lock, so that it never stands in a writer's way.
    """
    with suppress(OSError, ValueError):
        facts = json.loads((folder / "writer.json").read_text(encoding="utf-8"))
        return described(facts) if _is_running(facts) else None
    return None


def myself() -> dict[str, str | int]:
    """This process, as a message to others names it."""
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def described(facts: object) -> str:
    """The writer that `myself` named, as a phrase."""
    if isinstance(facts, dict) and {"process", "host", "since"} <= facts.keys():
        since = datetime.fromisoformat(str(facts["since"])).astimezone(UTC)
        return f"process {facts['process']} on {facts['host']}, since {since:%Y-%m-%d %H:%M:%S} UTC"
    return "it has not said who it is"


def _is_running(facts: object) -> bool:
    """Whether the named process may still be there; one on another host, or on Windows, is believed."""
    if not isinstance(facts, dict) or os.name != "posix" or facts.get("host") != socket.gethostname():
        return True
    try:
        os.kill(int(facts.get("process", 0)), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _describe(holder: Path) -> str:
    with suppress(OSError, ValueError):
        return described(json.loads(holder.read_text(encoding="utf-8")))
    return described(None)
