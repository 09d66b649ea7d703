"""`testimony themes` without a theme: what comes up, printed, as JSON and as a table."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from commands.options import print_json, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.store import Scope
    from rag.everybody.main_themes import MainThemes
    from rag.retrieval.retriever import Retriever

_WIDTH = 100


def tell_main_themes(
    retriever: Retriever, scope: Scope, table: Path | None, as_json: bool, report: Callable[[int, int], None]
) -> None:
    """Find them and tell them. Raises LibraryError, ModelError and typer.BadParameter."""
    from rag.answering.under_pseudonyms import main_themes_under
    from rag.everybody.main_themes import ThemeFinder
    from rag.everybody.main_themes_reply import main_themes_json
    from rag.speech.pseudonyms import pseudonyms_of

    finder = ThemeFinder(retriever)
    found = retriever.library.consistently(lambda: finder.find(scope, report))
    names = pseudonyms_of(retriever.library)
    if table is not None:
        from exports.theme_tables import main_themes_table

        told = main_themes_table(found, names)
        write_csv(table, told.header, told.rows)
    if as_json:
        print_json(main_themes_json(found))
    else:
        _print(main_themes_under(found, names))


def _print(found: MainThemes) -> None:
    from commands.printing import in_a_line
    from rag.everybody.main_themes_reply import heading, how_many, limits_of

    print(f"{heading(found)}\n")
    for theme in found.themes:
        print(f"{theme.name[:1].upper()}{theme.name[1:]} ({how_many(theme, found)})")
        for one in theme.quotes:
            who = f"{one.called}: " if found.people > 1 else ""
            print(
                textwrap.fill(f"{who}{in_a_line(one.quote)}", _WIDTH, initial_indent="  • ", subsequent_indent="    ")
            )
        print()
    if found.themes:
        print(limits_of(found))
