"""The commands that look at what is in a library."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.options import JsonOption, LibraryOption, print_json, settings_for

commands = typer.Typer()


@commands.command(name="list")
def list_transcripts(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the transcripts in the library."""
    from commands.printing import print_records
    from corpus.as_json import record_json
    from corpus.library import open_library

    records = open_library(settings_for(library).place).list_records()
    if as_json:
        print_json({"transcripts": [record_json(record) for record in records]})
    else:
        print_records(records)


@commands.command()
def show(
    transcript: Annotated[str, typer.Argument(metavar="ID", help="Id, title or file name of a transcript.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one transcript, turn by turn."""
    from commands.printing import print_transcript
    from corpus.as_json import transcript_json
    from corpus.library import open_library

    found = open_library(settings_for(library).place).transcript(transcript)
    if as_json:
        print_json(transcript_json(found))
    else:
        print_transcript(found)
