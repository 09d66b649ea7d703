"""Every word that was spoken in a set of transcripts, in order: what quotations are looked up in, word for word.

The words of all transcripts stand in one array of numbers, once with the fillers and once without. A run of words is
found by its rarest word; what is merely like it, by the pairs of neighbours that both hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.transcript import Transcript, Turn
from rag.speech.courtesies import is_listening
from rag.speech.words import FILLERS, Word, key_of, may_be_filler_at, word_places, words_in

Numbers = NDArray[np.int64]
_Written: TypeAlias = list[tuple[str, int, int]]

_BACKCHANNEL_WORDS = 3
"""A listener's turn this short (“Yeah.”, “Mm-hm, right.”) does not end the speech it falls into."""

_COMMON = 2_000  # places of a pair of words, from which it tells too little about where to look
_RARE = 200  # places of a single word, up to which it tells enough
_DIAGONALS = 6  # words by which inserted or dropped words may shift the rest
_WINDOWS = 6  # places that are compared word by word
_UNKNOWN = -2
_APART = -1


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Words next to each other: numbers of the first and the last, of a SpokenWords."""

    first: int
    last: int


@dataclass(slots=True, eq=False)
class _Stream:
    """Word numbers in order with a gap between stretches; `at` says which word each is, -1 in a gap."""

    keys: Numbers
    at: Numbers
    order: Numbers = field(init=False)
    sorted_keys: Numbers = field(init=False)
    pair_order: Numbers = field(init=False)
    sorted_pairs: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.order = np.argsort(self.keys, kind="stable")
        self.sorted_keys = self.keys[self.order]
        pairs = _pair(self.keys[:-1], self.keys[1:])
        self.pair_order = np.argsort(pairs, kind="stable")
        self.sorted_pairs = pairs[self.pair_order]

    def places(self, key: int) -> Numbers:
        """Where a word stands."""
        return self.order[slice(*np.searchsorted(self.sorted_keys, (key, key + 1)))]

    def pair_places(self, key: int, following: int) -> Numbers:
        """Where two words stand next to each other."""
        pair = int(_pair(np.int64(key), np.int64(following)))
        return self.pair_order[slice(*np.searchsorted(self.sorted_pairs, (pair, pair + 1)))]


class SpokenWords:
    """The words of some transcripts. Word n stands in `transcripts[of[n]]`, turn `turn[n]`, at `start[n]:end[n]`.

    Words of one number `speech` are one person's, broken by nothing but a listener's “Yeah.”.
    """

    def __init__(self, transcripts: Iterable[Transcript]) -> None:
        self.transcripts = tuple(transcripts)
        self._numbers: dict[str, int] = {}
        written: dict[str, int] = {}
        rows: list[tuple[int, int, int, int, int]] = []
        speech = 0
        keys: list[int] = []
        for number, transcript in enumerate(self.transcripts):
            for stretch in _stretches(transcript):
                for turn, words in stretch:
                    for raw, start, end in words:
                        key = written.get(raw)
                        if key is None:
                            written[raw] = key = self._numbers.setdefault(key_of(raw), len(self._numbers))
                        keys.append(key)
                        rows.append((number, turn.index, start, end, speech))
                keys.append(_APART)
                speech += 1
        columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
        self.of, self.turn, self.start, self.end, self.speech = (columns[:, i].copy() for i in range(5))
        every = np.array(keys, dtype=np.int64)
        at = np.where(every == _APART, -1, np.cumsum(every != _APART) - 1)
        said = ~self._fillers(every)
        self._full = _Stream(every, at)
        self._bare = _Stream(every[said], at[said])

    def __len__(self) -> int:
        return len(self.of)

    def turn_of(self, number: int) -> Turn:
        """The turn in which a word is said."""
        return self.transcript_of(number).turns[int(self.turn[number])]

    def transcript_of(self, number: int) -> Transcript:
        """The transcript in which a word is said."""
        return self.transcripts[int(self.of[number])]

    def words(self, first: int, last: int) -> list[Word]:
        """The words from one number to another, which lie in one transcript."""
        transcript = self.transcript_of(first)
        held = set(self.start[first : last + 1].tolist())
        every = words_in(transcript.text, int(self.start[first]), int(self.end[last]))
        return [word for word in every if word.start in held]

    def weight(self, word: Word) -> float:
        """How much a word says about where it comes from: the logarithm of its rarity."""
        held = len(self._full.places(self._number(word)))
        return math.log((len(self) + 1) / (held + 1)) + 0.1

    def runs_of(self, words: Sequence[Word], *, fillers: bool) -> list[Run]:
        """Every place where these words follow each other; `fillers=False` passes over what may be fillers on both sides."""
        stream = self._full if fillers else self._bare
        wanted = list(words) if fillers else [words[i] for i in _said(words)]
        keys = np.array([self._number(word) for word in wanted], dtype=np.int64)
        if not len(keys) or (keys == _UNKNOWN).any():
            return []
        places = [stream.places(int(key)) for key in keys]
        rarest = min(range(len(keys)), key=lambda i: len(places[i]))
        starts = places[rarest] - rarest
        starts = np.sort(starts[(starts >= 0) & (starts + len(keys) <= len(stream.keys))])
        for i, key in enumerate(keys):
            starts = starts[stream.keys[starts + i] == key]
        return [Run(int(stream.at[start]), int(stream.at[start + len(keys) - 1])) for start in starts]

    def likely(self, words: Sequence[Word]) -> list[Run]:
        """The few stretches that share most with these words, best first, with a margin on both sides."""
        stream, wanted = self._bare, [words[i] for i in _said(words)]
        found = list(self._votes([self._number(word) for word in wanted], wanted))
        if not found:
            return []
        diagonals = np.concatenate([places for places, _ in found])
        weights = np.concatenate([np.full(len(places), weight) for places, weight in found])
        bins, inverse = np.unique(diagonals // _DIAGONALS, return_inverse=True)
        sums = np.bincount(inverse, weights)
        with_next = sums.copy()
        with_next[:-1] += np.where(np.diff(bins) == 1, sums[1:], 0)
        best = np.argsort(-with_next, kind="stable")[:_WINDOWS]
        runs = []
        for at in best:
            start = int(bins[at]) * _DIAGONALS
            if (run := self._around(stream, start, start + len(wanted), len(wanted))) is not None:
                runs.append(run)
        return runs

    def _votes(self, keys: Sequence[int], wanted: Sequence[Word]) -> Iterator[tuple[Numbers, float]]:
        for i, key in enumerate(keys):
            single = self._bare.places(key)
            if len(single) <= _RARE:
                yield single - i, self.weight(wanted[i])
            if i + 1 < len(keys):
                pair = self._bare.pair_places(key, keys[i + 1])
                if len(pair) <= _COMMON:
                    yield pair - i, self.weight(wanted[i]) + self.weight(wanted[i + 1])

    def _around(self, stream: _Stream, start: int, end: int, margin: int) -> Run | None:
        """The words from `start` to `end` of one stretch with a margin; the stretch is the one with most of them."""
        begin, stop = max(0, start - 3), min(len(stream.keys), end + 2 * _DIAGONALS + min(margin, 12))
        at = stream.at[begin:stop]
        gaps = [-1, *np.flatnonzero(at < 0).tolist(), len(at)]
        pieces = [(a + 1, b) for a, b in pairwise(gaps) if b > a + 1]
        if not pieces:
            return None
        a, b = max(pieces, key=lambda piece: min(piece[1], end - begin + _DIAGONALS) - max(piece[0], 3))
        return Run(int(at[a]), int(at[b - 1]))

    def _number(self, word: Word) -> int:
        return self._numbers.get(word.key, _UNKNOWN)

    def _fillers(self, keys: Numbers) -> NDArray[np.bool_]:
        """Which words may be fillers, or parts of one: whether they are is judged where they are found to be left out."""
        found = np.zeros(len(keys), dtype=bool)
        for filler in FILLERS:
            numbers = [self._numbers.get(word, _UNKNOWN) for word in filler]
            last = len(keys) - len(numbers) + 1
            here = np.logical_and.reduce([keys[i : last + i] == number for i, number in enumerate(numbers)])
            for i in range(len(numbers)):
                found[np.flatnonzero(here) + i] = True
        return found


def _stretches(transcript: Transcript) -> Iterator[list[tuple[Turn, _Written]]]:
    """Turns that are one speech: a listener's “Yeah.” in between does not break it. Marked words are nobody's."""
    speech: list[tuple[Turn, _Written]] = []
    for turn in transcript.turns:
        words = _unmarked(transcript, turn)
        if not words:
            continue
        if speech and speech[-1][0].speaker != turn.speaker:
            if len(words) <= _BACKCHANNEL_WORDS and is_listening(_said_in(transcript, turn, words)):
                yield [(turn, words)]
                continue
            yield speech
            speech = []
        speech.append((turn, words))
    if speech:
        yield speech


def _said_in(transcript: Transcript, turn: Turn, words: _Written) -> str:
    asked = "?" in transcript.text[turn.start : turn.end]
    return " ".join(raw for raw, _, _ in words) + ("?" if asked else "")


def _unmarked(transcript: Transcript, turn: Turn) -> _Written:
    words = word_places(transcript.text, turn.start, turn.end)
    marks = [mark for mark in transcript.marks if mark.start < turn.end and turn.start < mark.end]
    return [one for one in words if not any(mark.start < one[2] and one[1] < mark.end for mark in marks)]


def _said(words: Sequence[Word]) -> list[int]:
    """The places of the words that can be no fillers."""
    kept: list[int] = []
    position = 0
    while position < len(words):
        skipped = may_be_filler_at(words, position)
        if not skipped:
            kept.append(position)
        position += skipped or 1
    return kept


def _pair(key: Numbers | np.int64, following: Numbers | np.int64) -> Numbers:
    return np.asarray((key + 3) * 2**31 + following + 3, dtype=np.int64)
