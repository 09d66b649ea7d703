"""Captions to utterances: what was shown twice once, labels and voices to speakers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from ingest.errors import ReadError
from ingest.readers.captions.cue_text import Line
from ingest.readers.captions.labels import Labels
from ingest.readers.composing import Note, Utterance, compose
from ingest.readers.reading import Reading

MOST_CAPTIONS = 250_000
"""Two hundred hours of talk; a quarter of a minute to read, half a gigabyte of memory."""

NO_SPEAKERS = "no speaker is named in this file, so its words are quoted without a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Lines shown from `start` to `end`; both None for words the file holds outside any caption."""

    lines: tuple[Line, ...]
    start: timedelta | None = None
    end: timedelta | None = None


def reading_of(
    pieces: Iterable[Caption | Note],
    *,
    title: str | None = None,
    meta: dict[str, str] | None = None,
    warnings: tuple[str, ...] = (),
) -> Reading:
    """The Reading of a caption file, from what it shows in the order it shows it."""
    reading = compose(utterances(list(pieces)), title=title, meta=meta, warnings=warnings)
    if reading.turns and not any(turn.speaker for turn in reading.turns):
        reading = replace(reading, warnings=(*warnings, NO_SPEAKERS))
    return reading


def refuse_too_many(name: str, text: str, sign: str) -> None:
    """Raises ReadError for a file with more than MOST_CAPTIONS captions, counted by the sign each of them has."""
    if text.count(sign) > MOST_CAPTIONS:
        raise ReadError(name, f"the file has more than {MOST_CAPTIONS:,} captions", "Split it up first.")


def utterances(pieces: Sequence[Caption | Note]) -> Iterator[Utterance | Note]:
    """Who says what when. In a file written in labels a line without one goes on where the last stopped; where voices
    are marked up, a line without a voice is nobody's in particular."""
    shown_once = _once(_without_growth(pieces))
    voiced = any(line.voice for piece in shown_once if isinstance(piece, Caption) for line in piece.lines)
    labels = Labels(
        [line.text for line in _visible(piece) if line.voice is None]
        for piece in shown_once
        if isinstance(piece, Caption)
    )
    speaker: str | None = None
    for piece in shown_once:
        if isinstance(piece, Note):
            yield piece
            continue
        for utterance in _of_caption(piece, labels, speaker):
            speaker = None if voiced else utterance.speaker
            yield utterance


def _of_caption(caption: Caption, labels: Labels, speaker: str | None) -> Iterator[Utterance]:
    end = caption.end if caption.end is None or caption.start is None else max(caption.start, caption.end)
    open_words: list[str] = []
    opens = False
    for line in caption.lines:
        name, changes, words = (line.voice, False, line.text) if line.voice else labels.read(line.text)
        who = name if name or changes or any(other.voice for other in caption.lines) else speaker
        if open_words and (changes or who != speaker):
            yield Utterance(
                text=" ".join(open_words), speaker=speaker, time_start=caption.start, time_end=end, opens_turn=opens
            )
            open_words, opens = [], False
        # A dash or `>>` before no name still says that somebody else goes on.
        opens = opens or (changes and name is None)
        speaker = who
        if words.strip():
            open_words.append(" ".join(words.split()))
    yield Utterance(
        text=" ".join(open_words), speaker=speaker, time_start=caption.start, time_end=end, opens_turn=opens
    )


_NEAR = 8  # captions: the distance at which exporters repeat themselves


def _once(pieces: Iterable[Caption | Note]) -> list[Caption | Note]:
    """Teams writes a cue again while the first is still on: the same words in overlapping time were said once."""
    kept: list[Caption | Note] = []
    near: deque[Caption] = deque(maxlen=_NEAR)
    for piece in pieces:
        if isinstance(piece, Caption):
            if any(_repeats(piece, earlier) for earlier in near):
                continue
            near.append(piece)
        kept.append(piece)
    return kept


def _repeats(piece: Caption, earlier: Caption) -> bool:
    if piece.start is None or earlier.start is None or earlier.end is None or piece.lines != earlier.lines:
        return False
    return piece.start == earlier.start or earlier.start < piece.start < earlier.end


_TOUCH = timedelta(milliseconds=60)


def _without_growth(pieces: Sequence[Caption | Note]) -> Sequence[Caption | Note]:
    """Rolling captions (YouTube's, live ones) show the last line again above the new one, or the line as it grows.

    Only in a file that does so throughout: two people may well say "Yes." one after the other.
    """
    captions = [piece for piece in pieces if isinstance(piece, Caption) and _visible(piece)]
    fresh = [_fresh(before, caption) for before, caption in pairwise(captions)]
    rolled = sum(lines is not None for lines in fresh)
    grew = any(lines for lines in fresh)  # a caption that repeats and adds nothing could be a second "Yes."
    if rolled < 2 or rolled * 2 < len(fresh) or not grew:
        return pieces
    fresh_of = {id(caption): lines for caption, lines in zip(captions[1:], fresh, strict=True)}
    return [
        piece if isinstance(piece, Note) or (new := fresh_of.get(id(piece))) is None else replace(piece, lines=new)
        for piece in pieces
    ]


def _visible(caption: Caption) -> list[Line]:
    return [line for line in caption.lines if line.text.strip()]


def _fresh(before: Caption, caption: Caption) -> tuple[Line, ...] | None:
    """What this caption shows that the one before did not; None when it does not take that one up."""
    if before.end is None or caption.start is None or caption.start > before.end + _TOUCH:
        return None
    old, new = _visible(before), _visible(caption)
    for shared in range(min(len(old), len(new)), 0, -1):
        if old[-shared:] == new[:shared]:
            return tuple(new[shared:])
    last, first = old[-1].text.strip(), new[0].text.strip()
    if len(old) == 1 and old[-1].voice == new[0].voice and first.startswith(last + " "):
        return (Line(new[0].voice, first[len(last) :].strip()), *new[1:])
    return None
