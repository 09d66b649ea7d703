"""What retrieval is measured on: transcripts as the product reads them, queries, and the characters people marked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.sentences import sentence_spans
from corpus.store import HeldPassage, Vectors
from corpus.transcript import Passage, Span, Transcript
from ingest.assembly import assemble
from ingest.readers import RawFile
from ingest.splitter import embedded_texts, split
from models.embedder import Embedder
from models.tokens import token_counter
from rag.retrieval.index import Names, SearchIndex, joined, part_of

_KEPT_TOGETHER = 512  # texts in one file: a run that is stopped loses no more

Splitter = Callable[[Transcript], list[Passage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question or a theme, where it is looked for (None: in every transcript), and the stretches that answer it."""

    id: str
    words: str
    within: str | None
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Transcripts by id, and the queries about them."""

    transcripts: Mapping[str, Transcript]
    queries: tuple[Query, ...]


class CachedEmbedder:
    """An embedder that keeps every vector in a folder, so that a second run is quick."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._folder = folder
        self.id = embedder.id
        self.dimensions = embedder.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.embed."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.concatenate(
            [self._slice(texts[i : i + _KEPT_TOGETHER]) for i in range(0, len(texts), _KEPT_TOGETHER)]
        )

    def _slice(self, texts: Sequence[str]) -> Vectors:
        digest = hashlib.blake2s(json.dumps([self.id, *texts]).encode(), digest_size=12).hexdigest()
        path = self._folder / f"{digest}.npy"
        if path.is_file():
            kept: Vectors = np.load(path)
            return kept
        vectors = self._embedder.embed(texts)
        self._folder.mkdir(parents=True, exist_ok=True)
        np.save(path, vectors)
        return vectors


def in_one_meeting(folder: Path, queries: Path | None = None) -> Collection:
    """A folder in the layout of QMSum: every query is about one meeting. `queries` lies elsewhere where it is given."""
    transcripts, turns = _transcripts(folder / "transcripts")
    found = tuple(
        Query(
            id=line["query_id"],
            words=line["query"],
            within=line["meeting_id"],
            gold=tuple(_spans(line["meeting_id"], line["gold_turn_spans"], turns)),
        )
        for line in _lines(queries or folder / "queries.jsonl")
    )
    used = {query.within for query in found}
    return Collection(transcripts={name: one for name, one in transcripts.items() if name in used}, queries=found)


def over_all_interviews(folder: Path, least_coded: int) -> Collection:
    """A folder of coded interviews: every query is a theme, coded in so many turns, that is looked for in all of them."""
    transcripts, turns = _transcripts(folder / "transcripts")
    found = tuple(
        Query(
            id=line["query_id"],
            words=line["query"],
            within=None,
            gold=tuple(span for gold in line["gold"] for span in _spans(gold["meeting_id"], gold["turn_spans"], turns)),
        )
        for line in _lines(folder / "queries_corpus.jsonl")
    )
    return Collection(transcripts=transcripts, queries=tuple(one for one in found if len(one.gold) >= least_coded))


def as_the_product_splits(transcript: Transcript) -> list[Passage]:
    """The passages that ingest makes."""
    return split(transcript, "1", token_counter())


def whole_turns(most_words: int) -> Splitter:
    """Whole turns until the next would pass so many words; one that alone passes them stays whole."""
    return lambda transcript: _packed(transcript, [(turn.start, turn.end) for turn in transcript.turns], most_words)


def whole_sentences(most_words: int) -> Splitter:
    """Whole sentences until the next would pass so many words, across turns."""

    def passages(transcript: Transcript) -> list[Passage]:
        pieces = [piece for turn in transcript.turns for piece in sentence_spans(transcript.text, turn.start, turn.end)]
        return _packed(transcript, pieces, most_words)

    return passages


def indexed(
    transcripts: Sequence[Transcript], splitter: Splitter, embedder: Embedder, *, surroundings: bool = True
) -> SearchIndex:
    """The product's search index of the transcripts; without `surroundings` a passage is embedded alone."""
    names = Names(stems={}, speakers={})
    cut = [splitter(transcript) for transcript in transcripts]
    texts = [embedded_texts(some) if surroundings else [one.text for one in some] for some in cut]
    vectors = iter(embedder.embed([text for some in texts for text in some]))
    parts = []
    for transcript, passages in zip(transcripts, cut, strict=True):
        held = [HeldPassage(passage=passage, version="1", vector=next(vectors)) for passage in passages]
        parts.append(((transcript.id, "1"), part_of(transcript, held, names, embedder.dimensions)))
    return joined(parts, names, embedder.dimensions)


def _packed(transcript: Transcript, pieces: Sequence[tuple[int, int]], most_words: int) -> list[Passage]:
    groups: list[tuple[int, int]] = []
    held = 0
    for start, end in pieces:
        words = len(transcript.text[start:end].split())
        if groups and held + words <= most_words:
            groups[-1] = (groups[-1][0], end)
            held += words
        else:
            groups.append((start, end))
            held = words
    return [_passage(transcript, start, end) for start, end in groups]


def _passage(transcript: Transcript, start: int, end: int) -> Passage:
    turns = transcript.turns_in(start, end)
    return Passage(
        id=f"{transcript.id}/1/{start}-{end}",
        transcript_id=transcript.id,
        start=start,
        end=end,
        first_turn=turns[0].index,
        last_turn=turns[-1].index,
        speakers=tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker)),
        text=transcript.text[start:end],
    )


def _transcripts(folder: Path) -> tuple[dict[str, Transcript], dict[str, list[tuple[int, int]]]]:
    transcripts: dict[str, Transcript] = {}
    turns: dict[str, list[tuple[int, int]]] = {}
    for path in sorted(folder.glob("*.json")):
        raw = path.with_suffix(".txt").read_bytes()
        transcript, _ = assemble(RawFile(name=path.stem + ".txt", raw=raw), identity=path.stem, source=path.stem)
        if transcript.text != raw.decode("utf-8"):
            raise SystemExit(f"{path.stem}: the reader's text is not the file's, so its offsets do not hold")
        transcripts[path.stem] = transcript
        held = json.loads(path.read_text(encoding="utf-8"))["turns"]
        turns[path.stem] = [(turn["char_start"], turn["char_end"]) for turn in held]
    return transcripts, turns


def _spans(
    transcript_id: str, turn_spans: Sequence[Sequence[int]], turns: Mapping[str, Sequence[tuple[int, int]]]
) -> Iterator[Span]:
    for first, last in turn_spans:
        for start, end in turns[transcript_id][first : last + 1]:
            yield Span(transcript_id=transcript_id, start=start, end=end)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
