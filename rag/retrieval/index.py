"""The search index: every committed passage of a library as arrays, in reading order. Derived, never the truth.

Chroma holds passages and vectors; this is a second form of them that fits the processor: one matrix for an exact dot
product, one set of postings for BM25, both cut down to a scope before they are scored, so that a narrow filter is
searched as thoroughly as everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.store import HeldPassage, Scope, Vectors
from corpus.transcript import WITHIN_SPEECH, Passage, Span, Transcript
from rag.retrieval.bm25 import Postings, assembled
from rag.retrieval.ranking import Rows, Scores
from rag.speech.naming import Forms, forms_of
from rag.speech.stems import every_stem

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One reading of one transcript as columns, one entry a passage; `after` is the text up to the next passage.

    `stems[stem_bounds[i]:stem_bounds[i + 1]]` and `counts` are passage i's stems; likewise its speakers and the words
    each of them says in it. Texts are UTF-8, passage i's at `text_bounds[i]:text_bounds[i + 1]`.
    """

    spans: Numbers  # (n, 5): start, end, first_turn, last_turn, 1 where the next passage follows without a break
    times: NDArray[np.float64]  # (n, 2): seconds, NaN where unknown
    words: Numbers
    texts: NDArray[np.uint8]
    text_bounds: Numbers
    numbers: NDArray[np.int32]
    counts: NDArray[np.float32]
    stem_sizes: Numbers
    speakers: NDArray[np.int32]
    spoken: NDArray[np.float32]
    speaker_sizes: Numbers
    vectors: Vectors


COLUMNS = tuple(field.name for field in fields(Part))


@dataclass(slots=True)
class Names:
    """What numbers in a Part stand for; grows as parts are made."""

    stems: dict[str, int]
    speakers: dict[str, int]


def part_of(transcript: Transcript, held: Sequence[HeldPassage], names: Names, dimensions: int) -> Part:
    """The columns of a transcript's passages, which are given in order with their vectors."""
    passages = [one.passage for one in held]
    follows = _following(transcript, passages)
    bounds = [p.end if not joined else q.start for p, q, joined in _pairs(passages, follows)]
    texts = [
        transcript.text[p.start : end].encode("utf-8", "surrogatepass") for p, end in zip(passages, bounds, strict=True)
    ]
    counted = [every_stem(passage.text) for passage in passages]
    said = [_words_said(transcript, passage) for passage in passages]
    vectors = [one.vector for one in held if one.vector is not None]
    return Part(
        spans=np.array(
            [(p.start, p.end, p.first_turn, p.last_turn, joined) for p, joined in zip(passages, follows, strict=True)],
            dtype=np.int64,
        ).reshape(-1, 5),
        times=np.array([(_seconds(p.time_start), _seconds(p.time_end)) for p in passages]).reshape(-1, 2),
        words=np.array([len(p.text.split()) for p in passages], dtype=np.int64),
        texts=np.frombuffer(b"".join(texts), dtype=np.uint8),
        text_bounds=np.array([len(text) for text in texts], dtype=np.int64),
        numbers=np.array([names.stems.setdefault(s, len(names.stems)) for c in counted for s in c], dtype=np.int32),
        counts=np.array([n for c in counted for n in c.values()], dtype=np.float32),
        stem_sizes=np.array([len(c) for c in counted], dtype=np.int64),
        speakers=np.array([names.speakers.setdefault(s, len(names.speakers)) for c in said for s in c], dtype=np.int32),
        spoken=np.array([n for c in said for n in c.values()], dtype=np.float32),
        speaker_sizes=np.array([len(c) for c in said], dtype=np.int64),
        vectors=np.array(vectors, dtype=np.float32).reshape(len(passages), dimensions),
    )


class SearchIndex:
    """Parts put one after another. `readings` are the (transcript id, version) of each and `sizes` their passages."""

    def __init__(self, readings: Sequence[tuple[str, str]], sizes: Sequence[int], names: Names, columns: Part) -> None:
        self.readings = tuple(readings)
        self.names = names
        self.columns = columns
        self.sizes = tuple(sizes)
        self.begins = np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))])
        self.part = np.repeat(np.arange(len(sizes)), sizes)
        self._text_at = np.concatenate([[0], np.cumsum(columns.text_bounds)])
        self._stem_at = np.concatenate([[0], np.cumsum(columns.stem_sizes)])
        self._stems = list(names.stems)
        self._every_speaker = list(names.speakers)
        self._speaker_rows = np.repeat(np.arange(len(self.part)), columns.speaker_sizes)
        self.words: Rows = columns.words.astype(np.intp)
        broken = np.ones(len(self.part), dtype=np.intp)
        if len(broken) > 1:
            broken[1:] = 1 - columns.spans[:-1, 4]
        self._run: Rows = np.cumsum(broken)
        self.postings: Postings = assembled(names.stems, columns.numbers, columns.counts, columns.stem_sizes)

    def __len__(self) -> int:
        return len(self.part)

    @cached_property
    def forms(self) -> Forms:
        """How its speakers may be named in a question; every search asks."""
        return forms_of(self._every_speaker)

    def in_scope(self, scope: Scope) -> Rows:
        """The rows of a scope, ascending: everybody in a passage counts as its speaker."""
        if scope.is_everything:
            return np.arange(len(self))
        wanted = np.ones(len(self), dtype=bool)
        if scope.transcripts:
            ids = set(scope.transcripts)
            wanted &= np.array([reading[0] in ids for reading in self.readings], dtype=bool)[self.part]
        if scope.speakers:
            spoken = np.zeros(len(self), dtype=bool)
            spoken[self._speaker_rows[self._said_by(scope.speakers)]] = True
            wanted &= spoken
        return np.flatnonzero(wanted)

    def runs(self, rows: Rows) -> Rows:
        """For each of `rows` the number of its unbroken run: rows next to each other, with no mark between them."""
        run = self._run[rows]
        apart = np.ones(len(rows), dtype=np.intp)
        if len(rows) > 1:
            apart[1:] = (np.diff(rows) > 1) | (np.diff(run) != 0)
        return np.cumsum(apart)

    def similarities(self, vector: Vectors, rows: Rows) -> Scores:
        """The cosine of each row to a unit vector, exactly."""
        vectors = self.columns.vectors
        if len(rows) * 4 > len(self):  # gathering rows costs more than multiplying them all
            return (vectors @ vector)[rows].astype(np.float64)
        return (vectors[rows] @ vector).astype(np.float64)

    def shares(self, names: Sequence[str], rows: Rows) -> Scores:
        """How much of each row these speakers say, 0 to 1."""
        mine = self._said_by(names)
        size = len(self)
        said = np.bincount(self._speaker_rows[mine], weights=self.columns.spoken[mine], minlength=size)
        return said[rows] / np.maximum(1, self.words[rows])

    def rows_of(self, span: Span) -> tuple[int, int] | None:
        """The first and the last row that share a character with a span; None where no passage does."""
        part = next((i for i, reading in enumerate(self.readings) if reading[0] == span.transcript_id), None)
        if part is None:
            return None
        begin, end = int(self.begins[part]), int(self.begins[part + 1])
        first = begin + int(np.searchsorted(self.columns.spans[begin:end, 1], span.start, side="right"))
        last = begin + int(np.searchsorted(self.columns.spans[begin:end, 0], span.end, side="left")) - 1
        return (first, last) if first <= last else None

    def following(self, row: int, most: int) -> Iterator[int]:
        """A row and those after it in its run, `most` in all."""
        for other in range(row, min(row + most, len(self))):
            if self._run[other] != self._run[row] or self.part[other] != self.part[row]:
                return
            yield other

    def text(self, row: int) -> str:
        """A row's text and what lies between it and the next, where they are joined."""
        raw = self.columns.texts[self._text_at[row] : self._text_at[row + 1]]
        return raw.tobytes().decode("utf-8", "surrogatepass")

    def passage(self, first: int, last: int) -> Passage:
        """The rows `first` to `last` of one run as one passage."""
        spans, times = self.columns.spans, self.columns.times
        start, end = int(spans[first, 0]), int(spans[last, 1])
        transcript_id, version = self.readings[self.part[first]]
        text = "".join(self.text(row) for row in range(first, last + 1))[: end - start]
        return Passage(
            id=f"{transcript_id}/{version}/{start}-{end}",
            transcript_id=transcript_id,
            start=start,
            end=end,
            first_turn=int(spans[first, 2]),
            last_turn=int(spans[last, 3]),
            speakers=tuple(dict.fromkeys(name for row in range(first, last + 1) for name in self.speakers(row))),
            text=text,
            time_start=_time(times[first, 0]),
            time_end=_time(times[last, 1]),
        )

    def speakers(self, row: int) -> list[str]:
        """Who speaks in a row, in order of their first words."""
        begin, end = np.searchsorted(self._speaker_rows, [row, row + 1])
        return [self._every_speaker[number] for number in self.columns.speakers[begin:end].tolist()]

    def stems_in(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The stems of a row, as numbers, and how often each is in it."""
        found = slice(int(self._stem_at[row]), int(self._stem_at[row + 1]))
        return self.columns.numbers[found], self.columns.counts[found]

    def stem(self, number: int) -> str:
        """The stem that a number stands for."""
        return self._stems[number]

    def parts(self) -> Iterator[tuple[tuple[str, str], Part]]:
        """The parts again, each with its reading."""
        heads = {name: np.concatenate([[0], np.cumsum(getattr(self.columns, name))]) for name in _SIZED}
        for reading, begin, end in zip(self.readings, self.begins[:-1], self.begins[1:], strict=True):
            yield reading, Part(**{name: _cut(self.columns, name, heads, int(begin), int(end)) for name in COLUMNS})

    def _said_by(self, names: Sequence[str]) -> NDArray[np.bool_]:
        wanted = [self.names.speakers[name] for name in names if name in self.names.speakers]
        return np.isin(self.columns.speakers, wanted)


_SIZED = {"text_bounds": ("texts",), "stem_sizes": ("numbers", "counts"), "speaker_sizes": ("speakers", "spoken")}


def joined(parts: Sequence[tuple[tuple[str, str], Part]], names: Names, dimensions: int) -> SearchIndex:
    """One index of many parts whose numbers are those of `names`."""
    columns = [part for _, part in parts] or [_nothing(dimensions)]
    whole = {name: np.concatenate([getattr(part, name) for part in columns]) for name in COLUMNS}
    stems, whole["numbers"] = _only_used(names.stems, whole["numbers"])
    speakers, whole["speakers"] = _only_used(names.speakers, whole["speakers"])
    sizes = [len(part.words) for _, part in parts]
    return SearchIndex([reading for reading, _ in parts], sizes, Names(stems=stems, speakers=speakers), Part(**whole))


def _only_used(names: dict[str, int], numbers: NDArray[np.int32]) -> tuple[dict[str, int], NDArray[np.int32]]:
    """The names that still stand for something, numbered anew: a forgotten interview leaves no word behind."""
    used = np.unique(numbers)
    renumbered = np.zeros(len(names), dtype=np.int32)
    renumbered[used] = np.arange(len(used), dtype=np.int32)
    every = list(names)
    return {every[number]: i for i, number in enumerate(used)}, renumbered[numbers]


def _nothing(dimensions: int) -> Part:
    nobody = Transcript(id="", title="", source="", text="", turns=())
    return part_of(nobody, [], Names(stems={}, speakers={}), dimensions)


def _cut(columns: Part, name: str, heads: dict[str, Numbers], begin: int, end: int) -> NDArray[Any]:
    for sizes, of in _SIZED.items():
        if name in of:
            begin, end = int(heads[sizes][begin]), int(heads[sizes][end])
    found: NDArray[Any] = getattr(columns, name)[begin:end]
    return found


def _pairs(passages: Sequence[Passage], follows: Sequence[bool]) -> Iterator[tuple[Passage, Passage, bool]]:
    return zip(passages, [*passages[1:], *passages[-1:]], follows, strict=True)


def _following(transcript: Transcript, passages: Sequence[Passage]) -> list[bool]:
    """Whether nothing but white space, labels and notes that speech runs on across lies between each passage and the next."""
    barriers = [mark for mark in transcript.marks if mark.reason not in WITHIN_SPEECH]
    return [
        not any(mark.start < after.start and before.end <= mark.start for mark in barriers)
        for before, after in pairwise(passages)
    ] + [False] * bool(passages)


def _words_said(transcript: Transcript, passage: Passage) -> dict[str, int]:
    said: dict[str, int] = {}
    for turn in transcript.turns_in(passage.start, passage.end):
        if turn.speaker:
            text = transcript.text[max(turn.start, passage.start) : min(turn.end, passage.end)]
            said[turn.speaker] = said.get(turn.speaker, 0) + len(text.split())
    return said


def _seconds(time: timedelta | None) -> float:
    return float("nan") if time is None else time.total_seconds()


def _time(seconds: float) -> timedelta | None:
    return None if np.isnan(seconds) else timedelta(seconds=float(seconds))
