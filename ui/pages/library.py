"""The library page: what is in it, what reading it had to say, and the place to drop more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from corpus.errors import LibraryMissing, TestimonyError
from corpus.records import TranscriptRecord
from ui.components.correcting import show_correcting
from ui.components.health import show_health
from ui.components.problems import show_heading, show_problem
from ui.components.receipts import show_receipts
from ui.components.status import library_sentence
from ui.components.upload import results_of, show_upload
from ui.correctable import correctable
from ui.escaping import as_label
from ui.services import Services
from ui.state import PageState, page_state
from ui.wording import count, people_in

PAGE = 25
_FEW = 3  # warnings that are shown without a click


def draw(services: Services, transcript_page: st.Page) -> None:
    """Draw the page."""
    state = page_state()
    try:
        records = services.library().list_records()
        there = True
    except LibraryMissing:
        records, there = [], False
    except TestimonyError as error:
        show_problem(error)
        return
    show_heading("Library", library_sentence(records) if records else "No interviews yet. Drop some below.")
    show_upload(services, state)
    if records:
        _show_records(_matching(records), services, state, transcript_page)
        show_health(services, {record.id: record.title for record in records})
    if there:  # also where every interview was forgotten
        show_receipts(services)


def _matching(records: Sequence[TranscriptRecord]) -> list[TranscriptRecord]:
    if len(records) < 8:
        return list(records)
    sought = st.text_input("Find an interview", key="find", placeholder="Title, file or speaker").casefold().strip()
    return [
        record for record in records if sought in "\n".join((record.title, record.source, *record.speakers)).casefold()
    ]


def _show_records(
    records: Sequence[TranscriptRecord], services: Services, state: PageState, transcript_page: st.Page
) -> None:
    if not records:
        st.caption("No interview has that in its title, file name or speakers.")
        return
    shown = records[:PAGE]
    if len(records) > PAGE:
        page = st.pagination(-(-len(records) // PAGE), key="page")
        shown = records[(page - 1) * PAGE : page * PAGE]
    for record in shown:
        _show_record(record, services, state, transcript_page)


def _show_record(record: TranscriptRecord, services: Services, state: PageState, transcript_page: st.Page) -> None:
    with st.container(key=f"record-{record.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.page_link(
                transcript_page,
                label=as_label(record.title, most=80),
                icon=":material/article:",
                query_params={"transcript": record.id},
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
                st.caption(f"{count(record.words, 'word')} · {count(record.turns, 'turn')}")
                st.button(
                    "Correct", key=f"correct-{record.id}", type="tertiary", on_click=state.correct, args=(record.id,)
                )
                with st.popover("Forget", key=f"forget-menu-{record.id}", type="tertiary"):
                    _show_forgetting(record, services, state)
        st.text(f"{people_in(record) or 'No speaker is labelled'} · {record.source}", width="stretch")
        if len(record.warnings) > _FEW:
            with st.expander(f"{len(record.warnings)} notes from reading", key=f"notes-{record.id}"):
                st.text("\n".join(record.warnings))
        else:
            for warning in record.warnings:
                st.caption(f":material/info: {as_label(warning)}")
        if state.correcting == record.id:
            _show_correcting(record, services, state)


def _show_correcting(record: TranscriptRecord, services: Services, state: PageState) -> None:
    try:
        known = correctable(record)
        done = show_correcting(record, known)
        if done.closed:
            state.correct(None)
            st.rerun()
        if done.corrections is None or known.sidecar is None:
            return
        with st.spinner("Reading it again …"):
            report = services.correct(record, known.sidecar, done.corrections)
    except (TestimonyError, OSError) as error:
        show_problem(error)
        return
    state.forget_answers(record.id)
    state.said = results_of(report, services.library().list_records())
    state.correct(None)
    st.rerun()


def _show_forgetting(record: TranscriptRecord, services: Services, state: PageState) -> None:
    """Asked twice: the box says what goes, the button does it."""
    st.markdown("The transcript leaves every answer and every byte of the library. The file it came from stays.")
    sure = st.checkbox("Yes, forget this interview", key=f"sure-{record.id}")
    if st.button("Forget for good", key=f"forget-{record.id}", type="primary", disabled=not sure) and sure:
        try:
            with st.spinner("Forgetting …"):
                forgotten = services.forget(record.id)
        except TestimonyError as error:
            show_problem(error)
            return
        state.forget_answers(record.id)
        receipt = f"“{record.title}” is forgotten; {forgotten.bytes_reclaimed:,} bytes were freed."
        if forgotten.files:
            receipt += f" With it went {count(len(forgotten.files), 'file')} that repeated its words."
        unsure = "" if forgotten.erased else " The server may keep its rows in its own files until it is compacted."
        state.said = (("good", receipt + unsure),)
        st.rerun()
