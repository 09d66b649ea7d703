"""Themes held against every interview in scope, participant by participant: who speaks to each, who does not, who was asked.

Without a reader nobody can say who agrees: a participant counts when words of theirs are near enough to the theme, and the
page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.participants import participant_at, participants_of
from corpus.store import Scope
from corpus.transcript import Role, Transcript
from rag.answer import Citation
from rag.claim_evidence import RememberingEmbedder, evidence_on
from rag.evidence import ENOUGH
from rag.lexical import stems
from rag.question import content_words
from rag.retrieval import Retriever

MOST_THEMES = 8
_TOGETHER = 40  # transcripts searched at a time: `evidence_on` reads so many passages at most
_EACH = 6  # passages of every transcript
_MOST_QUOTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one participant has on a theme: words near enough to it, best first; and whether an interviewer asked."""

    participant: str
    quotes: tuple[Citation, ...]
    asked: bool


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
        """Those without words on it in whose interviews no question holds a word of it."""
        return tuple(voice for voice in self.voices if not voice.quotes and not voice.asked)


class CountsThemes(Protocol):
    """Whoever can hold themes against every interview."""

    def count(self, themes: Sequence[str], scope: Scope, report: Callable[[int, int], None]) -> Sequence[ThemeCount]:
        """Every theme, every participant. Raises LibraryError and ModelError."""


class ReadsEverybody:
    """Counts by searching every transcript of the scope for each theme, not the top of all of them."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def count(self, themes: Sequence[str], scope: Scope, report: Callable[[int, int], None]) -> Sequence[ThemeCount]:
        """See CountsThemes."""
        library = self._retriever.library
        ids = scope.transcripts or tuple(record.id for record in library.list_records())
        transcripts = [library.transcript(each) for each in ids]
        people = participants_of(transcripts)
        embedder = RememberingEmbedder(self._retriever.embedder)
        parts = [ids[first : first + _TOGETHER] for first in range(0, len(ids), _TOGETHER)]
        counted = []
        for number, theme in enumerate(themes):
            said: dict[str, list[Citation]] = {}
            for place, part in enumerate(parts):
                report(number * len(parts) + place, len(themes) * len(parts))
                narrowed = Scope(transcripts=part, speakers=scope.speakers)
                for one in evidence_on(theme, self._retriever, embedder, narrowed, _EACH):
                    if one.score >= ENOUGH:
                        span = one.citation.span
                        who = participant_at(library.transcript(span.transcript_id), span.start)
                        said.setdefault(who.casefold(), []).append(one.citation)
            asked_in = {transcript.id for transcript in transcripts if is_asked(theme, transcript)}
            counted.append(
                ThemeCount(
                    theme=theme,
                    voices=tuple(
                        Voice(
                            participant=name,
                            quotes=tuple(said.get(name.casefold(), ())[:_MOST_QUOTES]),
                            asked=any(voice.transcript_id in asked_in for voice in voices),
                        )
                        for name, voices in people.items()
                    ),
                )
            )
        return counted


def is_asked(theme: str, transcript: Transcript) -> bool:
    """Whether an interviewer's words hold a content word of the theme, in any of its forms."""
    wanted = set(stems(" ".join(content_words(theme))))
    asked = (transcript.text[turn.start : turn.end] for turn in transcript.turns if turn.role is Role.INTERVIEWER)
    return any(wanted & set(stems(text)) for text in asked)
