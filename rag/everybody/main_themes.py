"""What comes up? Everything participants say, parted into themes without anybody naming one. No model is needed.

Each theme has a name of its own words, and quotes of different people that lie near its middle. That a person has passages
in a theme says nothing of what they think of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.store import Scope, Vectors
from corpus.transcript import Transcript
from models.embedder import Embedder
from rag.answer import Citation, cite
from rag.everybody.cluster_features import Features, features_of, unit
from rag.everybody.clusters import Labels, clusters_of
from rag.quotes.candidates import Candidate, awkwardness
from rag.retrieval.retriever import Retriever
from rag.retrieval.spoken_windows import Window, hear
from rag.speech.nouns import describing_stems, noun_stems, stem_of
from rag.speech.people import People, people_in
from rag.speech.stems import stems
from rag.speech.words import words_in
from rag.writing.theme_names import Said, names_for

MOST_THEMES = 12
_MOST_CLUSTERS, _FEWEST_CLUSTERS = 40, 2
_MOST_QUOTES, _FEW_QUOTES = 4, 2
_CLEAR_WORDS = 12  # fewer seldom say what they are about
_CORE = 0.45
"""Cosine to a theme's middle from which words belong to it: further off they only lie nearer to it than to the others."""


_ONE_THEME = 0.4
"""Mean cosine between people's words, from which a cluster is a theme they share and not what was left over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBy:
    """Words of a participant in a theme; `called` is their label, `nearness` orders them."""

    participant: str
    called: str
    quote: Citation
    nearness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MainTheme:
    """A theme: its own words, most telling first; who has passages in it, each with their best words; and quotes that stand
    for it, of different people as far as there are any.
    """

    words: tuple[str, ...]
    said_by: tuple[SaidBy, ...]
    quotes: tuple[SaidBy, ...]
    passages: int

    @property
    def name(self) -> str:
        """The words as a heading."""
        return ", ".join(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class MainThemes:
    """The themes that most people have passages in, first; `people` is everybody in scope, the denominator.

    `others` counts themes found beyond those; `passages` all that were read. `participants` are the people's names.
    """

    themes: tuple[MainTheme, ...]
    participants: tuple[str, ...]
    transcripts: int
    passages: int
    others: int

    @property
    def people(self) -> int:
        """How many take part."""
        return len(self.participants)


class FindsThemes(Protocol):
    """Whoever can say what comes up in a scope."""

    def find(self, scope: Scope, report: Callable[[int, int], None]) -> MainThemes:
        """The themes. Raises LibraryError and ModelError."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    window: Window
    transcript: Transcript
    interview: int
    person: int


class ThemeFinder:
    """Finds themes by reading everything participants say in a scope, each stretch once."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._embedder = retriever.kept_embedder

    def find(self, scope: Scope, report: Callable[[int, int], None], most: int = MOST_THEMES) -> MainThemes:
        """See FindsThemes. Reports transcripts."""
        library = self._retriever.library
        ids = library.ids_in(scope)
        transcripts = []
        for number, each in enumerate(ids):
            report(number, len(ids))
            with self._embedder.reading():
                transcripts.append(library.transcript(each))
                self._embedder.embed([window.text for window in stretches_of(transcripts[-1], scope.speakers)])
        return themes_in(transcripts, self._embedder, scope.speakers, most)


def themes_in(
    transcripts: Sequence[Transcript], embedder: Embedder, speakers: Sequence[str] = (), most: int = MOST_THEMES
) -> MainThemes:
    """The themes of some transcripts. Raises ModelError."""
    everybody, said = _said_in(transcripts, speakers)
    heard = [one.window.text for one in said]
    vectors = embedder.embed(heard)
    labels, near = clustered(vectors, heard, np.array([one.interview for one in said], dtype=np.intp))
    groups = [_core(labels, near, cluster) for cluster in range(int(labels.max(initial=-1)) + 1)]
    # with several people in scope, what one of them alone says is theirs, and not a theme of the interviews
    fewest = 2 if len(everybody.names) > 2 else 1
    people = [len({said[row].person for row in rows}) for rows in groups]
    alike = [_likeness(rows, said, vectors) for rows in groups]
    order = sorted(range(len(groups)), key=lambda at: (-people[at] * alike[at], -len(groups[at])))
    kept = [groups[at] for at in order if people[at] >= fewest and len(groups[at]) > 1 and alike[at] >= _ONE_THEME]
    told = names_for(
        [[Said(text=said[r].window.text, person=said[r].person) for r in g] for g in kept],
        embedder.embed,
        noun_stems(heard) - describing_stems(heard),
        without=_stems_of_names(transcripts),
    )
    themes = [
        _theme(words, _best_first(rows, said, vectors, words, everybody), len(rows))
        for rows, words in zip(kept, told, strict=True)
        if words
    ]
    return MainThemes(
        themes=tuple(themes[:most]),
        participants=everybody.names,
        transcripts=len(transcripts),
        passages=len(said),
        others=max(0, len(themes) - most),
    )


def _stems_of_names(transcripts: Sequence[Transcript]) -> frozenset[str]:
    """The stems of speakers' names: whom people speak of is no theme. A label that is also a small word (“Carer”) is none."""
    labels = {turn.speaker for transcript in transcripts for turn in transcript.turns if turn.speaker}
    words = {word.key: word for label in labels for word in words_in(label)}
    names = [
        word
        for key, word in words.items()
        if not any(re.search(rf"\b{re.escape(key)}\b", transcript.text) for transcript in transcripts)
    ]
    return frozenset(stem for word in names if (stem := stem_of(word)) is not None)


def stretches_of(transcript: Transcript, speakers: Sequence[str] = ()) -> Iterator[Window]:
    """What participants say in a transcript, in windows that do not overlap."""
    run, end = -1, -1
    for window in hear(transcript, speakers).windows:
        if window.run != run or window.span.start >= end:
            run, end = window.run, window.span.end
            yield window


def clustered(
    vectors: Vectors, texts: Sequence[str], interviews: NDArray[np.intp]
) -> tuple[Labels, NDArray[np.float64]]:
    """The cluster of each stretch and its cosine to that cluster's middle, both of shape (n,)."""
    if not texts:
        return np.zeros(0, dtype=np.intp), np.zeros(0)
    rows = features_of(vectors, [stems(text) for text in texts], interviews)
    labels = clusters_of(rows, how_many(len(rows)))
    return labels, _nearness(rows, labels)


def how_many(stretches: int) -> int:
    """How many clusters so many stretches are parted into: more grow with the square root (Mardia et al. 1979)."""
    return min(_MOST_CLUSTERS, max(_FEWEST_CLUSTERS, round(math.sqrt(stretches / 2))))


def _nearness(rows: Features, labels: Labels) -> NDArray[np.float64]:
    centres = np.zeros((labels.max() + 1, rows.shape[1]))
    np.add.at(centres, labels, rows)
    found: NDArray[np.float64] = (rows * unit(centres)[labels]).sum(axis=1)
    return found


def _core(labels: Labels, near: NDArray[np.float64], cluster: int) -> list[int]:
    return [int(row) for row in np.flatnonzero((labels == cluster) & (near >= _CORE))]


def _likeness(rows: Sequence[int], said: Sequence[_Stretch], vectors: Vectors) -> float:
    """The mean cosine of every two people's mean words; 1 for one person alone."""
    people = np.array([said[row].person for row in rows], dtype=np.intp)
    means = unit(
        np.array([vectors[np.array(rows)[people == one]].mean(axis=0) for one in np.unique(people)], np.float64)
    )
    apart = ~np.eye(len(means), dtype=bool)
    return float((means @ means.T)[apart].mean()) if apart.any() else 1.0


def _said_in(transcripts: Sequence[Transcript], speakers: Sequence[str]) -> tuple[People, list[_Stretch]]:
    people = people_in(transcripts, speakers)
    said = [
        _Stretch(window, transcript, interview, people.at[transcript.id, window.speaker])
        for interview, transcript in enumerate(transcripts)
        for window in stretches_of(transcript, speakers)
    ]
    return people, said


def _theme(words: tuple[str, ...], best_first: Sequence[SaidBy], passages: int) -> MainTheme:
    firsts = {one.participant: one for one in reversed(best_first)}
    said_by = [one for one in best_first if firsts[one.participant] is one]
    again = [one for one in best_first if firsts[one.participant] is not one]
    quotes = [*said_by[:_MOST_QUOTES], *again[: max(0, _FEW_QUOTES - len(said_by))]]
    return MainTheme(words=words, said_by=tuple(said_by), quotes=tuple(quotes), passages=passages)


def _best_first(
    rows: Sequence[int], said: Sequence[_Stretch], vectors: Vectors, words: Sequence[str], people: People
) -> list[SaidBy]:
    """All that is said in a theme, first what shows it best: near the middle of the theme, with words of its name, and clear on their own."""
    middle = vectors[list(rows)].mean(axis=0)
    near = vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    named = {stem for word in words for stem in stems(word)}
    worth = {row: float(near[row]) + _as_a_quote(said[row], named) for row in rows}
    found = []
    for row in sorted(rows, key=lambda row: (-worth[row], row)):
        one, span = said[row], said[row].window.span
        quote = cite(one.transcript, span.start, span.end)
        name, called = people.names[one.person], people.called[one.person]
        found.append(SaidBy(participant=name, called=called, quote=quote, nearness=worth[row]))
    return found


def _as_a_quote(one: _Stretch, named: set[str]) -> float:
    span, words = one.window.span, one.window.text.split()
    shown = Candidate(
        transcript=one.transcript, start=span.start, end=span.end, participant="", similarity=0.0, standing=0.0
    )
    says_it = 0.15 * bool(named & set(stems(one.window.text)))
    return says_it - 2 * awkwardness(shown) - (0.1 if len(words) < _CLEAR_WORDS else 0.0)
