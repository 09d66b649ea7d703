"""Errors on the way from a question to its answer.

TestimonyError (corpus.errors)
└── RagError
    ├── BatchError     the file of queries cannot be used
    ├── KeptFileError  a kept answer or conversation cannot be read or written
    │   └── KeptUnknown    there is none of that name
    └── PromptError    a prompt file cannot be used, or was filled with the wrong values: a fault of this project
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import TestimonyError


class RagError(TestimonyError):
    """A question could not be answered."""


class BatchError(RagError):
    """The file of queries at `path` cannot be used; `line` counts from 1, None when it is not one line's fault."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        self.path = path
        self.line = line
        self.problem = problem
        where = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(
            f'{where}: {problem}. Each line should be like {{"id": "1", "query": "…", "transcript": "…"}}.'
        )


class KeptFileError(RagError):
    """The kept file at `path` cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}. Check the path, or delete the file if it is damaged.")


class KeptUnknown(KeptFileError):
    """There is no kept file at `path`; `known` are the names there are in its folder."""

    def __init__(self, path: Path, known: Sequence[str]) -> None:
        self.path = path
        self.problem = "there is no such file"
        self.known = tuple(known)
        more = " …" if len(known) > 8 else ""
        named = f"There are: {', '.join(known[:8])}{more}." if known else "Nothing is."
        erased = "What held words of an interview that was forgotten was erased with it."
        RagError.__init__(self, f"No “{path.stem}” is kept in {path.parent}. {named} {erased}")


class PromptError(RagError):
    """The prompt `prompt_id` cannot be used."""

    def __init__(self, prompt_id: str, problem: str) -> None:
        self.prompt_id = prompt_id
        self.problem = problem
        super().__init__(f"prompts/{prompt_id}.md: {problem}. Restore that file from the repository, or correct it.")
