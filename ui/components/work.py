"""Work under way: how far it is, a way to stop it, and what went wrong."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from ui.escaping import as_label
from ui.working import Work

T = TypeVar("T")


def show_work(work: Work[T], key: str, sentence: str, stop: str = "Stop") -> None:
    """Follow work to its end; draws nothing of the result. `stop` is the word on the button that ends it."""
    place = st.empty()  # drawn every time, so that what follows it keeps its place on the page
    if not work.finished:
        with place.container(key=f"working-{key}", horizontal=True, vertical_alignment="center"):
            bar = st.empty()
            icon = ":material/stop_circle:" if stop == "Stop" else ":material/pause_circle:"
            st.button(stop, key=f"stop-{key}", icon=icon, on_click=work.stop)
        for done, of in work.follow():
            if of:
                bar.progress(done / of, text=f"{sentence} {min(done + 1, of)} of {of}")
            else:
                bar.markdown(f":shimmer[{sentence}]")
        place.empty()
    if work.stopped:
        st.caption(as_label(work.error or ""))
    elif work.error:
        st.error(as_label(work.error), icon=":material/error:")
