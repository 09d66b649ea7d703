"""The collections of quotes: shown, downloaded, and quotes or whole collections taken out."""

from __future__ import annotations

from functools import partial

import streamlit as st

from corpus.errors import TestimonyError
from exports.quotes import collection_export
from rag.answer import cite
from rag.quotes.kept_collections import (
    Collection,
    KeptQuote,
    delete_collection,
    drop_quote,
    list_collections,
    still_there,
)
from ui.components.downloads import offer_downloads
from ui.components.quote_cards import show_kept
from ui.escaping import as_label
from ui.services import Services
from ui.state import MY_QUOTES, PageState


def show_collections(services: Services, state: PageState) -> None:
    """Draw the collections of the library, and the name of the one that quotes are saved in."""
    folder = services.library().path
    collections = list_collections(folder)
    with st.container(key="collections", gap="small"):
        st.markdown("**Collections**")
        name = st.text_input("Quotes are saved in", value=state.collection, key=f"collection-name-{state.collection}")
        state.collection = name.strip() or MY_QUOTES
        if not collections:
            st.caption("None yet. **Save** on a quote begins one; it is kept in the library’s folder.")
        for collection in collections:
            label = f"{as_label(collection.title, most=50)} · {len(collection.quotes)}"
            with st.expander(label, key=f"collection-{collection.id}"):
                _show_collection(collection, services, state)


def _drop(services: Services, state: PageState, collection: Collection, kept: KeptQuote) -> None:
    try:
        drop_quote(services.library().path, collection.id, kept.span)
    except TestimonyError as error:
        state.toast = str(error)


def _open_kept(services: Services, state: PageState, kept: KeptQuote) -> None:
    state.show_passage(cite(services.library().transcript(kept.transcript), kept.start, kept.end))


def _show_collection(collection: Collection, services: Services, state: PageState) -> None:
    folder, library, names = services.library().path, services.library(), services.names()
    for number, kept in enumerate(collection.quotes):
        there = still_there(kept, library.transcript)
        show_kept(
            kept,
            f"{collection.id}-{number}",
            there=there,
            drop=partial(_drop, services, state, collection, kept),
            open_it=partial(_open_kept, services, state, kept),
        )
    with st.container(horizontal=True, gap="xsmall"):
        offer_downloads(
            names.text(collection.title, keeps_quoted=False),
            partial(collection_export, collection, names),
            f"kept-{collection.id}",
        )
        with st.popover("Delete", key=f"delete-menu-{collection.id}", type="tertiary"):
            st.button(
                "Delete this collection",
                key=f"delete-{collection.id}",
                on_click=delete_collection,
                args=(folder, collection.id),
            )
