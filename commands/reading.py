"""What the commands that read every interview with a language model share: the estimate, the reading, what is printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.options import SOME_FAILED, STOPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.as_json import Json
    from corpus.library import Library
    from corpus.settings import Settings
    from corpus.store import Scope
    from models.chat import ChatModel
    from rag.everybody.reading_estimate import Estimate
    from rag.everybody.stances import ReadTheme, Summary

ReadOption = Annotated[
    bool,
    typer.Option(
        "--read",
        help="Have the language model of the settings read every interview to its end: who says it, who the contrary. "
        "Sends it all of their words; --estimate says how many.",
    ),
]
EstimateOption = Annotated[
    bool,
    typer.Option("--estimate", help="Say what --read would ask of the model and what is kept already; asks nobody."),
]


def estimate_for(settings: Settings, library: Library, themes: Sequence[str], scope: Scope) -> Estimate:
    """What reading will ask of the model of the settings, if one is set. Asks nobody."""
    from models.chosen import model_name_for
    from rag.everybody.reading_estimate import estimated
    from rag.spending import prices_of

    _check(themes)
    model = model_name_for(settings) if settings.has_endpoint else None
    return estimated(library, themes, scope, model, settings.window_tokens, prices_of(settings))


def estimate_json(one: Estimate) -> dict[str, Json]:
    """`--estimate --json`."""
    return {
        "themes": one.themes,
        "transcripts": one.transcripts,
        "requests": one.requests,
        "summaries": one.summaries,
        "kept": one.kept,
        "tokens_in": one.tokens_in,
        "most_tokens_out": one.most_tokens_out,
        "most_cost": one.most_spent.cost,
        "currency": one.most_spent.currency or None,
        "model": one.model,
    }


def model_for_reading(settings: Settings) -> ChatModel:
    """The model that reads. Raises SettingsError where none is set."""
    from corpus.errors import SettingsError
    from models.chosen import chat_model_for

    if settings.mode == "extractive":
        raise SettingsError("TESTIMONY_MODE=extractive never calls a language model. Set it to auto to use --read.")
    model = chat_model_for(settings)
    if model is None:
        raise SettingsError(
            "Reading with a language model needs one. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local one, and "
            "TESTIMONY_MODEL for its name; or leave out --read to count by passages."
        )
    return model


def read_themes(settings: Settings, library: Library, themes: Sequence[str], scope: Scope) -> Sequence[ReadTheme]:
    """Every theme read and summed up, with the estimate and the progress on standard error.

    Ctrl-C ends it with a sentence and exit code 1. Raises LibraryError, ModelError and SettingsError.
    """
    from rag.everybody.read_and_summed import reader_for
    from rag.everybody.reading_estimate import estimate_sentence, estimated
    from rag.spending import prices_of

    _check(themes)
    model = model_for_reading(settings)
    window = settings.window_tokens
    estimate = estimate_sentence(estimated(library, themes, scope, model.name, window, prices_of(settings)))
    print(f"{model.name} at {model.destination}: {estimate}", file=sys.stderr)
    reader = reader_for(settings, library, model)
    try:
        return library.consistently(lambda: reader.read(themes, scope, _show_progress))
    except KeyboardInterrupt:
        _end_paused(library, themes, scope, model.name, window)


def end_where_incomplete(read: Sequence[ReadTheme]) -> None:
    """Exit code 3 where some interviews were not read."""
    if not all(one.complete for one in read):
        raise typer.Exit(SOME_FAILED)


def print_read(read: Sequence[ReadTheme]) -> None:
    """Each theme's count and the words behind it, for a person."""
    from commands.printing import in_a_line
    from rag.everybody.reading_reply import STANCES, counts_sentence, dropped_sentence, silence_sentences
    from rag.everybody.stances import Stance

    for one in read:
        print(f"{one.theme}\n  {counts_sentence(one)}")
        if one.summary:
            _print_summary(one.summary)
        for stance in Stance:
            voices = [voice for voice in one.voices if voice.quotes(stance)]
            for voice in voices:
                best = voice.quotes(stance)[0]
                print(f"  • {voice.called} {STANCES[stance]}: {in_a_line(best)}")
        for told in (*silence_sentences(one), dropped_sentence(one)):
            if told:
                print(f"  {told}")
        print()


def _print_summary(one: Summary) -> None:
    from commands.printing import in_a_line
    from rag.everybody.summaries import SUMMARY

    print(f"  {SUMMARY}" if one.statements else "", end="\n" if one.statements else "")
    for statement in one.statements:
        unsure = f"  ({statement.marked})" if statement.marked else ""
        print(f"  • {statement.text}{unsure}")
        for told in (*(in_a_line(each) for each in statement.citations), *statement.problems):
            print(f"    – {told}")
    for note in one.notes:
        print(f"  Note: {note}")


def read_rows(read: Sequence[ReadTheme]) -> list[list[str]]:
    """A row for each participant: their name, then what they do to each theme, in words."""
    from rag.everybody.reading_reply import STANDINGS
    from rag.everybody.stances import Standing

    def cell(one: ReadTheme, at: int) -> str:
        voice = one.voices[at]
        if voice.standing is not Standing.NOTHING:
            return STANDINGS[voice.standing]
        return "asked, silent" if voice.asked else "not asked"

    people = [voice.called for voice in read[0].voices]
    return [[name, *(cell(one, at) for one in read)] for at, name in enumerate(people)]


def _check(themes: Sequence[str]) -> None:
    from rag.everybody.theme_reading import MOST_THEME_TOKENS, is_too_long

    for theme in themes:
        if is_too_long(theme):
            raise typer.BadParameter(
                f"a theme to read for is a phrase or a sentence of at most {MOST_THEME_TOKENS} tokens: “{theme[:60]}…”"
            )


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        shown = min(done + 1, of)
        print(f"\rReading every interview: request {shown} of {of} ", end="\n" if done == of else "", file=sys.stderr)


def _end_paused(library: Library, themes: Sequence[str], scope: Scope, model: str, window_tokens: int) -> NoReturn:
    from rag.everybody.reading_estimate import estimated

    left = estimated(library, themes, scope, model, window_tokens)
    print(
        f"\ntestimony: stopped. {left.kept} of {left.kept + left.requests} requests are done and kept; "
        "run the same command again to go on.",
        file=sys.stderr,
    )
    raise typer.Exit(STOPPED)
