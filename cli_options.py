"""What the commands share: options, exit codes, settings and JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from corpus.as_json import Json
    from corpus.settings import Settings

STOPPED, WRONG_USAGE, SOME_FAILED = 1, 2, 3

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="Folder of the library.  [default: TESTIMONY_LIBRARY, else data/library]"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, as docs/commands.md promises.")]


def settings_for(library: Path | None) -> Settings:
    """The settings of this process; `library` wins over the environment. Raises SettingsError."""
    from corpus.settings import read_settings

    return read_settings(library)


def print_json(value: Json) -> None:
    """One object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
