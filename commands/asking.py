"""The commands that ask: passages, answers, and an answer held against the transcripts again."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    NOT_OK,
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
from commands.reading import ReadOption

if TYPE_CHECKING:
    from corpus.as_json import Json
    from corpus.library import Library
    from corpus.settings import Settings
    from corpus.store import Scope
    from rag.answer import Answer
    from rag.answering.assistant import Assistant, Findings
    from rag.answering.records import AnswerRecord

commands = typer.Typer()


@commands.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="How many passages.")] = 10,
    transcript: TranscriptOption = None,
    speaker: SpeakerOption = None,
    where: WhereOption = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="JSON lines of {id, query, transcript?}.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, best first."""
    from commands.printing import print_passages
    from corpus.as_json import passage_json

    if (query is None) == (batch is None):
        raise typer.BadParameter("give either a QUERY or --batch FILE")
    settings = settings_for(library)
    if batch is not None:
        _search_batch(settings, batch, top)
        return
    assert query is not None  # the check above
    retriever = retriever_for(settings)
    scope = retriever.library.resolve(transcript or (), speaker or (), conditions(where))
    asked = _asked(query)
    ranked, titles, looked_for = retriever.library.consistently(
        lambda: (retriever.search(asked, scope, top), retriever.library.titles(), retriever.mended(asked))
    )
    if looked_for != asked:
        print(f"Nobody says it as it is written. Searched for: {looked_for}", file=sys.stderr)
    if as_json:
        found: list[Json] = [passage_json(one.passage, titles[one.passage.transcript_id], one.score) for one in ranked]
        print_json({"query": query, "passages": found})
    else:
        print_passages(ranked, titles)


@commands.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question to the transcripts.")],
    transcript: TranscriptOption = None,
    speaker: SpeakerOption = None,
    where: WhereOption = None,
    conversation: Annotated[
        str | None, typer.Option("--conversation", metavar="ID", help="Go on with this one; `new` begins one.")
    ] = None,
    export: ExportOption = None,
    everyone: Annotated[
        bool,
        typer.Option(
            "--everyone",
            help="Go through every interview and count the people: those whose words come near it, or, with --read, "
            "those of whom a model finds that they say it or the contrary.",
        ),
    ] = False,
    read: ReadOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask, and read an answer whose every quote is cited."""
    from commands.conversations import Talk
    from rag.as_json import answer_json
    from rag.everybody.answers import is_of_the_best
    from rag.everybody.questions import asks_for_themes

    check_export(export)
    settings = settings_for(library)
    if read and not everyone:
        raise typer.BadParameter("--read goes with --everyone")
    if everyone and conversation:
        raise typer.BadParameter("--everyone counts people anew and goes on with no conversation")
    if read:
        from corpus.library import open_library

        held = open_library(settings.place)
        scope = held.resolve(transcript or (), speaker or (), conditions(where))
        _have_read(settings, held, _asked(question), scope, export, as_json=as_json)
        return
    assistant = _assistant(settings)
    scope = assistant.library.resolve(transcript or (), speaker or (), conditions(where))
    if everyone:
        _ask_everybody(settings, _asked(question), scope, export, as_json=as_json)
        return
    talk = Talk(assistant.library, conversation)
    asked = talk.ask(assistant, _asked(question), scope)
    record = _recorded(settings, assistant, asked.findings, asked.answer) if asked.findings else None
    kept = talk.keep(asked, record)
    if as_json:
        print_json({**answer_json(asked.answer), "record": record, "conversation": kept})
    _tell(asked.answer, assistant.library, export, as_json=as_json)
    if not as_json:
        if kept:
            print(f"\nGo on with: --conversation {kept}")
        if asks_for_themes(asked.answer.standalone_question):
            print("\nAll themes, with everybody who has passages in them: testimony themes")
        elif is_of_the_best(asked.answer, assistant.library.list_records()):
            print("\nThis is from the best passages. To go through every interview and count people: --everyone")


@commands.command()
def replay(
    record: Annotated[
        Path, typer.Argument(help="The record of an answer: a file, or its name in the library's folder `answers`.")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a recorded answer again, against the transcripts as they are now."""
    from corpus.library import open_library
    from rag.answering.records import ANSWERS
    from rag.answering.replay import replay as check_again
    from rag.answering.replay import replay_json
    from rag.spending import spent_in_words

    held = open_library(settings_for(library).place)
    kept = record if record.exists() else held.path / ANSWERS / record.with_suffix(".json").name
    replayed = check_again(kept, held.transcript)
    if as_json:
        print_json(replay_json(replayed))
    else:
        print(f"{replayed.record.question}\n")
        print("\n".join(f"• {each.problem}" for each in replayed.troubles) or "Everything still holds.")
        print("".join(f"Note: {note}\n" for note in replayed.notes), end="")
        if replayed.spent:
            print(f"It took {spent_in_words(replayed.spent)}.")
    if not replayed.ok:
        raise typer.Exit(NOT_OK)


def _ask_everybody(settings: Settings, question: str, scope: Scope, export: Path | None, *, as_json: bool) -> None:
    from commands.counting import counted
    from rag.as_json import answer_json
    from rag.everybody.answers import AnswersOfEverybody
    from rag.everybody.count_reply import corpus_answer, count_json

    retriever = retriever_for(settings)
    everybody = AnswersOfEverybody(retriever)
    put = everybody.put_to(question, scope)
    whole: dict[str, Json] = {}
    answer = everybody.themes(put.question, put.scope)
    if answer is None:
        (one,) = counted(retriever, [put.question], put.scope)
        answer = corpus_answer(question, one, retriever.library.ids_in(put.scope))
        whole = {"whole_corpus": count_json(one)}
    answer = replace(answer, question=question, notes=(*put.notes, *answer.notes))
    if as_json:
        print_json({**answer_json(answer), "record": None, "conversation": None, **whole})
    _tell(answer, retriever.library, export, as_json=as_json)


def _have_read(
    settings: Settings, library: Library, question: str, scope: Scope, export: Path | None, *, as_json: bool
) -> None:
    from commands.reading import end_where_incomplete, read_themes
    from rag.answering.records import record_of_reading, settings_digest
    from rag.as_json import answer_json
    from rag.everybody.reading_reply import reading_answer, reading_json
    from rag.spending import prices_of

    (one,) = read = read_themes(settings, library, [question], scope)
    prices = prices_of(settings)
    answer = reading_answer(question, one, library.ids_in(scope), prices)
    made = record_of_reading(one, answer, scope, settings_digest(settings), datetime.now(UTC), library.transcript)
    record = _keep_record(library.path, made) if one.complete else None
    if as_json:
        whole = reading_json(one, prices)
        print_json({**answer_json(answer), "record": record, "conversation": None, "whole_corpus": whole})
    _tell(answer, library, export, as_json=as_json)
    end_where_incomplete(read)


def _tell(answer: Answer, library: Library, export: Path | None, *, as_json: bool) -> None:
    """Print an answer where it is not told as JSON, and write it where a file is wanted: both under pseudonyms."""
    from commands.printing import print_answer
    from rag.answering.under_pseudonyms import answer_under
    from rag.speech.pseudonyms import pseudonyms_of

    names = pseudonyms_of(library)
    if not as_json:
        print_answer(answer_under(answer, names))
    if export is not None:
        from exports.answers import answers_export
        from exports.files import write_export

        write_export(export, answers_export(answer.question, [answer], names))


def _assistant(settings: Settings) -> Assistant:
    from rag.answering.assistant import Assistant
    from rag.spending import prices_of
    from rag.writing.writers import writer_for

    retriever = retriever_for(settings)
    return Assistant(retriever, writer_for(settings, retriever), prices_of(settings))


def _search_batch(settings: Settings, path: Path, top: int) -> None:
    from corpus.as_json import passage_json
    from rag.retrieval.batch import read_batch

    lines = read_batch(path)
    retriever = retriever_for(settings)
    scopes = {name: retriever.library.resolve((name,) if name else ()) for name in {line.transcript for line in lines}}
    for line in lines:
        ranked, titles = retriever.library.consistently(
            lambda line=line: (retriever.search(line.query, scopes[line.transcript], top), retriever.library.titles())  # type: ignore[misc]
        )
        found: list[Json] = [passage_json(one.passage, titles[one.passage.transcript_id], one.score) for one in ranked]
        print_json({"id": line.id, "passages": found})


def _recorded(settings: Settings, assistant: Assistant, findings: Findings, answer: Answer) -> str | None:
    from rag.answering.records import record_of, settings_digest

    library = assistant.library
    made = record_of(findings, answer, settings_digest(settings), datetime.now(UTC), library.transcript)
    return _keep_record(library.path, made)


def _keep_record(library: Path, record: AnswerRecord) -> str | None:
    """Keep an answer's record; a library that cannot be written to is said, and the answer is given all the same."""
    from rag.answering.records import keep_record
    from rag.errors import KeptFileError

    try:
        return str(keep_record(library, record))
    except KeptFileError as error:
        print(f"testimony: no record of this answer was kept: {error}", file=sys.stderr)
        return None


def _asked(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("the question is empty")
    return text
