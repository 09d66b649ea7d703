"""Errors on the way from a question to its answer.

    TestimonyError (corpus.errors)
    └── RagError
        └── PromptError    a prompt file cannot be used, or was filled with the wrong values: a fault of this project
"""

from __future__ import annotations

from corpus.errors import TestimonyError


class RagError(TestimonyError):
    """A question could not be answered."""


class PromptError(RagError):
    """The prompt `prompt_id` cannot be used."""

    def __init__(self, prompt_id: str, problem: str) -> None:
        self.prompt_id = prompt_id
        self.problem = problem
        super().__init__(f"prompts/{prompt_id}.md: {problem}. Restore that file from the repository, or correct it.")
