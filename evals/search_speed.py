"""How long a search takes in 10,000 and in 100,000 passages, how long opening does, and how much memory it needs.

    python -m evals.search_speed [--passages N …] [--scratch FOLDER]

The library is a real one in embedded Chroma, its passages invented: words drawn as speech has them (Zipf), vectors of
random directions. A search is the whole of it, from the question's words to ranked passages, embedding the question
included; beside it, in the same run, stands embedding the question plus one dot product with all vectors. Measured in a
process of its own, opening in a second one, when the first has made the index. Libraries are kept in the scratch folder.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.library import VectorSpace, create_library, open_library
from corpus.settings import read_settings
from corpus.store import Scope, Vectors
from corpus.transcript import Mark, Passage, Role, Transcript, Turn
from ingest.recipe import SourceFacts, record_of
from models.chosen import embedder_for
from rag.retrieval.retriever import Retriever

_EACH = 100  # passages of a transcript
_WORDS = 90  # of a passage
_VOCABULARY = 30_000
_QUESTIONS = 60
_WANTED_MS, _WANTED_RATIO, _WANTED_OPENING_S, _WANTED_GB = 60.0, 3.0, 2.0, 1.5


def main() -> None:
    """Print the table; exit with 1 when something is not as wanted."""
    parser = argparse.ArgumentParser(description="The speed of a search.")
    parser.add_argument("--passages", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "testimony-search-speed")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(_measured(asked.measure)))
        return
    missed = []
    for passages in asked.passages:
        folder = asked.scratch / f"library-{passages}"
        if not (folder / "finished").is_file():
            _filled(folder / "library", passages)
            (folder / "finished").touch()
        shutil.rmtree(folder / "library" / "derived", ignore_errors=True)
        building = _in_a_process(folder / "library")["opening"]
        missed += _printed(passages, _in_a_process(folder / "library"), building)
    print("\nas wanted" if not missed else f"\nnot as wanted: {'; '.join(missed)}")
    sys.exit(1 if missed else 0)


def _in_a_process(library: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.search_speed", "--measure", str(library)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures


def _printed(passages: int, figures: dict[str, float], building: float) -> list[str]:
    opening = f"opening {figures['opening']:.2f} s ({building:.2f} s where the index is made)"
    print(f"\n{passages:,} passages: {opening}, memory {figures['memory']:.2f} GB")
    print(f"{'':<34}{'median ms':>10}{'p95 ms':>10}{'of the bare search':>20}")
    missed = []
    bare = figures["bare p95"]
    for name in ("bare", "unfiltered", "one transcript", "half"):
        ratio = figures[f"{name} p95"] / bare
        print(f"{name:<34}{figures[f'{name} median']:>10.1f}{figures[f'{name} p95']:>10.1f}{ratio:>19.1f}×")
        if name != "bare" and (figures[f"{name} p95"] > _WANTED_MS or ratio > _WANTED_RATIO):
            missed.append(f"{name} in {passages:,}")
    if figures["opening"] > _WANTED_OPENING_S or figures["memory"] > _WANTED_GB:
        missed.append(f"opening or memory at {passages:,}")
    return missed


def _measured(path: Path) -> dict[str, float]:
    embedder = embedder_for(read_settings())
    embedder.embed(["warm"])  # the model is not the library, nor are Chroma's imports
    with tempfile.TemporaryDirectory() as folder:
        create_library(Path(folder) / "warm", VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    began = time.perf_counter()
    library = open_library(path, embedder.id)
    retriever = Retriever(library, embedder)
    retriever.search("w11 w12", Scope(), 10)
    opening = time.perf_counter() - began  # the first search included; see main
    ids = [record.id for record in library.list_records()]
    vectors = _every_vector(retriever)

    def bare(question: str) -> None:
        _ = vectors @ embedder.embed([question])[0]

    ways: dict[str, Callable[[str], object]] = {
        "bare": bare,
        "unfiltered": lambda question: retriever.search(question, Scope(), 10),
        "one transcript": lambda question: retriever.search(question, Scope(transcripts=(ids[0],)), 10),
        "half": lambda question: retriever.search(question, Scope(transcripts=tuple(ids[::2])), 10),
    }
    figures = {"opening": opening}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in _questions():
        for name, way in ways.items():  # in turns, because machines are noisy
            began = time.perf_counter()
            way(question)
            times[name].append((time.perf_counter() - began) * 1000)
    for name, some in times.items():
        figures[f"{name} median"], figures[f"{name} p95"] = (float(np.percentile(some, at)) for at in (50, 95))
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return figures


def _every_vector(retriever: Retriever) -> Vectors:
    vectors: Vectors = retriever.index().columns.vectors
    return vectors


def _questions() -> Iterator[str]:
    chance = np.random.default_rng(5)
    for _ in range(_QUESTIONS):
        yield "What was said about " + " ".join(_words(chance, 6)) + "?"


def _filled(path: Path, passages: int) -> None:
    embedder = embedder_for(read_settings())
    library = create_library(path, VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    chance = np.random.default_rng(passages)
    with library.writing():
        for number in range(passages // _EACH):
            transcript, cut = _interview(number, chance)
            vectors = chance.standard_normal((len(cut), embedder.dimensions)).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            facts = SourceFacts(path=transcript.source, sha256=f"{number:064d}")
            library.put(record_of(transcript, "1", len(cut), facts), transcript, cut, vectors)
            if number % 100 == 99:
                print(f"  {(number + 1) * _EACH:,} of {passages:,} passages written", file=sys.stderr, flush=True)


def _interview(number: int, chance: np.random.Generator) -> tuple[Transcript, list[Passage]]:
    text, turns, marks = "", list[Turn](), list[Mark]()
    for index in range(_EACH):
        label = f"Person{number}: "
        marks.append(Mark(start=len(text), end=len(text) + len(label), reason="speaker label"))
        said = " ".join(_words(chance, _WORDS)) + "."
        start = len(text) + len(label)
        turns.append(
            Turn(index=index, speaker=f"Person{number}", role=Role.PARTICIPANT, start=start, end=start + len(said))
        )
        text += f"{label}{said}\n"
    identity = f"invented-{number:05d}"
    transcript = Transcript(
        id=identity, title=identity, source=f"{identity}.txt", text=text, turns=tuple(turns), marks=tuple(marks)
    )
    return transcript, [_passage(transcript, turn) for turn in turns]


def _passage(transcript: Transcript, turn: Turn) -> Passage:
    return Passage(
        id=f"{transcript.id}/1/{turn.index:05d}",
        transcript_id=transcript.id,
        start=turn.start,
        end=turn.end,
        first_turn=turn.index,
        last_turn=turn.index,
        speakers=(str(turn.speaker),),
        text=transcript.text[turn.start : turn.end],
    )


def _words(chance: np.random.Generator, how_many: int) -> Sequence[str]:
    return [f"w{min(_VOCABULARY, int(rank))}" for rank in chance.zipf(1.15, how_many)]


if __name__ == "__main__":
    main()
