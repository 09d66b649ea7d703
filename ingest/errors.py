"""Errors of the job.

TestimonyError (corpus.errors)
└── IngestError
    ├── PathsMissing       none of the paths exists
    ├── NothingToIngest    the folders hold nothing that can be read
    └── ReadError          one file cannot be read: which, on which line, and what to do. The others go in.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import TestimonyError


class IngestError(TestimonyError):
    """The job, or one file of it, could not be done."""


class PathsMissing(IngestError):
    """None of the paths exists."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        super().__init__(
            f"There is no file or folder at {', '.join(map(str, paths))}. Check the path, then run this again."
        )


class NothingToIngest(IngestError):
    """The folders hold nothing that can be read."""


class ReadError(IngestError):
    """One file cannot be read."""

    def __init__(self, path: Path | str, problem: str, advice: str, *, line: int | None = None) -> None:
        self.path = path
        self.problem = problem
        self.advice = advice
        self.line = line
        where = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{where}: {problem}. {advice}")
