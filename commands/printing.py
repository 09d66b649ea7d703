"""What the commands print for people. Nothing here is a promise; `--json` is."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from corpus.as_json import Json
from corpus.records import TranscriptRecord
from corpus.transcript import Transcript
from exports.wording import coverage_sentence, names_told, numbered
from ingest.discover import Discovery
from ingest.job import IngestReport
from ingest.job import Progress as JobProgress
from rag.answer import NOT_IN_TRANSCRIPTS, Answer, Citation
from rag.retrieval.searching import Ranked
from rag.spending import spent_in_words

WIDTH = 100
"""Characters in a line."""


@contextmanager
def progress_bar(files: int) -> Iterator[Callable[[JobProgress], None]]:
    """A progress bar on standard error, and the function that moves it."""
    columns = (
        TextColumn("Ingesting"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[passages]} passages, {task.fields[rate]:.0f} a second"),
        TextColumn("{task.fields[left]} left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=files, passages=0, rate=0.0, left="?")
        yield lambda progress: bar.update(
            task,
            completed=progress.done,
            passages=progress.passages,
            rate=progress.passages_a_second,
            left=timedelta(seconds=round(progress.seconds_left)),
        )


def ingest_json(report: IngestReport) -> dict[str, Json]:
    """`ingest --json`."""
    return {
        "added": list(report.added),
        "updated": list(report.updated),
        "unchanged": list(report.unchanged),
        "removed": list(report.removed),
        "failed": [{"path": failure.path, "error": failure.error} for failure in report.failed],
        "warnings": list(report.warnings),
        "moved": list(report.moved),
        "forgotten": list(report.forgotten),
        "taken_out": list(report.taken_out),
        "passages": report.passages,
        "embedded": report.embedded,
        "dry_run": report.dry_run,
        "seconds": round(report.seconds, 3),
    }


def print_ingest_report(report: IngestReport, discovery: Discovery, library: str) -> None:
    """What a job did, on standard output; what a person should look at, on standard error."""
    problems = Console(stderr=True, soft_wrap=True, highlight=False)
    for failure in report.failed:
        problems.print(f"[red]Not read:[/red] {escape(failure.error)}")
    for warning in report.warnings:
        problems.print(f"[yellow]Note:[/yellow] {escape(warning)}.")
    for name in report.taken_out:
        problems.print(f"[yellow]Note:[/yellow] words that nobody says any more were taken out of {escape(name)}.")
    if discovery.passed_over:
        names = ", ".join(path.name for path in discovery.passed_over[:5])
        more = " …" if len(discovery.passed_over) > 5 else ""
        problems.print(f"[yellow]Passed over[/yellow] (no reader takes them): {escape(names)}{more}")
    counts = [
        f"{len(ids)} {word}"
        for ids, word in (
            (report.added, "added"),
            (report.updated, "updated"),
            (report.unchanged, "unchanged"),
            (report.removed, "removed"),
            (report.failed, "failed"),
        )
        if ids
    ]
    print(
        f"{', '.join(counts) or 'Nothing to do'}: {report.passages} new passages in {report.seconds:.1f} s ({library})"
    )


def print_records(records: Sequence[TranscriptRecord]) -> None:
    """The library as a table."""
    table = Table(box=None, pad_edge=False)
    for heading, justify in (
        ("id", "left"),
        ("title", "left"),
        ("speakers", "left"),
        ("turns", "right"),
        ("words", "right"),
    ):
        table.add_column(
            heading, justify="right" if justify == "right" else "left", overflow="fold", no_wrap=heading == "id"
        )
    for record in records:
        speakers = ", ".join(record.speakers) or "(unlabelled)"
        table.add_row(escape(record.id), escape(record.title), escape(speakers), str(record.turns), f"{record.words:,}")
    Console().print(table)
    print("1 transcript" if len(records) == 1 else f"{len(records)} transcripts")


def print_transcript(transcript: Transcript) -> None:
    """A transcript turn by turn, with what nobody said left out."""
    print(f"{transcript.title}  ({transcript.id})\n")
    for turn in transcript.turns:
        who = f"{turn.speaker or 'Speaker not labelled'}{_time(turn.time_start)} [{turn.role.value}]"
        print(f"{turn.start:>7}  {who}")
        print(indented(transcript.text[turn.start : turn.end]) + "\n")


def print_passages(ranked: Sequence[Ranked], titles: Mapping[str, str]) -> None:
    """Passages, best first."""
    for number, one in enumerate(ranked, 1):
        passage = one.passage
        who = ", ".join(passage.speakers) or "speaker not labelled"
        place = f"{titles[passage.transcript_id]}{_time(passage.time_start)}, characters {passage.start}–{passage.end}"
        print(f"{number}. {place} · {who}")
        print(indented(passage.text) + "\n")
    if not ranked:
        print("No passage fits.")


def print_answer(answer: Answer) -> None:
    """An answer with numbered citations, and the words they stand for below it."""
    if answer.standalone_question != " ".join(answer.question.split()):
        print(f"Understood as: {answer.standalone_question}\n")
    if not answer.found:
        print("\n".join(answer.notes) or NOT_IN_TRANSCRIPTS)
        print("\nNearest passages:" if answer.nearest else "")
        for citation in answer.nearest:
            print(_cited(citation))
        if answer.spent:
            print(f"\nIt took {spent_in_words(answer.spent)}.")
        return
    numbers = numbered(answer.statements)
    heading: str | None = None
    if answer.introduction:
        print(textwrap.fill(answer.introduction, WIDTH, break_on_hyphens=False) + "\n")
    for statement in answer.statements:
        if statement.heading not in (None, heading):
            heading = statement.heading
            print(f"{heading}\n")
        labels = "".join(f"[{numbers[each]}]" for each in statement.citations)
        unsure = f"  ({statement.marked})" if statement.marked else ""
        text = " ".join(statement.text.split())
        print(textwrap.fill(f"{text} {labels}{unsure}", WIDTH, initial_indent="• ", subsequent_indent="  "))
        for problem in statement.problems:
            print(textwrap.fill(problem, WIDTH, initial_indent="  – ", subsequent_indent="    "))
        print()
    print("Sources")
    for citation, number in numbers.items():
        print(f"[{number}] {_cited(citation, quoted=answer.mode != 'extractive')}")
    for note in answer.notes:
        print(f"\nNote: {note}")
    spent = f" · {spent_in_words(answer.spent)}" if answer.spent else ""
    print(f"\n{coverage_sentence(answer.coverage)} · {answer.model or 'no language model'}{spent}")


def in_a_line(citation: Citation) -> str:
    """A quote and its place, without who says it."""
    place = f"{citation.title}, characters {citation.span.start}–{citation.span.end}"
    return f"“{' '.join(citation.quote.split())}” ({place})"


def place_of(citation: Citation) -> str:
    """Where words were said, and by whom."""
    who = citation.speaker or "speaker not labelled"
    return f"{citation.title}{_time(citation.time_start)} · {who} · {citation.span.start}–{citation.span.end}"


def _cited(citation: Citation, *, quoted: bool = True) -> str:
    place = ". ".join(part for part in (place_of(citation), names_told(citation.tells)) if part)
    return f"{place}\n{indented('“' + citation.quote + '”')}" if quoted else place


def _time(time: timedelta | None) -> str:
    return "" if time is None else f" at {str(time).split('.')[0]}"


def indented(text: str, spaces: int = 4) -> str:
    """A paragraph in lines of `WIDTH`, each so far from the margin."""
    indent = " " * spaces
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent)
