"""What comes nearest to a quotation that nobody said as it stands: one saying with other words, or pieces of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.claims.report_quotations import Piece
from rag.speech.quotation_changes import WordChange, differences
from rag.speech.spoken_words import Run, SpokenWords
from rag.speech.words import Word

_LEAST_ALTERED = 4  # words: of fewer, what differs is another saying
_ALIKE = 0.5  # share of what a quotation's words tell that stands in the source, from which it is that saying, altered
_LEAST_JOINED = 4  # words of a piece that was joined to another
_JOINED = 0.8  # share of the words that such pieces make up


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place (numbers of a SpokenWords) and how the quotation differs from what was said there."""

    first: int
    last: int
    changes: tuple[WordChange, ...] = ()


def nearest_sayings(pieces: Sequence[Piece], spoken: SpokenWords) -> list[Found]:
    """The nearest saying, with the words that differ; nothing when nothing is near."""
    words = [word for piece in pieces for word in piece.words]
    if len(words) < _LEAST_ALTERED:
        return []
    whole = " ".join(piece.text for piece in pieces)
    runs = [runs_of_piece(piece, spoken) for piece in pieces]
    if len(pieces) > 1 and all(runs):
        return _told_as_one([(found[0], piece.text.strip()) for found, piece in zip(runs, pieces, strict=True)], spoken)
    near = _nearest(words, whole, spoken)
    if near is None and len(pieces) > 1:
        parts = [_nearest_piece(piece, spoken) for piece in pieces if len(piece.words) >= _LEAST_ALTERED]
        known = [part for part in parts if part is not None]
        if known and 2 * len(known) > len(parts):
            joint = WordChange(op="joined", quoted=whole.strip(), source="")
            near = replace(known[0], changes=(*(change for part in known for change in part.changes), joint))
    return [near] if near else _joined(words, spoken)


def runs_of_piece(piece: Piece, spoken: SpokenWords) -> list[Run]:
    """Where a piece of a quotation stands word for word, fillers that it leaves out aside."""
    return spoken.runs_of(piece.words, fillers=True) or spoken.runs_of(piece.words, fillers=False)


def _nearest_piece(piece: Piece, spoken: SpokenWords) -> Found | None:
    runs = runs_of_piece(piece, spoken)
    return Found(first=runs[0].first, last=runs[0].last) if runs else _nearest(piece.words, piece.text, spoken)


def _nearest(words: Sequence[Word], text: str, spoken: SpokenWords) -> Found | None:
    weights = [spoken.weight(word) for word in words]
    best: tuple[float, Found] | None = None
    for run in spoken.likely(words):
        source = spoken.words(run.first, run.last)
        difference = differences(words, source, text, spoken.transcript_of(run.first).text)
        if difference.last < difference.first or not difference.changes:
            continue
        kept = sum(weights[i] for i in difference.kept)
        extra = sum(spoken.weight(source[i]) for i in difference.left_out)
        alike = kept / (sum(weights) + extra)
        if alike >= _ALIKE and 2 * len(difference.kept) >= len(words) and (best is None or alike > best[0]):
            found = Found(
                first=run.first + difference.first, last=run.first + difference.last, changes=difference.changes
            )
            best = (alike, found)
    return best[1] if best else None


def _joined(words: Sequence[Word], spoken: SpokenWords) -> list[Found]:
    """Words of different places put together as one saying: each piece stands somewhere, the whole nowhere."""
    parts: list[tuple[Run, str]] = []
    covered = position = 0
    while position + _LEAST_JOINED <= len(words):
        used = _longest(words[position:], spoken)
        if used is None:
            position += 1
            continue
        run, length = used
        parts.append((run, " ".join(word.raw for word in words[position : position + length])))
        covered += length
        position += length
    if len(parts) < 2 or covered < _JOINED * len(words):
        return []
    return _told_as_one(parts, spoken)


def _told_as_one(parts: Sequence[tuple[Run, str]], spoken: SpokenWords) -> list[Found]:
    changes = tuple(
        WordChange(op="joined", quoted=quoted, source=spoken.transcript_of(run.first).title) for run, quoted in parts
    )
    longest = max(parts, key=lambda part: len(part[1]))[0]
    return [Found(first=longest.first, last=longest.last, changes=changes)]


def _longest(words: Sequence[Word], spoken: SpokenWords) -> tuple[Run, int] | None:
    """The longest beginning of these words that stands somewhere, and how many words it has."""
    known, tried, found = _LEAST_JOINED - 1, _LEAST_JOINED, None
    least_unknown = len(words) + 1
    while known < tried < least_unknown:
        if runs := spoken.runs_of(words[:tried], fillers=False):
            known, found = tried, (runs[0], tried)
        else:
            least_unknown = tried
        doubled = 2 * known if least_unknown > len(words) else (known + least_unknown) // 2
        tried = min(max(doubled, known + 1), len(words))
    return found
