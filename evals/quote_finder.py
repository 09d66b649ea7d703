"""The quote finder against what researchers coded: of ten quotes offered for a theme, how many lie where it was coded?

    python -m evals.quote_finder [--codes FOLDER] [--library FOLDER] [--themes N]

FOLDER (default: ../shared/data/codes) holds sets of interviews with `transcripts/*.txt`, their turns in `*.json`, and
`queries_corpus.jsonl`: a theme and the turns coded with it. Beside the finder stands plain dense search: the ten passages
nearest to the theme. A quote, or a passage, counts when at least half of it lies in turns coded with the theme; a theme that
the finder says is not in the transcripts (`refused`) has none in place. The exit status is 1 when an interviewer's words were
offered, or the finder falls behind plain search.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.library import Library, VectorSpace, create_library
from corpus.settings import read_settings
from corpus.store import Scope
from corpus.transcript import Role, Span
from ingest.discover import discover
from ingest.job import ingest
from models.chosen import cross_encoder_for, embedder_for
from models.remembering import RememberingEmbedder
from rag.quotes.finder import QuoteFinder, Wanted
from rag.retrieval.retriever import Retriever

_TOP = 10
_LEAST_CODED = 5  # turns: of a theme with fewer, ten quotes cannot be right
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme in words, and where it was coded."""

    words: str
    coded: tuple[Span, ...]


def main() -> None:
    """Print a table; exit with 1 when the finder is worse than plain search or offers an interviewer's words."""
    parser = argparse.ArgumentParser(description="The quote finder against coded interviews.")
    parser.add_argument("--codes", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "codes")
    parser.add_argument("--library", type=Path, default=Path(tempfile.gettempdir()) / "testimony-codes")
    parser.add_argument("--themes", type=int, default=30, help="how many themes of each set, drawn by chance")
    arguments = parser.parse_args()
    settings = read_settings()
    embedder = RememberingEmbedder(embedder_for(settings))
    print(
        f"{'set':<24}{'themes':>8}{'refused':>9}{'offered':>9}{'in place':>10}{'people':>8}{'dense: in place':>17}{'people':>8}{'asked':>7}"
    )
    behind = asked = 0
    for folder in sorted(path for path in arguments.codes.iterdir() if path.is_dir()):
        library = _library(arguments.library / folder.name, folder, embedder)
        retriever = Retriever(library, embedder, cross_encoder=cross_encoder_for(settings, embedder))
        themes = list(_themes(folder, library))
        themes = random.Random(7).sample(themes, min(arguments.themes, len(themes)))
        rows = [_held_against(theme, retriever) for theme in themes]
        ours, plain = (float(np.mean([row[i] for row in rows])) for i in ("ours", "plain"))
        asked += int(sum(row["asked"] for row in rows))
        behind += ours < plain
        mean = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
        print(f"{folder.name:<24}{len(themes):>8}{int(sum(row['refused'] for row in rows)):>9}{mean['offered']:>9.1f}{ours:>10.1%}{mean['people']:>8.1f}"
              f"{plain:>17.1%}{mean['plain people']:>8.1f}{int(sum(row['asked'] for row in rows)):>7}")  # fmt: skip
    sys.exit(1 if behind or asked else 0)


def _held_against(theme: Theme, retriever: Retriever) -> Mapping[str, float]:
    quotes = QuoteFinder(retriever).find(theme.words, Wanted(top=_TOP))
    spans = [quote.citation.span for quote in quotes]
    plain = _plain(theme.words, retriever)
    return {
        "offered": len(quotes),
        "refused": not quotes,
        "ours": _share(spans, theme),
        "people": len({quote.participant if quote.citation.speaker != "Participant" else quote.citation.title
                       for quote in quotes}),
        "plain": _share(plain, theme),
        "plain people": len({span.transcript_id for span in plain}),
        "asked": sum(quote.citation.role is Role.INTERVIEWER for quote in quotes),
    }  # fmt: skip


def _plain(words: str, retriever: Retriever) -> list[Span]:
    hits = retriever.library.nearest(retriever.vector(words), _TOP, Scope())
    return [hit.passage.span for hit in hits]


def _share(spans: Sequence[Span], theme: Theme) -> float:
    if not spans:
        return 0.0
    return sum(_is_coded(span, theme) for span in spans) / len(spans)


def _is_coded(span: Span, theme: Theme) -> bool:
    inside = sum(
        max(0, min(span.end, coded.end) - max(span.start, coded.start))
        for coded in theme.coded
        if coded.transcript_id == span.transcript_id
    )
    return inside >= _HALF * (span.end - span.start)


def _themes(folder: Path, library: Library) -> Iterator[Theme]:
    ids = {Path(record.source).stem: record.id for record in library.list_records()}
    offsets = {
        path.stem: [(turn["char_start"], turn["char_end"]) for turn in json.loads(path.read_text("utf-8"))["turns"]]
        for path in (folder / "transcripts").glob("*.json")
    }
    for line in (folder / "queries_corpus.jsonl").read_text("utf-8").splitlines():
        query = json.loads(line)
        coded = tuple(
            Span(
                transcript_id=ids[gold["meeting_id"]],
                start=offsets[gold["meeting_id"]][turn][0],
                end=offsets[gold["meeting_id"]][turn][1],
            )
            for gold in query["gold"]
            for first, last in gold["turn_spans"]
            for turn in range(first, last + 1)
        )
        if len(coded) >= _LEAST_CODED:
            yield Theme(words=query["query"].replace(" > ", ": "), coded=coded)


def _library(folder: Path, codes: Path, embedder: RememberingEmbedder) -> Library:
    library = create_library(folder, VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))
    if not library.list_records():
        files = sorted((codes / "transcripts").glob("*.txt"))
        ingest(library, discover(files), embedder)
    return library


if __name__ == "__main__":
    main()
