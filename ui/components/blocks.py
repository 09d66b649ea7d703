"""A stretch of a transcript as blocks to draw: who speaks, and which of their words are highlighted. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.transcript import SPEAKER_LABEL, Role, Span, Transcript, Turn
from ui.wording import ROLES, UNLABELLED, clock

TURNS_AROUND = 3
_MOST_AROUND = 700
"""Characters of a turn shown on either side of the highlight: an unlabelled interview is one long turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters: `text == transcript.text[start:start + len(text)]`."""

    start: int
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One turn, or (without a speaker's name and `aside` set) words that nobody spoke. `cut_*`: more stands there."""

    pieces: tuple[Piece, ...]
    speaker: str = ""
    role: str = ""
    time: str = ""
    aside: str = ""
    continued: bool = False
    cut_before: bool = False
    cut_after: bool = False


def blocks_around(transcript: Transcript, span: Span, around: int = TURNS_AROUND) -> list[Block]:
    """The turns of a span with `around` turns on either side; long turns are cut near the highlight."""
    inside = transcript.turns_in(span.start, span.end)
    if not inside:
        start, end = max(0, span.start - _MOST_AROUND), min(len(transcript.text), span.end + _MOST_AROUND)
        pieces = tuple(_pieces(transcript.text, start, end, span))
        return [Block(pieces=pieces, aside="not spoken", cut_before=start > 0, cut_after=end < len(transcript.text))]
    first = max(0, inside[0].index - around)
    last = min(len(transcript.turns) - 1, inside[-1].index + around)
    turns = transcript.turns[first : last + 1]
    return [_cut(transcript, turn, span, previous) for previous, turn in _with_previous(turns)]


def blocks_of(transcript: Transcript, start: int, end: int, span: Span | None) -> list[Block]:
    """Everything in `text[start:end]` in order: turns, and what stands between them but the labels of speakers."""
    found: list[tuple[int, Block]] = []
    for previous, turn in _with_previous(transcript.turns_in(start, end)):
        begins, ends = max(turn.start, start), min(turn.end, end)
        found.append((begins, _block(transcript, turn, begins, ends, span, previous)))
    for mark in transcript.marks:
        if mark.reason != SPEAKER_LABEL and mark.start < end and start < mark.end:
            begins, ends = max(mark.start, start), min(mark.end, end)
            pieces = tuple(_pieces(transcript.text, begins, ends, span))
            if not transcript.turn_at(mark.start):
                found.append((begins, Block(pieces=pieces, aside=mark.reason)))
    return [block for _, block in sorted(found, key=lambda one: one[0])]


def sheets(transcript: Transcript, most_characters: int = 40_000) -> list[tuple[int, int]]:
    """The text in stretches of whole turns, each near `most_characters`, together covering all of it."""
    starts, begins = [], 0
    for turn in transcript.turns:
        if turn.end - begins > most_characters and turn.start > begins:
            starts.append(begins)
            begins = turn.start
        while turn.end - begins > most_characters * 2:  # one turn longer than a sheet
            starts.append(begins)
            begins += most_characters
    starts.append(begins)
    ends = [*starts[1:], len(transcript.text)]
    return list(zip(starts, ends, strict=True))


def _with_previous(turns: Sequence[Turn]) -> Iterator[tuple[Turn | None, Turn]]:
    return zip((None, *turns), turns, strict=False)


def _cut(transcript: Transcript, turn: Turn, span: Span, previous: Turn | None) -> Block:
    near_start, near_end = max(span.start, turn.start), min(span.end, turn.end)
    if near_start > near_end:  # the span lies elsewhere: the side that faces it is kept
        near_start = near_end = turn.end if turn.end <= span.start else turn.start
    start = _word_start(transcript.text, max(turn.start, near_start - _MOST_AROUND), turn.start)
    end = _word_end(transcript.text, min(turn.end, near_end + _MOST_AROUND), turn.end)
    return _block(transcript, turn, start, end, span, previous)


def _block(transcript: Transcript, turn: Turn, start: int, end: int, span: Span | None, previous: Turn | None) -> Block:
    return Block(
        pieces=tuple(_pieces(transcript.text, start, end, span)),
        speaker=turn.speaker or UNLABELLED,
        role="" if turn.role is Role.UNKNOWN else ROLES[turn.role],
        time="" if turn.time_start is None else clock(turn.time_start),
        continued=previous is not None and (previous.speaker, previous.role) == (turn.speaker, turn.role),
        cut_before=start > turn.start,
        cut_after=end < turn.end,
    )


def _pieces(text: str, start: int, end: int, span: Span | None) -> Iterator[Piece]:
    if span is None or span.end <= start or end <= span.start:
        yield Piece(start=start, text=text[start:end])
        return
    begins, ends = max(start, span.start), min(end, span.end)
    for piece_start, piece_end, marked in ((start, begins, False), (begins, ends, True), (ends, end, False)):
        if piece_start < piece_end:
            yield Piece(start=piece_start, text=text[piece_start:piece_end], marked=marked)


def _word_start(text: str, offset: int, earliest: int) -> int:
    """The next start of a word from `offset` on, so that no word is cut in two; `offset` where none is near."""
    if offset <= earliest:
        return earliest
    gap = next((i for i in range(offset, min(offset + 60, len(text))) if text[i].isspace()), None)
    return offset if gap is None else gap + 1


def _word_end(text: str, offset: int, latest: int) -> int:
    if offset >= latest:
        return latest
    gap = next((i for i in range(offset, max(offset - 60, 0), -1) if text[i].isspace()), None)
    return offset if gap is None else gap
