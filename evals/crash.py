"""Kill an ingest again and again, look at what readers see each time, and compare the end with a run never killed.

    python -m evals.crash [--kills 200] [--copies 20] [--seed 1]

The files are `data/samples`, copied `--copies` times, each copy with a line of its own. Odd rounds ingest them into an
empty library, even rounds replace every transcript by another edition. A child process works; the parent stops it at a
random moment, every third time at the next write to Chroma and up to 30 ms into it, notes what it was doing, and kills
it. The embedder is the tests' word hash.
"""

from __future__ import annotations

import argparse
import importlib
import json
import mmap
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.embedded import EmbeddedStore
from corpus.library import Library, VectorSpace, create_library
from corpus.place import Place
from corpus.store import Database, Scope, T
from ingest.discover import discover
from ingest.job import JobOptions, ingest
from ingest.verify import verify
from models.tokens import token_counter
from rag.retrieval.retriever import Retriever
from tests.fakes import WordHashEmbedder

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
_QUERIES = (
    "being paid for taking part", "the bus to the meeting", "a letter nobody understood", "trust in the researchers",
    "children and school", "what the funder wanted", "filling in forms", "the kitchen table", "a hospital appointment",
    "speaking up in a room full of professors",
)  # fmt: skip
_TOP = 10
_KILLS_A_ROUND = 25
_LONGEST_SECONDS = 3.0
_AIMED_SECONDS = 0.03
_WRITES_SHARE = 4  # at least one kill in four stands inside a write to Chroma
_TOO_LATE = "after its end"
_OUTSIDE, _WRITING, _SHOWING = 0, 1, 2
_NAMES = {_OUTSIDE: "between writes", _WRITING: "inside a Chroma write", _SHOWING: "copying or swapping a generation"}


class _WatchedStore(EmbeddedStore):
    """Says in shared memory what it is doing."""

    def __init__(self, folder: Path, flag: mmap.mmap) -> None:
        super().__init__(folder, show_after_seconds=1.0)
        self._flag = flag

    def write(self, action: Callable[[Database], T]) -> T:
        def watched(database: Database) -> T:
            self._flag[0] = _WRITING
            try:
                return action(database)
            finally:
                self._flag[0] = _OUTSIDE

        self._flag[0] = _SHOWING  # the first write copies the generation before
        return super().write(watched)

    def kept(self, *, residue: bool) -> None:
        self._flag[0] = _SHOWING
        super().kept(residue=residue)
        self._flag[0] = _OUTSIDE

    def _finish(self) -> None:
        self._flag[0] = _SHOWING
        super()._finish()


@dataclass
class _Count:
    kills: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    half_visible: int = 0
    unequal_searches: int = 0
    rounds: int = 0


def main() -> None:
    """Run, print the figures, and exit with 1 when anything was lost, doubled, half-visible or unequal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for module in ("chromadb", "llama_index.vector_stores.chroma"):
        importlib.import_module(module)  # loaded once, inherited by every child
    token_counter()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="testimony-crash-") as folder:
        count = _run(Path(folder), options.kills, options.copies, draw)
    for name, times in sorted(count.kills.items()):
        print(f"killed {name}: {times}")
    print(
        f"{sum(count.kills.values())} kills in {count.rounds} rounds: {count.lost} transcripts lost, {count.doubled} "
        f"doubled, {count.half_visible} half-visible; {count.unequal_searches} searches unlike a run never killed"
    )
    wrong = count.lost + count.doubled + count.half_visible + count.unequal_searches
    sys.exit(1 if wrong or count.kills[_NAMES[_WRITING]] * _WRITES_SHARE < options.kills else 0)


def _run(folder: Path, kills: int, copies: int, draw: random.Random) -> _Count:
    editions = [folder / "files" / name for name in ("first", "second")]
    files = folder / "files" / "now" / "interviews"
    whole, searches = [], []
    for edition, copied in enumerate(editions):
        _write_copies(copied, copies, edition)
        _place(copied, files)
        reference = folder / f"reference-{edition}"
        _in_child(lambda at=reference: _ingest(Library(Place(folder=at), _made(at)), files))  # type: ignore[misc]
        whole.append(_in_child(lambda at=reference: _seen(at)))  # type: ignore[misc]
        searches.append(_in_child(lambda at=reference: _found(at)))  # type: ignore[misc]
    count, killed, library = _Count(), 0, folder / "library"
    while killed < kills:
        count.rounds += 1
        if count.rounds % 2:
            shutil.rmtree(library, ignore_errors=True)
            _in_child(lambda: _made(library) and None)
        edition = (count.rounds - 1) % 2
        _place(editions[edition], files)
        before = {} if edition == 0 else whole[0]["versions"]
        for number in range(min(_KILLS_A_ROUND, kills - killed)):
            doing = _kill_one(library, files, draw.uniform(0.02, _LONGEST_SECONDS), aimed=number % 3 == 0)
            if doing == _TOO_LATE:
                break
            count.kills[doing] += 1
            killed += 1
            before = _judge(count, _in_child(lambda: _seen(library)), whole, before)
        _in_child(lambda: _ingest(Library(Place(folder=library), EmbeddedStore(library)), files))
        end = _in_child(lambda: _seen(library))
        count.lost += len(whole[edition]["versions"].items() - end["versions"].items())
        found = _in_child(lambda: _found(library))
        count.unequal_searches += sum(found[query] != searches[edition][query] for query in _QUERIES)
        count.half_visible += len(end["problems"])
        wrong = (count.lost, count.doubled, count.half_visible, count.unequal_searches)
        print(f"round {count.rounds}: {killed} kills, {dict(count.kills)}, wrong {wrong}", file=sys.stderr, flush=True)
    return count


def _judge(count: _Count, seen: dict, whole: list[dict], before: dict[str, str]) -> dict[str, str]:  # type: ignore[type-arg]
    """Compare what readers see after a kill with what they saw before it."""
    versions: dict[str, str] = seen["versions"]
    count.lost += len(before.keys() - versions.keys())
    count.doubled += seen["listed"] - len(versions)
    known = [set(one["versions"].items()) for one in whole]
    count.half_visible += sum(item not in known[0] | known[1] for item in versions.items()) + len(seen["problems"])
    for problem in seen["problems"]:
        print(problem, file=sys.stderr)
    return versions


def _kill_one(library: Path, files: Path, after_seconds: float, *, aimed: bool) -> str:
    """Start an ingest and kill it after some seconds of work, or `aimed` at its next write; what it was doing then."""
    flag = mmap.mmap(-1, 2)
    child = os.fork()
    if child == 0:
        _as_child(lambda: _ingest(Library(Place(folder=library), _WatchedStore(library, flag)), files))
    time.sleep(after_seconds)
    if aimed:
        _await_write(flag)
        time.sleep(random.uniform(0, _AIMED_SECONDS))
    os.kill(child, signal.SIGSTOP)
    os.waitpid(child, os.WUNTRACED)
    doing = _NAMES[flag[0]]
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        return _TOO_LATE
    return doing


def _await_write(flag: mmap.mmap) -> None:
    until = time.monotonic() + _LONGEST_SECONDS
    while flag[0] != _WRITING and time.monotonic() < until:
        time.sleep(0.0005)


def _ingest(library: Library, files: Path) -> None:
    ingest(library, discover([files]), WordHashEmbedder(), options=JobOptions())


def _made(folder: Path) -> EmbeddedStore:
    embedder = WordHashEmbedder()
    create_library(folder, VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    return EmbeddedStore(folder)


def _seen(folder: Path) -> dict[str, object]:
    """What a reader sees: versions by transcript, and whatever is not whole."""
    library = Library(Place(folder=folder), EmbeddedStore(folder))
    records = library.list_records()
    return {
        "versions": {record.id: record.version for record in records},
        "listed": len(records),
        "problems": [f"{one.transcript}: {one.problem}" for one in verify(library, WordHashEmbedder, repair=False)],
    }


def _found(folder: Path) -> dict[str, object]:
    """The answers to some searches, as the app and the command line give them."""
    retriever = Retriever(Library(Place(folder=folder), EmbeddedStore(folder)), WordHashEmbedder())
    return {
        query: [
            [one.passage.transcript_id, one.passage.start, one.passage.end, round(one.score, 4)]
            for one in retriever.search(query, Scope(), _TOP)
        ]
        for query in _QUERIES
    }


def _in_child(work: Callable[[], object]) -> dict:  # type: ignore[type-arg]
    """Run something in a child, so that no Chroma client ever lives in the parent that forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _as_child(lambda: _say(writing, work()))
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit(f"a child ended with status {status}")
    found = json.loads(said or "null")
    return found if isinstance(found, dict) else {}


def _say(descriptor: int, found: object) -> None:
    with os.fdopen(descriptor, "w") as pipe:
        pipe.write(json.dumps(found))


def _as_child(work: Callable[[], object]) -> None:
    try:
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _write_copies(folder: Path, copies: int, edition: int) -> None:
    for sample in sorted(
        path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README"
    ):
        text = sample.read_text(encoding="utf-8-sig")
        for number in range(copies):
            target = folder / f"{number:02d}" / sample.name
            target.parent.mkdir(parents=True, exist_ok=True)
            added = f"\n\nThat was interview {number} of set {sample.stem}, edition {edition} as it was told to us.\n"
            target.write_text(text + added, encoding="utf-8")


def _place(edition: Path, files: Path) -> None:
    shutil.rmtree(files, ignore_errors=True)
    shutil.copytree(edition, files)


if __name__ == "__main__":
    main()
