"""States in which there is nothing to ask: each says what is so, and what to do."""

from __future__ import annotations

import streamlit as st

from corpus.errors import LibraryLocked, TestimonyError
from ui.escaping import as_label


def show_problem(error: TestimonyError | OSError) -> None:
    """An error's sentence, with what to do on a page."""
    said = _locked(error) if isinstance(error, LibraryLocked) else str(error)
    st.error(as_label(said), icon=":material/error:")


def _locked(error: LibraryLocked) -> str:
    return (
        f"Another job is writing to the library ({error.holder}), so nothing was changed. What you chose or dropped is still "
        "on this page: press the button again when the job is done."
    )


def show_heading(title: str, sentence: str) -> None:
    """The head of a page, or of a state of it; both texts are ours."""
    with st.container(key="heading", gap="small"):
        st.title(title, anchor=False)
        st.markdown(sentence)
