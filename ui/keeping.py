"""Who answers a page's questions, and where its conversations are kept: what `ui.state.Asks` asks for."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from corpus.errors import TestimonyError
from rag.answering.assistant import Assistant
from rag.conversation.dialogue import Feedback
from ui.asking import Asking
from ui.manner import Choice
from ui.services import Services
from ui.state import Conversation

_log = logging.getLogger("testimony")


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksAndKeeps:
    """Answers in one person's manner; every answer gets its record, every conversation its file."""

    services: Services
    choice: Choice

    def assistant(self) -> Assistant:
        """See Asks."""
        return self.services.assistant(self.choice)

    def keep(self, conversation: Conversation, asking: Asking) -> None:
        """See Asks. A library that cannot be written to costs the file and not the answer: the log says so."""
        try:
            if asking.findings is not None and asking.answer is not None:
                self.services.keeper.keep_record(asking.findings, asking.answer, self.services.chosen(self.choice))
            with conversation.keeping:
                if asking in conversation.exchanges:  # not when it was deleted or forgotten meanwhile
                    self._write(conversation)
        except TestimonyError as error:
            _log.warning("not kept: %s", error)

    def judge(self, conversation: Conversation, asking: Asking, feedback: Feedback | None) -> None:
        """Keep what a person thinks of an answer, with the answer; None takes it back. Raises KeptFileError."""
        asking.feedback = feedback
        with conversation.keeping:
            self._write(conversation)

    def _write(self, conversation: Conversation) -> None:
        conversation.kept = self.services.keeper.keep(conversation.kept, conversation.title, conversation.to_keep)


def rename_kept(services: Services, conversation: Conversation) -> None:
    """Give the file of a conversation the title that the conversation has. Raises KeptFileError."""
    with conversation.keeping:
        if conversation.kept:
            services.keeper.rename(conversation.kept, conversation.title)


def delete_kept(services: Services, conversation: Conversation) -> None:
    """Erase the file of a conversation that was deleted. Raises KeptFileError."""
    with conversation.keeping:
        if conversation.kept:
            services.keeper.delete(conversation.kept)
