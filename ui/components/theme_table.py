"""Themes × participants as a bar for each theme and as a table; both say how many of how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rag.everybody.count_reply import counted_people
from rag.everybody.counting import ThemeCount, Voice
from ui.escaping import as_label
from ui.wording import count

MOST_ROWS = 40


def show_chart(counted: Sequence[ThemeCount]) -> None:
    """A bar for each theme: the share of participants who speak to it, the number beside it and what it is worth before that."""
    with st.container(key="chart", gap="xsmall"):
        for one in counted:
            people = len(one.voices)
            said = f"**{as_label(one.theme, most=60)}** · {counted_people(one)}"
            rest = [
                f"{len(voices)} {word}"
                for voices, word in ((one.silent, "asked and silent"), (one.never_asked, "never asked"))
                if voices
            ]
            st.progress(len(one.speaking) / max(people, 1), text=" · ".join([said, *rest]))


def show_table(counted: Sequence[ThemeCount], below: Callable[[], object]) -> None:
    """A row for each participant. Markdown, for it becomes a real table that a screen reader can walk through.

    `below` draws a button: with one in it, what is too wide for the page can be reached and scrolled with the keyboard.
    """
    people = [voice.called for voice in counted[0].voices]
    first = 0
    if len(people) > MOST_ROWS:
        first = (st.pagination(-(-len(people) // MOST_ROWS), key="table-page") - 1) * MOST_ROWS
    head = ["Participant", *(as_label(one.theme, most=28) for one in counted)]
    shown = range(first, min(first + MOST_ROWS, len(people)))
    rows = [[as_label(people[at], most=40), *(_cell(one.voices[at]) for one in counted)] for at in shown]
    lines = [row(cells) for cells in (head, ["---"] * len(head), *rows)]
    with st.container(key="theme-table"):
        st.markdown("\n".join(lines))
        below()


def _cell(voice: Voice) -> str:
    if voice.quotes:
        return f"**{count(len(voice.quotes), 'passage')}**"
    return "silent" if voice.asked else "not asked"


def row(cells: Sequence[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def choose_theme(themes: Sequence[str], key: str) -> int:
    """Which of the themes is looked at; there is nothing to choose where there is one."""
    if len(themes) < 2:
        return 0
    picked = st.selectbox("Theme", range(len(themes)), format_func=lambda at: themes[at], key=key)
    return min(picked or 0, len(themes) - 1)


def show_download(data: Callable[[], bytes], file_name: str, key: str) -> None:
    """The button that takes the table away, made when it is pressed."""
    st.download_button(
        "Table (.csv)",
        data=data,
        file_name=file_name,
        mime="text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
