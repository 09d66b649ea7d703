"""Does it say so when the transcripts do not answer? 60 questions they answer, 60 they do not (near misses among them).

    python -m evals.abstain [--library DIR] [--questions FILE]

Without --library the samples are ingested into a temporary one; without --questions the 120 questions are
samples_questions.jsonl, on which the threshold was looked at. samples_questions_held_out.jsonl holds 60 others, written
before any answer to them was seen: they are for reporting, never for choosing. Extractive mode: no model is asked. Printed are the
share of unanswerable questions that are refused (wanted: .95), the share of answerable ones that are refused wrongly
(wanted: .05), both by kind, what other thresholds would do, and how often an answer holds the words that the key
expects. The exit status is 0 only when both are as wanted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.library import VectorSpace, create_library, open_library
from corpus.settings import read_settings
from corpus.store import Scope
from ingest.discover import discover
from ingest.job import ingest
from models.chosen import cross_encoder_for, embedder_for
from models.remembering import RememberingEmbedder
from rag.answer import Answer
from rag.answering.assistant import Assistant
from rag.retrieval.evidence_search import weighed
from rag.retrieval.retriever import Retriever
from rag.writing.extractive import ExtractiveWriter

QUESTIONS = Path(__file__).parent / "samples_questions.jsonl"
SAMPLES = Path(__file__).parent.parent / "data" / "samples"
REFUSED, FALSELY = 0.95, 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, whether the transcripts answer it, what came of it and how far its best evidence is over what is needed."""

    kind: str
    answerable: bool
    found: bool
    over: float
    expected_shown: bool


def main() -> None:
    """Print the rates; exit with 1 when they are not as wanted."""
    parser = argparse.ArgumentParser(description="Refusals on questions with and without an answer.")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asked = _ask_all(wanted.library or ingested(Path(folder) / "library"), wanted.questions)
    refused = _rate(asked, answerable=False)
    falsely = _rate(asked, answerable=True)
    for kind, ones in _by_kind(asked).items():
        count = sum(not one.found for one in ones)
        print(f"  {kind:<34}{count:>4} of {len(ones):<4}refused")
    shown = sum(one.expected_shown for one in asked if one.answerable)
    print(f"\nrefusal on unanswerable questions {refused:.3f}  (wanted at least {REFUSED}: {_met(refused >= REFUSED)})")
    print(f"refusal on answerable questions   {falsely:.3f}  (wanted at most {FALSELY}: {_met(falsely <= FALSELY)})")
    print(f"answers that hold the words the key expects: {shown} of {sum(one.answerable for one in asked)}")
    print("\nwith what is needed moved by")
    for moved in (-0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
        rates = [
            sum(one.over < moved for one in asked if one.answerable is side) / sum(o.answerable is side for o in asked)
            for side in (False, True)
        ]
        print(f"  {moved:+.2f}   refused {rates[0]:.3f}   falsely {rates[1]:.3f}")
    sys.exit(0 if refused >= REFUSED and falsely <= FALSELY else 1)


def read_questions(path: Path) -> list[dict[str, object]]:
    """The questions of a JSON-lines file, in the format of samples_questions.jsonl (data/samples/README.md)."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _ask_all(path: Path, questions: Path) -> list[Asked]:
    retriever = retriever_at(path)
    assistant = Assistant(retriever, ExtractiveWriter(retriever.embedder))
    return [_ask(question, assistant, retriever) for question in read_questions(questions)]


def _ask(question: dict[str, object], assistant: Assistant, retriever: Retriever) -> Asked:
    text = str(question["question"])
    held = weighed(retriever, text, Scope(), retriever.vector(text))
    answer = assistant.ask(text)
    return Asked(
        kind="answerable" if question["answerable"] else str(question["why"]),
        answerable=bool(question["answerable"]),
        found=answer.found,
        over=held.strength - held.needed,
        expected_shown=holds_expected(answer, question),
    )


def holds_expected(answer: Answer, question: dict[str, object]) -> bool:
    """Whether an answer cites words that the key expects: the first 40 characters of one of them are enough."""
    said = " ".join(" ".join(each.quote.split()) for one in answer.statements for each in one.citations)
    expected = question.get("expect")
    return any(str(words)[:40] in said for words in expected) if isinstance(expected, list) else False


def retriever_at(path: Path) -> Retriever:
    """What searches the library at `path`, as the program would with no setting but that."""
    settings = read_settings()
    embedder = RememberingEmbedder(embedder_for(settings))
    library = open_library(path, embedder.id)
    return Retriever(library, embedder, cross_encoder=cross_encoder_for(settings, embedder))


def ingested(path: Path) -> Path:
    """A library of the samples, made at `path`."""
    embedder = embedder_for(read_settings())
    library = create_library(path, VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    ingest(library, discover([SAMPLES]), embedder)
    return path


def _rate(asked: Sequence[Asked], *, answerable: bool) -> float:
    ones = [one for one in asked if one.answerable is answerable]
    return sum(not one.found for one in ones) / len(ones)


def _by_kind(asked: Sequence[Asked]) -> dict[str, list[Asked]]:
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        kinds[one.kind].append(one)
    return kinds


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


if __name__ == "__main__":
    main()
