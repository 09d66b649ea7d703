"""`python -m evals.roles`: how well unlabelled interviewers are found, with the labels of known interviews hidden.

Precision and recall by words. The interviews are cross-validated across files: each is judged by coefficients learned
from the others. The meetings have no interviewer, so every word marked there is a false alarm; nothing is learned
from them. The last part prints what is marked in the user's own file, for looking at. `--train` writes
`ingest/asking_weights.py` anew.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Transcript
from evals.roles_data import SHARED, Hidden, conversations
from evals.roles_training import Rows, Weights, rows_of, train
from ingest import asking_weights
from ingest.inference import asking_sentences, infer
from ingest.readers.plain_text import read_plain_text

_FOLDS = 6
_MEETINGS = "qmsum meetings"


@dataclass(slots=True)
class Tally:
    """Words marked, words the interviewer said, and words that are both."""

    words: int = 0
    marked: int = 0
    said: int = 0
    right: int = 0

    def add(self, hidden: Hidden, spans: Sequence[tuple[int, int]], marks: Sequence[bool]) -> None:
        """Count one conversation."""
        for (start, end), marked in zip(spans, marks, strict=True):
            words, asks = (len(hidden.text[start:end].split()), hidden.asks_at(start, end))
            self.words += words
            self.marked += words * marked
            self.said += words * asks
            self.right += words * (marked and asks)

    def line(self) -> str:
        """Precision and recall; only the share marked where nobody interviews."""
        if not self.said:
            return f"marked {self.marked / self.words:6.1%} of {self.words:,} words, all of them wrongly"
        precision = self.right / self.marked if self.marked else 0.0
        return f"precision {precision:.2f}  recall {self.right / self.said:.2f}  ({self.said / self.words:.0%} of {self.words:,} words)"


def cross_validated(hidden: Sequence[Hidden], rows: dict[str, Rows]) -> dict[str, Weights]:
    """For each conversation, coefficients that never saw it."""
    weights: dict[str, Weights] = {}
    for fold in range(_FOLDS):
        held_out = hidden[fold::_FOLDS]
        out = {one.name for one in held_out}
        learned = train([row for one in hidden if one.name not in out for row in rows[one.name]])
        weights |= {one.name: learned for one in held_out}
    return weights


def main() -> None:
    """Run the evaluation and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", action="store_true", help="write ingest/asking_weights.py from all interviews")
    options = parser.parse_args()
    found = conversations()
    if not found:
        raise SystemExit("The labelled interviews (../shared/data) are not here, so there is nothing to measure on.")
    interviews = [one for one in found if one.corpus != _MEETINGS]
    rows = {one.name: rows_of(one) for one in interviews}
    learned = train([row for one in interviews for row in rows[one.name]])
    if options.train:
        _write(learned)
    weights = cross_validated(interviews, rows)
    _print(found, weights, learned)
    _print_own_file()


def _print(found: Sequence[Hidden], weights: dict[str, Weights], learned: Weights) -> None:
    ours: dict[str, Tally] = defaultdict(Tally)
    baseline: dict[str, Tally] = defaultdict(Tally)
    for one in found:
        spans = sentence_spans(one.text)
        sentences = [one.text[a:b] for a, b in spans]
        ours[one.corpus].add(one, spans, asking_sentences(sentences, weights.get(one.name, learned)))
        baseline[one.corpus].add(one, spans, [said.rstrip("\"'”’)").endswith("?") for said in sentences])
    for corpus, tally in ours.items():
        print(f"{corpus:20} found     {tally.line()}")
        print(f"{'':20} baseline  {baseline[corpus].line()}   (every sentence that ends in “?”)")


def _print_own_file() -> None:
    path = SHARED / "transcripts" / "coproduction-interview.txt"
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    reading = read_plain_text(text)
    transcript = infer(
        Transcript(id="own", title="", source=path.name, text=text, turns=reading.turns, marks=reading.marks)
    )
    print(f"\n{path.name}: marked as likely the interviewer's")
    for turn in transcript.turns:
        if turn.role is Role.INTERVIEWER:
            print(f"  {turn.start:6}  {' '.join(text[turn.start : turn.end].split())}")


def _write(weights: Weights) -> None:
    lines = "\n".join(f"    {name!r}: {value}," for name, value in sorted(weights.items())).replace("'", '"')
    path = Path(asking_weights.__file__)
    path.write_text(
        '"""The coefficients of `ingest.asking`, written by `python -m evals.roles --train`; not edited by hand."""\n\n'
        f"WEIGHTS: dict[str, float] = {{\n{lines}\n}}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
