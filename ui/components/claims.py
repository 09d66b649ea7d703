"""A checked report: each claim with its verdict, said in a word, an icon and a colour, and the words it rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from rag.answer import Citation
from rag.claims.claim import CheckedClaim, CheckedReport, SetAside
from rag.claims.quotation_lookup import LookedUp
from rag.spending import spent_in_words
from ui.components.answers import show_chip
from ui.escaping import as_label
from ui.verdicts import (
    BEARINGS,
    VERDICTS,
    changes_of,
    in_order,
    misattribution_of,
    needs_a_look,
    quotation_look,
    summary_of,
)
from ui.wording import count

PAGE = 40
_FEW = 4
_ALL, _WANTING = "Every part", "Not as said, or not borne out"
Open = Callable[[Citation | None], None]


def show_summary(report: CheckedReport) -> None:
    """How many claims got which verdict, and what they were held against."""
    with st.container(key="check-summary", horizontal=True, gap="small", vertical_alignment="center"):
        for number, look in summary_of(report):
            st.badge(f"{count(number, 'claim')}: {look.word.lower()}", icon=f":material/{look.icon}:", color=look.color)
        if report.quotations:
            wrong = sum(quotation_look(one).word != "Verbatim" for one in report.quotations)
            st.badge(
                f"{count(len(report.quotations), 'quotation')}, {wrong} not as said",
                icon=":material/format_quote:",
                color="orange" if wrong else "green",
            )
    took = f" · {as_label(spent_in_words(report.spent))}" if report.spent else ""
    by = f"read by {as_label(report.model)}" if report.model else "no language model, so no verdicts"
    st.caption(
        f"{count(len(report.claims), 'claim')} held against {count(len(report.searched), 'interview')} · {by} · "
        f"{count(len(report.set_aside), 'sentence')} set aside{took}"
    )
    for note in report.notes:
        st.caption(f":material/info: {as_label(note)}")


def show_report(report: CheckedReport, opened: Citation | None, open_it: Open) -> None:
    """The report's parts in its own order, a page of them at a time."""
    parts = in_order(report)
    if not parts:
        st.text("There is nothing in this text that could be checked.")
        return
    wanting = [part for part in parts if needs_a_look(part)]
    if 0 < len(wanting) < len(parts):
        shown = st.segmented_control(
            "Which parts are shown",
            [_ALL, f"{_WANTING}: {len(wanting)}"],
            default=_ALL,
            key="parts-shown",
            required=True,
            label_visibility="collapsed",
        )
        parts = parts if shown == _ALL else wanting
    first = 0
    if len(parts) > PAGE:
        first = (st.pagination(-(-len(parts) // PAGE), key="check-page") - 1) * PAGE
    for number, part in enumerate(parts[first : first + PAGE], first):
        if isinstance(part, CheckedClaim):
            _show_claim(part, number, opened, open_it)
        elif isinstance(part, LookedUp):
            _show_quotation(part, number, opened, open_it)
        else:
            _show_aside(part, number)


def _show_claim(one: CheckedClaim, number: int, opened: Citation | None, open_it: Open) -> None:
    look = VERDICTS[one.verdict]
    with st.container(key=f"claim-{look.color}-{number}", gap="xsmall"):
        st.text(" ".join(one.claim.text.split()), width="stretch")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.badge(look.word, icon=f":material/{look.icon}:", color=look.color)
            if one.is_counted and (one.people_for or one.people_against):
                st.caption(
                    f"{len(one.people_for)} for, {len(one.people_against)} against, of {one.people} participants"
                )
        st.caption(as_label(" ".join([one.reason, *one.problems])))
        for place, each in enumerate(one.evidence):
            if place == _FEW:
                break
            _show_words(BEARINGS[each.bearing], each.citation, f"{number}-{place}", opened, open_it)
        if len(one.evidence) > _FEW:
            with st.expander(f"{len(one.evidence) - _FEW} more", key=f"more-evidence-{number}"):
                for place, each in enumerate(one.evidence[_FEW:], _FEW):
                    _show_words(BEARINGS[each.bearing], each.citation, f"{number}-{place}", opened, open_it)


def _show_quotation(one: LookedUp, number: int, opened: Citation | None, open_it: Open) -> None:
    look = quotation_look(one)
    with st.container(key=f"claim-{look.color}-{number}", gap="xsmall"):
        st.text(f"“{' '.join(one.quotation.words.split())}”", width="stretch")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.badge(f"Quotation: {look.word.lower()}", icon=f":material/{look.icon}:", color=look.color)
        for sentence in (*misattribution_of(one), *changes_of(one), *one.notes):
            st.caption(as_label(sentence))
        if one.place is not None:
            _show_words("In the source", one.place, f"{number}-place", opened, open_it)


def _show_words(lead: str, citation: Citation, key: str, opened: Citation | None, open_it: Open) -> None:
    with st.container(key=f"quote-bears-{key}", gap="xsmall"):
        st.text(f"“{citation.quote}”", width="stretch")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.caption(lead, width="content")
            show_chip(
                citation, None, f"cite-bears-{key}", is_open=citation == opened, on_click=partial(open_it, citation)
            )


def _show_aside(one: SetAside, number: int) -> None:
    with st.container(key=f"set-aside-{number}", gap=None):
        st.text(" ".join(one.text.split()), width="stretch")
        st.caption(f"Not checked: {one.reason.value}")
