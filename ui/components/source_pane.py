"""The source pane: a citation where it stands, the words highlighted, the turns around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from corpus.transcript import Transcript
from rag.answer import Citation
from rag.speech.pseudonyms import Pseudonyms
from ui.components.blocks import blocks_around
from ui.components.player import show_player
from ui.components.transcript_view import show_transcript
from ui.recordings import Recording
from ui.wording import place, reference, who

PANE_HEIGHT = 430


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """Where a person can go from the pane: another number, the whole transcript (`page` with `query`), its recording, or away.

    `names` are those under which its words are copied.
    """

    show: Callable[[int], None]
    close: Callable[[], None]
    page: st.Page
    query: Mapping[str, str]
    names: Pseudonyms
    recording: Recording | None = None


def show_source(citation: Citation, number: int, of: int, transcript: Transcript, leads: Leads) -> None:
    """Draw citation `number` of `of` in its transcript; 0 where it has no number."""
    with st.container(key="source-pane", gap="small"):
        _bar(number, of, leads)
        with st.container(key="source-place", gap=None):
            st.text(who(citation))
            st.text(place(citation))
        if transcript.text[citation.span.start : citation.span.end] != citation.quote:
            st.warning(
                "This transcript was read again after the question was asked. Ask again to see its words in place."
            )
            return
        show_transcript(
            blocks_around(transcript, citation.span),
            label=f"{transcript.title}, around the quoted words",
            key="source-text",
            height=PANE_HEIGHT,
            share=50 if leads.recording is None else 40,  # so that what plays stays in sight
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center", horizontal_alignment="distribute"):
            st.page_link(
                leads.page, label="Open whole transcript", icon=":material/article:", query_params=dict(leads.query)
            )
            with st.popover("Copy", icon=":material/content_copy:", type="tertiary", key="copy"):
                st.code(reference(leads.names.citation(citation)), language=None, wrap_lines=True)
        if leads.recording is not None and citation.time_start is not None:
            show_player(leads.recording, citation.time_start, key="play")


def _bar(number: int, of: int, leads: Leads) -> None:
    with st.container(key="source-bar", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"**Citation {number}** of {of}" if number else "**Where it was said**", width="stretch")
        if not number:
            st.button("Close", key="close", icon=":material/close:", type="tertiary", on_click=leads.close)
            return
        st.button(
            "Previous",
            key="previous",
            icon=":material/arrow_upward:",
            type="tertiary",
            disabled=of == 1,
            on_click=leads.show,
            args=((number - 2) % of + 1,),
        )
        st.button(
            "Next",
            key="next",
            icon=":material/arrow_downward:",
            type="tertiary",
            disabled=of == 1,
            on_click=leads.show,
            args=(number % of + 1,),  # round and round: a button that goes dead takes the keyboard's place with it
        )
        st.button("Close", key="close", icon=":material/close:", type="tertiary", on_click=leads.close)
