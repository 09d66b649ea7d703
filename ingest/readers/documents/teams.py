"""Microsoft Teams' Word transcripts, and the notices that meeting tools type between the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from ingest.readers.composing import Note, Utterance, compose
from ingest.readers.documents.blocks import Aside, Block, Paragraph
from ingest.readers.documents.grid import TABLE, rows_as_lines
from ingest.readers.reading import Reading

_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_RANGE = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[ \t]*")
_UNPADDED = re.compile(r"(?<![\d:])\d{1,2}:(?:\d:\d{1,2}|\d{1,2}:\d)(?!\d)")
_NOTICE = re.compile(
    r".{0,80}\b(?:started|stopped|ended|resumed|paused) (?:the )?(?:transcription|recording)\b\W*"
    r"|(?:transcription|recording) (?:started|stopped|ended)\b.{0,60}"
    r"|this (?:editable )?transcript was computer[- ]generated.{0,160}",
    re.IGNORECASE,
)
MEETING_NOTICE = "meeting tool's notice"
_OUTSIDE = "outside the captions"


def read_timed_paragraphs(blocks: Sequence[Block]) -> Reading | None:
    """Teams' older layout: `0:0:2.90 --> 0:0:4.480`, the name below, the words below that; None for another.

    The three stand in one paragraph with line breaks, or in three paragraphs.
    """
    lines = list(_lines(blocks))
    ranges = [position for position, line in enumerate(lines) if isinstance(line, str) and _RANGE.fullmatch(line)]
    if not ranges or (len(ranges) == 1 and ranges[0] > 3):
        return None
    unpadded = any(_UNPADDED.search(str(lines[position])) for position in ranges)
    pieces: list[Utterance | Note] = [_note(line, _OUTSIDE) for line in lines[: ranges[0]]]
    for first, following in zip(ranges, [*ranges[1:], len(lines)], strict=True):
        pieces.extend(_cue(lines[first:following], unpadded))
    return compose(pieces)


def set_aside_meeting_notices(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with “Ada started transcription” and its like as asides."""
    return [
        Aside(text=block.text, reason=MEETING_NOTICE)
        if isinstance(block, Paragraph) and _NOTICE.fullmatch(block.text)
        else block
        for block in blocks
    ]


def is_meeting_notice(text: str) -> bool:
    """Whether a meeting tool typed this line of its own accord."""
    return _NOTICE.fullmatch(text.strip()) is not None


def _lines(blocks: Sequence[Block]) -> Iterator[str | Note]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (line for line in block.text.split("\n") if line.strip())
        elif isinstance(block, Aside):
            yield Note(text=block.text, reason=block.reason)
        else:
            yield Note(text=rows_as_lines(block.rows), reason=TABLE)


def _note(line: str | Note, reason: str) -> Note:
    return Note(text=line, reason=reason) if isinstance(line, str) else line


def _cue(lines: Sequence[str | Note], unpadded: bool) -> Iterator[Utterance | Note]:
    match = _RANGE.fullmatch(str(lines[0]))
    assert match is not None
    words = [line for line in lines[1:] if isinstance(line, str) and not is_meeting_notice(line)]
    speaker = words.pop(0).strip() if len(words) > 1 else None
    yield Utterance(
        text=" ".join(line.strip() for line in words),
        speaker=speaker,
        time_start=_time(match.groups()[:4], unpadded),
        time_end=_time(match.groups()[4:], unpadded),
    )
    yield from (_note(line, MEETING_NOTICE) for line in lines[1:] if isinstance(line, Note) or is_meeting_notice(line))


def _time(parts: Sequence[str | None], unpadded: bool) -> timedelta:
    """Hours, minutes, seconds and a fraction. Teams pads nothing, so its `.90` is ninety milliseconds.

    >>> _time(("0", "0", "2", "90"), unpadded=True)
    datetime.timedelta(seconds=2, microseconds=90000)
    """
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    milliseconds = int(fraction) if unpadded else int(fraction.ljust(3, "0"))
    return timedelta(
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        milliseconds=milliseconds,
    )
