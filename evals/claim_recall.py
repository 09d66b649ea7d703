"""Whether a claim's evidence is among what the checker gives a model to read: recall at k passages, dense search beside it.

    python -m evals.claim_recall [--meetings N]

On `../shared/data/qmsum_evidence` people marked the sentences of a meeting that a claim rests on. A sentence is read where it
lies in one of the first k passages on the claim. SummEdits has claims and no evidence, and is not used.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus.library import VectorSpace, create_library
from corpus.settings import read_settings
from corpus.store import Scope
from ingest.discover import discover
from ingest.job import ingest
from models.chosen import embedder_for
from models.remembering import RememberingEmbedder
from rag.claims.evidence import evidence_on, in_turns
from rag.retrieval.retriever import Retriever

SHARED = Path(__file__).parents[2] / "shared" / "data"
_READ_EACH = 6  # passages of a transcript that the checker reads with a model
_AT = (1, 3, 6)


def main() -> None:
    """Print recall at each k."""
    parser = argparse.ArgumentParser(description="Is a claim's evidence among what is read?")
    parser.add_argument("--meetings", type=int, default=20, help="meetings at most, drawn once")
    wanted = parser.parse_args().meetings
    claims = [json.loads(line) for line in (SHARED / "qmsum_evidence" / "claims.jsonl").read_text("utf-8").splitlines()]
    meetings = sorted({claim["meeting_id"] for claim in claims})
    meetings = sorted(random.Random(3).sample(meetings, min(wanted, len(meetings))))
    embedder = RememberingEmbedder(embedder_for(read_settings()))
    ours: Counter[int] = Counter()
    dense: Counter[int] = Counter()
    sentences = any_ours = any_dense = asked = 0
    with tempfile.TemporaryDirectory() as folder:
        space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
        library = create_library(Path(folder, "library"), space)
        ingest(library, discover([SHARED / "qmsum" / "transcripts" / f"{one}.txt" for one in meetings]), embedder)
        retriever = Retriever(library, embedder)
        for claim in claims:
            if claim["meeting_id"] in meetings and claim["evidence"]:
                scope = Scope(transcripts=(library.record(claim["meeting_id"]).id,))
                found = in_turns(
                    evidence_on(claim["claim"], retriever, embedder, scope, _READ_EACH), library.transcript
                )
                read = list(dict.fromkeys(one.passage.text for one in found))
                hits = library.nearest(retriever.vector(claim["claim"]), max(_AT), scope)
                plain = [hit.passage.text for hit in hits]
                gold = [_flat(each["text"]) for each in claim["evidence"]]
                asked, sentences = asked + 1, sentences + len(gold)
                for k in _AT:
                    ours[k] += _held(gold, read[:k])
                    dense[k] += _held(gold, plain[:k])
                any_ours += _held(gold, read[: max(_AT)]) > 0
                any_dense += _held(gold, plain) > 0
    print(f"{asked} claims of {len(meetings)} meetings, {sentences} sentences that they rest on")
    print(f"{'':<28}" + "".join(f"{f'recall@{k}':>10}" for k in _AT) + f"{f'any in {max(_AT)}':>10}")
    for name, counted, some in (("what the checker reads", ours, any_ours), ("dense search", dense, any_dense)):
        shares = "".join(f"{counted[k] / max(1, sentences):>10.3f}" for k in _AT)
        print(f"{name:<28}{shares}{some / max(1, asked):>10.3f}")


def _held(gold: Sequence[str], passages: Sequence[str]) -> int:
    text = "\n".join(_flat(passage) for passage in passages)
    return sum(sentence in text for sentence in gold)


def _flat(text: str) -> str:
    """Letters and digits alone: the marked sentences have their punctuation set apart."""
    return "".join(character for character in text.casefold() if character.isalnum())


if __name__ == "__main__":
    main()
