"""Two writers and eight readers on one library for a minute: what anybody is shown that is wrong.

    python -m evals.sharing [--seconds 60] [--readers 8]

Each process opens the library for itself, as a command or an app does. The writers take turns (`--wait`): each gives its
own half of the interviews another edition, again and again. Readers search, list and show. Wrong is: an error, a passage
that is not the text of its span, a transcript of no edition, one missing or twice, a search without its interview.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path

from corpus.library import VectorSpace, create_library, open_library
from corpus.store import Scope
from ingest.discover import discover
from ingest.job import JobOptions, ingest
from rag.retrieval.retriever import Retriever
from tests.corpus.interviews import interview, write_interviews
from tests.fakes import WordHashEmbedder

_INTERVIEWS = 24
_TURNS = 12
_EDITIONS = ("And the tide came in.", "And the tide went out.")
_PATIENCE_SECONDS = 120.0
_PAUSE_SECONDS = 0.2  # eight readers of this pace leave the writers a share of two cores


def main() -> None:
    """Run, print the figures, and exit with 1 when anything was wrong or nobody got to work."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--readers", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="testimony-sharing-") as folder:
        done, wrong = _run(Path(folder), options.seconds, options.readers)
    print(", ".join(f"{count} {what}" for what, count in sorted(done.items())))
    print(f"{len(wrong)} errors shown or wrong results in {options.seconds:.0f} s {sorted(set(wrong))[:5]}")
    sys.exit(1 if wrong or min(done[f"jobs of writer {half}"] for half in (0, 1)) < 1 or not done["searches"] else 0)


def _run(folder: Path, seconds: float, readers: int) -> tuple[Counter[str], list[str]]:
    halves = [range(half, _INTERVIEWS, 2) for half in (0, 1)]
    for half, numbers in enumerate(halves):
        write_interviews(folder / f"half-{half}", numbers, turns=_TURNS, edition=_EDITIONS[0])
        _write_half(folder, half)
    spawn = multiprocessing.get_context("spawn")  # a fork would inherit Chroma's threads' locks
    stop, said = spawn.Event(), spawn.SimpleQueue()
    people = [spawn.Process(target=_keep_writing, args=(folder, half, stop, said)) for half in (0, 1)]
    people += [spawn.Process(target=_keep_reading, args=(folder, stop, said)) for _ in range(readers)]
    for one in people:
        one.start()
    time.sleep(seconds)
    stop.set()
    done: Counter[str] = Counter()
    wrong: list[str] = []
    for _ in people:
        counts, problems = said.get()
        done.update(counts)
        wrong += problems
    for one in people:
        one.join()
    return done, wrong


def _write_half(folder: Path, half: int) -> None:
    embedder = WordHashEmbedder()
    library = create_library(folder / "library", VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    options = JobOptions(wait_seconds=_PATIENCE_SECONDS)
    report = ingest(library, discover([folder / f"half-{half}"]), embedder, options=options)
    if report.failed:
        raise RuntimeError(str(report.failed))


def _keep_writing(folder: Path, half: int, stop: Event, said: SimpleQueue[tuple[dict[str, int], list[str]]]) -> None:
    jobs, wrong = 0, []
    while not stop.is_set():
        edition = _EDITIONS[(jobs + 1) % 2]
        write_interviews(folder / f"half-{half}", range(half, _INTERVIEWS, 2), turns=_TURNS, edition=edition)
        try:
            _write_half(folder, half)
        except Exception as error:
            wrong.append(f"a writer: {type(error).__name__}: {error}")
        jobs += 1
    said.put(({f"jobs of writer {half}": jobs}, wrong))


def _keep_reading(folder: Path, stop: Event, said: SimpleQueue[tuple[dict[str, int], list[str]]]) -> None:
    embedder = WordHashEmbedder()
    retriever = Retriever(open_library(folder / "library"), embedder)
    texts = {interview(number, turns=_TURNS, edition=edition) for number in range(_INTERVIEWS) for edition in _EDITIONS}
    done: Counter[str] = Counter()
    wrong: list[str] = []
    number = 0
    while not stop.is_set():
        number = (number + 7) % _INTERVIEWS
        try:
            wrong += _looked(retriever, number, texts)
        except Exception as error:
            wrong.append(f"a reader: {type(error).__name__}: {error}")
        done["searches"] += 1
        time.sleep(_PAUSE_SECONDS)
    said.put((dict(done), wrong))


def _looked(retriever: Retriever, number: int, texts: set[str]) -> list[str]:
    """What is wrong with one search for interview `number`, and with the transcripts it leads to."""
    library, wrong = retriever.library, []
    query = f"number {number * 1000 + 1} on our list in the year {1960 + number}"
    ranked, records, shown = library.consistently(
        lambda: (
            found := retriever.search(query, Scope(), 5),
            library.list_records(),
            {each.passage.transcript_id: library.transcript(each.passage.transcript_id) for each in found},
        )
    )
    if len({record.id for record in records}) != _INTERVIEWS or len(records) != _INTERVIEWS:
        wrong.append(f"{len(records)} transcripts are listed")
    if any(transcript.text not in texts for transcript in shown.values()):
        wrong.append("a transcript of no edition")
    if any(
        each.passage.text != shown[each.passage.transcript_id].text[each.passage.start : each.passage.end]
        for each in ranked
    ):
        wrong.append("a passage that is not the text of its span")
    if f"interview-{number:03d}.txt" not in {shown[each.passage.transcript_id].source for each in ranked}:
        wrong.append("a search without its interview")
    return wrong


if __name__ == "__main__":
    main()
