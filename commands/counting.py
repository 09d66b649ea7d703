"""The command that counts: themes held against every interview in scope, participant by participant."""

from __future__ import annotations

import sys
from dataclasses import dataclass
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
    write_csv,
)
from commands.reading import EstimateOption, ReadOption

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.settings import Settings
    from corpus.store import Scope
    from rag.everybody.counting import ThemeCount
    from rag.retrieval.retriever import Retriever

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
    read: ReadOption = False,
    estimate: EstimateOption = False,
    transcript: TranscriptOption = None,
    speaker: SpeakerOption = None,
    where: WhereOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count who speaks to each theme, reading every interview; without a theme, say what comes up.

    Without --read people are counted whose words come near a theme, for or against; no model is asked. With --read a
    model reads every interview and tells apart who says it and who says the contrary; only words that were looked up
    count, its replies are kept, and a reading that was stopped goes on where it was.
    """
    from rag.answering.under_pseudonyms import count_under
    from rag.everybody.count_reply import count_json, limits_of
    from rag.speech.pseudonyms import pseudonyms_of

    wanted = list(dict.fromkeys(" ".join(each.split()) for each in theme or () if each.strip()))
    if theme and not wanted:
        raise typer.BadParameter("the theme is empty")
    if read or estimate:
        if not wanted:
            raise typer.BadParameter("--read and --estimate want a THEME to look for")
        asked = _Asked(wanted, transcript or (), speaker or (), conditions(where))
        _with_model(settings_for(library), asked, table, only_estimate=estimate, as_json=as_json)
        return
    retriever = retriever_for(settings_for(library))
    scope = retriever.library.resolve(transcript or (), speaker or (), conditions(where))
    if not wanted:
        tell_main_themes(retriever, scope, table, as_json, _show_progress)
        return
    counts = counted(retriever, wanted, scope)
    names = pseudonyms_of(retriever.library)
    shown = [count_under(one, names) for one in counts]
    if table is not None:
        write_csv(table, ["participant", *(one.theme for one in shown)], count_rows(shown))
    if as_json:
        print_json({"themes": [count_json(one) for one in counts], "notes": [limits_of(counts)]})
    else:
        _print(shown)
        print(f"\n{limits_of(counts)}")


def counted(retriever: Retriever, wanted: Sequence[str], scope: Scope) -> Sequence[ThemeCount]:
    """The counts, with progress on standard error where a person looks at it. Raises LibraryError and ModelError."""
    from rag.everybody.counting import ReadsEverybody

    reader = ReadsEverybody(retriever)
    return retriever.library.consistently(lambda: reader.count(wanted, scope, _show_progress))


def count_rows(counts: Sequence[ThemeCount]) -> list[list[str]]:
    """A row for each participant: their name, then in words whether they speak to each theme."""

    def cell(one: ThemeCount, at: int) -> str:
        voice = one.voices[at]
        if voice.quotes:
            return "speaks to it"  # no number: how many passages are quoted is no measure of how much somebody says
        return "asked, silent" if voice.asked else "not asked"

    people = [voice.called for voice in counts[0].voices]
    return [[name, *(cell(one, at) for one in counts)] for at, name in enumerate(people)]


@dataclass(frozen=True)
class _Asked:
    """What was typed."""

    themes: Sequence[str]
    transcripts: Sequence[str]
    speakers: Sequence[str]
    where: Mapping[str, str]


def _with_model(settings: Settings, asked: _Asked, table: Path | None, *, only_estimate: bool, as_json: bool) -> None:
    from commands.reading import (
        end_where_incomplete,
        estimate_for,
        estimate_json,
        model_for_reading,
        print_read,
        read_rows,
        read_themes,
    )
    from corpus.library import open_library
    from rag.answering.under_pseudonyms import read_under
    from rag.everybody.reading_estimate import estimate_sentence
    from rag.everybody.reading_reply import LIMITS, reading_json
    from rag.speech.pseudonyms import pseudonyms_of
    from rag.spending import prices_of, spent_in_words, spent_on

    if not only_estimate:
        model_for_reading(settings)  # a missing one is said first
    library = open_library(settings.place)
    scope = library.resolve(asked.transcripts, asked.speakers, asked.where)
    if only_estimate:
        one = estimate_for(settings, library, asked.themes, scope)
        print_json(estimate_json(one)) if as_json else print(estimate_sentence(one))
        return
    read = read_themes(settings, library, asked.themes, scope)
    names = pseudonyms_of(library)
    shown = [read_under(one, names) for one in read]
    if table is not None:
        write_csv(table, ["participant", *(one.theme for one in shown)], read_rows(shown))
    notes = [LIMITS] if any(one.complete for one in read) else []
    if as_json:
        print_json({"themes": [reading_json(one, prices_of(settings)) for one in read], "notes": list(notes)})
    else:
        print_read(shown)
        print("".join(notes))
        if took := spent_on([each for one in read for each in one.all_requests], prices_of(settings)):
            print(f"It took {spent_in_words(took)}.")
    end_where_incomplete(read)


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\rReading every interview: {done + 1} of {of}", end="\n" if done + 1 == of else "", file=sys.stderr)


def _print(counts: Sequence[ThemeCount]) -> None:
    from commands.printing import in_a_line
    from rag.everybody.count_reply import sentence

    for one in counts:
        print(f"{one.theme}\n  {sentence(one)}")
        for voice in sorted(one.speaking, key=lambda each: -each.strength):
            best = voice.quotes[0]
            print(f"  • {voice.called}: {in_a_line(best)}")
        print()
