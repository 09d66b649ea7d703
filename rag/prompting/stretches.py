"""A whole transcript in stretches that each fit into one request, with nothing left out between them. Pure.

A stretch begins with a question where it can, so that an answer is read with what was asked. Where one person speaks for
longer than a stretch, the next one repeats the last sentences of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.transcript import Passage, Role, Transcript, Turn
from models.tokens import TokenCounter
from rag.verification.quoting import Source

_LABEL_TOKENS = 12  # for `Name (role): ` in front of a turn
_REPEATED = 10  # a stretch repeats so small a part of itself, in the middle of a turn
_CHARACTERS_A_TOKEN = 2  # few: a run of speech without a full stop is cut by characters


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Stretch:
    """`transcript.text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A turn, or a sentence of a turn too long for one request."""

    start: int
    end: int
    tokens: int
    turn: int
    opens: bool  # with a question: a good place to begin a stretch


def stretches(
    transcript: Transcript, count: TokenCounter, most_tokens: int, within: Stretch | None = None
) -> list[Stretch]:
    """The transcript, or what lies within a stretch of it, in stretches of at most so many tokens."""
    left = list(_units(transcript, count, most_tokens, within))
    found: list[Stretch] = []
    while left:
        taken = _fitting(left, most_tokens)
        found.append(Stretch(start=left[0].start, end=left[taken - 1].end))
        left = [*_repeated(left, taken, most_tokens), *left[taken:]] if taken < len(left) else []
    return found


def source_of(transcript: Transcript, stretch: Stretch) -> Source:
    """A stretch as a passage that quotations can be looked up in."""
    turns = transcript.turns_in(stretch.start, stretch.end)
    return Source(
        label="P1",
        passage=Passage(
            id=f"{transcript.id}/{stretch.start}-{stretch.end}",
            transcript_id=transcript.id,
            start=stretch.start,
            end=stretch.end,
            first_turn=turns[0].index if turns else 0,
            last_turn=turns[-1].index if turns else 0,
            speakers=tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker)),
            text=transcript.text[stretch.start : stretch.end],
        ),
        transcript=transcript,
        evidence=(),
    )


def _fitting(units: Sequence[_Unit], most_tokens: int) -> int:
    """How many units come first: as many as fit, but the last question and what follows it go on to the next stretch."""
    total = taken = 0
    while taken < len(units) and (not taken or total + units[taken].tokens <= most_tokens):
        total += units[taken].tokens
        taken += 1
    if taken < len(units) and not units[taken].opens:
        for at in range(taken - 1, taken // 2, -1):
            if units[at].opens:
                return at
    return taken


def _repeated(units: Sequence[_Unit], taken: int, most_tokens: int) -> list[_Unit]:
    room, first = min(most_tokens // _REPEATED, most_tokens - units[taken].tokens), taken
    while first > 1 and units[first - 1].turn == units[taken].turn and units[first - 1].tokens <= room:
        room -= units[first - 1].tokens
        first -= 1
    return list(units[first:taken])


def _units(transcript: Transcript, count: TokenCounter, most_tokens: int, within: Stretch | None) -> Iterator[_Unit]:
    start, end = (within.start, within.end) if within else (0, len(transcript.text))
    before: Turn | None = None
    for turn in transcript.turns_in(start, end):
        begin, stop = max(turn.start, start), min(turn.end, end)
        asks = turn.role is Role.INTERVIEWER and (before is None or before.role is not Role.INTERVIEWER)
        before = turn
        tokens = count(transcript.text[begin:stop]) + _LABEL_TOKENS
        if tokens <= most_tokens:
            yield _Unit(begin, stop, tokens, turn.index, asks)
            continue
        for first, last in sentence_spans(transcript.text, begin, stop):
            for piece in _pieces(transcript.text, first, last, count, most_tokens):
                yield _Unit(*piece, count(transcript.text[slice(*piece)]) + 1, turn.index, False)


def _pieces(text: str, start: int, end: int, count: TokenCounter, most_tokens: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut between words where it is longer than a quarter of a stretch."""
    most = max(80, most_tokens // 4 * _CHARACTERS_A_TOKEN)
    if end - start <= most or count(text[start:end]) <= most_tokens // 4:
        yield start, end
        return
    while end - start > most:
        cut = text.rfind(" ", start + 1, start + most)
        cut = cut if cut > start else start + most
        yield start, cut
        start = cut
    yield start, end
