"""While another job reads interviews in: who it is, how far it has come, and the page made new when it has added some."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from corpus.errors import TestimonyError
from ui.escaping import as_label
from ui.services import Services
from ui.wording import count

EVERY_SECONDS = 3


def show_writer(services: Services, known: int) -> None:
    """Say that a job is at work, for as long as it is; `known` is how many interviews the page shows."""
    if services.writer_at_work() is None:
        return
    st.fragment(_following(services, known), run_every=EVERY_SECONDS)()


def _following(services: Services, known: int) -> Callable[[], None]:
    def follow() -> None:
        writer = services.writer_at_work()
        try:
            there = len(services.library().list_records())
        except TestimonyError:
            there = known
        if writer is None or there != known:
            st.rerun()
        with st.container(key="writer"):
            st.info(
                f"Interviews are being read in by {as_label(writer)}. {count(there, 'interview is', 'interviews are')} "
                "here so far and can be asked; the page follows by itself.",
                icon=":material/hourglass_top:",
            )

    return follow
