"""Who speaks to a theme, counted over every interview, against the key of the samples and against coded interviews.

    python -m evals.counts [--codes FOLDER]

On the samples a participant should be found who holds a theme or denies it; one who says something near it, or hears it
from the interviewer alone, should not. Beside the count stands a top-k answer: whoever is in the passages of the ten best
hits. Each theme is asked as a question, as a statement and by its name. On coded interviews (default: ../shared/data/codes,
where they are there) an interview should be found that researchers coded with the theme; nothing here was tuned on them.
Then the samples are read by scripted models (evals.counts_read), whose counts must be exact.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.library import Library, VectorSpace, create_library
from corpus.participants import participant_at
from corpus.settings import read_settings
from corpus.store import Scope
from corpus.transcript import Role
from evals.counts_read import print_read
from ingest.discover import discover
from ingest.job import ingest
from models.chosen import embedder_for
from models.embedder import Embedder
from models.remembering import RememberingEmbedder
from rag.everybody.counting import ReadsEverybody, ThemeCount
from rag.retrieval.retriever import Retriever

HERE = Path(__file__).parent
RECALL, PRECISION = 0.85, 0.8
_TOP = 10
_FEWEST_CODED = 3  # interviews: a theme coded in fewer says little about counting


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Pairs of theme and participant: whether the key has them, whether they were found, and how strongly."""

    wanted: Sequence[bool]
    found: Sequence[bool]
    strength: Sequence[float] = ()

    @property
    def precision(self) -> float:
        """Of those found, the share the key has."""
        return self._both / max(1, sum(self.found))

    @property
    def recall(self) -> float:
        """Of those the key has, the share found."""
        return self._both / max(1, sum(self.wanted))

    @property
    def auc(self) -> float:
        """The chance that one the key has is ranked above one it has not, over all themes."""
        yes = np.array([s for s, wanted in zip(self.strength, self.wanted, strict=True) if wanted])
        no = np.array([s for s, wanted in zip(self.strength, self.wanted, strict=True) if not wanted])
        return float((yes[:, None] > no[None, :]).mean()) if len(yes) and len(no) else float("nan")

    @property
    def _both(self) -> int:
        return sum(one and other for one, other in zip(self.wanted, self.found, strict=True))


def main() -> None:
    """Print the tables; exit with 1 where the count misses its aim on the samples."""
    parser = argparse.ArgumentParser(description="Participants counted, against keys.")
    parser.add_argument("--codes", type=Path, default=HERE.parents[1] / "shared" / "data" / "codes")
    arguments = parser.parse_args()
    embedder = RememberingEmbedder(embedder_for(read_settings()))
    print(f"{'':<34}{'precision':>10}{'recall':>8}{'AUC':>7}{'exact counts':>14}")
    with tempfile.TemporaryDirectory() as folder:
        samples = _library(Path(folder), [HERE.parent / "data" / "samples"], embedder)
        reached = _samples(Retriever(samples, embedder))
        exact = print_read(samples, _key(), _WORDINGS)
        print()
    for source in sorted(path for path in arguments.codes.glob("*") if path.is_dir()):
        with tempfile.TemporaryDirectory() as folder:
            files = sorted((source / "transcripts").glob("*.txt"))
            _coded(source, Retriever(_library(Path(folder), files, embedder), embedder))
    if not reached:
        print(f"The aim on the samples, recall {RECALL} at precision {PRECISION}, is missed.")
    if not exact:
        print("A scripted reader's counts are not those of the key: the reading is at fault.")
    sys.exit(0 if reached and exact else 1)


def _samples(retriever: Retriever) -> bool:
    themes = _key()
    speaking = [
        {each["participant"] for side in ("holders", "deniers") for each in one[side]} for one in themes.values()
    ]
    reached = []
    for kind, worded in _WORDINGS.items():
        words = [worded(name, one) for name, one in themes.items()]
        counts = ReadsEverybody(retriever).count(words, Scope(), lambda done, of: None)
        tally = _tally(counts, speaking)
        _print(
            f"samples, by {kind}",
            tally,
            sum(len(c.speaking) == len(s) for c, s in zip(counts, speaking, strict=True)),
            len(counts),
        )
        people = [voice.participant for voice in counts[0].voices]
        top = [_in_the_top(text, retriever) for text in words]
        flat = Tally(wanted=tally.wanted, found=[name in some for some in top for name in people])
        exact = sum(len(some) == len(s) for some, s in zip(top, speaking, strict=True))
        _print(f"  the top {_TOP} hits", flat, exact, len(counts))
        reached.append(tally.recall >= RECALL and tally.precision >= PRECISION)
        if kind == "question":
            _print_asked(counts, themes, retriever)
    return all(reached)


def _key() -> Mapping[str, Any]:
    themes: Mapping[str, Any] = json.loads((HERE / "samples_key.json").read_text("utf-8"))["themes"]
    return themes


_WORDINGS: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "question": lambda name, theme: theme["question"],
    "statement": lambda name, theme: theme["statement"],
    "name": lambda name, theme: name.replace("-", " "),
}


def _tally(counts: Sequence[ThemeCount], speaking: Sequence[set[str]]) -> Tally:
    pairs = [
        (voice, voice.participant in some) for one, some in zip(counts, speaking, strict=True) for voice in one.voices
    ]
    return Tally(
        wanted=[wanted for _, wanted in pairs],
        found=[bool(voice.quotes) for voice, _ in pairs],
        strength=[voice.strength for voice, _ in pairs],
    )


def _print(name: str, tally: Tally, exact: int, of: int) -> None:
    auc = f"{tally.auc:.3f}" if tally.strength else "–"
    print(f"{name:<34}{tally.precision:>10.3f}{tally.recall:>8.3f}{auc:>7}{f'{exact} of {of}':>14}")


def _print_asked(
    counts: Sequence[ThemeCount], themes: Mapping[str, Mapping[str, Sequence[str]]], retriever: Retriever
) -> None:
    """Whether those whom the key has as asked, in vain or not, are called asked."""
    library = retriever.library
    by_file = {Path(record.source).name: record.id for record in library.list_records()}
    hit = every = 0
    for one, theme in zip(counts, themes.values(), strict=True):
        files = [by_file[name] for key in ("asked_silent", "interviewer_only") for name in theme[key]]
        people = {
            participant_at(library.transcript(each), turn.start)
            for each in files
            for turn in library.transcript(each).turns
            if turn.role is not Role.INTERVIEWER
        }
        asked = {voice.participant for voice in one.voices if voice.asked}
        hit, every = hit + len(asked & people), every + len(people)
    called = sum(voice.asked for one in counts for voice in one.voices)
    print(
        f"  of {every} people the key has as asked, {hit} are called asked; {called} of {sum(len(c.voices) for c in counts)} are in all"
    )


def _in_the_top(words: str, retriever: Retriever) -> set[str]:
    """Whoever speaks in the best passages: what a top-k answer would count."""
    found = set()
    for one in retriever.search(words, Scope(), _TOP):
        transcript = retriever.library.transcript(one.passage.transcript_id)
        for turn in transcript.turns_in(one.passage.start, one.passage.end):
            if turn.role is not Role.INTERVIEWER:
                found.add(participant_at(transcript, turn.start))
    return found


def _coded(source: Path, retriever: Retriever) -> None:
    """Interviews found for a theme against those coded with it."""
    library = retriever.library
    ids = {Path(record.source).stem: record.id for record in library.list_records()}
    themes = list(_themes(source, ids))
    counts = ReadsEverybody(retriever).count([words for words, _ in themes], Scope(), lambda done, of: None)
    wanted, found, strong = [], [], []
    exact = 0
    spoken_in = _transcripts_of(library)
    for one, (_, coded) in zip(counts, themes, strict=True):
        hits = {quote.span.transcript_id for voice in one.speaking for quote in voice.quotes}
        best = {each: max(v.strength for v in one.voices if each in spoken_in[v.participant]) for each in ids.values()}
        exact += len(hits) == len(coded)
        wanted += [each in coded for each in ids.values()]
        found += [each in hits for each in ids.values()]
        strong += [best[each] for each in ids.values()]
    _print(
        f"{source.name}, {len(themes)} themes", Tally(wanted=wanted, found=found, strength=strong), exact, len(themes)
    )


def _transcripts_of(library: Library) -> Mapping[str, set[str]]:
    spoken: dict[str, set[str]] = {}
    for record in library.list_records():
        transcript = library.transcript(record.id)
        for turn in transcript.turns:
            if turn.role is not Role.INTERVIEWER:
                spoken.setdefault(participant_at(transcript, turn.start), set()).add(record.id)
    return spoken


def _themes(source: Path, ids: Mapping[str, str]) -> Iterator[tuple[str, set[str]]]:
    for line in (source / "queries_corpus.jsonl").read_text("utf-8").splitlines():
        query = json.loads(line)
        coded = {ids[gold["meeting_id"]] for gold in query["gold"] if gold["meeting_id"] in ids}
        if len(coded) >= _FEWEST_CODED:
            yield query["query"].replace(" > ", ": "), coded


def _library(folder: Path, paths: Sequence[Path], embedder: Embedder) -> Library:
    library = create_library(folder / "library", VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    ingest(library, discover(list(paths)), embedder)
    return library


if __name__ == "__main__":
    main()
