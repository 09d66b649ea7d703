"""Themes as tables: what comes up, who speaks to a theme, and what a model read of everybody. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.pieces import SAID, Table, quoted_from
from rag.answering.under_pseudonyms import count_under, main_themes_under, read_under
from rag.everybody.counting import ThemeCount
from rag.everybody.main_themes import MainThemes
from rag.everybody.stances import ReadTheme, Stance
from rag.speech.pseudonyms import Pseudonyms

_NOTHING_SAID = ("",) * len(SAID)


def main_themes_table(found: MainThemes, names: Pseudonyms) -> Table:
    """A row for each theme and each person who has passages in it, under pseudonyms."""
    found = main_themes_under(found, names)
    header = ("theme", "people", "of", "passages", "participant", *SAID)
    return Table(heading="Main themes", header=header, rows=tuple(_main_rows(found)))


def counts_table(counted: Sequence[ThemeCount], names: Pseudonyms) -> Table:
    """A row for each theme and participant, with the best words, under pseudonyms."""
    header = ("theme", "participant", "speaks to it", "asked", *SAID)
    rows = [
        (
            one.theme,
            voice.participant,
            "yes" if voice.quotes else "no",
            "yes" if voice.asked else "no",
            *(quoted_from(voice.quotes[0]).cells if voice.quotes else _NOTHING_SAID),
        )
        for one in (count_under(each, names) for each in counted)
        for voice in one.voices
    ]
    return Table(heading="Themes by participant", header=header, rows=tuple(rows))


def read_table(read: Sequence[ReadTheme], names: Pseudonyms) -> Table:
    """Each theme's summary, a row for each source of a statement; then a row for each verified quote, and one for each
    participant without any. Under pseudonyms."""
    header = ("theme", "participant", "stands", "asked", "stance", "summary", "support", *SAID)
    rows = [row for one in read for row in _read_rows(read_under(one, names))]
    return Table(heading="Themes by participant", header=header, rows=tuple(rows))


def _main_rows(found: MainThemes) -> Iterator[tuple[str, ...]]:
    for theme in found.themes:
        counts = (theme.name, str(len(theme.said_by)), str(found.people), str(theme.passages))
        for one in theme.said_by:
            yield (*counts, one.participant, *quoted_from(one.quote).cells)


def _read_rows(one: ReadTheme) -> Iterator[tuple[str, ...]]:
    for statement in one.summary.statements if one.summary else ():
        facts = (one.theme, *[""] * 4, statement.text, statement.support.value)
        for quote in statement.citations:
            yield (*facts, *quoted_from(quote).cells)
        if not statement.citations:
            yield (*facts, *_NOTHING_SAID)
    for note in one.summary.notes if one.summary else ():
        yield (one.theme, *[""] * 4, f"Note: {note}", "", *_NOTHING_SAID)
    for voice in one.voices:
        facts = (one.theme, voice.participant, voice.standing.value, "yes" if voice.asked else "no")
        quotes = [(stance, quote) for stance in Stance for quote in voice.quotes(stance)]
        for stance, quote in quotes:
            yield (*facts, stance.value, "", "", *quoted_from(quote).cells)
        if not quotes:
            yield (*facts, "", "", "", *_NOTHING_SAID)
