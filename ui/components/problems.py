"""States in which there is nothing to ask: each says what is so, and what to do."""

from __future__ import annotations

import streamlit as st

from corpus.errors import TestimonyError
from ui.escaping import as_label


def show_problem(error: TestimonyError | OSError) -> None:
    """An error's sentence."""
    st.error(as_label(str(error)), icon=":material/error:")


def show_heading(title: str, sentence: str) -> None:
    """The head of a page, or of a state of it; both texts are ours."""
    with st.container(key="heading", gap="small"):
        st.title(title, anchor=False)
        st.markdown(sentence)
