"""Forget one interview of many, and look for it in every byte that is left.

    python -m evals.forget [--passages 10000] [--reader] [--way id|participant|replaced|pruned]

A canary sentence is spoken in one interview, and repeated in a cache, a conversation and an export beside the database.
After `forget`: every 12-character piece of it, in UTF-8, UTF-16 and JSON escapes, is looked for in all files, and every
stored vector is held against the canary's. `--reader` keeps another process searching all the while, as the app does.
`replaced` gives the interview's file other words and ingests again; `pruned` deletes the file.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np

from corpus.forgetting import forget
from corpus.library import Library, VectorSpace, create_library, open_library
from corpus.store import Scope, Vectors
from ingest.discover import discover
from ingest.job import JobOptions, ingest
from rag.retrieval.retriever import Retriever
from tests.fakes import WordHashEmbedder

CANARY = "My aunt Philomena hid the Zanzibar ledger behind the seventh organ pipe in Wrexham."
_PIECE = 12
_NEAR = 1e-3
_WORDS = (
    "river council letter nurse choir ferry paid meeting school winter form trust garden office bus kitchen".split()
)


def main() -> None:
    """Run, print the figures, and exit with 1 when anything of the canary is left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--way", choices=("id", "participant", "replaced", "pruned"), default="id")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="testimony-forget-") as folder:
        sys.exit(0 if _run(Path(folder), options.passages, options.way, with_reader=options.reader) else 1)


def _run(folder: Path, passages: int, way: str, *, with_reader: bool) -> bool:
    embedder, where = WordHashEmbedder(), folder / "library"
    _write_interviews(folder / "files", passages)
    library = create_library(where, VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    report = ingest(library, discover([folder / "files"]), embedder, options=JobOptions())
    library = open_library(where)
    record = library.record("canary")
    canaries = [one.vector for one in library.held(record, vectors=True) if one.vector is not None]
    _write_beside(where, record.id)
    Retriever(library, embedder).index()  # writes the derived index
    before = len(hits(where))
    spawn = multiprocessing.get_context("spawn")  # a fork would inherit Chroma's threads' locks
    stop, errors = spawn.Event(), spawn.SimpleQueue()
    reader = spawn.Process(target=_keep_reading, args=(where, stop, errors))
    if with_reader:
        reader.start()
        time.sleep(3)
    size, began = _bytes(where), time.monotonic()
    erased = _WAYS[way](library, folder / "files")
    took = time.monotonic() - began
    if with_reader:
        time.sleep(1)
    left = hits(where)
    near = nearest_distance(library, np.array(canaries))
    if with_reader:
        stop.set()
    wrong = errors.get() if with_reader else []
    print(f"{report.passages} passages; {way}: took {took:.1f} s and freed {size - _bytes(where):,} bytes")
    print(f"places that held a piece of the canary: {before} before, {len(left)} after {left[:3]}")
    print(f"nearest stored vector to one of the canary's: {near:.4f} away")
    if with_reader:
        print(f"errors of a process reading meanwhile: {len(wrong)} {wrong[:2]}")
    return before > 0 and not left and near > _NEAR and not wrong and erased


def _replaced(library: Library, files: Path) -> bool:
    (files / "canary.txt").write_text("Nerys: I would rather not say anything about that.\n", encoding="utf-8")
    return bool(ingest(library, discover([files]), WordHashEmbedder()).updated)


def _pruned(library: Library, files: Path) -> bool:
    (files / "canary.txt").unlink()
    return bool(ingest(library, discover([files]), WordHashEmbedder(), options=JobOptions(prune=True)).removed)


_WAYS: dict[str, Callable[[Library, Path], bool]] = {
    "id": lambda library, files: forget(library, ["canary"]).erased,
    "participant": lambda library, files: forget(library, participants=["Nerys"]).erased,
    "replaced": _replaced,
    "pruned": _pruned,
}


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def hits(folder: Path) -> list[str]:
    """Every file under a folder that holds a 12-character piece of the canary, in whatever way text is written."""
    pieces = {CANARY[i : i + _PIECE] for i in range(len(CANARY) - _PIECE + 1)}
    written = {piece.encode(code) for piece in pieces for code in ("utf-8", "utf-16-le", "utf-16-be")}
    written |= {piece.casefold().encode() for piece in pieces}
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        if any(each in raw for each in written):
            found.append(path.relative_to(folder).as_posix())
    return found


def nearest_distance(library: Library, canaries: Vectors) -> float:
    """How far the nearest vector in the library is from any of these: in its answers, and in its vector files' bytes."""
    stored = [
        one.vector
        for record in library.list_records()
        for one in library.held(record, vectors=True)
        if one.vector is not None
    ]
    least = float(np.min(np.linalg.norm(np.stack(stored)[:, None] - canaries[None], axis=2)))
    return min([least, *(_in_bytes(path.read_bytes(), canaries) for path in library.path.rglob("*") if path.is_file())])


def _in_bytes(raw: bytes, canaries: Vectors) -> float:
    """The distance of the nearest vector that stands anywhere in these bytes, at any alignment."""
    width = canaries.shape[1]
    least = float("inf")
    for canary in canaries.astype("<f4"):
        lead = int(np.argmax(np.abs(canary)))
        for offset in range(4):
            numbers = np.frombuffer(raw[offset : len(raw) - (len(raw) - offset) % 4], dtype="<f4")
            with np.errstate(all="ignore"):
                starts = np.nonzero(np.abs(numbers - canary[lead]) < _NEAR)[0] - lead
            for start in starts[(starts >= 0) & (starts + width <= len(numbers))]:
                with np.errstate(all="ignore"):  # most bytes are no numbers
                    distance = float(np.linalg.norm(np.nan_to_num(numbers[start : start + width], nan=9.0) - canary))
                least = min(least, distance)
    return least


def _keep_reading(where: Path, stop: Event, errors: SimpleQueue[list[str]]) -> None:
    found = []
    retriever = Retriever(open_library(where), WordHashEmbedder())
    while not stop.is_set():
        try:
            ranked = retriever.search("a letter from the council", Scope(), 5)
            if len(ranked) != 5 or any("\0" in one.passage.text for one in ranked):
                found.append(f"{len(ranked)} passages, or empty ones")
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
        time.sleep(0.02)
    errors.put(found)


def _write_interviews(folder: Path, passages: int) -> None:
    draw, folder_of = random.Random(5), folder
    folder_of.mkdir(parents=True)
    for number in range(max(1, passages // 50)):
        turns = [
            f"Speaker{number}: " + " ".join(draw.choices(_WORDS, k=170)).capitalize() + f" in {number}."
            for _ in range(50)
        ]
        (folder / f"interview-{number:04d}.txt").write_text("\n\n".join(turns) + "\n", encoding="utf-8")
    spoken = " ".join(draw.choices(_WORDS, k=60)).capitalize()
    text = f"Interviewer: Was there anything else you wanted to tell us?\n\nNerys: {spoken}. {CANARY} {spoken}.\n"
    (folder / "canary.txt").write_text(text, encoding="utf-8")


def _write_beside(where: Path, transcript_id: str) -> None:
    beside = {
        "derived/words.json": json.dumps({"ledger": CANARY}),
        "conversations/one.json": json.dumps({"cites": transcript_id, "answer": CANARY}),
        "collections/two.json": json.dumps({"quotes": [{"text": CANARY}, {"text": "the ferry was late"}]}),
        "answers/one.json": json.dumps({"raw_reply": CANARY}),
        "exports/quotes.md": f"> {CANARY}\n",
    }
    for name, text in beside.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
