"""Whole addresses of the Ask page, to copy."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import streamlit as st


def show_link(query: Mapping[str, str] | None, what: str) -> None:
    """Draw the address of the Ask page with this query; `what` says what it opens, and for whom.

    None stands for an answer that is not kept: it has no address, or none yet.
    """
    if query is None:
        st.caption("There is no address until an answer is kept in the library. Close this and open it again.")
        return
    page = urlsplit(st.context.url or "")
    where = f"{page.scheme}://{page.netloc}/ask" if page.netloc else "/ask"
    st.caption(what)
    st.code(f"{where}?{urlencode(query)}", language=None, wrap_lines=True)
