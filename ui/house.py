"""The pages under one roof: navigation, the look, and the conversations in the sidebar."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from ui.components.conversations import show_conversations
from ui.components.writer import show_writer
from ui.pages import ask, check, corpus, library, quotes, settings, transcript
from ui.services import Services
from ui.state import page_state

_FOLDER = Path(__file__).parent


def open_house(services: Services) -> None:
    """Draw the page that was asked for."""
    # The icon is a file of ours: one chosen by name would be fetched from a font service.
    st.set_page_config(page_title="Testimony", page_icon=str(_FOLDER / "icon.svg"), layout="wide")
    st.html(_FOLDER / "style.css")
    reading = st.Page(
        partial(transcript.draw, services), title="Transcript", icon=":material/article:", url_path="transcript"
    )
    asking = st.Page(
        partial(ask.draw, services, reading), title="Ask", icon=":material/forum:", url_path="ask", default=True
    )
    shelf = st.Page(
        partial(library.draw, services, reading), title="Library", icon=":material/folder_open:", url_path="library"
    )
    finding = st.Page(
        partial(quotes.draw, services, reading), title="Quotes", icon=":material/format_quote:", url_path="quotes"
    )
    checking = st.Page(
        partial(check.draw, services, reading), title="Check", icon=":material/fact_check:", url_path="check"
    )
    counting = st.Page(
        partial(corpus.draw, services, reading), title="Whole corpus", icon=":material/grid_on:", url_path="corpus"
    )
    choices = st.Page(partial(settings.draw, services), title="Settings", icon=":material/tune:", url_path="settings")
    page = st.navigation([asking, finding, checking, counting, shelf, reading, choices])
    with st.sidebar:
        show_conversations(services, page_state(), asking, on_ask_page=page == asking)
    if page != choices and show_writer(services, lists_interviews=page == shelf):
        return
    page.run()
