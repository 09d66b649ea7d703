"""What turns evidence into statements: one Protocol, an extractive writer and a generated one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol

from models.metering import Request
from rag.answer import Evidence, Statement
from rag.conversation.followups import Asked
from rag.prompting.minutes import Minutes


class Writer(Protocol):
    """Writes the statements of an answer, each already checked, in the order they are shown."""

    @property
    def mode(self) -> str:
        """`extractive` or `generated`."""

    @property
    def model(self) -> str | None:
        """The model that writes; None when none does."""

    @property
    def prompt(self) -> str | None:
        """The prompt's id and version, such as `answer@1`; None when there is none."""

    def write(
        self, question: str, evidence: Sequence[Evidence], minutes: Minutes | None = None
    ) -> Generator[Statement, None, None]:
        """Statements about the question that rest on the evidence (best first); what else there is to say goes into the
        minutes. Closing it drops the connection. Raises ModelError."""

    def condense(self, question: str, before: Sequence[Asked], requests: list[Request]) -> str | None:
        """The follow-up as a question that stands alone, `before` being the conversation; None where the rule must do.

        What was asked of a model for it goes into `requests`.
        """
