"""The conversations, those of this session and those kept before: begin, reopen, rename, export, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from corpus.errors import TestimonyError
from exports.answers import answers_export
from ui.addresses import ANSWER_PARTS, answer_at
from ui.asking import Asking
from ui.components.downloads import show_downloads
from ui.components.links import show_link
from ui.components.problems import show_problem
from ui.escaping import as_label
from ui.keeping import delete_kept, rename_kept
from ui.services import Services
from ui.state import Conversation, PageState
from ui.wording import count

_AT_ONCE = 20


def show_conversations(services: Services, state: PageState, ask_page: st.Page, *, on_ask_page: bool) -> None:
    """Draw the list; a click on a conversation leads to the Ask page."""
    with st.container(key="conversations", gap="xsmall"):
        st.caption("Conversations")
        if st.button("New conversation", key="new-conversation", icon=":material/add:", type="tertiary"):
            state.begin_conversation()
            _go(ask_page, on_ask_page)
        for conversation in reversed(state.conversations):
            if conversation.exchanges:
                _show_line(services, conversation, state, ask_page, on_ask_page)
        _show_kept(services, state, ask_page, on_ask_page)


def _show_kept(services: Services, state: PageState, ask_page: st.Page, on_ask_page: bool) -> None:
    """The conversations of other days, behind one line: a click opens one."""
    open_here = {conversation.kept for conversation in state.conversations}
    try:
        kept = [one for one in services.keeper.headings() if one.id not in open_here]
    except TestimonyError:  # no library yet, or none that can be read: the page itself says so
        return
    if not kept:
        return
    fold = st.expander(
        "Earlier", key="kept", on_change="rerun"
    )  # without their number: a fold of another name is closed
    if not fold.open:
        return
    with fold:
        st.caption(count(len(kept), "conversation"))
        first = 0
        if len(kept) > _AT_ONCE:
            first = (st.pagination(-(-len(kept) // _AT_ONCE), key="kept-page", max_visible_pages=5) - 1) * _AT_ONCE
        for heading in kept[first : first + _AT_ONCE]:
            label = f"{as_label(heading.title, most=34)} · {heading.begun:%d %b}"
            if st.button(label, key=f"kept-{heading.id}", type="tertiary", wrap=False):
                try:
                    _open_kept(services, state, heading.id)
                except TestimonyError as error:
                    show_problem(error)
                    return
                _go(ask_page, on_ask_page)


def open_from_address(services: Services, state: PageState) -> None:
    """Open the kept conversation that the address names (`?conversation=…`, `&answer=…`), once; say so where there is none.

    The address stays as long as the conversation does, so that it can be loaded again.
    """
    query = {name: st.query_params[name] for name in ANSWER_PARTS if name in st.query_params}
    wanted = query.get("conversation")
    if wanted is None or tuple(query.values()) == state.addressed:
        _tidy_address(query, state)
        return
    state.addressed = tuple(query.values())
    here = next((one.number for one in state.conversations if one.kept == wanted), None)
    try:
        if here is not None:
            state.reopen(here)
            _seek(query, state)
            st.rerun()
        if wanted not in {heading.id for heading in services.keeper.headings()}:
            st.warning("The conversation in the address is not in this library: it was deleted, or belongs to another.")
            return
        _open_kept(services, state, wanted)
    except TestimonyError as error:
        show_problem(error)
        return
    _seek(query, state)
    st.rerun()  # the sidebar was drawn before the page


def _seek(query: Mapping[str, str], state: PageState) -> None:
    if "answer" in query or "asked" in query:
        state.sought = answer_at(query, [one.asked for one in state.conversation.exchanges])
        state.answer_is_gone = state.sought is None


def _tidy_address(query: Mapping[str, str], state: PageState) -> None:
    """Take out of the address what the page has moved on from."""
    if state.conversation.kept != query.get("conversation"):
        left: tuple[str, ...] = ANSWER_PARTS
        state.addressed = ()
    elif state.sought is None:
        left = ANSWER_PARTS[1:]
        state.addressed = state.addressed[:1]
    else:
        return
    for name in left:
        if name in query:
            del st.query_params[name]


def _open_kept(services: Services, state: PageState, identity: str) -> None:
    conversation, exchanges = services.keeper.open(identity)
    times = [each.asked for each in conversation.exchanges]
    state.add(identity, conversation.title, list(map(Asking.answered, exchanges, times)))


def _show_line(
    services: Services, conversation: Conversation, state: PageState, ask_page: st.Page, on_ask_page: bool
) -> None:
    number = conversation.number
    with st.container(
        key=f"conversation-line-{number}", horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False
    ):
        if st.button(
            as_label(conversation.title, most=34),
            key=f"conversation-{number}",
            type="tertiary",
            width="stretch",
            wrap=False,
            icon=":material/chevron_right:" if number == state.current else None,
        ):
            state.reopen(number)
            _go(ask_page, on_ask_page)
        menu = st.popover("More", key=f"more-{number}", type="tertiary", on_change="rerun")
        if menu.open:  # drawn when it is opened: what is kept by then has its address
            with menu:
                _show_menu(services, conversation, state)


def _show_menu(services: Services, conversation: Conversation, state: PageState) -> None:
    number, title = conversation.number, conversation.title
    conversation.name = st.text_input(
        "Name", value=conversation.name, key=f"name-{number}", placeholder=conversation.title, max_chars=80
    ).strip()
    if conversation.title != title:
        _or_say(partial(rename_kept, services, conversation))
        st.rerun()  # the list above has the old name
    with st.container(key=f"downloads-of-{number}", horizontal=True, gap="small"):
        _or_say(partial(_show_downloads, services, conversation))
    address = {"conversation": conversation.kept} if conversation.kept else None
    show_link(address, "Address for a colleague who uses the same library")
    st.button(
        "Delete",
        key=f"delete-{number}",
        icon=":material/delete:",
        on_click=_delete,
        args=(services, state, conversation),
        type="tertiary",
    )


def _show_downloads(services: Services, conversation: Conversation) -> None:
    names = services.names()
    answers = [asking.answer for asking in conversation.exchanges if asking.answer is not None]
    show_downloads(
        names.text(conversation.title, keeps_quoted=False),
        partial(answers_export, conversation.title, answers, names),
        f"conversation-{conversation.number}",
    )


def _delete(services: Services, state: PageState, conversation: Conversation) -> None:
    state.delete(conversation.number)
    _or_say(partial(delete_kept, services, conversation))


def _or_say(do: Callable[[], None]) -> None:
    try:
        do()
    except TestimonyError as error:
        show_problem(error)


def _go(ask_page: st.Page, already_there: bool) -> None:
    if already_there:
        st.rerun()
    st.switch_page(ask_page)
