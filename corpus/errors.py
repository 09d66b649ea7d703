"""Errors of the corpus, and the root of every error this project raises on purpose.

TestimonyError                 str() is the sentence to show a person: what happened, where, what to do
├── SettingsError              the environment or .env holds a value that cannot be used
└── LibraryError               something about the library as a whole
    ├── LibraryMissing         nothing has been ingested at this path yet
    ├── LibraryMismatch        made by another embedder, or by a newer Testimony
    ├── LibraryLocked          another job is writing
    ├── LibraryUnreadable      Chroma cannot open or answer
    │   └── ServerAway         the Chroma server does not answer; worth another try
    ├── LibraryDamaged         its files are not what was written; `testimony verify` repairs them
    ├── BeyondRepair           its database cannot be read at all
    ├── DiskFull               there is no room to write; the library is as it was
    ├── LeaseLost              another job took this one for dead and writes in its place
    ├── ArchiveUnusable        a file of `export-library` cannot be written, or is not what was written
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

    def __init__(self, path: Path | str) -> None:
        self.path = path
        super().__init__(f"There is no library at {path} yet. Make one with: testimony ingest FOLDER")


class LibraryMismatch(LibraryError):
    """The library was made by another embedder or by a newer version of Testimony."""


class LibraryLocked(LibraryError):
    """Another job is writing to the library."""

    def __init__(self, path: Path | str, holder: str) -> None:
        self.path = path
        self.holder = holder
        super().__init__(
            f"Another job is writing to the library at {path} ({holder}). "
            "Wait until it has finished, then run this again."
        )


class LibraryUnreadable(LibraryError):
    """Chroma could not open the library or answer a request."""

    def __init__(
        self, path: Path | str, action: str, reason: str, advice: str = "Repair it with: testimony verify"
    ) -> None:
        self.path = path
        self.action = action
        self.reason = reason
        super().__init__(f"The library at {path} could not {action} ({reason}). {advice}")


class ServerAway(LibraryUnreadable):
    """The Chroma server did not answer."""

    def __init__(self, path: str, action: str, reason: str) -> None:
        super().__init__(
            path,
            action,
            reason,
            "Check that the Chroma server runs there (CHROMA_HOST, CHROMA_PORT), then run this again.",
        )


class LibraryDamaged(LibraryError):
    """Files of the library are not what was written."""

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"The library at {path} is damaged: {problem}. Repair it with: testimony verify")


class BeyondRepair(LibraryError):
    """The database cannot be read at all."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The database of the library at {path} cannot be read at all ({reason}), so there is nothing to repair it from. "
            "Move the folder away, then make the library again: testimony import-library FILE, or testimony ingest FOLDER. "
            "Kept conversations and collections lie in it as files of their own."
        )


class DiskFull(LibraryError):
    """There is no room to write."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        super().__init__(
            f"The disk that holds the library at {path} is full. Nothing is lost: what was finished before is there. "
            "Make room (about twice the library's size), then run this again."
        )


class NotErased(LibraryError):
    """Another program keeps deleted files from being removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"What was deleted is in no answer any more, but its files at {path} cannot be removed: another program has "
            "them open. Close the app, then run: testimony verify"
        )


class LeaseLost(LibraryError):
    """Another job took this one for dead."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"This job was silent for so long that another took over the library at {path}. "
            "Nothing is lost: run this again when the other has finished."
        )


class ArchiveUnusable(LibraryError):
    """An archive of a library cannot be written, or is not what was written."""

    def __init__(self, path: Path, problem: str, advice: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}. {advice}")


class TranscriptUnknown(LibraryError):
    """No transcript in the library has this id, title or file name."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        self.wanted = wanted
        self.known = known
        nearest = f" It holds: {', '.join(known[:8])}{' …' if len(known) > 8 else ''}." if known else ""
        super().__init__(f"No transcript “{wanted}” is in the library.{nearest} See all of them with: testimony list")
