"""`testimony themes` without a theme: what comes up, printed, as JSON and as a table."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commands.options import print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.store import Scope
    from rag.main_themes import MainThemes
    from rag.retrieval import Retriever

_WIDTH = 100


def tell_main_themes(
    retriever: Retriever, scope: Scope, table: Path | None, as_json: bool, report: Callable[[int, int], None]
) -> None:
    """Find them and tell them. Raises LibraryError, ModelError and typer.BadParameter."""
    from rag.main_themes import ThemeFinder
    from rag.main_themes_reply import main_themes_json

    finder = ThemeFinder(retriever)
    found = retriever.library.consistently(lambda: finder.find(scope, report))
    if table is not None:
        _write(table, found)
    if as_json:
        print_json(main_themes_json(found))
    else:
        _print(found)


def _print(found: MainThemes) -> None:
    from rag.main_themes_reply import LIMITS, heading, how_many

    print(f"{heading(found)}\n")
    for theme in found.themes:
        print(f"{theme.name[:1].upper()}{theme.name[1:]} ({how_many(theme, found)})")
        for one in theme.quotes:
            quote = one.quote
            place = f"{quote.title}, characters {quote.span.start}–{quote.span.end}"
            who = f"{one.participant}: " if found.people > 1 else ""
            told = f"{who}“{' '.join(quote.quote.split())}” ({place})"
            print(textwrap.fill(told, _WIDTH, initial_indent="  • ", subsequent_indent="    "))
        print()
    if found.themes:
        print(LIMITS)


def _write(path: Path, found: MainThemes) -> None:
    from exports.tables import csv_bytes
    from rag.main_themes_reply import COLUMNS, rows_of

    try:
        path.write_bytes(csv_bytes(COLUMNS, list(rows_of(found))))
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written ({error.strerror}). Choose another file.") from None
