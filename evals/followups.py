"""Follow-ups made to stand alone by rule, beside the question that a person would have typed instead.

    python -m evals.followups [--show] [--pairs FILE]

followup_pairs.jsonl holds 50 invented pairs, written before the rule was by who wrote it: the question before, the
follow-up as it is typed, and what is meant; null where nothing is asked ("great, thanks!"). followup_pairs_rough.jsonl
holds 24 rougher ones, written after, and followup_pairs_terse.jsonl 24 more, written before the rule knew of thanks, "too",
"what didn't" and "he about her". Those at odd places were for choosing, those at even ones are for reporting. Printed for
each half are how often thanks, a follow-up and a question that stands are told apart, how often the wording is the very one,
the mean cosine of the two (in the embedding of the search), and the share of the ten passages of the samples found by what
is meant that are found by what was made of it. `--show` prints every pair.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from corpus.library import open_library
from corpus.settings import read_settings
from corpus.store import Scope
from evals.abstain import ingested
from models.chosen import embedder_for
from rag.conversation.followups import Asked, Standalone, standing_alone
from rag.conversation.wanted import wanted_of
from rag.retrieval.retriever import Retriever
from rag.speech.courtesies import asks_nothing

Pair: TypeAlias = Mapping[str, str | None]
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


def _print_half(name: str, half: Sequence[Pair], retriever: Retriever, *, show: bool) -> None:
    speakers = sorted({each for record in retriever.library.list_records() for each in record.speakers})
    made = [_made(pair, speakers) for pair in half]
    if show:
        for pair, one in zip(half, made, strict=True):
            print(f"{'=' if _as_meant(pair, one) else ' '} {pair['before']} | {pair['follow_up']}")
            print(f"    {one.question}  {', '.join(one.scope.speakers)}")
    near: list[float] = []
    shared: list[float] = []
    for pair, one in zip(half, made, strict=True):
        if (meant := pair["meant"]) is not None:
            vectors = retriever.embedder.embed([one.question, meant])
            near.append(float(vectors[0] @ vectors[1]))
            wanted = _passages(retriever, meant, Scope())
            shared.append(len(wanted & _passages(retriever, one.question, one.scope)) / len(wanted))
    told = sum(_told_apart(pair, one) for pair, one in zip(half, made, strict=True))
    same = sum(_as_meant(pair, one) for pair, one in zip(half, made, strict=True))
    print(
        f"{name}: {len(half)} pairs, told apart {told}, worded as meant {same}, "
        f"cosine {np.mean(near):.3f}, of its passages {np.mean(shared):.3f}"
    )


def _told_apart(pair: Pair, made: Standalone) -> bool:
    meant = pair["meant"]
    if meant is None or asks_nothing(made.question):
        return meant is None and asks_nothing(made.question)
    return made.leant is not str(pair["follow_up"]).endswith(meant)


def _as_meant(pair: Pair, made: Standalone) -> bool:
    return asks_nothing(made.question) if pair["meant"] is None else made.question == pair["meant"]


def _made(pair: Pair, speakers: Sequence[str]) -> Standalone:
    typed, before = str(pair["follow_up"]), str(pair["before"])
    if wanted_of(typed, {}, speakers) is not None:
        return Standalone(question=typed, scope=Scope(), leant=False)  # an answer made over, no question
    return standing_alone(typed, [Asked(question=before)], Scope(), speakers)


def _passages(retriever: Retriever, question: str, scope: Scope) -> set[str]:
    return {hit.passage.id for hit in retriever.search(question, scope, _FOUND)}


if __name__ == "__main__":
    main()
