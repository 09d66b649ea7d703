"""Follow-ups made to stand alone by rule, beside the question that a person would have typed instead.

    python -m evals.followups [--show] [--pairs FILE]

followup_pairs.jsonl holds 50 invented pairs, written before the rule was by who wrote it: the question before, the
follow-up as it is typed, and what is meant. followup_pairs_rough.jsonl holds 24 rougher ones, written after. Those at odd places were for choosing, those at even ones are for reporting. Printed for each half
are how often a follow-up is told from a question that stands, how often the wording is the very one, the mean cosine of the
two (in the embedding of the search), and the share of the ten passages of the samples found by what is meant that are found
by what was made of it. `--show` prints every pair.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.library import open_library
from corpus.settings import read_settings
from corpus.store import Scope
from evals.abstain import ingested
from models.chosen import embedder_for
from rag.followups import Asked, Standalone, standing_alone
from rag.refining import wanted_of
from rag.retrieval import Retriever

PAIRS = Path(__file__).parent / "followup_pairs.jsonl"
_FOUND = 10


def main() -> None:
    """Print both halves."""
    parser = argparse.ArgumentParser(description="Follow-ups made to stand alone by rule.")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    asked = parser.parse_args()
    embedder = embedder_for(read_settings())
    pairs = [json.loads(line) for line in asked.pairs.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        retriever = Retriever(open_library(ingested(Path(folder) / "library"), embedder.id), embedder)
        for name, half in (("choosing", pairs[::2]), ("reporting", pairs[1::2])):
            _print_half(name, half, retriever, show=asked.show)


def _print_half(name: str, half: Sequence[Mapping[str, str]], retriever: Retriever, *, show: bool) -> None:
    told = same = 0
    near: list[float] = []
    shared: list[float] = []
    speakers = sorted({each for record in retriever.library.list_records() for each in record.speakers})
    for pair in half:
        made = _made(pair, speakers)
        told += made.leant == (pair["meant"] != pair["follow_up"])
        same += made.question == pair["meant"]
        if show:
            print(f"{'=' if made.question == pair['meant'] else ' '} {pair['before']} | {pair['follow_up']}")
            print(f"    {made.question}  {', '.join(made.scope.speakers)}")
        vectors = retriever.embedder.embed([made.question, pair["meant"]])
        near.append(float(vectors[0] @ vectors[1]))
        meant = _passages(retriever, pair["meant"], Scope())
        shared.append(len(meant & _passages(retriever, made.question, made.scope)) / len(meant))
    print(
        f"{name}: {len(half)} pairs, told apart {told}, worded as meant {same}, "
        f"cosine {np.mean(near):.3f}, of its passages {np.mean(shared):.3f}"
    )


def _made(pair: Mapping[str, str], speakers: Sequence[str]) -> Standalone:
    as_typed = Standalone(question=pair["follow_up"], scope=Scope(), leant=False)
    if wanted_of(pair["follow_up"], {}, speakers) is not None:
        return as_typed  # an answer made over, no question
    return standing_alone(pair["follow_up"], [Asked(question=pair["before"])], Scope(), speakers)


def _passages(retriever: Retriever, question: str, scope: Scope) -> set[str]:
    return {hit.passage.id for hit in retriever.search(question, scope, _FOUND)}


if __name__ == "__main__":
    main()
