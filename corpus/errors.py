"""Errors of the corpus, and the root of every error this project raises on purpose.

    TestimonyError                 str() is the sentence to show a person: what happened, where, what to do
    ├── SettingsError              the environment or .env holds a value that cannot be used
    └── LibraryError               something about the library as a whole
        ├── LibraryMissing         nothing has been ingested at this path yet
        ├── LibraryMismatch        made by another embedder, or by a newer Testimony
        ├── LibraryLocked          another job is writing
        ├── LibraryUnreadable      Chroma cannot open or answer
        └── TranscriptUnknown      no transcript has this id, title or file name
"""

from __future__ import annotations

from pathlib import Path


class TestimonyError(Exception):
    """The root: whatever is raised on purpose, with a message fit to show a person."""


class SettingsError(TestimonyError):
    """A setting holds a value that cannot be used."""


class LibraryError(TestimonyError):
    """Something is wrong with the library as a whole."""


class LibraryMissing(LibraryError):
    """Nothing has been ingested here yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"There is no library at {path} yet. Make one with: testimony ingest FOLDER")


class LibraryMismatch(LibraryError):
    """The library was made by another embedder or by a newer version of Testimony."""


class LibraryLocked(LibraryError):
    """Another job is writing to the library."""

    def __init__(self, path: Path, holder: str) -> None:
        self.path = path
        self.holder = holder
        super().__init__(
            f"Another job is writing to the library at {path} ({holder}). Wait until it has finished, then run this again."
        )


class LibraryUnreadable(LibraryError):
    """Chroma could not open the library or answer a request."""

    def __init__(self, path: Path, action: str, reason: str) -> None:
        self.path = path
        self.action = action
        self.reason = reason
        super().__init__(
            f"The library at {path} could not {action} ({reason}). If this goes on, move that folder away and ingest again."
        )


class TranscriptUnknown(LibraryError):
    """No transcript in the library has this id, title or file name."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        self.wanted = wanted
        self.known = known
        nearest = f" It holds: {', '.join(known[:8])}{' …' if len(known) > 8 else ''}." if known else ""
        super().__init__(f"No transcript “{wanted}” is in the library.{nearest} See all of them with: testimony list")
