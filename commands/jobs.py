"""The commands for trainers and evaluators: quotes on a topic, and a text held against the transcripts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    STOPPED,
    ExportOption,
    JsonOption,
    LibraryOption,
    SpeakerOption,
    TranscriptOption,
    WhereOption,
    check_export,
    conditions,
    print_json,
    retriever_for,
    settings_for,
)
from commands.quote_steps import (
    NOTHING,
    ContraryOption,
    LikeOption,
    ShorterOption,
    after,
    seed_at,
    step_from,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.reading import LibraryReader
    from models.metering import Request
    from rag.claims.claim import CheckedReport
    from rag.quotes.quote import Quote
    from rag.speech.pseudonyms import Pseudonyms

commands = typer.Typer()


@commands.command()
def quotes(
    topic: Annotated[
        str, typer.Argument(metavar="[TOPIC]", help="Words or a sentence: what the quotes should speak of.")
    ] = "",
    like: LikeOption = None,
    contrary: ContraryOption = None,
    shorter: ShorterOption = None,
    top: Annotated[int, typer.Option("--top", min=1, max=200, help="How many quotes.")] = 10,
    least: Annotated[int, typer.Option("--least-words", min=3, max=400, help="The shortest quote.")] = 15,
    most: Annotated[int, typer.Option("--most-words", min=5, max=400, help="The longest quote.")] = 80,
    save: Annotated[
        str | None, typer.Option("--save", metavar="COLLECTION", help="Keep them in this collection of the library.")
    ] = None,
    transcript: TranscriptOption = None,
    speaker: SpeakerOption = None,
    where: WhereOption = None,
    export: ExportOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find quotes on a topic that can be used as they are."""
    from commands.printing_jobs import print_quotes
    from models.chosen import chat_model_for
    from rag.quotes.as_json import quotes_json
    from rag.quotes.finder import QuoteFinder, QuotesFound, Wanted
    from rag.quotes.quote import Length
    from rag.speech.pseudonyms import pseudonyms_of
    from rag.spending import prices_of, spent_on

    step = step_from(like, contrary, shorter)
    if not topic.strip() and step is None:
        raise typer.BadParameter("the topic is empty")
    if topic.strip() and step is not None and step.how != "shorter":
        raise typer.BadParameter(f"--{step.how} looks for what a quote says: leave the topic out")
    if least > most:
        raise typer.BadParameter(f"--least-words {least} is more than --most-words {most}")
    check_export(export)
    settings = settings_for(library)
    retriever = retriever_for(settings)
    scope = retriever.library.resolve(transcript or (), speaker or (), conditions(where))
    wanted = Wanted(top=top, length=Length(least=least, most=most), scope=scope)
    finder = QuoteFinder(retriever, chat_model_for(settings))
    requests: list[Request] = []
    if step is None:
        found = retriever.library.consistently(lambda: finder.look_for(topic, wanted, requests))
    else:
        seed = seed_at(step.place, retriever.library)
        taken = step
        others = retriever.library.consistently(lambda: after(taken.how, seed, finder, wanted, topic, requests))
        quote = finder.at(seed)
        of = quote.participant if step.how == "contrary" else None
        found = QuotesFound(quotes=tuple(others), contrary_of=of)
        topic = topic.strip() or f"{step.title} “{' '.join(quote.text.split())[:80]}”"
    names = pseudonyms_of(retriever.library)
    found = replace(found, spent=spent_on(requests, prices_of(settings)))
    if as_json:
        print_json(quotes_json(topic, found, names))
    else:
        print_quotes(found, names, NOTHING[step.how if step else ""])
    if save is not None and found.quotes:
        _save(retriever.library, save, topic, found.quotes)
    if export is not None:
        from exports.files import write_export
        from exports.quotes import quotes_export

        write_export(export, quotes_export(topic, found.quotes, names, found.notes))


@commands.command()
def check(
    text: Annotated[str | None, typer.Argument(help="A claim, or a paragraph of them.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="A report: .docx, .pdf, .md, .txt …")
    ] = None,
    transcript: TranscriptOption = None,
    speaker: SpeakerOption = None,
    where: WhereOption = None,
    export: ExportOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold claims and quotations against the transcripts.

    With a language model its replies are kept: stopped in the middle, the same command goes on where it was.
    """
    from commands.printing_jobs import print_report
    from models.chosen import chat_model_for
    from rag.answering.under_pseudonyms import report_under
    from rag.claims.as_json import check_json
    from rag.claims.check import ClaimChecker
    from rag.claims.reading import ClaimReader
    from rag.speech.pseudonyms import pseudonyms_of
    from rag.spending import prices_of

    if (text is None) == (file is None):
        raise typer.BadParameter("give either a TEXT or --file FILE")
    told = text if text is not None else _report(file)
    if not told.strip():
        raise typer.BadParameter("there is nothing to check: the text is empty")
    check_export(export)
    settings = settings_for(library)
    retriever = retriever_for(settings)
    scope = retriever.library.resolve(transcript or (), speaker or (), conditions(where))
    model = chat_model_for(settings)
    reader = ClaimReader(model, window_tokens=settings.window_tokens) if model else None
    checker = ClaimChecker(retriever, reader, settings.at_once, prices_of(settings))
    try:
        report = checker.check(told, scope, _show_progress)
    except KeyboardInterrupt:
        go_on = " What the model answered is kept; run the same command again to go on." if model else ""
        print(f"\ntestimony: stopped.{go_on}", file=sys.stderr)
        raise typer.Exit(STOPPED) from None
    names = pseudonyms_of(retriever.library)
    if as_json:
        print_json(check_json(report))
    else:
        print_report(report_under(report, names))
    if export is not None:
        _export_report(export, report, file, names)


def _export_report(export: Path, report: CheckedReport, file: Path | None, names: Pseudonyms) -> None:
    from exports.files import write_export
    from exports.reports import report_export

    original = file.read_bytes() if file is not None and file.suffix.lower() == ".docx" else None
    write_export(export, report_export(report, names, f"{file.stem if file else 'Text'}, checked", original))


def _report(file: Path | None) -> str:
    """A report as text. Raises ReadError."""
    from ingest.readers import RawFile
    from ingest.reports import report_text

    assert file is not None  # the caller's check
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read ({error.strerror}). Check the path.") from None
    return report_text(RawFile(name=str(file), raw=raw))


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\rChecking claim {done + 1} of {of} ", end="\n" if done + 1 == of else "", file=sys.stderr)


def _save(library: LibraryReader, title: str, topic: str, found: Sequence[Quote]) -> None:
    from datetime import UTC, datetime

    from commands.printing_jobs import counted
    from rag.quotes.kept_collections import collection_named, save_quote

    now = datetime.now(UTC)
    collection = collection_named(library.path, title, now)
    for quote in found:
        collection = save_quote(library, collection.id, quote, now, topic=topic)
    are = "is" if len(collection.quotes) == 1 else "are"
    print(f"{counted(len(collection.quotes), 'quote')} {are} in the collection “{collection.title}”.", file=sys.stderr)
