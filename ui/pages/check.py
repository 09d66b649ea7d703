"""The check page: a report's claims and quotations held against the transcripts, in the report's own order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from corpus.errors import LibraryMissing, TestimonyError
from corpus.records import TranscriptRecord
from corpus.store import Scope
from exports.reports import report_export
from ingest.readers import SUFFIXES, RawFile
from ingest.reports import report_text
from rag.claims.claim import CheckedReport
from ui.components.beside import show_beside
from ui.components.claims import show_report, show_summary
from ui.components.downloads import offer_downloads
from ui.components.filters import choose_scope
from ui.components.problems import show_heading, show_problem
from ui.components.status import show_manner
from ui.components.upload import KINDS
from ui.components.work import show_work
from ui.services import Services
from ui.state import PageState, page_state
from ui.working import Report, Work

MOST_CHARACTERS = 400_000
_STOPPED = "Stopped before it was complete."
_PAUSED = f"{_STOPPED} What the model answered is kept: check the same text again to go on."


def draw(services: Services, transcript_page: st.Page) -> None:
    """Draw the page."""
    state = page_state()
    try:
        records = services.library().list_records()
        services.names()  # a file of them that cannot be read is said before anything is shown to be taken away
        manner = services.manner(state.choice)
    except LibraryMissing:
        records = []
    except TestimonyError as error:
        show_problem(error)
        return
    show_heading("Check", "Paste a claim, a paragraph or a report: what the transcripts say for and against it.")
    if not records:
        st.markdown("No interviews yet. Add transcripts on the **Library** page.")
        return
    if state.checking is None:
        show_manner(manner)
        if manner.host is None:
            st.caption(
                "Without a language model, quotations are looked up word for word and each claim is shown what bears on "
                "it; no verdict is given."
            )
        _show_form(services, records, state, _PAUSED if manner.host else _STOPPED)
        return
    _show_checked(state.checking, services, state, transcript_page)


def _show_form(services: Services, records: Sequence[TranscriptRecord], state: PageState, when_stopped: str) -> None:
    with st.form("check-form", border=False):
        text = st.text_area("Text to check", key="check-text", height=220, max_chars=MOST_CHARACTERS)
        dropped = st.file_uploader(
            f"Or drop a report: {KINDS}", type=sorted(suffix.lstrip(".") for suffix in SUFFIXES), key="check-file"
        )
        asked = st.form_submit_button("Check it", key="check", type="primary")
    state.filters = choose_scope(state.filters, records, state.clear_filters)
    if not asked:
        return
    try:
        told = report_text(RawFile(name=dropped.name, raw=dropped.getvalue())) if dropped else text
    except TestimonyError as error:
        show_problem(error)
        return
    if not told.strip():
        st.warning("There is nothing to check yet: paste a text, or drop a report.")
        return
    state.passage = None
    state.report_file = dropped.getvalue() if dropped and dropped.name.lower().endswith(".docx") else None
    about = dropped.name if dropped else "Pasted text"
    state.checking = Work[CheckedReport](about, when_stopped).start(partial(_check, services, state, told, state.scope))
    st.rerun()


def _check(services: Services, state: PageState, told: str, scope: Scope, report: Report) -> CheckedReport:
    return services.checker(state.choice).check(told, scope, report)


def _show_checked(work: Work[CheckedReport], services: Services, state: PageState, transcript_page: st.Page) -> None:
    left, right = st.columns([7, 5], gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.text(work.about)
            st.button("Check another", key="check-another", icon=":material/arrow_back:", on_click=state.check_another)
        show_work(work, "check", "Checking claim")
        if work.result is None:
            return
        show_summary(work.result)
        names = services.names()
        title = names.text(f"{work.about.rpartition('/')[2].partition('.')[0]} checked", keeps_quoted=False)
        offer_downloads(title, partial(report_export, work.result, names, title, original=state.report_file), "check")
        show_report(work.result, state.passage, state.show_passage)
    with right:
        if state.passage is not None:
            show_beside(state.passage, services, transcript_page, partial(state.show_passage, None))
        else:
            st.caption("Click on a source to read the words where they were said.")
