"""Library health: every transcript whole, with every passage and its vector? And the mending of what is not."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from corpus.errors import TestimonyError
from ingest.verify import Problem
from ui.components.problems import show_problem
from ui.escaping import as_label
from ui.services import Services
from ui.wording import count

_MOST = 30


def show_health(services: Services, titles: dict[str, str]) -> None:
    """Draw what can be looked into, and what was found."""
    with st.expander("Library health", icon=":material/health_and_safety:", key="health"):
        st.markdown("Every interview is looked at: its text, its passages, and whether a search finds them.")
        with st.container(horizontal=True, gap="small"):
            look = st.button("Look for problems", key="verify")
            mend = st.button("Look and mend", key="repair")
        if not (look or mend):
            return
        try:
            with st.spinner("Looking at every interview …"):
                problems = services.problems(repair=mend)
        except TestimonyError as error:
            show_problem(error)
            return
        _show_found(problems, titles, mended=mend)


def _show_found(problems: Sequence[Problem], titles: dict[str, str], *, mended: bool) -> None:
    if not problems:
        st.success("Everything is whole.", icon=":material/check_circle:")
        return
    done = "was mended" if mended else "can be mended"
    st.warning(f"{count(len(problems), 'problem')} found; each {done} as it says.", icon=":material/build:")
    for one in problems[:_MOST]:
        about = titles.get(one.transcript or "", one.transcript or "The library")
        st.markdown(f"**{as_label(about, most=80)}**: {as_label(one.problem)} → {as_label(one.repair)}")
