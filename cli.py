"""The command line's door: the same library and assistant as the web app, for a terminal, a script or a scheduler.

`docs/commands.md` says what each command prints; with `--json` that is a promise, one object on standard output and
everything else on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from commands import asking, conversations, counting, jobs, library, serving, transcripts
from commands.options import STOPPED, WRONG_USAGE

program = typer.Typer(
    name="testimony",
    help="Ask interview transcripts and get answers made of words somebody really said.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (library, jobs, conversations, transcripts, asking, counting, serving):
    program.registered_commands.extend(part.commands.registered_commands)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line. Whatever was raised on purpose becomes one sentence on standard error."""
    from corpus.errors import TestimonyError

    try:
        program(args=list(arguments) if arguments is not None else None, prog_name="testimony")
    except TestimonyError as error:
        print(f"testimony: {error}", file=sys.stderr)
        sys.exit(WRONG_USAGE if _is_wrong_usage(error) else STOPPED)
    except BrokenPipeError:  # `testimony list | head`
        sys.stderr.close()
        sys.exit(STOPPED)
    sys.exit(0)


def _is_wrong_usage(error: Exception) -> bool:
    from corpus.errors import SettingsError
    from ingest.errors import PathsMissing

    return isinstance(error, PathsMissing | SettingsError)


if __name__ == "__main__":
    main()
