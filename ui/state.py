"""What one person has open: the only file that names `st.session_state`, and it gives one typed object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Protocol

import streamlit as st

from corpus.store import Scope
from rag.answer import Citation
from rag.answering.assistant import Assistant
from rag.claims.claim import CheckedReport
from rag.conversation.dialogue import Exchange
from rag.everybody.counting import ThemeCount
from rag.everybody.main_themes import MainThemes
from rag.everybody.reading_estimate import Estimate
from rag.everybody.stances import ReadTheme
from rag.quotes.finder import QuotesFound
from ui.asking import Asking
from ui.components.filters import Filters
from ui.manner import Choice
from ui.working import Report, Work

_KEY = "testimony"


MY_QUOTES = "My quotes"
"""The collection that quotes are saved in where nobody names another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The citation shown in the source pane: its number (from 1) in which exchange of the conversation."""

    exchange: int
    number: int


class Asks(Protocol):
    """Who answers, and where conversations are kept."""

    def assistant(self) -> Assistant:
        """Whoever answers, made when first needed. Raises what making it raises."""

    def keep(self, conversation: Conversation, asking: Asking) -> None:
        """Keep a conversation after one of its questions was answered; called in the thread that answered."""


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Questions and answers, in order. `number` names it for as long as the page is open, `kept` in the library.

    Whoever writes its file holds `keeping` from reading what is to be kept until `kept` says where: two answers may end at once.
    """

    number: int
    name: str = ""
    kept: str = ""
    exchanges: list[Asking] = field(default_factory=list)
    keeping: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def title(self) -> str:
        """What it is called: what a person called it, else its first question."""
        return self.name or (self.exchanges[0].question if self.exchanges else "New conversation")

    @property
    def to_keep(self) -> list[tuple[Exchange, datetime]]:
        """The exchanges that are answered, with when they were asked."""
        pairs = [(asking.exchange, asking.asked) for asking in self.exchanges]
        return [(exchange, asked) for exchange, asked in pairs if exchange is not None]


@dataclass(slots=True, kw_only=True)
class PageState:
    """One person's session. Of it, only the conversations are kept in the library.

    `addressed` is the last address that was followed, and `sought` the answer (from 0) it asks for.
    """

    conversations: list[Conversation] = field(default_factory=lambda: [Conversation(number=1)])
    current: int = 1
    opened: Opened | None = None
    addressed: tuple[str, ...] = ()
    sought: int | None = None
    answer_is_gone: bool = False
    filters: Filters = field(default_factory=Filters)
    choice: Choice = field(default_factory=Choice)
    uploads: int = 0
    said: tuple[tuple[str, str], ...] = ()
    correcting: str | None = None
    finding: Work[QuotesFound] | None = None
    found_before: Work[QuotesFound] | None = None
    seed: Citation | None = None
    none_found: str = ""
    checking: Work[CheckedReport] | None = None
    report_file: bytes | None = None
    counting: Work[Sequence[ThemeCount]] | None = None
    coming_up: Work[MainThemes] | None = None
    weighing: Work[Estimate] | None = None
    reading: Work[Sequence[ReadTheme]] | None = None
    to_read: Scope = field(default_factory=Scope)
    themes: tuple[str, ...] = ()
    passage: Citation | None = None
    collection: str = MY_QUOTES
    toast: str = ""

    @property
    def scope(self) -> Scope:
        """What is asked: all of the library, or what the filters leave of it."""
        return self.filters.scope

    @property
    def conversation(self) -> Conversation:
        """The conversation on the page."""
        return next(one for one in self.conversations if one.number == self.current)

    def ask_typed(self, key: str, asks: Asks) -> None:
        """Ask what was typed into the box with this key; for the box's callback."""
        self.ask(typed(key), asks)

    def ask(self, question: str, asks: Asks) -> None:
        """Put a question to the current conversation, once. A question still being answered is stopped first."""
        if not question.strip():
            return
        for earlier in self.conversation.exchanges:
            earlier.stop()
        self._come_away()
        asking = Asking(question.strip(), self.scope, [each.to_lean_on for each in self.conversation.exchanges])
        self.conversation.exchanges.append(asking)
        asking.start(asks.assistant, partial(asks.keep, self.conversation))

    def ask_otherwise(self, exchange: int, key: str, asks: Asks) -> None:
        """Put the question of an exchange again, understood as was typed into the box with this key."""
        conversation, meant = self.conversation, typed(key).strip()
        old = conversation.exchanges[exchange]
        if not meant or meant == old.understood:
            return
        old.stop()
        self.opened = None
        asking = Asking(old.question, old.looked_in, standalone=meant)
        conversation.exchanges[exchange] = asking
        asking.start(asks.assistant, partial(asks.keep, conversation))

    def ask_again(self, exchange: int, asks: Asks) -> None:
        """Put the question of an exchange that failed or was stopped once more, in its place."""
        conversation = self.conversation
        self.opened = None
        asking = conversation.exchanges[exchange] = conversation.exchanges[exchange].again()
        asking.start(asks.assistant, partial(asks.keep, conversation))

    def ask_everything(self, exchange: int, asks: Asks) -> None:
        """Put the question of an exchange to all interviews and everybody in them."""
        asking = self.conversation.exchanges[exchange]
        self.clear_filters()
        self.ask(asking.understood or asking.question, asks)

    def clear_filters(self) -> None:
        """Ask all interviews again, and everybody in them."""
        self.filters = Filters(cleared=self.filters.cleared + 1)

    def ask_of_these(self, key: str, asks: Asks) -> None:
        """Ask for the last answer with only the interviews chosen in the box with this key."""
        chosen = st.session_state.get(key) or ()
        titles = [str(title) for title in chosen]
        if titles:
            self.ask(f"Only {', '.join(titles)}", asks)

    def begin_conversation(self) -> None:
        """Open an empty conversation; the one that is open, if it is empty still."""
        if self.conversation.exchanges:
            number = max(one.number for one in self.conversations) + 1
            self.conversations.append(Conversation(number=number))
            self.current = number
        self._come_away()

    def add(self, kept: str, title: str, exchanges: Sequence[Asking]) -> None:
        """Open a kept conversation."""
        number = max(one.number for one in self.conversations) + 1
        added = Conversation(number=number, name=title, kept=kept, exchanges=list(exchanges))
        self.conversations.append(added)
        self.reopen(number)

    def reopen(self, number: int) -> None:
        """Go back to a conversation."""
        self.current = number
        self._come_away()

    def delete(self, number: int) -> None:
        """Forget a conversation, and stop whatever is being asked in it."""
        gone = next(one for one in self.conversations if one.number == number)
        for asking in gone.exchanges:
            asking.stop()
        gone.exchanges = []  # an answer that is kept this moment finds itself in no conversation
        self.conversations = [one for one in self.conversations if one.number != number] or [
            Conversation(number=number + 1)
        ]
        if self.current == number:
            self.reopen(self.conversations[-1].number)

    def weigh(self, themes: tuple[str, ...], estimate: Callable[[Report], Estimate]) -> None:
        """Have it worked out what reading these themes takes. A reading under way is paused: what it read is kept."""
        self.put_reading_away()
        self.themes, self.to_read = themes, self.scope
        self.weighing = Work[Estimate](", ".join(themes)).start(estimate)

    def read(self, do: Callable[[Report], Sequence[ReadTheme]]) -> None:
        """Begin reading, or go on; not while it is read already."""
        if self.reading is not None and not self.reading.finished:
            return
        self.passage = None
        self.reading = Work[Sequence[ReadTheme]](", ".join(self.themes), "Paused. What was read is kept.").start(do)

    def put_reading_away(self) -> None:
        """Pause a reading and show nothing of it."""
        if self.reading is not None:
            self.reading.stop()
        self.reading, self.weighing, self.passage = None, None, None

    def forget_answers(self, transcript_id: str) -> None:
        """Drop every answer that was given from a transcript: what is forgotten is not kept here either."""
        self.put_reading_away()
        self.opened, self.passage, self.finding, self.checking, self.counting = None, None, None, None, None
        self.coming_up, self.found_before, self.seed = None, None, None
        for conversation in self.conversations:
            conversation.exchanges = [one for one in conversation.exchanges if not one.rests_on(transcript_id)]

    def open(self, exchange: int, number: int) -> None:
        """Show a citation in the source pane."""
        self.opened = Opened(exchange=exchange, number=number)

    def correct(self, transcript_id: str | None) -> None:
        """Open the form that puts a transcript right, or put it away."""
        self.correcting = None if transcript_id == self.correcting else transcript_id

    def show_passage(self, citation: Citation | None) -> None:
        """Show words in the pane beside a list, or put the pane away."""
        self.passage = citation

    def check_another(self) -> None:
        """Put a checked report away, and stop checking it."""
        if self.checking is not None:
            self.checking.stop()
        self.checking, self.passage = None, None

    def close(self) -> None:
        """Put the source pane away."""
        self.opened = None

    def _come_away(self) -> None:
        self.opened, self.sought, self.answer_is_gone = None, None, False


def typed(key: str) -> str:
    """What stands in the box with this key."""
    return str(st.session_state.get(key) or "")


def page_state() -> PageState:
    """This session's state, made at its first run."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = PageState()
    state = st.session_state[_KEY]
    assert isinstance(state, PageState)
    return state
