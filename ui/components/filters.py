"""The filter bar: which interviews and whose words a question is put to. The scope is always in sight.

Interviews are narrowed by what researchers wrote down about them (site, group, date …), one thing after the other, each
offering only what the ones before it left: so a filter never comes out empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from corpus.records import TranscriptRecord, several
from corpus.store import Scope
from corpus.transcript import Role
from ui.components.status import scope_sentence
from ui.escaping import as_label

MOST_VALUES = 40
"""More different values than this describe each interview and sort none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a person chose, and the scope that comes of it. `dates` maps a key to its first and last day, ISO 8601.

    `cleared` counts how often all was taken back: the boxes are new ones then, with nothing in them.
    """

    interviews: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    cleared: int = 0

    def key(self, box: str) -> str:
        """The key of a box."""
        return f"scope-{box}-{self.cleared}" if self.cleared else f"scope-{box}"


def choose_scope(filters: Filters, records: Sequence[TranscriptRecord], clear: Callable[[], None]) -> Filters:
    """Draw the scope and the means to change it; returns what a person chose. `clear` takes it all back."""
    with st.container(key="scope", horizontal=True, gap="small", vertical_alignment="center"):
        said = st.empty()
        with st.popover("Filter", icon=":material/filter_list:", type="tertiary", key="filter"):
            whose, about = st.container(key="filter-parts").columns(2, gap="medium")
            with about:
                left, dates = _within_dates(records, filters)
                left, values = _having_values(records, left, filters)
            titles = {record.id: record.title for record in left}
            interviews = whose.multiselect(
                "Interviews",
                list(titles),
                default=[one for one in filters.interviews if one in titles],
                format_func=lambda one: titles.get(one, one),
                key=filters.key("interviews"),
                placeholder="All of them",
            )
            there = [record for record in left if record.id in interviews] or left
            speakers = sorted({speaker for record in there for speaker in _quotable(record)}, key=str.casefold)
            voices = whose.multiselect(
                "Speakers",
                speakers,
                default=[one for one in filters.speakers if one in speakers],
                key=filters.key("speakers"),
                placeholder="Everybody",
            )
        everywhere = len(there) == len(records)
        scope = Scope(transcripts=() if everywhere else tuple(record.id for record in there), speakers=tuple(voices))
        said.markdown(scope_sentence(scope, records))
        if scope != Scope():
            st.button("Clear", key="clear-filter", icon=":material/close:", type="tertiary", on_click=clear)
    return replace(
        filters, interviews=tuple(interviews), speakers=tuple(voices), values=values, dates=dates, scope=scope
    )


def _quotable(record: TranscriptRecord) -> list[str]:
    """The speakers whose words may be evidence: an interviewer's never are, so to choose one would find nothing."""
    return [speaker for speaker in record.speakers if record.roles.get(speaker) != Role.INTERVIEWER]


def _within_dates(
    records: Sequence[TranscriptRecord], filters: Filters
) -> tuple[list[TranscriptRecord], dict[str, tuple[str, str]]]:
    """The interviews of the days chosen. Those without a date go only when somebody chose days."""
    left = list(records)
    chosen: dict[str, tuple[str, str]] = {}
    for key, days in _sorting(records, dated=True):
        first, last = filters.dates.get(key, (days[0], days[-1]))
        begins, ends = st.select_slider(
            as_label(key.capitalize()),
            days,
            value=(first if first in days else days[0], last if last in days else days[-1]),
            key=filters.key(f"date-{key}"),
        )
        if (begins, ends) != (days[0], days[-1]):
            kept = [record for record in left if begins <= record.meta.get(key, "") <= ends]
            left, chosen = kept or left, {**chosen, key: (begins, ends)}
    return left, chosen


def _having_values(
    records: Sequence[TranscriptRecord], left: list[TranscriptRecord], filters: Filters
) -> tuple[list[TranscriptRecord], dict[str, tuple[str, ...]]]:
    """Of the interviews `left`, those with the values chosen; `records` are all there are."""
    chosen: dict[str, tuple[str, ...]] = {}
    for key, _ in _sorting(records, dated=False):
        offered = sorted({value for record in left for value in several(record.meta.get(key, ""))}, key=str.casefold)
        picked = st.multiselect(
            as_label(key.capitalize()),
            offered,
            default=[one for one in filters.values.get(key, ()) if one in offered],
            key=filters.key(f"value-{key}"),
            placeholder="Any",
        )
        if picked:
            left = [record for record in left if not set(picked).isdisjoint(several(record.meta.get(key, "")))]
            chosen[key] = tuple(picked)
    return left, chosen


def _sorting(records: Sequence[TranscriptRecord], *, dated: bool) -> Iterator[tuple[str, list[str]]]:
    """What sorts these interviews, in the order it was written down, with its different values: days, or else words."""
    for key in dict.fromkeys(key for record in records for key in record.meta):
        values = sorted({value for record in records for value in several(record.meta.get(key, ""))})
        sorts = dated or len(values) <= min(MOST_VALUES, len(records) - 1)
        if all(map(_is_day, values)) is dated and len(values) > 1 and sorts:
            yield key, values


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
