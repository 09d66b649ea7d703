"""The conversations of this session: begin, reopen, rename, export, delete."""

from __future__ import annotations

import streamlit as st

from ui.escaping import as_label
from ui.export import conversation_markdown, file_name
from ui.state import Conversation, PageState


def show_conversations(state: PageState, ask_page: st.Page, *, on_ask_page: bool) -> None:
    """Draw the list; a click on a conversation leads to the Ask page."""
    with st.container(key="conversations", gap="xsmall"):
        st.caption("Conversations")
        if st.button("New conversation", key="new-conversation", icon=":material/add:", type="tertiary"):
            state.begin_conversation()
            _go(ask_page, on_ask_page)
        for conversation in reversed(state.conversations):
            if conversation.exchanges:
                _show_line(conversation, state, ask_page, on_ask_page)


def _show_line(conversation: Conversation, state: PageState, ask_page: st.Page, on_ask_page: bool) -> None:
    number = conversation.number
    with st.container(
        key=f"conversation-line-{number}", horizontal=True, gap=None, vertical_alignment="center", wrap=False
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
        with st.popover("More", key=f"more-{number}", type="tertiary"):
            _show_menu(conversation, state)


def _show_menu(conversation: Conversation, state: PageState) -> None:
    number = conversation.number
    conversation.name = st.text_input(
        "Name", value=conversation.name, key=f"name-{number}", placeholder=conversation.title, max_chars=80
    ).strip()
    st.download_button(
        "Export as Markdown",
        data=lambda: conversation_markdown(conversation).encode("utf-8"),
        file_name=file_name(conversation.title),
        mime="text/markdown",
        key=f"export-{number}",
        icon=":material/download:",
        on_click="ignore",
    )
    st.button(
        "Delete",
        key=f"delete-{number}",
        icon=":material/delete:",
        on_click=state.delete,
        args=(number,),
        type="tertiary",
    )


def _go(ask_page: st.Page, already_there: bool) -> None:
    if already_there:
        st.rerun()
    st.switch_page(ask_page)
