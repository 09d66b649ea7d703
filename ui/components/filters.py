"""The filter bar: which interviews and whose words a question is put to. The scope is always in sight."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from corpus.records import TranscriptRecord
from corpus.store import Scope
from ui.components.status import scope_sentence


def choose_scope(scope: Scope, records: Sequence[TranscriptRecord]) -> Scope:
    """Draw the scope and the means to change it; returns what a person chose."""
    titles = {record.id: record.title for record in records}
    speakers = sorted({speaker for record in records for speaker in record.speakers}, key=str.casefold)
    with st.container(key="scope", horizontal=True, gap="small", vertical_alignment="center"):
        said = st.empty()
        with st.popover("Filter", icon=":material/filter_list:", type="tertiary", key="filter"):
            chosen = st.multiselect(
                "Interviews",
                list(titles),
                default=[one for one in scope.transcripts if one in titles],
                format_func=lambda one: titles[one],
                key="scope-interviews",
                placeholder="All of them",
            )
            voices = st.multiselect(
                "Speakers",
                speakers,
                default=[one for one in scope.speakers if one in speakers],
                key="scope-speakers",
                placeholder="Everybody",
            )
        wanted = Scope(transcripts=tuple(chosen), speakers=tuple(voices))
        said.markdown(scope_sentence(wanted, records))
    return wanted
