"""Answers to what is asked of everybody: every interview in scope is gone through, and nothing is left to a top k."""

from __future__ import annotations

from corpus.store import Scope
from rag.answer import Absence, Answer, Coverage, Statement, Support
from rag.corpus_reply import corpus_answer
from rag.main_themes import MainThemes, ThemeFinder
from rag.main_themes_reply import LIMITS, heading, how_many
from rag.retrieval import Retriever
from rag.whole_corpus import ReadsEverybody
from rag.whole_questions import asks_everybody, asks_for_themes

_THEMES_TOLD, _QUOTES_EACH = 8, 2  # the page and the command that are for themes tell all of them


class AnswersOfEverybody:
    """Counts people, or says what comes up, without a model."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def themes(self, question: str, scope: Scope) -> Answer | None:
        """What comes up, where that is asked; None where something else is. Raises LibraryError and ModelError."""
        if not asks_for_themes(question):
            return None
        found = ThemeFinder(self._retriever).find(scope, _tell_nobody, _THEMES_TOLD)
        return themes_answer(question, found, self._searched(scope))

    def count(self, question: str, scope: Scope) -> Answer | None:
        """Who speaks to it, where that is asked of several interviews; None where it is not. Raises LibraryError and
        ModelError."""
        names = [name for record in self._retriever.library.list_records() for name in record.speakers]
        searched = self._searched(scope)
        if len(searched) < 2 or not asks_everybody(question, names):
            return None
        (counted,) = ReadsEverybody(self._retriever).count([question], scope, _tell_nobody)
        return corpus_answer(question, counted, searched) if counted.speaking else None

    def _searched(self, scope: Scope) -> tuple[str, ...]:
        return scope.transcripts or tuple(record.id for record in self._retriever.library.list_records())


def themes_answer(question: str, found: MainThemes, searched: tuple[str, ...]) -> Answer:
    """Themes as an answer: under each its own words as a heading, and quotes of different people."""
    statements = tuple(
        Statement(
            text=f"{one.called} says: “{one.quote.quote}”",
            support=Support.VERIFIED,
            citations=(one.quote,),
            heading=f"{theme.name[:1].upper()}{theme.name[1:]} ({how_many(theme, found)})",
        )
        for theme in found.themes
        for one in theme.quotes[:_QUOTES_EACH]
    )
    return Answer(
        question=question,
        standalone_question=question,
        mode="extractive",
        found=bool(statements),
        statements=statements,
        coverage=Coverage(searched=searched, with_evidence=searched if statements else (), whole=True),
        notes=(LIMITS,) if statements else (heading(found),),
        absence=None if statements else Absence.NO_ANSWER,
        introduction=heading(found) if statements else None,
    )


def _tell_nobody(done: int, of: int) -> None:
    """Progress that nobody watches."""
