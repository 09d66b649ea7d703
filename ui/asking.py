"""One question on its way to its answer, in a thread of its own.

Streamlit runs a page from the top for every click. What is being asked must not start again because of that, nor stop
half-way: so the asking goes on by itself, and each run of the page follows it from its beginning.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from threading import Condition, Event, Thread

from corpus.errors import TestimonyError
from corpus.store import Scope
from models.hanging_up import Call, HungUp
from rag.answer import Answer, Coverage, Statement
from rag.answering.assistant import Assistant, Findings
from rag.conversation.dialogue import Exchange, Feedback
from rag.conversation.followups import Standalone

TICK_SECONDS = 0.15
"""How long a follower waits at most before it hears that nothing is new yet."""

_UNFORESEEN = (
    "Something went wrong that Testimony did not foresee. Ask again; if it goes on, the log of the server says more."
)
_STOPPED = "Stopped before the answer was complete."
_log = logging.getLogger("testimony")


class Asking:
    """A question being answered once. Any number of followers may read along, from any thread."""

    def __init__(
        self, question: str, scope: Scope, before: Sequence[Exchange] = (), standalone: str | None = None
    ) -> None:
        """`before` is the conversation that it may lean on; `standalone` is how a person wants it understood."""
        self.question = question
        self.scope = scope
        self.looked_in = scope
        self.asked = datetime.now(UTC)
        self.understood: str | None = standalone
        self.findings: Findings | None = None
        self.answer: Answer | None = None
        self.feedback: Feedback | None = None
        self.error: str | None = None
        self.stopped = False
        self.seconds = 0.0
        self._before = tuple(before)
        self._standalone = standalone
        self._left: Answer | None = None
        self._statements: list[Statement] = []
        self._call = Call()
        self._changed = Condition()
        self._began = time.monotonic()
        self._kept = Event()

    @classmethod
    def answered(cls, exchange: Exchange, asked: datetime) -> Asking:
        """A question that was answered before, as it was kept."""
        asking = cls(exchange.answer.question, exchange.scope)
        asking.looked_in, asking.asked, asking.answer = exchange.looked_in, asked, exchange.answer
        asking.understood = exchange.answer.standalone_question
        asking.feedback = exchange.feedback
        asking._statements = list(exchange.answer.statements)
        asking._kept.set()
        return asking

    def start(self, assistant: Callable[[], Assistant], then: Callable[[Asking], None] | None = None) -> Asking:
        """Begin. `assistant` is called in the thread: making it may load a model. So is `then`, when all is written."""
        Thread(target=self._run, args=(assistant, then), name="asking", daemon=True).start()
        return self

    @property
    def exchange(self) -> Exchange | None:
        """What there is to keep of it and to lean on: the answer, also one that was stopped half-way."""
        answer = self.answer or self._left
        if answer is None:
            return None
        return Exchange(answer=answer, scope=self.scope, looked_in=self.looked_in, feedback=self.feedback)

    @property
    def to_lean_on(self) -> Exchange:
        """What a later question may lean on: the exchange, or, where nothing was answered, what was asked and where."""
        if self.exchange is not None:
            return self.exchange
        nothing = Answer(
            question=self.question,
            standalone_question=self.understood or self.question,
            mode="",
            found=False,
            statements=(),
            coverage=Coverage(searched=(), with_evidence=()),
        )
        return Exchange(answer=nothing, scope=self.scope, looked_in=self.looked_in)

    def again(self) -> Asking:
        """The same question after the same conversation, not yet begun."""
        return Asking(self.question, self.scope, self._before, self._standalone)

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
        """Keep what has been written, write no more, and drop the connection to the model at once."""
        with self._changed:
            if self.finished:
                return
            self.stopped = True
            self._settle(_STOPPED)
        self._call.hang_up()

    def _run(self, assistant: Callable[[], Assistant], then: Callable[[Asking], None] | None) -> None:
        try:
            with self._call.going_on():
                self._answer(assistant())
        except HungUp:
            pass  # stopped: what was written until then stays
        except TestimonyError as error:
            self._fail(str(error))
        except Exception:  # the thread's end: nobody else would tell the person who asked
            _log.exception("answering %r", self.question)
            self._fail(_UNFORESEEN)
        try:
            if then is not None and self.exchange is not None:
                then(self)
        finally:
            self._kept.set()

    def wait_until_kept(self, seconds: float) -> None:
        """Until what is done with the answer is done, too, but no longer than this."""
        self._kept.wait(seconds)

    def _answer(self, answering: Assistant) -> None:
        if self._standalone is None:
            meant = answering.understand(self.question, self._before, self.scope)
        else:
            meant = Standalone(question=self._standalone, scope=self.scope, leant=True)
        if isinstance(meant, Exchange):
            self._give(meant)
            return
        self.looked_in, self.understood = meant.scope, meant.question
        self.findings = answering.find(self.question, meant)
        self.understood = self.findings.question
        try:
            # `write` is a generator: closing it drops the connection to the model
            with closing(answering.write(self.findings)) as statements:
                for statement in statements:
                    if self._is_unwanted(statement):
                        return
        finally:
            if self.stopped and self._statements:
                told = answering.answer(self.findings, self._statements)
                self._left = replace(told, notes=(_STOPPED, *told.notes))
        answer = answering.answer(self.findings, self._statements)
        with self._changed:
            if not self.finished:
                self.answer = answer
                self._settle(None)

    def _give(self, made_over: Exchange) -> None:
        """An answer that is there already: the one before it, made over."""
        answer = made_over.answer
        self.understood, self.looked_in = answer.standalone_question, made_over.looked_in
        with self._changed:
            if not self.finished:
                self._statements.extend(answer.statements)
                self.answer = answer
                self._settle(None)

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
