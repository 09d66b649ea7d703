"""What one person has open: the only file that names `st.session_state`, and it gives one typed object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from corpus.store import Scope
from rag.answer import Citation
from rag.assistant import Assistant
from rag.claims import CheckedReport
from rag.quotes import Quote
from ui.asking import Asking
from ui.counting import ThemeCount
from ui.services import Choice
from ui.working import Work

_KEY = "testimony"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The citation shown in the source pane: its number (from 1) in which exchange of the conversation."""

    exchange: int
    number: int


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Questions and answers, in order. `number` names it for as long as the page is open."""

    number: int
    name: str = ""
    exchanges: list[Asking] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is called: what a person called it, else its first question."""
        return self.name or (self.exchanges[0].question if self.exchanges else "New conversation")


@dataclass(slots=True, kw_only=True)
class PageState:
    """One person's session. Nothing of it is written to disk."""

    conversations: list[Conversation] = field(default_factory=lambda: [Conversation(number=1)])
    current: int = 1
    opened: Opened | None = None
    scope: Scope = field(default_factory=Scope)
    choice: Choice = field(default_factory=Choice)
    uploads: int = 0
    said: tuple[tuple[str, str], ...] = ()
    correcting: str | None = None
    finding: Work[Sequence[Quote]] | None = None
    checking: Work[CheckedReport] | None = None
    counting: Work[Sequence[ThemeCount]] | None = None
    themes: tuple[str, ...] = ()
    passage: Citation | None = None
    collection: str = ""
    toast: str = ""

    @property
    def conversation(self) -> Conversation:
        """The conversation on the page."""
        return next(one for one in self.conversations if one.number == self.current)

    def ask_typed(self, key: str, assistant: Callable[[], Assistant]) -> None:
        """Ask what was typed into the box with this key; for the box's callback."""
        self.ask(str(st.session_state.get(key) or ""), assistant)

    def ask(self, question: str, assistant: Callable[[], Assistant]) -> None:
        """Put a question to the current conversation, once. A question still being answered is stopped first."""
        if not question.strip():
            return
        for earlier in self.conversation.exchanges:
            earlier.stop()
        self.opened = None
        self.conversation.exchanges.append(Asking(question.strip(), self.scope).start(assistant))

    def begin_conversation(self) -> None:
        """Open an empty conversation; the one that is open, if it is empty still."""
        if self.conversation.exchanges:
            number = max(one.number for one in self.conversations) + 1
            self.conversations.append(Conversation(number=number))
            self.current = number
        self.opened = None

    def reopen(self, number: int) -> None:
        """Go back to a conversation."""
        self.current, self.opened = number, None

    def delete(self, number: int) -> None:
        """Forget a conversation, and stop whatever is being asked in it."""
        for asking in next(one for one in self.conversations if one.number == number).exchanges:
            asking.stop()
        self.conversations = [one for one in self.conversations if one.number != number] or [
            Conversation(number=number + 1)
        ]
        if self.current == number:
            self.reopen(self.conversations[-1].number)

    def forget_answers(self, transcript_id: str) -> None:
        """Drop every answer that was given from a transcript: what is forgotten is not kept here either."""
        self.opened, self.passage, self.finding, self.checking, self.counting = None, None, None, None, None
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


def page_state() -> PageState:
    """This session's state, made at its first run."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = PageState()
    state = st.session_state[_KEY]
    assert isinstance(state, PageState)
    return state
