"""One quiet button that offers a piece of work as a file in each format, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from exports.files import MIME, file_stem, written
from exports.pieces import Export

LABELS = {
    ".docx": "Word (.docx)",
    ".pptx": "Slides (.pptx)",
    ".xlsx": "Excel (.xlsx)",
    ".csv": "Table (.csv)",
    ".md": "Markdown (.md)",
}


def offer_downloads(title: str, make: Callable[[], Export], key: str, endings: Sequence[str] = tuple(MIME)) -> None:
    """Draw it. `make` is called once somebody clicks on a format."""
    with st.popover("Download", key=f"downloads-{key}", icon=":material/download:"):
        show_downloads(title, make, key, endings)


def show_downloads(title: str, make: Callable[[], Export], key: str, endings: Sequence[str] = tuple(MIME)) -> None:
    """The formats alone, where a menu is open already."""
    for ending in endings:
        st.download_button(
            LABELS[ending],
            data=partial(_made, make, ending),
            file_name=f"{file_stem(title)}{ending}",
            mime=MIME[ending],
            key=f"export-{ending.lstrip('.')}-{key}",
            on_click="ignore",
        )


def _made(make: Callable[[], Export], ending: str) -> bytes:
    return written(make(), ending)
