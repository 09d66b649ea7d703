"""Under the last answer: ask for it shorter, or of some of its interviews alone."""

from __future__ import annotations

import streamlit as st

from ui.asking import Asking
from ui.state import Asks, PageState


def show_making_over(asking: Asking, exchange: int, state: PageState, asks: Asks) -> None:
    """Draw the means to make an answer over, where there is enough of it."""
    answer = asking.answer
    if answer is None or len(answer.statements) < 2:
        return
    titles = sorted({each.title for statement in answer.statements for each in statement.citations})
    with st.container(key=f"make-over-{exchange}", horizontal=True, gap="small"):
        st.button(
            "Shorter", key=f"shorter-{exchange}", type="tertiary", on_click=state.ask, args=("Make it shorter", asks)
        )
        if len(titles) > 1:
            with st.popover("Only these interviews", key=f"only-{exchange}", type="tertiary"):
                key = f"these-{exchange}"
                st.multiselect("Interviews", titles, key=key, placeholder="Choose")
                st.button("Show only these", key=f"show-{key}", on_click=state.ask_of_these, args=(key, asks))
