"""The transcript page: one whole interview. Its address says which, and which of its words to highlight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from corpus.errors import LibraryMissing, TestimonyError
from corpus.library import Library
from corpus.records import TranscriptRecord
from corpus.transcript import Span, Transcript
from ui.components.blocks import blocks_of, sheets
from ui.components.player import show_player
from ui.components.problems import show_heading, show_problem
from ui.components.transcript_view import show_transcript
from ui.escaping import as_label
from ui.recordings import recording_of
from ui.services import Services
from ui.wording import count, people_in

HEIGHT = 640
_PARTS = ("transcript", "start", "end")


def span_in(query: Mapping[str, str], transcript: Transcript) -> Span | None:
    """The words that an address asks for; None when it asks for none, or for some that are not there."""
    start, end = query.get("start", ""), query.get("end", "")
    if not (f"{start}{end}".isascii() and start.isdigit() and end.isdigit()):
        return None
    return transcript.span(int(start), int(end)) if int(start) < int(end) <= len(transcript.text) else None


def draw(services: Services) -> None:
    """Draw the page."""
    try:
        library = services.library()
        records = library.list_records()
    except LibraryMissing:
        records = []
    except TestimonyError as error:
        show_problem(error)
        return
    if not records:
        show_heading("No interviews yet", "Add transcripts on the Library page.")
        return
    query = {name: st.query_params[name] for name in _PARTS if name in st.query_params}
    wanted = _choose(records, query.get("transcript"))
    if wanted is not None:
        _show(library, wanted, query if wanted == query.get("transcript") else {})


def _choose(records: Sequence[TranscriptRecord], asked: str | None) -> str | None:
    """Which transcript to show: the one that a person picks, else the one in the address."""
    titles = {record.id: record.title for record in records}
    if asked is not None and asked not in titles:
        st.warning(f"No transcript “{as_label(asked, most=60)}” is in this library. Choose one of those that are.")
    if asked is None:
        show_heading("Transcript", "One whole interview, as it was read.")
    picked = st.selectbox(
        "Interview",
        list(titles),
        index=list(titles).index(asked) if asked in titles else None,
        format_func=lambda one: titles[one],
        key=f"transcript-{asked}",
        placeholder="Choose an interview",
    )
    if picked is not None and picked != asked:
        st.query_params.from_dict({"transcript": picked})
    return picked


def _show(library: Library, wanted: str, query: Mapping[str, str]) -> None:
    try:
        transcript = library.transcript(wanted)
        record = library.record(wanted)
    except TestimonyError as error:
        show_problem(error)
        return
    span = span_in(query, transcript)
    with st.container(key="about-transcript", gap=None):
        st.text(transcript.title)
        people = people_in(record) or "no speaker is labelled"
        st.text(f"{people} · {count(record.turns, 'turn')} · {count(record.words, 'word')} · {record.source}")
    for warning in record.warnings:
        st.caption(as_label(warning))
    if query.get("start") and span is None:
        st.warning("The address asks for words that are not in this transcript as it was last read.")
    recording = recording_of(record)
    if recording is not None:
        moment = transcript.times_of(span.start, span.end)[0] if span else None
        show_player(recording, moment or timedelta(), key="play-whole")
    start, end = _choose_sheet(transcript, span)
    show_transcript(
        blocks_of(transcript, start, end, span), label=f"Transcript of {transcript.title}", key="whole", height=HEIGHT
    )


def _choose_sheet(transcript: Transcript, span: Span | None) -> tuple[int, int]:
    stretches = sheets(transcript)
    if len(stretches) == 1:
        return stretches[0]
    first = next((i for i, (_, end) in enumerate(stretches) if span is not None and span.start < end), 0)
    page = st.pagination(len(stretches), default=first + 1, key=f"sheet-{transcript.id}-{span and span.start}")
    return stretches[page - 1]
