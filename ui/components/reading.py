"""Reading every interview with the model: what it will take, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from exports.tables import table_csv
from exports.theme_tables import read_table
from rag.everybody.reading_estimate import Estimate, estimate_sentence
from rag.everybody.reading_reply import STANCES, counts_sentence, dropped_sentence
from rag.everybody.stances import ReadTheme, Stance
from rag.speech.pseudonyms import Pseudonyms
from rag.spending import Prices, spent_in_words, spent_on
from ui.components.reading_table import show_read_chart, show_read_table
from ui.components.summary import show_summary
from ui.components.theme_table import choose_theme, show_download
from ui.components.voices import show_voice
from ui.components.work import show_work
from ui.escaping import as_label
from ui.manner import Manner
from ui.state import PageState

PEOPLE = 12
"""Participants shown with their words at a time."""


def show_reading(
    state: PageState, manner: Manner, names: Pseudonyms, prices: Prices | None, read_on: Callable[[], None]
) -> None:
    """Draw the estimate with the button that begins, or the reading as far as it is. `read_on` begins, and goes on.

    `names` are those under which its table is written, `prices` what the endpoint charges, where that is known.
    """
    work = state.reading
    if work is None:
        if state.weighing is not None:
            show_work(state.weighing, "weigh", "Working out what it takes")
            if state.weighing.result is not None:
                _show_estimate(state.weighing.result, manner, read_on)
        return
    show_work(work, "read", "Every interview is read; request", stop="Pause")
    if work.result is None:
        st.button("Go on reading", key="read-on", type="primary", icon=":material/play_circle:", on_click=read_on)
        return
    if not all(one.complete for one in work.result):
        told = dict.fromkeys(counts_sentence(one) for one in work.result if not one.complete)
        st.warning("\n\n".join(as_label(each) for each in told), icon=":material/warning:")
        st.button("Read what is missing", key="read-on", type="primary", on_click=read_on)
    _show_read(work.result, state, names, prices)


def _show_estimate(one: Estimate, manner: Manner, read_on: Callable[[], None]) -> None:
    with st.container(key="estimate", gap="small"):
        st.markdown(f"**Before it starts.** {as_label(estimate_sentence(one))}")
        host = as_label(manner.host or "")
        where = f"**{host}**, on this machine" if manner.on_this_machine else f"**{host}**"
        if one.requests:
            st.caption(
                f"All words of these interviews are sent to {where}. Its replies are kept in the library until the "
                "interview is changed or forgotten; you can pause at any moment and go on later."
            )
        if one.model is None:
            st.caption("Which model it is, only the endpoint knows, and so what is kept from before is not known yet.")
        label = "Start reading" if not one.kept else "Go on reading" if one.requests else "Show what was read"
        st.button(label, key="read-on", type="primary", icon=":material/play_circle:", on_click=read_on)


def _show_read(read: Sequence[ReadTheme], state: PageState, names: Pseudonyms, prices: Prices | None) -> None:
    show_read_chart(read)
    took = spent_on([each for one in read for each in one.all_requests], prices)
    this_time = f" This time it took {as_label(spent_in_words(took))}." if took else ""
    st.caption(
        f"Read by {as_label(read[0].model)}. Every word shown was looked up and was said by that person; who says it and "
        "who the contrary is the model’s judgement, and it may overlook somebody. “Not asked” means that it found no "
        f"question of the interviewer’s about the theme.{this_time}"
    )
    show_read_table(
        read, partial(show_download, lambda: table_csv(read_table(read, names)), "themes-read.csv", "export-read")
    )
    _show_theme(read[choose_theme([one.theme for one in read], "read-theme")], state)


def _show_theme(one: ReadTheme, state: PageState) -> None:
    if one.summary is not None:
        show_summary(one.summary, state.passage, state.show_passage)
    for stance in Stance:
        voices = [voice for voice in one.voices if voice.quotes(stance)]
        if not voices:
            continue
        count = f": {len(voices)} of {len(one.voices)}" if one.complete else ""
        st.markdown(f"**{STANCES[stance].capitalize()}{count}**")
        first = 0
        if len(voices) > PEOPLE:
            first = (st.pagination(-(-len(voices) // PEOPLE), key=f"{stance.value}-page") - 1) * PEOPLE
        for number, voice in enumerate(voices[first : first + PEOPLE], first):
            show_voice(voice.quotes(stance), f"{stance.value}-{number}", state.passage, state.show_passage)
    for title, silent in (("Asked, and silent", one.silent), ("Never asked", one.never_asked)):
        if silent and one.complete:
            with st.expander(f"{title}: {len(silent)} of {len(one.voices)}", key=f"read-without-{title[:5].lower()}"):
                st.text("\n".join(voice.called for voice in silent))
    if told := dropped_sentence(one):
        st.caption(as_label(told))
