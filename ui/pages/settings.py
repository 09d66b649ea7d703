"""The settings page: how answers are written in this session, and whether the model can be reached.

Keys come from the environment and are never shown, typed or kept here.
"""

from __future__ import annotations

import streamlit as st

from corpus.errors import TestimonyError
from corpus.settings import Mode
from ui.components.problems import show_heading, show_problem
from ui.components.status import show_manner
from ui.escaping import as_label
from ui.manner import Choice
from ui.services import Services
from ui.state import page_state
from ui.wording import count

_MODES: dict[Mode, str] = {
    "auto": "As configured: with a model when one is set up",
    "extractive": "Extractive: the interviews’ own words, no model",
    "generated": "Generated: a model writes, quotations are cut from the transcripts",
}


def draw(services: Services) -> None:
    """Draw the page."""
    state = page_state()
    settings = services.settings
    show_heading("Settings", "These choices hold for this page until you close it; the environment sets the rest.")
    modes = list(_MODES)
    mode = st.radio(
        "How answers are written",
        modes,
        index=modes.index(state.choice.mode or settings.mode),
        format_func=lambda one: _MODES[one],
        key="mode",
    )
    model = st.text_input(
        "Model",
        value=state.choice.model or "",
        key="model",
        placeholder=settings.model or "The endpoint’s default",
        disabled=mode == "extractive" or not settings.has_endpoint,
        max_chars=200,
    )
    state.choice = Choice(mode=None if mode == settings.mode else mode, model=model.strip() or None)
    _show_endpoint(services, state.choice)
    _show_facts(services)


def _show_endpoint(services: Services, choice: Choice) -> None:
    try:
        manner = services.manner(choice)
    except TestimonyError as error:
        show_problem(error)
        return
    show_manner(manner)
    if not services.settings.has_endpoint:
        st.caption("To have answers written by a model, set OPENAI\\_API\\_KEY or OPENAI\\_BASE\\_URL and start again.")
        return
    if st.button("Test connection", key="test-connection", icon=":material/lan:"):
        try:
            with st.spinner("Asking the endpoint …"):
                sentence = services.test_connection(choice)
        except TestimonyError as error:
            show_problem(error)
        else:
            st.success(as_label(sentence))


def _show_facts(services: Services) -> None:
    settings = services.settings
    facts = {
        "Library": str(settings.place),
        "Embedder": settings.embedder,
        "Endpoint’s key": "set in the environment" if settings.openai_api_key else "none set",
        "Patience": f"{settings.timeout_seconds:g} s without a byte, then {count(settings.retries, 'more try', 'more tries')}",
    }
    with st.container(key="facts", gap="xsmall"):
        for name, value in facts.items():
            with st.container(horizontal=True, gap="small"):
                st.markdown(f"**{name}**", width=160)
                st.text(value)
