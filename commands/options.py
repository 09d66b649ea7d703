"""What the commands share: options, exit codes, settings and JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.as_json import Json
    from corpus.settings import Settings
    from rag.retrieval.retriever import Retriever

STOPPED, WRONG_USAGE, SOME_FAILED, NOT_OK = 1, 2, 3, 4

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="Folder of the library.  [default: TESTIMONY_LIBRARY, else data/library]"),
]
TranscriptOption = Annotated[list[str] | None, typer.Option("--transcript", help="Only this one (repeat for more).")]
SpeakerOption = Annotated[list[str] | None, typer.Option("--speaker", help="Only this speaker (repeat for more).")]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="KEY=VALUE", help="Only transcripts with this site, group, date … (repeat for more)."
    ),
]
ExportOption = Annotated[
    Path | None,
    typer.Option("--export", metavar="FILE", help="Write it to a file, too: .docx, .pptx, .xlsx, .csv or .md."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, as docs/commands.md promises.")]


def settings_for(library: Path | None) -> Settings:
    """The settings of this process; `library` wins over the environment. Raises SettingsError."""
    from corpus.settings import read_settings

    return read_settings(library)


def retriever_for(settings: Settings) -> Retriever:
    """What searches the library of these settings. Raises LibraryMissing, LibraryMismatch, SettingsError and ModelError."""
    from corpus.library import open_library
    from models.chosen import cross_encoder_for, embedder_for
    from rag.retrieval.retriever import Retriever
    from rag.writing.rerankers import reranker_for

    open_library(settings.place)  # a missing library is said before the model loads
    embedder = embedder_for(settings)
    library = open_library(settings.place, embedder.id)
    return Retriever(
        library, embedder, reranker=reranker_for(settings), cross_encoder=cross_encoder_for(settings, embedder)
    )


def conditions(where: list[str] | None) -> dict[str, str]:
    """`KEY=VALUE` options as a mapping. Raises typer.BadParameter for one without a key or a value."""
    pairs = [each.partition("=") for each in where or ()]
    for key, _, value in pairs:
        if not key.strip() or not value.strip():
            raise typer.BadParameter(f"--where {key!r} should be KEY=VALUE, such as site=Leeds")
    return {key.strip(): value.strip() for key, _, value in pairs}


def print_json(value: Json) -> None:
    """One object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def check_export(export: Path | None) -> None:
    """Say at once, before the work is done, that there is no such format or no such folder. Raises ExportFailed."""
    if export is not None:
        from exports.files import check_place

        check_place(export)


def write_csv(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table in a file, safe in spreadsheets. Raises typer.BadParameter where it cannot be written."""
    from exports.tables import csv_bytes

    try:
        path.write_bytes(csv_bytes(head, rows))
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written ({error.strerror}). Choose another file.") from None
