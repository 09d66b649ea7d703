"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
GRAPH_CACHE = ROOT / ".pytest_cache" / "testimony"  # the embedding graph, kept between runs: building it takes seconds
TIMEOUT = 240  # seconds
# What a command loads takes it two seconds: here it is loaded once, and every command is a process that forks from there.
HEAVY = [
    "cli",
    "corpus.library",
    "ingest.job",
    "rag.answering.assistant",
    "models.chosen",
    "chromadb",
    "onnxruntime",
    "openai",
]
_READY = multiprocessing.get_context("forkserver")
_READY.set_forkserver_preload(HEAVY)


def testimony(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `testimony ARGUMENTS` in a process of its own, in the project's folder, with these variables set."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "stdout"), Path(folder, "stderr")
        process = _READY.Process(target=_run, args=(arguments, {**os.environ, **environment}, *told))
        _start(process)
        process.join(TIMEOUT)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["testimony", *arguments], TIMEOUT)
        out, err = (path.read_text(encoding="utf-8") for path in told)
    return subprocess.CompletedProcess(["testimony", *arguments], process.exitcode, out, err)


def _start(process: BaseProcess) -> None:
    """Start it without this process's main module, which a test of a page may have put its script in the place of."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main


def testimony_json(*arguments: str, **environment: str) -> Any:
    """The object that `testimony ARGUMENTS --json` prints. Fails with its words when it does not end well."""
    done = testimony(*arguments, "--json", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ingested(library: Path, *paths: Path) -> Path:
    """`testimony ingest PATHS --library LIBRARY`; gives the library."""
    told = [str(path) for path in paths]
    done = testimony("ingest", *told, "--library", str(library), TESTIMONY_CACHE=str(GRAPH_CACHE))
    assert done.returncode == 0, done.stderr
    return library


def from_nothing(*arguments: str) -> list[str]:
    """The words that start `testimony ARGUMENTS` in a fresh interpreter, in the project's folder."""
    return [sys.executable, "-m", "cli", *arguments]


def _run(arguments: tuple[str, ...], environment: dict[str, str], out: Path, err: Path) -> None:
    """What the forked process does: its streams go to these files, in this environment."""
    from cli import main

    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for path, number, name in ((out, 1, "stdout"), (err, 2, "stderr")):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
        setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
    main(arguments)
