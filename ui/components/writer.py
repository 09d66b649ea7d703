"""While another job writes to the library: who it is, how far it has come, and what can be asked meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from corpus.errors import TestimonyError
from ui.components.problems import show_heading
from ui.escaping import as_label
from ui.services import Services
from ui.wording import count

EVERY_SECONDS = 3


def show_writer(services: Services, *, lists_interviews: bool) -> bool:
    """Say that a job is at work, for as long as it is. True where a page has nothing to show until the job has come further.

    A page that `lists_interviews` is made new with each that is added; the others only when the job is done, so that
    nobody's work is disturbed.
    """
    if services.writer_at_work() is None:
        return False
    known = _there(services)
    st.fragment(_following(services, known, lists_interviews=lists_interviews), run_every=EVERY_SECONDS)()
    return not known


def _there(services: Services) -> int:
    """How many interviews can be read at this moment; none in a library that is missing, or damaged and being mended."""
    try:
        return len(services.library().list_records())
    except TestimonyError:
        return 0


def _following(services: Services, known: int, *, lists_interviews: bool) -> Callable[[], None]:
    def follow() -> None:
        writer, there = services.writer_at_work(), _there(services)
        if writer is None or (there != known and (lists_interviews or not known)):
            st.rerun()
        with st.container(key="writer"):
            if there:
                st.info(
                    f"The library is being brought up to date by {as_label(writer)}. {_are_here(there)} so far and can be "
                    "asked; the page follows by itself.",
                    icon=":material/hourglass_top:",
                )
            else:
                _show_building(writer)

    return follow


def _show_building(writer: str) -> None:
    show_heading(
        "The library is being built",
        "Its interviews are read in at this moment, and none can be asked yet. That takes seconds for a few interviews, minutes "
        "for hundreds.",
    )
    st.info(
        f"At work: {as_label(writer)}. You need not do anything: this page opens by itself with the first interview.",
        icon=":material/hourglass_top:",
    )


def _are_here(there: int) -> str:
    return count(there, "interview is here", "interviews are here")
