"""The command that counts: themes held against every interview in scope, participant by participant."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.main_themes import tell_main_themes
from commands.options import (
    JsonOption,
    LibraryOption,
    SpeakerOption,
    TranscriptOption,
    WhereOption,
    conditions,
    print_json,
    retriever_for,
    settings_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.store import Scope
    from rag.retrieval import Retriever
    from rag.whole_corpus import ThemeCount

commands = typer.Typer()


@commands.command()
def themes(
    theme: Annotated[
        list[str] | None,
        typer.Argument(metavar="[THEME]…", help="Words, a question or a sentence, each a theme; else what comes up."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the table of participants and themes here.")
    ] = None,
    transcript: TranscriptOption = None,
    speaker: SpeakerOption = None,
    where: WhereOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count who speaks to each theme, reading every interview; without a theme, say what comes up."""
    from rag.corpus_reply import LIMITS, count_json

    wanted = list(dict.fromkeys(" ".join(each.split()) for each in theme or () if each.strip()))
    if theme and not wanted:
        raise typer.BadParameter("the theme is empty")
    retriever = retriever_for(settings_for(library))
    scope = retriever.library.resolve(transcript or (), speaker or (), conditions(where))
    if not wanted:
        tell_main_themes(retriever, scope, table, as_json, _show_progress)
        return
    counts = counted(retriever, wanted, scope)
    if table is not None:
        _write(table, counts)
    if as_json:
        print_json({"themes": [count_json(one) for one in counts], "notes": [LIMITS]})
    else:
        _print(counts)
        print(f"\n{LIMITS}")


def counted(retriever: Retriever, wanted: Sequence[str], scope: Scope) -> Sequence[ThemeCount]:
    """The counts, with progress on standard error where a person looks at it. Raises LibraryError and ModelError."""
    from rag.whole_corpus import ReadsEverybody

    reader = ReadsEverybody(retriever)
    return retriever.library.consistently(lambda: reader.count(wanted, scope, _show_progress))


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\rReading every interview: {done + 1} of {of}", end="\n" if done + 1 == of else "", file=sys.stderr)


def _print(counts: Sequence[ThemeCount]) -> None:
    from rag.corpus_reply import sentence

    for one in counts:
        print(f"{one.theme}\n  {sentence(one)}")
        for voice in sorted(one.speaking, key=lambda each: -each.strength):
            best = voice.quotes[0]
            place = f"{best.title}, characters {best.span.start}–{best.span.end}"
            print(f"  • {voice.participant}: “{' '.join(best.quote.split())}” ({place})")
        print()


def _write(path: Path, counts: Sequence[ThemeCount]) -> None:
    """A line for each participant and a column for each theme: how many passages, or why there is none."""
    people = [voice.participant for voice in counts[0].voices]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["participant", *(_safe(one.theme) for one in counts)])
            for at, name in enumerate(people):
                rows.writerow([_safe(name), *(_cell(one, at) for one in counts)])
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written ({error.strerror}). Choose another file.") from None


def _cell(one: ThemeCount, at: int) -> str:
    voice = one.voices[at]
    if voice.quotes:
        return str(len(voice.quotes))
    return "asked, silent" if voice.asked else "not asked"


def _safe(text: str) -> str:
    """A spreadsheet runs what begins like a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
