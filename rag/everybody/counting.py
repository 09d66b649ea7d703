"""Themes held against every interview in scope, participant by participant: who speaks to each, who is silent, who was asked.

Every sentence that a participant says is read; nothing is left to a top k. Without a reader nobody can say who agrees: a
participant counts when words of theirs are near enough to the theme, and whoever shows it must say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.store import Scope
from rag.answer import Citation, cite
from rag.everybody.questions import counted_theme
from rag.everybody.speaking import CLEAR, SPEAKS, Spoken, scores, strength
from rag.retrieval.evidence import ENOUGH
from rag.retrieval.ranking import Scores
from rag.retrieval.retriever import Retriever
from rag.retrieval.spoken_windows import Heard, Window, hear
from rag.speech.people import People, people_in
from rag.speech.question import subject
from rag.speech.stems import stems

MOST_THEMES = 8
_MOST_QUOTES = 5
_ASKED = 0.4
"""Cosine from which a question of the interviewer's is about a theme."""

_ASKED_WORDS = 0.6
"""Or so much of the theme's words, rare ones weighing more, in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one participant has on a theme: words near enough to it, best first; and whether an interviewer asked.

    `called` is their label; `strength` has no unit and orders people within one theme.
    """

    participant: str
    called: str
    quotes: tuple[Citation, ...]
    asked: bool
    strength: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCount:
    """A theme and every participant in scope, in the library's order."""

    theme: str
    voices: tuple[Voice, ...]

    @property
    def speaking(self) -> tuple[Voice, ...]:
        """Those with words on it."""
        return tuple(voice for voice in self.voices if voice.quotes)

    @property
    def silent(self) -> tuple[Voice, ...]:
        """Those who were asked about it, and of whom nothing near enough was found."""
        return tuple(voice for voice in self.voices if not voice.quotes and voice.asked)

    @property
    def never_asked(self) -> tuple[Voice, ...]:
        """Those without words on it in whose interviews no question is about it."""
        return tuple(voice for voice in self.voices if not voice.quotes and not voice.asked)


class CountsThemes(Protocol):
    """Whoever can hold themes against every interview."""

    def count(self, themes: Sequence[str], scope: Scope, report: Callable[[int, int], None]) -> Sequence[ThemeCount]:
        """Every theme, every participant. Raises LibraryError and ModelError."""


@dataclass(frozen=True, slots=True)
class _Corpus:
    """All that was said and asked in scope, read once for every theme."""

    heard: Sequence[Heard]
    windows: Sequence[Window]
    spoken: Spoken
    people: People


@dataclass(frozen=True, slots=True)
class _Held:
    """Every window held against one theme: its score, whether that is enough, and whether its cosine alone is."""

    scores: Scores
    near_enough: NDArray[np.bool_]
    clear: NDArray[np.bool_]


class ReadsEverybody:
    """Counts by reading every sentence of every participant in scope, not the top of all of them."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._embedder = retriever.kept_embedder

    def count(self, themes: Sequence[str], scope: Scope, report: Callable[[int, int], None]) -> Sequence[ThemeCount]:
        """See CountsThemes. Reports transcripts, then themes."""
        library = self._retriever.library
        ids = library.ids_in(scope)
        heard = []
        for number, each in enumerate(ids):
            report(number, len(ids) + len(themes))
            with self._embedder.reading():
                one = hear(library.transcript(each), scope.speakers)
                self._embedder.embed([*(window.text for window in one.windows), *one.asked])
            heard.append(one)
        corpus = self._gathered(heard, scope.speakers)
        counted = []
        for number, theme in enumerate(themes):
            report(len(ids) + number, len(ids) + len(themes))
            counted.append(self._counted(theme, corpus))
        return counted

    def _gathered(self, heard: Sequence[Heard], speakers: Sequence[str]) -> _Corpus:
        people = people_in((one.transcript for one in heard), speakers)
        windows = [window for one in heard for window in one.windows]
        runs = [(window.span.transcript_id, window.run) for window in windows]
        order = {run: at for at, run in enumerate(dict.fromkeys(runs))}
        spoken = Spoken(
            vectors=self._embedder.embed([window.text for window in windows]),
            stems=[frozenset(stems(window.text)) for window in windows],
            runs=np.array([order[run] for run in runs], dtype=np.intp),
            people=np.array([people.at[w.span.transcript_id, w.speaker] for w in windows], dtype=np.intp),
        )
        return _Corpus(heard, windows, spoken, people)

    def _counted(self, theme: str, corpus: _Corpus) -> ThemeCount:
        about = subject(counted_theme(theme))
        asked = list(dict.fromkeys(stems(about)))
        vector = self._embedder.embed([about])[0]
        asked_in = {
            one.transcript.id for one in corpus.heard if one.asked and self._is_asked(vector, asked, one, corpus.spoken)
        }
        near = corpus.spoken.vectors @ vector
        every = scores(corpus.spoken, vector, asked) if corpus.windows else np.zeros(0)
        # Someone always comes first: where nobody at all comes near, the theme is not in the transcripts.
        counts = every >= SPEAKS if len(near) and near.max() >= ENOUGH else np.zeros(len(near), dtype=bool)
        held = _Held(every, counts, near >= CLEAR)
        return ThemeCount(
            theme=theme,
            voices=tuple(
                _voice(at, held, not asked_in.isdisjoint(corpus.people.present[name]), corpus)
                for at, name in enumerate(corpus.people.names)
            ),
        )

    def _is_asked(self, vector: NDArray[np.float32], words: Sequence[str], one: Heard, spoken: Spoken) -> bool:
        if float((self._embedder.embed(one.asked) @ vector).max()) >= _ASKED:
            return True
        weights = {stem: spoken.rarity.get(stem, float(np.log1p(2 * len(spoken.runs) + 1))) for stem in words}
        whole = sum(weights.values())
        best = max(sum(weights[stem] for stem in weights.keys() & set(stems(text))) for text in one.asked)
        return whole > 0 and best >= _ASKED_WORDS * whole


def _voice(at: int, held: _Held, asked: bool, corpus: _Corpus) -> Voice:
    rows = np.flatnonzero(corpus.spoken.people == at)
    own = held.scores[rows]
    strong = strength(own)
    may = held.clear | held.near_enough if strong >= SPEAKS else held.clear
    chosen: list[Window] = []
    for row in rows[np.argsort(-own, kind="stable")]:
        window = corpus.windows[row]
        if may[row] and len(chosen) < _MOST_QUOTES and not any(window.span.overlaps(each.span) for each in chosen):
            chosen.append(window)
    transcripts = {one.transcript.id: one.transcript for one in corpus.heard}
    quotes = tuple(cite(transcripts[w.span.transcript_id], w.span.start, w.span.end) for w in chosen)
    name, called = corpus.people.names[at], corpus.people.called[at]
    return Voice(participant=name, called=called, quotes=quotes, asked=asked, strength=strong)
