"""Corrections applied to a transcript: pure, and the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.participants import seat_number
from corpus.transcript import SPEAKER_LABEL, Mark, Role, Transcript, Turn
from ingest.corrections import UNLABELLED, Corrections, Stretch
from ingest.readers.lines import visible


def apply(corrections: Corrections, transcript: Transcript) -> Transcript:
    """The corrected transcript: names, roles and participants first, then stretches."""
    return apply_to_stretches(corrections, apply_to_speakers(corrections, transcript))


def apply_to_speakers(corrections: Corrections, transcript: Transcript) -> Transcript:
    """Renamed and merged speakers, with the roles and participants that a person gave them."""
    return replace(transcript, turns=tuple(_renamed(corrections, turn) for turn in transcript.turns))


def _renamed(corrections: Corrections, turn: Turn) -> Turn:
    speaker = corrections.names.get(turn.speaker or UNLABELLED, turn.speaker)
    name = speaker or UNLABELLED
    role = corrections.roles.get(name)
    return replace(
        turn,
        speaker=speaker,
        role=role or turn.role,
        inferred=turn.inferred and role is None,
        participant=corrections.participants.get(name, turn.participant if speaker == turn.speaker else None),
    )


def apply_to_stretches(corrections: Corrections, transcript: Transcript) -> Transcript:
    """Stretches given to somebody, excluded ones kept, and others excluded, in this order: leaving out has the last word."""
    steps: tuple[tuple[Sequence[Stretch], Callable[[Transcript, Stretch, int, int], Transcript]], ...] = (
        (corrections.keep, _keep),
        (corrections.spans, _give),
        (corrections.exclude, _exclude),
    )
    for stretches, step in steps:
        for stretch in stretches:
            for start, end in places(stretch, transcript.text):
                transcript = step(transcript, stretch, start, end)
    return transcript


def places(stretch: Stretch, text: str) -> list[tuple[int, int]]:
    """Where a stretch lies in the text: at its offsets, or wherever its words stand (white space may differ)."""
    if stretch.text is None:
        start, end = stretch.start or 0, min(stretch.end or 0, len(text))
        span = visible(text, start, end) if start < end else None
        return [span] if span else []
    words = r"\s+".join(map(re.escape, stretch.text.split()))
    return [match.span() for match in re.finditer(words, text)]


def warnings_about(corrections: Corrections, transcript: Transcript) -> Iterator[str]:
    """A sentence for every name and stretch of the corrections that the transcript (not yet corrected) does not have."""
    labels = {turn.speaker or UNLABELLED for turn in transcript.turns}
    after = {corrections.names.get(label, label) for label in labels} | {span.speaker for span in corrections.spans}
    for name in corrections.names:
        if name not in labels:
            yield f"{corrections.path}: nobody is called “{name}” in this file{_instead(name, labels)}"
    for name in dict.fromkeys((*corrections.roles, *corrections.participants)):
        if name not in after:
            yield f"{corrections.path}: after renaming nobody is called “{name}” in this file{_instead(name, labels)}"
    for stretch in (*corrections.exclude, *corrections.keep, *corrections.spans):
        found = len(places(stretch, transcript.text))
        said = f"“{stretch.text[:60]}”" if stretch.text else f"{stretch.start}–{stretch.end}"
        if not found:
            yield f"{corrections.path}:{stretch.line}: {said} does not stand in this file, so this correction does nothing"
        elif found > 1:
            yield f"{corrections.path}:{stretch.line}: {said} stands in {found} places, and all were corrected"


def _instead(name: str, labels: set[str]) -> str:
    like = [label for label in sorted(labels) if seat_number(label) and seat_number(label) == seat_number(name)]
    return f" (it has “{like[0]}”)" if like else f" (it has {', '.join(sorted(labels)[:6])})" if labels else ""


def _give(transcript: Transcript, stretch: Stretch, start: int, end: int) -> Transcript:
    turns = [
        replace(
            piece,
            role=stretch.role or piece.role,
            speaker=stretch.speaker or piece.speaker,
            inferred=piece.inferred and stretch.role is None,
        )
        if inside
        else piece
        for turn in transcript.turns
        for piece, inside in _cut(transcript.text, turn, start, end)
    ]
    return _with_turns(transcript, turns)


def _exclude(transcript: Transcript, stretch: Stretch, start: int, end: int) -> Transcript:
    turns = [
        piece for turn in transcript.turns for piece, inside in _cut(transcript.text, turn, start, end) if not inside
    ]
    marks = [*_marks_outside(transcript, start, end), Mark(start=start, end=end, reason=stretch.reason)]
    return _with_turns(replace(transcript, marks=tuple(sorted(marks, key=lambda mark: mark.start))), turns)


def _keep(transcript: Transcript, stretch: Stretch, start: int, end: int) -> Transcript:
    taken = [m for m in transcript.marks if m.start < end and start < m.end and m.reason != SPEAKER_LABEL]
    turns = list(transcript.turns)
    for mark in taken:
        if not any(turn.start < mark.end and mark.start < turn.end for turn in turns):
            role = stretch.role or Role.UNKNOWN
            turns.append(Turn(index=0, speaker=stretch.speaker, role=role, start=mark.start, end=mark.end))
    kept = replace(transcript, marks=tuple(mark for mark in transcript.marks if mark not in taken))
    return _with_turns(kept, sorted(turns, key=lambda turn: turn.start))


def _marks_outside(transcript: Transcript, start: int, end: int) -> Iterator[Mark]:
    for mark in transcript.marks:
        for a, b in ((mark.start, min(mark.end, start)), (max(mark.start, end), mark.end)):
            span = visible(transcript.text, a, b) if a < b else None
            if span:
                yield replace(mark, start=span[0], end=span[1])


def _cut(text: str, turn: Turn, start: int, end: int) -> Iterator[tuple[Turn, bool]]:
    """The turn in up to three pieces, and which of them lies in `text[start:end]`."""
    bounds = sorted({turn.start, min(max(start, turn.start), turn.end), min(max(end, turn.start), turn.end), turn.end})
    for a, b in pairwise(bounds):
        if span := visible(text, a, b):
            piece = replace(
                turn,
                start=span[0],
                end=span[1],
                time_start=turn.time_start if a == turn.start else None,
                time_end=turn.time_end if b == turn.end else None,
            )
            yield piece, start < b and a < end


def _with_turns(transcript: Transcript, turns: Sequence[Turn]) -> Transcript:
    return replace(transcript, turns=tuple(replace(turn, index=index) for index, turn in enumerate(turns)))
