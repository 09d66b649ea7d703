"""Receipts of forgetting: when an interview went, how much went with it, and the digests that prove which it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from corpus.errors import TestimonyError
from corpus.receipts import Receipt
from ui.components.problems import show_problem
from ui.services import Services
from ui.wording import count

_PER_PAGE = 20


def show_receipts(services: Services) -> None:
    """A fold with every receipt that the library keeps, newest first; they are read when it is opened."""
    fold = st.expander("Receipts of forgetting", icon=":material/receipt_long:", key="receipts", on_change="rerun")
    if not fold.open:
        return
    with fold:
        try:
            receipts = services.library().receipts()
        except TestimonyError as error:
            show_problem(error)
            return
        _show(receipts[::-1])


def _show(receipts: Sequence[Receipt]) -> None:
    if not receipts:
        st.markdown("No interview was forgotten in this library.")
        return
    st.markdown(
        f"{count(len(receipts), 'receipt')}. A receipt holds no word and no name of what went: digests, against which whoever "
        "has the file (its SHA-256) or knows the interview’s id (its BLAKE2s, 16 bytes) can check that it was this one."
    )
    shown = receipts[:_PER_PAGE]
    if len(receipts) > _PER_PAGE:
        page = st.pagination(-(-len(receipts) // _PER_PAGE), key="receipts-page")
        shown = receipts[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    for number, receipt in enumerate(shown):
        with st.container(key=f"receipt-{number}", gap="xsmall"):
            gone = f"{count(receipt.words, 'word')} and {count(receipt.passages, 'passage')}"
            st.markdown(f"**{_day_and_time(receipt.when)}** · {gone}")
            st.text(f"Interview {receipt.transcript}\nFile {receipt.file}", width="stretch")


def _day_and_time(when: str) -> str:
    """A receipt's moment, as the page says moments."""
    return f"{datetime.fromisoformat(when).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
