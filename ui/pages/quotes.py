"""The quotes page: a topic to quotes that can be used as they are, and the collections they are kept in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from textwrap import shorten

import streamlit as st

from corpus.errors import LibraryMissing, TestimonyError
from corpus.records import TranscriptRecord
from corpus.store import Scope
from exports.quotes import quotes_export
from models.metering import Request
from rag.answer import NOT_IN_TRANSCRIPTS
from rag.quotes.finder import QuotesFound, Wanted
from rag.quotes.kept_collections import collection_named, save_quote
from rag.quotes.quote import Length, Quote
from rag.spending import prices_of, spent_in_words, spent_on
from ui.components.beside import show_beside
from ui.components.collections import show_collections
from ui.components.downloads import offer_downloads
from ui.components.filters import choose_scope
from ui.components.problems import show_heading, show_problem
from ui.components.quote_cards import CardDoes, show_card
from ui.components.voices import show_voice
from ui.components.work import show_work
from ui.escaping import as_label
from ui.services import Services
from ui.state import PageState, page_state, typed
from ui.wording import count, voices_among
from ui.working import Report, Work

LENGTHS = {
    "Short": Length(least=6, most=25),
    "Medium": Length(least=15, most=80),
    "Long": Length(least=50, most=160),
}
STANCES = {"Any": 0, "Approving": 1, "Disapproving": -1}
FORMS = ["Verbatim", "Readable"]
_NO_MORE = {
    "like": "No other quote is near enough to that one.",
    "contrary": "No sign of the contrary was found: no quote near to it names the same thing in another tone, with an opposite word, or with a “not” more or less.",
}


def draw(services: Services, transcript_page: st.Page) -> None:
    """Draw the page."""
    state = page_state()
    try:
        records = services.library().list_records()
        services.names()  # a file of them that cannot be read is said before anything is shown to be taken away
        services.manner(state.choice)
    except LibraryMissing:
        records = []
    except TestimonyError as error:
        show_problem(error)
        return
    show_heading(
        "Quotes", "Complete thoughts that people said, ready to be used, each one click from where it was said."
    )
    if not records:
        st.markdown("No interviews yet. Add transcripts on the **Library** page.")
        return
    if state.toast:
        st.toast(as_label(state.toast))
        state.toast = ""
    _show_search(services, records, state)
    left, right = st.columns([7, 5], gap="large")
    with left:
        if state.finding is not None:
            _show_way_back(state)
            show_work(state.finding, "quotes", "Looking through the interviews …")
            if state.finding.result is not None:
                _show_found(state.finding.result, services, state)
    with right:
        if state.passage is not None:
            show_beside(state.passage, services, transcript_page, partial(state.show_passage, None))
        else:
            show_collections(services, state)


def _show_search(services: Services, records: Sequence[TranscriptRecord], state: PageState) -> None:
    with st.form("find-quotes", border=False):
        topic = st.text_input(
            "Topic", key="topic", placeholder="Words or a whole sentence: what the quotes should speak of"
        )
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            length = st.segmented_control("Length", list(LENGTHS), default="Medium", key="length", required=True)
            stance = st.segmented_control("Tone", list(STANCES), default="Any", key="tone", required=True)
            once = st.checkbox("One from each person", key="once")
        asked = st.form_submit_button("Find quotes", key="find", type="primary")
    state.filters = choose_scope(state.filters, records, state.clear_filters)
    if asked and topic.strip():
        wanted = Wanted(
            top=40 if once or stance != "Any" else 12, length=LENGTHS[length or "Medium"], scope=state.scope
        )
        state.passage, state.found_before, state.seed = None, None, None
        state.none_found = _none_found(length or "Medium", stance or "Any", narrowed=state.scope != Scope())
        state.finding = Work[QuotesFound](topic.strip()).start(
            partial(_find, services, state, topic.strip(), wanted, STANCES[stance or "Any"], once)
        )


def _none_found(length: str, stance: str, *, narrowed: bool) -> str:
    """What is said when there is no quote: what was looked for, and what else to try."""
    wanted = LENGTHS[length]
    tone = f"{stance.lower()} " if STANCES[stance] else ""
    others = ["another length", *(["any tone"] if tone else []), *(["all interviews"] if narrowed else [])]
    return (
        f"No {tone}quote of {wanted.least} to {wanted.most} words comes near enough to this. "
        f"Try {' or '.join(others)}, or other words for the topic."
    )


def _find(
    services: Services, state: PageState, topic: str, wanted: Wanted, stance: int, once: bool, report: Report
) -> QuotesFound:
    report(0, 0)
    finder = services.finder(state.choice)
    requests: list[Request] = []
    found = services.library().consistently(lambda: finder.look_for(topic, wanted, requests))
    heard: set[str] = set()
    kept = []
    for quote in found.quotes:
        if (not stance or quote.tone == stance) and not (once and quote.participant in heard):
            heard.add(quote.participant)
            kept.append(quote)
    return replace(found, quotes=tuple(kept[:12]), spent=spent_on(requests, prices_of(services.settings)))


def _show_found(found: QuotesFound, services: Services, state: PageState) -> None:
    finding, quotes = state.finding, found.quotes
    assert finding is not None  # who calls this has looked
    took = as_label(spent_in_words(found.spent)) if found.spent else ""
    if not quotes:
        _show_none(found, state)
        if took:
            st.caption(f"It took {took}.")
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        who = voices_among(quote.participant for quote in quotes)
        st.caption(
            f"{count(len(quotes), 'quote')} from {who} · {as_label(finding.about, 60)}" + (f" · {took}" if took else "")
        )
        form = st.segmented_control(
            "How the words are shown", FORMS, default=FORMS[0], key="words-shown", label_visibility="collapsed"
        )
        names = services.names()
        offer_downloads(
            names.text(finding.about, keeps_quoted=False),
            partial(quotes_export, finding.about, quotes, names, found.notes),
            "quotes-found",
        )
    for note in found.notes:
        st.caption(note)
    for number, quote in enumerate(quotes):
        does = CardDoes(
            open=partial(state.show_passage, quote.citation),
            save=partial(_save, services, state, quote, finding.about),
            like=partial(_follow_on, services, state, quote, "like"),
            contrary=partial(_follow_on, services, state, quote, "contrary"),
            shorter=partial(_shorten, services, state, number, finding.about),
        )
        show_card(quote, number, does, readable=form == FORMS[1], is_open=state.passage == quote.citation)


def _show_none(result: QuotesFound, state: PageState) -> None:
    with st.container(key="nothing-quotes", gap="xsmall"):
        st.text(state.none_found if result.spoken_of else NOT_IN_TRANSCRIPTS)
        if result.nearest:
            st.caption("What comes nearest, to read and not to use:")
    for number, citation in enumerate(result.nearest, 1):
        show_voice([citation], f"near-{number}", state.passage, state.show_passage)


def _follow_on(services: Services, state: PageState, quote: Quote, how: str) -> None:
    words = "More like" if how == "like" else "The contrary of"
    state.none_found = _NO_MORE[how]
    state.found_before, state.seed = state.found_before or state.finding, quote.citation
    scope = state.scope

    def find(report: Report) -> QuotesFound:
        finder = services.finder(state.choice)
        step = finder.more_like if how == "like" else finder.the_contrary
        wanted = Wanted(top=12, scope=scope)
        requests: list[Request] = []
        quotes = services.library().consistently(lambda: step(quote.citation.span, wanted, requests))
        of = quote.participant if how == "contrary" else None
        return QuotesFound(quotes=tuple(quotes), contrary_of=of, spent=spent_on(requests, prices_of(services.settings)))

    state.finding = Work[QuotesFound](f"{words}: {shorten(quote.text, 80, placeholder=' …')}").start(find)


def _go_back(state: PageState) -> None:
    state.finding, state.found_before, state.seed = state.found_before, None, None


def _show_way_back(state: PageState) -> None:
    """Where these quotes come from, and the way back: the quote they were likened to, and those it stood among."""
    if state.found_before is None or state.seed is None or state.finding is None:
        return
    st.button(
        f"Back to the quotes on {as_label(state.found_before.about, 60)}",
        key="quotes-back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=_go_back,
        args=(state,),
    )
    st.caption(as_label(state.finding.about.partition(":")[0]))
    show_voice([state.seed], "seed", state.passage, state.show_passage)


def _shorten(services: Services, state: PageState, number: int, topic: str) -> None:
    finding = state.finding
    if finding is None or finding.result is None:
        return
    quotes = list(finding.result.quotes)
    try:
        shorter = services.finder(state.choice).shorter(quotes[number], topic)
    except TestimonyError as error:
        state.toast = str(error)
        return
    if shorter is None:
        state.toast = "This quote is one sentence already."
        return
    quotes[number] = shorter
    finding.result = replace(finding.result, quotes=tuple(quotes))


def _save(services: Services, state: PageState, quote: Quote, topic: str) -> None:
    # Who types a name and clicks on Save has not left the box: the page has not run with the name yet.
    name = typed(f"collection-name-{state.collection}").strip() or state.collection
    try:
        now = datetime.now(UTC)
        begun = collection_named(services.library().path, name, now)
        collection = save_quote(services.library(), begun.id, quote, now, topic=topic)
    except TestimonyError as error:
        state.toast = str(error)
        return
    state.collection = collection.title
    state.toast = f"Saved in “{collection.title}”."
