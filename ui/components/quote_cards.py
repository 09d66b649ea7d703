"""A quote as a card: who said it, the words verbatim or readable, what was asked, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from exports.quotes import when_and_how_kept
from rag.quotes.kept_collections import KeptQuote
from rag.quotes.quote import Quote
from ui.components.answers import show_chip
from ui.escaping import as_label
from ui.wording import UNLABELLED

_TONES: dict[int, tuple[str, Literal["green", "orange"]]] = {1: ("Approving", "green"), -1: ("Disapproving", "orange")}
_TONE_MEANS = "Counted from words that approve or disapprove: a cue for variety, not a judgement."


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDoes:
    """What happens when a person clicks on a card."""

    open: Callable[[], None]
    save: Callable[[], None]
    like: Callable[[], None]
    contrary: Callable[[], None]
    shorter: Callable[[], None]


def show_card(quote: Quote, number: int, does: CardDoes, *, readable: bool, is_open: bool) -> None:
    """Draw one quote. Readable words are the same words with some left out, which are marked."""
    with st.container(key=f"card-{number}", gap="xsmall"):
        if quote.question is not None:
            with st.container(key=f"asked-{number}"):
                st.text(f"Asked: {' '.join(quote.question.quote.split())}", width="stretch")
        with st.container(key=f"quote-card-{number}", gap="xsmall"):
            st.text(f"“{quote.readable if readable else quote.text}”", width="stretch")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            show_chip(quote.citation, number + 1, f"cite-card-{number}", is_open=is_open, on_click=does.open)
            st.caption(f"{as_label(quote.citation.title, most=40)} · {len(quote.text.split())} words", width="content")
            if quote.tone in _TONES:
                word, color = _TONES[quote.tone]
                st.badge(word, color=color, help=_TONE_MEANS)
            if quote.citation.consent:
                st.badge(f"Consent: {as_label(quote.citation.consent, most=40)}", color="gray")
        with st.container(key=f"card-does-{number}", horizontal=True, gap="xsmall"):
            for label, key, act in (
                ("Save", "save", does.save),
                ("More like this", "like", does.like),
                ("The contrary", "contrary", does.contrary),
                ("Shorter", "shorter", does.shorter),
            ):
                st.button(label, key=f"{key}-{number}", type="tertiary", on_click=act)


def show_kept(kept: KeptQuote, key: str, *, there: bool, drop: Callable[[], None], open_it: Callable[[], None]) -> None:
    """Draw a quote of a collection; `there` is no where its transcript was read anew and the words moved or went."""
    with st.container(key=f"quote-kept-{key}", gap="xsmall"):
        st.text(f"“{kept.text}”", width="stretch")
        if kept.question:
            st.caption(f"Asked: {as_label(kept.question, most=160)}")
        consent = f" · Consent: {as_label(kept.consent, most=40)}" if kept.consent else ""
        st.caption(f"{as_label(kept.speaker or UNLABELLED)} · {as_label(kept.title, most=60)}{consent}")
        if told := when_and_how_kept(kept):
            st.caption(as_label(told, most=160))
        if not there:
            st.badge("Moved or gone", icon=":material/help:", color="orange", help="Find the words again before use.")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Open", key=f"open-kept-{key}", type="tertiary", on_click=open_it, disabled=not there)
            st.button("Remove", key=f"drop-{key}", type="tertiary", on_click=drop)
