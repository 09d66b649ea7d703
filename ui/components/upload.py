"""Files dropped onto the page, read into the library, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from corpus.errors import TestimonyError
from corpus.records import TranscriptRecord
from ingest.job import IngestReport, Progress
from ingest.readers import SUFFIXES
from ui.components.in_sight import bring_into_sight
from ui.components.problems import show_problem
from ui.escaping import as_label
from ui.services import Services
from ui.state import PageState
from ui.uploads import Upload
from ui.wording import count

KINDS = "Word, PDF, text, subtitles, tables or what a transcription service exports, up to 200 MB each"
"""The formats in people's words: Streamlit's own line lists thirty endings and is cut off."""


def show_upload(services: Services, state: PageState) -> None:
    """Draw the place to drop files on; once they are read, the page runs again."""
    show_results(state)
    kinds = sorted(suffix.lstrip(".") for suffix in {*SUFFIXES, ".zip", ".yaml"})
    dropped = st.file_uploader(
        f"Drop transcripts here, or a zip of them: {KINDS}",
        type=kinds,
        accept_multiple_files=True,
        key=f"upload-{state.uploads}",
    )
    if dropped and st.button("Read them in", key="read-in", type="primary"):
        uploads = [Upload(name=file.name, raw=file.getvalue()) for file in dropped]
        try:
            state.said = _read_in(services, uploads)
        except TestimonyError as error:
            show_problem(error)
            return
        state.uploads += 1  # an empty place to drop the next ones on
        st.rerun()


def show_results(state: PageState) -> None:
    """What became of the files that were dropped last."""
    if state.said:
        bring_into_sight(f"said-{hash(state.said)}")  # who forgets the last of many interviews is at the page's end
    for kind, sentence in state.said:
        (st.success if kind == "good" else st.warning)(as_label(sentence))


def _read_in(services: Services, uploads: list[Upload]) -> tuple[tuple[str, str], ...]:
    bar = st.progress(0.0, text="Reading …")

    def report_progress(progress: Progress) -> None:
        of = f"{progress.done} of {count(progress.files, 'file')}"
        bar.progress(progress.done / max(progress.files, 1), text=f"{of}: {as_label(progress.name, most=60)}")

    try:
        report = services.read_in(uploads, report_progress)
        return results_of(report, services.library().list_records())
    finally:
        bar.empty()


def results_of(report: IngestReport, records: Sequence[TranscriptRecord]) -> tuple[tuple[str, str], ...]:
    """What became of each file, as ("good" or "bad", sentence); `records` are those of the library as it is now."""
    files = {record.id: record.source for record in records}
    words = (
        (report.added, "added"),
        (report.updated, "read again"),
        (report.unchanged, "already there, unchanged"),
    )
    return (
        *(
            ("good", f"{count(len(ids), 'interview')} {word}: {', '.join(files.get(one, one) for one in ids)}.")
            for ids, word in words
            if ids
        ),
        *(("bad", warning) for warning in report.warnings),
        *(("bad", failure.error.replace(failure.path, failure.path.rpartition("/")[2])) for failure in report.failed),
    )
