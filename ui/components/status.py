"""What a person should know at a glance: how answers are written and where text goes, and what is in the library."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from corpus.records import TranscriptRecord
from corpus.store import Scope
from rag.answer import Coverage
from ui.escaping import as_label
from ui.manner import Manner
from ui.wording import at_most, count, shortened

_TITLE_CHARACTERS = 34


def show_manner(manner: Manner) -> None:
    """The banner: extractive, or by which model, and which host text is sent to."""
    with st.container(key="manner", horizontal=True, gap="small", vertical_alignment="center"):
        if manner.host is None:
            st.badge("Extractive", icon=":material/format_quote:", color="green")
            st.markdown(
                "Answers are the interviews’ own words. No language model; nothing leaves this machine.",
                width="stretch",
            )
            return
        st.badge("Generated", icon=":material/edit_note:", color="blue")
        model = f"by **{as_label(manner.model)}**" if manner.model else "by the first model that the endpoint lists"
        where = "on this machine" if manner.on_this_machine else "your question and the passages found are sent there"
        written = f"Answers are written {model} at **{as_label(manner.host)}** ({where})."
        st.markdown(f"{written} Quotations are cut from the transcripts.", width="stretch")


def library_sentence(records: Sequence[TranscriptRecord]) -> str:
    """How much is in the library: "12 interviews · 11 speaker labels · 23,950 words".

    Labels are counted, interviewers' too, and not people: one who is “Ann Lee” first and “AL” after has two.
    """
    labels = {speaker for record in records for speaker in record.speakers}
    words = sum(record.words for record in records)
    parts = [count(len(records), "interview")]
    if labels:
        parts.append(count(len(labels), "speaker label"))
    return " · ".join([*parts, f"{words:,} words"])


def scope_sentence(scope: Scope, records: Sequence[TranscriptRecord]) -> str:
    """What a question is put to, as Markdown."""
    titles = [record.title for record in records if record.id in set(scope.transcripts)]
    named = as_label(at_most([shortened(title, _TITLE_CHARACTERS) for title in titles], 2))
    interviews = f"**{named}**" if titles else f"**all {count(len(records), 'interview')}**"
    if len(records) == 1 and not titles:
        interviews = "**the one interview**"
    return f"Asking {interviews}{', only the words of ' + voices_of(scope) if scope.speakers else ''}"


def voices_of(scope: Scope) -> str:
    """The speakers that a question is put to, as Markdown."""
    return f"**{as_label(at_most([shortened(name, _TITLE_CHARACTERS) for name in scope.speakers], 3))}**"


def show_coverage(coverage: Coverage, titles: dict[str, str]) -> None:
    """Beside an answer: which interviews speak to the question, and which are silent."""
    with st.container(key="coverage", gap="small"):
        st.markdown("**Where this is spoken of**")
        if coverage.with_evidence:
            st.text("\n".join(titles.get(one, one) for one in coverage.with_evidence))
        else:
            st.text("Nowhere near enough to answer.")
        if coverage.silent:
            with st.expander(
                f"{count(len(coverage.silent), 'interview')} with nothing near enough in what was read", key="silent"
            ):
                st.text("\n".join(titles.get(one, one) for one in coverage.silent))
        st.caption("Click a number to read the words where they were said.")
