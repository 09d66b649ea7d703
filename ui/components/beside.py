"""One passage beside a list, where it stands in its transcript."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from corpus.errors import TestimonyError
from rag.answer import Citation
from ui.addresses import address
from ui.components.problems import show_problem
from ui.components.source_pane import Leads, show_source
from ui.recordings import recording_of
from ui.services import Services


def show_beside(citation: Citation, services: Services, transcript_page: st.Page, close: Callable[[], None]) -> None:
    """Draw the source pane of the passage a person opened."""
    try:
        library = services.library()
        leads = Leads(
            show=lambda number: None,
            close=close,
            page=transcript_page,
            query=address(citation.span),
            recording=recording_of(library.record(citation.span.transcript_id)),
            names=services.names(),
        )
        show_source(citation, 0, 0, library.transcript(citation.span.transcript_id), leads)
    except TestimonyError as error:
        show_problem(error)
