"""Invented interviews for the tests of the library, as many as wanted, each with words of its own."""

from __future__ import annotations

import random
from pathlib import Path

from corpus.library import Library, VectorSpace, create_library
from ingest.discover import discover
from ingest.job import IngestReport, JobOptions, ingest
from tests.fakes import WordHashEmbedder

_SUBJECTS = "the ferry,a choir,the allotment,our clinic,the night bus,a wool mill,the food bank,my brother".split(",")
_OPINIONS = (
    "took longer than anybody had told us it would",
    "was the one thing that kept the street talking",
    "cost more than the council was ready to pay",
    "changed how I think about asking for help",
    "went quiet after the second winter",
)


def interview(number: int, *, turns: int = 30, edition: str = "") -> str:
    """An interview with two labelled speakers. `edition` changes one answer in the middle."""
    draw = random.Random(number)
    lines = []
    for turn in range(turns):
        subject, opinion = draw.choice(_SUBJECTS), draw.choice(_OPINIONS)
        if turn % 2 == 0:
            lines.append(f"Interviewer: What would you say about {subject} in the year {1960 + number}?")
        else:
            extra = f" {edition}" if edition and turn == turns // 2 | 1 else ""
            lines.append(
                f"Speaker{number}: Well, {subject} {opinion}, and number {number * 1000 + turn} on our list "
                f"was about {draw.choice(_SUBJECTS)}. It {draw.choice(_OPINIONS)}.{extra}"
            )
    return "\n\n".join(lines) + "\n"


def write_interviews(folder: Path, numbers: range, *, edition: str = "", turns: int = 30) -> None:
    """One file for each number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"interview-{number:03d}.txt").write_text(
            interview(number, turns=turns, edition=edition), encoding="utf-8"
        )


def library_at(folder: Path, embedder: WordHashEmbedder) -> Library:
    """The library in a folder, made when there is none."""
    return create_library(folder, VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))


def ingested(library: Library, files: Path, embedder: WordHashEmbedder, *, prune: bool = False) -> IngestReport:
    """One job over a folder."""
    return ingest(library, discover([files]), embedder, options=JobOptions(prune=prune))
