"""A model's summary of a theme: statements that were checked, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from rag.answer import Citation
from rag.everybody.stances import Summary
from rag.everybody.summaries import SUMMARY
from ui.components.answers import show_chip, show_mark
from ui.escaping import as_label


def show_summary(one: Summary, opened: Citation | None, open_place: Callable[[Citation], None]) -> None:
    """Draw it, and a button for every place; below it what was left out, or why there is none."""
    if one.statements:
        st.markdown(f"**{SUMMARY}**")
    for number, statement in enumerate(one.statements):
        with st.container(key=f"prose-summary-{number}", gap="xsmall"):
            st.text(statement.text, width="stretch")
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                for place, citation in enumerate(statement.citations):
                    key, open_it = f"cite-summary-{number}-{place}", partial(open_place, citation)
                    show_chip(citation, None, key, is_open=opened == citation, on_click=open_it)
                show_mark(statement)
    for note in one.notes:
        st.caption(f":material/info: {as_label(note)}")
