"""One question on its way to its answer, in a thread of its own.

Streamlit runs a page from the top for every click. What is being asked must not start again because of that, nor stop
half-way: so the asking goes on by itself, and each run of the page follows it from its beginning.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Condition, Thread

from corpus.errors import TestimonyError
from corpus.store import Scope
from rag.answer import Answer, Statement
from rag.assistant import Assistant, Findings

TICK_SECONDS = 0.15
"""How long a follower waits at most before it hears that nothing is new yet."""

_UNFORESEEN = (
    "Something went wrong that Testimony did not foresee. Ask again; if it goes on, the log of the server says more."
)
_STOPPED = "Stopped before the answer was complete."
_log = logging.getLogger("testimony")


class Asking:
    """A question being answered once. Any number of followers may read along, from any thread."""

    def __init__(self, question: str, scope: Scope) -> None:
        self.question = question
        self.scope = scope
        self.findings: Findings | None = None
        self.answer: Answer | None = None
        self.error: str | None = None
        self.stopped = False
        self.seconds = 0.0
        self._statements: list[Statement] = []
        self._changed = Condition()
        self._began = time.monotonic()

    def start(self, assistant: Callable[[], Assistant]) -> Asking:
        """Begin. `assistant` is called in the thread: making it may load a model."""
        Thread(target=self._run, args=(assistant,), name="asking", daemon=True).start()
        return self

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.answer is not None or self.error is not None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What has been written and checked so far."""
        return tuple(self._statements)

    def rests_on(self, transcript_id: str) -> bool:
        """Whether words of this transcript may stand in the answer, in what was found for it, or are still to come."""
        if not self.finished:
            self.stop()
        found = self.findings
        spans = [citation.span for statement in self.statements for citation in statement.citations]
        if found is not None:
            spans += [one.citation.span for one in found.evidence]
            spans += [citation.span for citation in found.nearest]
        return any(span.transcript_id == transcript_id for span in spans)

    def follow(self) -> Iterator[Statement | None]:
        """Every statement from the first to the last, as it comes; None whenever a tick passes without one."""
        shown = 0
        while True:
            with self._changed:
                if shown == len(self._statements) and not self.finished:
                    self._changed.wait(TICK_SECONDS)
                new, finished = self._statements[shown:], self.finished
            yield from new
            shown += len(new)
            if finished and shown == len(self._statements):
                return
            if not new:
                yield None

    def stop(self) -> None:
        """Keep what has been written, and write no more."""
        with self._changed:
            if not self.finished:
                self.stopped = True
                self._settle(_STOPPED)

    def _run(self, assistant: Callable[[], Assistant]) -> None:
        try:
            answering = assistant()
            self.findings = answering.find(self.question, self.scope)
            # `write` is a generator: closing it drops the connection to the model
            with closing(answering.write(self.findings)) as statements:
                for statement in statements:
                    if self._is_unwanted(statement):
                        return
            answer = answering.answer(self.findings, self._statements)
            with self._changed:
                if not self.finished:
                    self.answer = answer
                    self._settle(None)
        except TestimonyError as error:
            self._fail(str(error))
        except Exception:  # the thread's end: nobody else would tell the person who asked
            _log.exception("answering %r", self.question)
            self._fail(_UNFORESEEN)

    def _is_unwanted(self, statement: Statement) -> bool:
        with self._changed:
            if not self.finished:
                self._statements.append(statement)
                self._changed.notify_all()
            return self.finished

    def _fail(self, sentence: str) -> None:
        with self._changed:
            if not self.finished:
                self._settle(sentence)

    def _settle(self, error: str | None) -> None:
        self.error = error
        self.seconds = time.monotonic() - self._began
        self._changed.notify_all()
