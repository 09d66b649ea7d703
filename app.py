"""The web app's door: settings -> services, kept for the whole process -> the pages."""

from __future__ import annotations

import os
from threading import Thread

import streamlit as st

# Read when numpy is loaded, by the imports below. Ten people who share the cores are not served faster by a product that
# is spread over them: after each one the other threads of OpenBLAS turn idly for as long as the whole question takes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from corpus.errors import SettingsError
from corpus.settings import read_settings
from ui.escaping import as_label
from ui.house import open_house
from ui.services import Services


@st.cache_resource(show_spinner=False)
def services() -> Services:
    """One library, one embedder and one client for everybody who has the page open."""
    made = Services(read_settings())
    Thread(target=made.read_ahead, name="reading ahead", daemon=True).start()
    return made


def main() -> None:
    """Draw the page that was asked for."""
    try:
        behind = services()
    except SettingsError as error:
        st.error(as_label(str(error)))
        return
    open_house(behind)


main()
