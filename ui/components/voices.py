"""The words of one participant on a theme: the best, and buttons that open every place where they were said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from rag.answer import Citation
from ui.components.answers import show_chip


def show_voice(
    quotes: Sequence[Citation], key: str, opened: Citation | None, open_place: Callable[[Citation], None]
) -> None:
    """Draw the first quote and a button for each."""
    with st.container(key=f"quote-voice-{key}", gap="xsmall"):
        st.text(f"“{quotes[0].quote}”", width="stretch")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            for place, citation in enumerate(quotes):
                is_open, open_it = opened == citation, partial(open_place, citation)
                if not place:
                    show_chip(citation, None, f"cite-voice-{key}-0", is_open=is_open, on_click=open_it)
                    continue
                st.button(
                    f"+{place}",
                    key=f"cite-voice-{key}-{place}",
                    type="primary" if is_open else "secondary",
                    on_click=open_it,
                    help="Another place where this person speaks to it",
                )
