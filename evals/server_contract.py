"""The contract's commands on a real `chroma run` server, started here on loopback, against the same on a folder.

    python -m evals.server_contract

Two of the invented interviews; every command is run as a person runs it, and its JSON compared.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import tempfile
from pathlib import Path

from corpus.as_json import Json
from tests.commands import ROOT, testimony
from tests.corpus.test_server import chroma_server

_INTERVIEWS = ("01-amara-okafor", "02-denise-hartley")
_FIRST = _INTERVIEWS[0]
_COMMANDS = (
    ("list",), ("show", _FIRST), ("search", "how the money was paid"), ("search", "money", "--transcript", _FIRST),
    ("ask", "How was the money paid?"), ("quotes", "being paid"), ("check", "Denise was paid in vouchers."), ("verify",),
    ("forget", _FIRST, "--yes"), ("list",), ("search", "how the money was paid"), ("forgotten",), ("verify",),
)  # fmt: skip
_OF_THE_MOMENT = frozenset({"seconds", "when", "record", "bytes_reclaimed"})
_UNLIKE_BY_NATURE = frozenset({"erased"})  # a server's own files are not in our hands
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}")  # in the names of kept answers


def main() -> None:
    """Run, print which commands differ, and exit with 1 when any does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="testimony-server-") as name, chroma_server(Path(name) / "server", port):
        folder = Path(name)
        server = {"CHROMA_HOST": "127.0.0.1", "CHROMA_PORT": str(port)}
        files = [str(path) for stem in _INTERVIEWS for path in (ROOT / "data" / "samples").glob(f"{stem}.*")]
        unlike = 0
        for command in (("ingest", *files), *_COMMANDS):
            here = _said(command, folder / "here", {})
            there = _said(command, folder / "there", server)
            unlike += here != there
            print(f"{'the same' if here == there else 'UNLIKE'}: testimony {command[0]}")
    print(f"{unlike} of {len(_COMMANDS) + 1} commands give other results on a server")
    sys.exit(1 if unlike else 0)


def _said(command: tuple[str, ...], library: Path, settings: dict[str, str]) -> tuple[int, Json]:
    done = testimony(*command, "--json", "--library", str(library), **settings)
    return done.returncode, _lasting(json.loads(done.stdout)) if done.stdout else done.stderr


def _lasting(value: Json) -> Json:
    """What does not depend on when and where the command ran."""
    if isinstance(value, dict):
        return {key: _lasting(each) for key, each in value.items() if key not in _OF_THE_MOMENT | _UNLIKE_BY_NATURE}
    if isinstance(value, str):
        return _SECOND.sub("(when)", value)
    return [_lasting(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
