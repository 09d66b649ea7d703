"""An unchanged folder read again: how often the embedder is called, and how long it takes.

    python -m evals.unchanged [--files 1000]

The job alone, in this process, with an embedder that counts what it is given.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from corpus.library import VectorSpace, create_library
from ingest.discover import discover
from ingest.job import ingest
from tests.corpus.interviews import write_interviews
from tests.fakes import WordHashEmbedder

_WANTED_SECONDS = 2.0
_TURNS = 6


def main() -> None:
    """Run, print the figures, and exit with 1 when anything was embedded or it took too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1_000)
    files = parser.parse_args().files
    embedder = WordHashEmbedder()
    space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
    with tempfile.TemporaryDirectory(prefix="testimony-unchanged-") as name:
        folder = Path(name)
        write_interviews(folder / "files", range(files), turns=_TURNS)
        first = ingest(create_library(folder / "library", space), discover([folder / "files"]), embedder)
        embedder.embedded.clear()
        began = time.monotonic()
        again = ingest(create_library(folder / "library", space), discover([folder / "files"]), embedder)
        took = time.monotonic() - began
    texts = len(embedder.embedded)
    print(f"{len(first.added)} files, {first.passages} passages: read in {first.seconds:.1f} s")
    print(
        f"read again: {len(again.unchanged)} unchanged, {texts} texts embedded, {took:.2f} s with opening the library"
    )
    sys.exit(0 if len(again.unchanged) == files and not texts and took < _WANTED_SECONDS else 1)


if __name__ == "__main__":
    main()
