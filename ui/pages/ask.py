"""The chat page: a question, its answer as it is checked, and beside it the words where they were said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corpus.errors import LibraryMissing, TestimonyError
from corpus.records import TranscriptRecord
from rag.conversation.dialogue import Feedback
from ui.addresses import address, answer_address
from ui.asking import Asking
from ui.components.answer_foot import show_foot
from ui.components.answers import Does, citations_of, show_exchange
from ui.components.conversations import open_from_address
from ui.components.filters import choose_scope
from ui.components.in_sight import bring_into_sight
from ui.components.making_over import show_making_over
from ui.components.problems import show_heading, show_problem
from ui.components.source_pane import Leads, show_source
from ui.components.status import library_sentence, show_coverage, show_manner
from ui.components.upload import show_upload
from ui.escaping import as_label
from ui.keeping import AsksAndKeeps
from ui.recordings import recording_of
from ui.services import Services
from ui.state import PageState, page_state

_KEEPING_SECONDS = 0.5  # the file of a conversation is written when its answer stands there
_ANSWER_GONE = (
    "The answer in the address is not in this conversation any more: it was made over, or an interview in it was forgotten. "
    "This is what is left."
)


def draw(services: Services, transcript_page: st.Page) -> None:
    """Draw the page."""
    state = page_state()
    try:
        records = services.library().list_records()
        services.names()  # a file of them that cannot be read is said before anything is shown to be taken away
        manner = services.manner(state.choice)
    except LibraryMissing:
        records = []
    except TestimonyError as error:
        show_problem(error)
        return
    if not records:
        _show_beginning(services, state)
        return
    open_from_address(services, state)
    show_manner(manner)
    if state.conversation.exchanges:
        _show_conversation(services, records, state, transcript_page)
    else:
        _show_invitation(services, records, state)


def _show_beginning(services: Services, state: PageState) -> None:
    show_heading(
        "No interviews yet",
        "Drop transcripts below. They are read on this machine, into the library, and you can ask them at once.",
    )
    show_upload(services, state)


def _show_invitation(services: Services, records: Sequence[TranscriptRecord], state: PageState) -> None:
    with st.container(key="invitation", gap="medium"):
        show_heading("What would you like to know?", library_sentence(records))
        with st.container(key="asking", gap="xsmall"):
            _question_box(services, state)
            state.filters = choose_scope(state.filters, records, state.clear_filters)
        suggestions = services.suggestions(records)
        with st.container(key="suggestions", horizontal=True, gap="small"):
            for number, question in enumerate(suggestions):
                ask = partial(state.ask, question, AsksAndKeeps(services=services, choice=state.choice))
                st.button(question, key=f"suggestion-{number}", on_click=ask)


def _question_box(services: Services, state: PageState) -> None:
    # Its value is taken in the callback: the run that follows then draws the page that has the question on it.
    st.chat_input(
        "Ask the interviews a question",
        key="question",
        max_chars=2_000,
        on_submit=partial(state.ask_typed, "question", AsksAndKeeps(services=services, choice=state.choice)),
    )


def _show_conversation(
    services: Services, records: Sequence[TranscriptRecord], state: PageState, transcript_page: st.Page
) -> None:
    if state.answer_is_gone:
        st.warning(_ANSWER_GONE)
    left, right = st.columns([7, 5], gap="large")
    with left:
        earlier, latest = st.container(key="earlier", gap="xsmall"), st.container(key="latest")
        with st.container(key="asking", gap="xsmall"):  # before the answer is followed, so that it is there meanwhile
            _question_box(services, state)
            state.filters = choose_scope(state.filters, records, state.clear_filters)
    beside = right.empty()
    if state.opened:
        _show_source(beside, services, state, transcript_page)
    *before, last = state.conversation.exchanges
    for exchange, asking in enumerate(before):
        label, sought = as_label(asking.question, most=90), exchange == state.sought
        fold = earlier.expander(label, key=f"earlier-{exchange}", expanded=sought, on_change="rerun")
        if fold.open:  # what nobody looks at is not drawn: ten people share one processor
            with fold:
                _show_exchange(services, records, asking, exchange, state)
    with latest:
        _show_exchange(services, records, last, len(before), state)
        show_making_over(last, len(before), state, AsksAndKeeps(services=services, choice=state.choice))
    if state.opened is None and last.answer and last.answer.coverage.count:
        with beside.container():
            show_coverage(last.answer.coverage, {record.id: record.title for record in records})


def _show_exchange(
    services: Services, records: Sequence[TranscriptRecord], asking: Asking, exchange: int, state: PageState
) -> None:
    if exchange == state.sought:
        bring_into_sight(f"sought-{state.current}-{exchange}")
    opened = state.opened.number if state.opened and state.opened.exchange == exchange else None
    asks = AsksAndKeeps(services=services, choice=state.choice)
    does = Does(
        open=state.open,
        stop=asking.stop,
        again=partial(state.ask_again, exchange, asks),
        understand=partial(state.ask_otherwise, exchange, asks=asks),
        widen=partial(state.ask_everything, exchange, asks),
    )
    show_exchange(asking, exchange, opened, does, records)
    if asking.exchange is not None:  # answered, or stopped with something verified
        link = partial(_link, asking, exchange, state)
        judged = show_foot(
            asking.exchange.answer, asking.feedback, f"{state.conversation.number}-{exchange}", services.names(), link
        )
        if judged != asking.feedback:
            _judge(services, asking, judged, state)


def _link(asking: Asking, exchange: int, state: PageState) -> dict[str, str] | None:
    """The query of an answer's address; None where the conversation could not be kept, or is not yet."""
    asking.wait_until_kept(_KEEPING_SECONDS)
    kept = state.conversation.kept
    return answer_address(kept, exchange + 1, asking.asked) if kept else None


def _judge(services: Services, asking: Asking, judged: Feedback | None, state: PageState) -> None:
    try:
        AsksAndKeeps(services=services, choice=state.choice).judge(state.conversation, asking, judged)
    except TestimonyError as error:
        show_problem(error)
        return
    st.rerun()


def _show_source(beside: DeltaGenerator, services: Services, state: PageState, transcript_page: st.Page) -> None:
    assert state.opened is not None  # who calls this has looked
    exchange = state.opened.exchange
    citations = citations_of(state.conversation.exchanges[exchange])
    number = min(state.opened.number, len(citations))
    citation = citations[number - 1]
    library = services.library()
    with beside.container():
        try:
            leads = Leads(
                show=partial(state.open, exchange),
                close=state.close,
                page=transcript_page,
                query=address(citation.span),
                recording=recording_of(library.record(citation.span.transcript_id)),
                names=services.names(),
            )
            show_source(citation, number, len(citations), library.transcript(citation.span.transcript_id), leads)
        except TestimonyError as error:
            show_problem(error)
