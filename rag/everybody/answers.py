"""Answers to what is asked of everybody: every interview in scope is gone through, and nothing is left to a top k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import TranscriptRecord
from corpus.store import Scope
from rag.answer import Answer
from rag.everybody.count_reply import corpus_answer
from rag.everybody.counting import ReadsEverybody
from rag.everybody.group_asked import asked_of_a_group
from rag.everybody.main_themes import ThemeFinder
from rag.everybody.main_themes_reply import main_themes_answer
from rag.everybody.questions import asks_everybody, asks_for_themes
from rag.retrieval.retriever import Retriever
from rag.speech.groups import groups_of

_THEMES_TOLD = 8  # the page and the command that are for themes tell all of them


def is_for_everybody(question: str, interviews: int, records: Sequence[TranscriptRecord]) -> bool:
    """Whether a question put to so many interviews needs each of them gone through: it asks after people and names none of
    those who speak in the library, whose records these are."""
    return interviews > 1 and asks_everybody(question, [name for record in records for name in record.speakers])


def is_of_the_best(answer: Answer, records: Sequence[TranscriptRecord]) -> bool:
    """Whether everybody was asked about, and the answer is from the best passages alone."""
    coverage = answer.coverage
    return not coverage.whole and is_for_everybody(answer.standalone_question, coverage.count, records)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutTo:
    """A question as it is asked of whoever is in `scope`, and what is to be said of whom it was asked."""

    question: str
    scope: Scope
    notes: tuple[str, ...] = ()


class AnswersOfEverybody:
    """Counts people, or says what comes up, without a model."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._library = retriever.library

    def is_asked(self, question: str, scope: Scope) -> bool:
        """Whether a question needs every interview in scope gone through. Raises LibraryError."""
        return is_for_everybody(question, len(self._library.ids_in(scope)), self._library.list_records())

    def put_to(self, question: str, scope: Scope) -> PutTo:
        """Whom a question is put to: a question to carers to carers' interviews, where nothing else says whom to ask and the
        metadata says whose they are. Raises LibraryError."""
        records = self._library.list_records() if scope.is_everything else []
        group = asked_of_a_group(question, groups_of(records), len(records)) if records else None
        if group is None:
            return PutTo(question=question, scope=scope)
        asked_of = scope if group.interviews is None else replace(scope, transcripts=group.interviews)
        return PutTo(question=group.question or question, scope=asked_of, notes=(group.note,))

    def themes(self, question: str, scope: Scope) -> Answer | None:
        """What comes up, where that is asked; None where something else is. Raises LibraryError and ModelError."""
        if not asks_for_themes(question):
            return None
        found = ThemeFinder(self._retriever).find(scope, _tell_nobody, _THEMES_TOLD)
        return main_themes_answer(question, found, self._library.ids_in(scope))

    def count(self, question: str, scope: Scope) -> Answer | None:
        """Who speaks to it, where that is asked of several interviews; None where it is not, or nobody does.

        Raises LibraryError and ModelError.
        """
        searched = self._library.ids_in(scope)
        if not self.is_asked(question, scope):
            return None
        (counted,) = ReadsEverybody(self._retriever).count([question], scope, _tell_nobody)
        return corpus_answer(question, counted, searched) if counted.speaking else None


def _tell_nobody(done: int, of: int) -> None:
    """Progress that nobody watches."""
