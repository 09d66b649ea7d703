"""Themes that a model read every interview for: a bar and a row of the table say in words who says what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rag.everybody.reading_reply import STANDINGS
from rag.everybody.stances import ReadTheme, ReadVoice, Standing
from ui.components.theme_table import MOST_ROWS, row
from ui.escaping import as_label
from ui.wording import count

MARKS = {
    Standing.SAYS: "✓",
    Standing.CONTRARY: "✗",
    Standing.BOTH: "✓✗",
    Standing.TOUCHES: "~",
    Standing.NOTHING: "–",
    Standing.NOT_READ: "…",
}
"""A mark beside the word, never in its place."""


def show_read_chart(read: Sequence[ReadTheme]) -> None:
    """A bar for each theme: the share that says it; no bar and no number before every interview was read."""
    with st.container(key="chart", gap="xsmall"):
        for one in read:
            theme = f"**{as_label(one.theme, most=60)}**"
            if not one.complete:
                st.markdown(
                    f"{theme} · not counted yet, {count(len(one.unread), 'interview is', 'interviews are')} not read"
                )
                continue
            people = len(one.voices)
            rest = [
                f"{len(voices)} {word}"
                for voices, word in (
                    (one.contrary, "the contrary"),
                    (one.standing(Standing.BOTH), "of them both"),
                    (one.standing(Standing.TOUCHES), "touching it"),
                    (one.silent, "asked and silent"),
                    (one.never_asked, "never asked"),
                )
                if voices
            ]
            said = f"{theme} · {len(one.saying)} of {count(people, 'participant')} saying it"
            st.progress(len(one.saying) / max(people, 1), text=" · ".join([said, *rest]))


def show_read_table(read: Sequence[ReadTheme], below: Callable[[], object]) -> None:
    """A row for each participant; `below` as in `show_table`."""
    people = [voice.called for voice in read[0].voices]
    first = 0
    if len(people) > MOST_ROWS:
        first = (st.pagination(-(-len(people) // MOST_ROWS), key="read-table-page") - 1) * MOST_ROWS
    head = ["Participant", *(as_label(one.theme, most=28) for one in read)]
    shown = range(first, min(first + MOST_ROWS, len(people)))
    rows = [[as_label(people[at], most=40), *(_cell(one.voices[at]) for one in read)] for at in shown]
    with st.container(key="theme-table"):
        st.markdown("\n".join(row(cells) for cells in (head, ["---"] * len(head), *rows)))
        below()


def _cell(voice: ReadVoice) -> str:
    standing = voice.standing
    if standing is Standing.NOTHING:
        return f"{MARKS[standing]} {'silent' if voice.asked else 'not asked'}"
    return f"{as_label(MARKS[standing])} {STANDINGS[standing]}"
