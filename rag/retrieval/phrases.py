"""`"exact phrase"` in a question: every place it was said, whatever the case, the punctuation and the fillers between.

Speech-to-text writes “pay, um, the women” for “pay the women”. A phrase is found in the canonical text of every
transcript that holds all its words, so none is missed because a passage ended in the middle of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from corpus.store import Scope
from corpus.transcript import Span, Transcript
from rag.retrieval.index import SearchIndex
from rag.speech.stems import every_stem

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")
_WORD = re.compile(r"[^\W_]+")
FILLERS = ("um+", "uh+", "u[hm]m+", "er+m?", "ah+", "mm+", "hm+", "you know", "i mean", "sort of", "kind of", "like")
"""What may stand between two words of a phrase without being part of it, as regular expressions."""

_BETWEEN = rf"(?:[\W_]+(?:{'|'.join(FILLERS)})(?![^\W_]))*[\W_]*"


def quoted_phrases(question: str) -> tuple[str, ...]:
    """The phrases in double quotation marks, in order.

    >>> quoted_phrases('who said “a voluntary thing” or "gift cards"?')
    ('a voluntary thing', 'gift cards')
    """
    found = (next(group for group in match.groups() if group) for match in _QUOTED.finditer(question))
    return tuple(phrase.strip() for phrase in found if _WORD.search(phrase))


def occurrences(phrase: str, transcript: Transcript) -> list[Span]:
    """Every place a phrase is said in a transcript, in order; nothing for a phrase without words."""
    pattern = _pattern(phrase)
    if pattern is None:
        return []
    return [
        transcript.span(match.start(), match.end())
        for match in pattern.finditer(transcript.text)
        if not _crosses_a_turn_or_mark(transcript, match.start(), match.end())
    ]


def transcripts_with(phrase: str, index: SearchIndex, scope: Scope) -> list[str]:
    """The ids of the transcripts in scope that hold all of a phrase's words: those worth reading for it."""
    rows = index.in_scope(scope)
    wanted = np.zeros(len(index.readings), dtype=bool)
    wanted[index.part[rows]] = True
    for stem in every_stem(phrase):
        holds = np.zeros(len(index.readings), dtype=bool)
        holds[index.part[index.postings.of(stem)[0]]] = True
        wanted &= holds
    return [reading[0] for reading, here in zip(index.readings, wanted, strict=True) if here]


def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = _WORD.findall(phrase)
    if not words:
        return None
    said = _BETWEEN.join(re.escape(word) for word in words)
    return re.compile(rf"(?<![^\W_]){said}(?![^\W_])", re.IGNORECASE)


def _crosses_a_turn_or_mark(transcript: Transcript, start: int, end: int) -> bool:
    """Nobody said what is half a label, or begins in one person's words and ends in another's."""
    turns = transcript.turns_in(start, end)
    if not turns or turns[0].start > start or turns[-1].end < end:
        return True
    return len({turn.speaker for turn in turns}) > 1 or any(m.start < end and start < m.end for m in transcript.marks)


def around(spans: Sequence[Span], boundaries: Sequence[tuple[int, int]]) -> Iterator[tuple[Span, tuple[int, int]]]:
    """Each span with the first to last of the given stretches (in order) that it touches."""
    for span in spans:
        touched = [(a, b) for a, b in boundaries if a < span.end and span.start < b]
        if touched:
            yield span, (touched[0][0], touched[-1][1])
