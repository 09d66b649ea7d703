"""Themes found without a query against themes that are known: k-means over passages beside them in the same run.

    python -m evals.themes [--codes FOLDER]

On the samples the quotes that the key has of a theme's holders and deniers should lie together, and apart from those of
other themes; on coded interviews (default: ../shared/data/codes, where they are there) the turns that researchers coded
with one code. An item's cluster is the one that most of its characters are in; items no participant's words are in are left
out. A turn with several codes stands for the rarest. k-means gets the passages as they are embedded for search and as many
clusters as ours. How much is lent,
taken away and given to words was chosen looking at all three sets: docs/whole-corpus.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.settings import read_settings
from corpus.transcript import Span, Transcript
from evals.clustering_measures import agreement
from evals.spoken import read_samples
from models.chosen import embedder_for
from models.embedder import Embedder
from models.remembering import RememberingEmbedder
from rag.everybody.clusters import k_means
from rag.everybody.main_themes import clustered, stretches_of, themes_in

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Words of which it is known what they are about."""

    span: Span
    label: str


def main() -> None:
    """Print the table, and the themes that are found."""
    parser = argparse.ArgumentParser(description="Themes found without a query, against known ones.")
    parser.add_argument("--codes", type=Path, default=HERE.parents[1] / "shared" / "data" / "codes")
    codes = parser.parse_args().codes
    embedder = RememberingEmbedder(embedder_for(read_settings()))
    print(f"{'':<36}{'clusters':>9}{'B-cubed':>9}{'V':>7}{'Rand':>7}{'own cluster':>13}{'seconds':>9}")
    _compare("samples", HERE.parent / "data" / "samples", None, embedder)
    for source in sorted(path for path in codes.glob("*") if path.is_dir()):
        with tempfile.TemporaryDirectory() as folder:
            for file in (source / "transcripts").glob("*.txt"):
                Path(folder, file.name).write_bytes(file.read_bytes())
            _compare(source.name, Path(folder), source, embedder)


def _compare(name: str, files: Path, source: Path | None, embedder: Embedder) -> None:
    read = read_samples(files)
    transcripts = [transcript for transcript, _ in read]
    said = [window for transcript in transcripts for window in stretches_of(transcript)]
    items = list(_key(transcripts) if source is None else _coded(source, transcripts))
    heard = [window.span for window in said]
    items = [item for item in items if any(item.span.overlaps(span) for span in heard)]
    began = time.perf_counter()
    vectors = embedder.embed([window.text for window in said])
    embedded = time.perf_counter()
    of = {transcript.id: at for at, transcript in enumerate(transcripts)}
    interviews = np.array([of[span.transcript_id] for span in heard], dtype=np.intp)
    labels, _ = clustered(vectors, [window.text for window in said], interviews)
    took = time.perf_counter() - embedded
    count = int(labels.max()) + 1
    _print(f"{name}: ours", count, heard, labels.tolist(), items, took)
    passages = [passage for _, each in read for passage in each]
    flat = embedder.embed([passage.text for passage in passages]).astype(np.float64)
    began_peer = time.perf_counter()
    plain = k_means(flat, count)
    seconds = time.perf_counter() - began_peer
    _print(f"{name}: k-means over passages", count, [p.span for p in passages], plain.tolist(), items, seconds)
    found = themes_in(transcripts, embedder)
    print(f"  {len(transcripts)} transcripts, {len(said)} stretches, {embedded - began:.0f} s to embed them; themes:")
    for theme in found.themes:
        print(f"    {theme.name}: {len(theme.said_by)} of {found.people} people, {theme.passages} passages")


def _print(
    name: str, count: int, spans: Sequence[Span], clusters: Sequence[int], items: Sequence[Item], took: float
) -> None:
    placed = _placed(spans, clusters, items)
    one = agreement(placed, [item.label for item in items])
    own = f"{one.own} of {one.labels}"
    print(f"{name:<36}{count:>9}{one.b_cubed:>9.3f}{one.v_measure:>7.3f}{one.rand:>7.3f}{own:>13}{took:>9.1f}")


def _placed(spans: Sequence[Span], clusters: Sequence[int], items: Sequence[Item]) -> list[Hashable]:
    by_transcript = defaultdict(list)
    for span, cluster in zip(spans, clusters, strict=True):
        by_transcript[span.transcript_id].append((span, cluster))
    placed: list[Hashable] = []
    for number, item in enumerate(items):
        shares: Counter[int] = Counter()
        for span, cluster in by_transcript[item.span.transcript_id]:
            shares[cluster] += max(0, min(span.end, item.span.end) - max(span.start, item.span.start))
        best, most = max(shares.items(), key=lambda pair: (pair[1], -pair[0]))
        placed.append(best if most else ("in none", number))
    return placed


def _key(transcripts: Sequence[Transcript]) -> Iterator[Item]:
    by_file = {Path(transcript.source).name: transcript for transcript in transcripts}
    for name, theme in json.loads((HERE / "samples_key.json").read_text("utf-8"))["themes"].items():
        for told in (*theme["holders"], *theme["deniers"]):
            transcript = by_file[told["file"]]
            start = transcript.text.index(told["quote"])
            yield Item(span=transcript.span(start, start + len(told["quote"])), label=name)


def _coded(source: Path, transcripts: Sequence[Transcript]) -> Iterator[Item]:
    """Every coded turn, with its rarest code."""
    codes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for line in (source / "queries_corpus.jsonl").read_text("utf-8").splitlines():
        query = json.loads(line)
        for gold in query["gold"]:
            for first, last in gold["turn_spans"]:
                for turn in range(first, last + 1):
                    codes[gold["meeting_id"], turn].append(query["query_id"])
    times = Counter(code for each in codes.values() for code in each)
    for transcript in transcripts:
        stem = Path(transcript.source).stem
        told = json.loads((source / "transcripts" / f"{stem}.json").read_text("utf-8"))["turns"]
        for at, turn in enumerate(told):
            if here := codes.get((stem, at)):
                span = transcript.span(turn["char_start"], turn["char_end"])
                yield Item(span=span, label=min(here, key=lambda code: (times[code], code)))


if __name__ == "__main__":
    main()
