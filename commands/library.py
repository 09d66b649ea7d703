"""The commands that keep a library: ingest, forget, verify, and moving it as one file."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import NOT_OK, SOME_FAILED, STOPPED, JsonOption, LibraryOption, print_json, settings_for

if TYPE_CHECKING:
    from corpus.library import Library
    from corpus.settings import Settings
    from ingest.discover import Shard
    from models.embedder import Embedder


commands = typer.Typer()


@commands.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of transcripts.")],
    library: LibraryOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove transcripts whose file vanished.")] = False,
    shard: Annotated[str | None, typer.Option("--shard", metavar="I/N", help="Only the I-th of N parts.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    template: Annotated[
        bool, typer.Option("--template", help="Print a transcripts.csv to fill in, and ingest nothing.")
    ] = False,
    wait: Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for another writer.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Read transcripts into the library. Unchanged files cost a hash."""
    import tempfile

    from commands.printing import ingest_json, print_ingest_report, progress_bar
    from ingest.discover import discover
    from ingest.job import JobOptions
    from ingest.job import ingest as run_job
    from ingest.template import template_for
    from models.chosen import embedder_for

    settings = settings_for(library)
    discovery = discover(paths, _shard(shard, settings))
    if template:
        sys.stdout.write(template_for(discovery))
        return
    embedder = embedder_for(settings)
    options = JobOptions(prune=prune, dry_run=dry_run, wait_seconds=wait)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as nowhere,
        progress_bar(len(discovery.files)) as report_progress,
    ):
        opened = _library_for(settings, embedder, Path(nowhere) if dry_run else None)
        try:
            report = run_job(opened, discovery, embedder, options=options, report_progress=report_progress)
        except KeyboardInterrupt:
            print(
                "testimony: Stopped. What was read so far is in the library; the same command goes on.", file=sys.stderr
            )
            raise typer.Exit(STOPPED) from None
    if as_json:
        print_json(ingest_json(report))
    else:
        print_ingest_report(report, discovery, str(settings.place))
    if report.failed:
        raise typer.Exit(SOME_FAILED)


@commands.command()
def forget(
    transcripts: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Ids, titles or file names.")] = None,
    participant: Annotated[
        list[str] | None, typer.Option("--participant", help="Every transcript this person takes part in.")
    ] = None,
    library: LibraryOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Erase transcripts from every file of the library, for good."""
    from corpus.as_json import forgotten_json
    from corpus.forgetting import chosen
    from corpus.forgetting import forget as erase
    from corpus.library import open_library

    if not transcripts and not participant:
        raise typer.BadParameter("name a transcript, or a --participant")
    settings = settings_for(library)
    opened = open_library(settings.place)
    if not yes:
        _confirm([record.title for record in chosen(opened, transcripts or (), participant or ())])
    done = erase(opened, transcripts or (), participant or ())
    if as_json:
        print_json(forgotten_json(done))
        return
    print(f"Forgotten: {', '.join(done.ids)}. {done.bytes_reclaimed:,} bytes freed.")
    for name in done.files:
        print(f"Its words were taken out of: {name}")
    if not done.erased:
        print(f"The rows are gone from {settings.place}; docs/scale.md says how to clear the server's own files.")


@commands.command()
def forgotten(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the receipts of what was forgotten: when, and digests to check an id or a file against."""
    from corpus.as_json import receipt_json
    from corpus.library import open_library

    receipts = open_library(settings_for(library).place).receipts()
    if as_json:
        print_json({"receipts": [receipt_json(receipt) for receipt in receipts]})
        return
    for receipt in receipts:
        print(f"{receipt.when}  transcript {receipt.transcript}  file {receipt.file}  {receipt.words} words")
    print(f"{len(receipts)} {'transcript was' if len(receipts) == 1 else 'transcripts were'} forgotten")


@commands.command()
def verify(
    library: LibraryOption = None,
    repair: Annotated[bool, typer.Option("--repair/--no-repair", help="Repair what is found.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Check that every transcript, passage and vector is there, and repair what is not."""
    from corpus.as_json import Json
    from corpus.library import damaged_library
    from ingest.verify import verify as inspect
    from models.chosen import embedder_for

    settings = settings_for(library)
    problems = inspect(damaged_library(settings.place), lambda: embedder_for(settings), repair=repair)
    if as_json:
        found: list[Json] = [
            {"transcript": one.transcript, "problem": one.problem, "repair": one.repair, "repaired": repair}
            for one in problems
        ]
        print_json({"ok": not problems, "problems": found})
    else:
        for one in problems:
            print(
                f"{one.transcript or 'The library'}: {one.problem} ({'' if repair else 'can be repaired: '}{one.repair})."
            )
        print(f"{len(problems)} problems" if problems else "Everything is in its place.")
    if problems:
        raise typer.Exit(NOT_OK)


@commands.command(name="export-library")
def export_library(
    file: Annotated[Path, typer.Argument(help="The archive to write.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole library to one file, to keep or to move."""
    from corpus.archive import export_library as write
    from corpus.as_json import archive_json
    from corpus.library import open_library

    report = write(open_library(settings_for(library).place), file)
    if as_json:
        print_json(archive_json(report))
    else:
        print(f"{report.transcripts} transcripts, {report.passages} passages: {report.bytes:,} bytes in {file}")


@commands.command(name="import-library")
def import_library(
    file: Annotated[Path, typer.Argument(help="An archive that export-library wrote.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a library of an archive, checked to the last byte."""
    from corpus.archive import import_library as read
    from corpus.as_json import archive_json

    settings = settings_for(library)
    report = read(file, settings.place)
    if as_json:
        print_json(archive_json(report))
    else:
        print(f"{report.transcripts} transcripts, {report.passages} passages are in {settings.place}")


def _library_for(settings: Settings, embedder: Embedder, nowhere: Path | None) -> Library:
    """The library to write to; for a dry run over none yet, an empty one in the folder `nowhere`."""
    from corpus.errors import LibraryMissing
    from corpus.library import VectorSpace, create_library, open_library

    with suppress(LibraryMissing):
        opened = open_library(settings.place, embedder.id)  # another embedder's is refused before this one is asked
        if nowhere is not None:
            return opened
    space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
    return create_library(nowhere or settings.place, space)


def _shard(text: str | None, settings: Settings) -> Shard | None:
    from ingest.discover import Shard

    if text is None and settings.job_index is not None and settings.job_count is not None:
        text = f"{settings.job_index + 1}/{settings.job_count}"
    if text is None:
        if settings.job_index is not None:
            raise typer.BadParameter("JOB_COMPLETION_INDEX is set: set JOB_COMPLETIONS too, or give --shard I/N")
        return None
    number, _, of = text.partition("/")
    if number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of):
        return Shard(number=int(number), of=int(of))
    raise typer.BadParameter(f"--shard {text!r} should be I/N, such as 1/4")


def _confirm(titles: list[str]) -> None:
    if not sys.stdin.isatty():
        raise typer.BadParameter("forgetting cannot be undone: add --yes")
    typer.confirm(f"Erase {', '.join(titles)} for good?", abort=True, err=True)
