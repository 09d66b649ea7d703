"""Google Meet's “Notes by Gemini”: a machine's summary, then, in the same document, the transcript.

Nobody said the summary, so it is marked and never quoted. In the transcript a time stands above every few minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from ingest.errors import ReadError
from ingest.readers.composing import Note, Utterance, compose
from ingest.readers.documents.blocks import Aside, Block, Paragraph
from ingest.readers.documents.grid import TABLE, rows_as_lines
from ingest.readers.documents.teams import MEETING_NOTICE, is_meeting_notice
from ingest.readers.reading import Reading

AI_SUMMARY = "AI summary (Notes by Gemini)"
_SIGNS = re.compile(
    r"\bNotes by Gemini\b|\breview Gemini['’]s notes\b|\bhow Gemini takes notes\b|\busing Gemini to take notes\b",
    re.I,
)
_TRANSCRIPT = re.compile(r"\W*transcript\W*", re.I)
_TITLE_LINE = re.compile(r".{1,200}[-–—]\s*transcript\W*", re.I | re.S)
_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})")
_LABEL = re.compile(r"(?P<name>[^:\n]{1,80}?)\s*:(?:[ \t]+|(?=\n)|$)(?P<words>.*)", re.S)
_BEFORE = "before the first turn"


def read_gemini_notes(blocks: Sequence[Block], name: str) -> Reading | None:
    """The transcript part with speakers and times, the summary marked; None for another kind of document.

    A turn's start is the time that stands above it, up to a few minutes before it was said. Raises ReadError for notes
    that come without the transcript.
    """
    if not any(isinstance(block, Paragraph) and _SIGNS.search(block.text) for block in blocks):
        return None
    begin = _transcript_begin(blocks)
    if begin is None:
        raise ReadError(
            name,
            "it holds only an AI summary (Notes by Gemini), nothing that was said",
            "Export the meeting's transcript from the document's Transcript tab.",
        )
    pieces: list[Utterance | Note] = [_note(block, AI_SUMMARY) for block in blocks[:begin]]
    pieces.extend(_transcript(blocks[begin:]))
    return compose(pieces)


def _transcript_begin(blocks: Sequence[Block]) -> int | None:
    """Where the part called Transcript begins: the last place so called that labelled words follow."""
    for position in range(len(blocks) - 1, -1, -1):
        block = blocks[position]
        if isinstance(block, Paragraph) and (_TRANSCRIPT.fullmatch(block.text) or _TITLE_LINE.fullmatch(block.text)):
            following = [later for later in blocks[position + 1 :] if isinstance(later, Paragraph)]
            if any(_TIME.fullmatch(later.text.strip()) for later in following):
                return position
    return None


def _transcript(blocks: Sequence[Block]) -> Iterator[Utterance | Note]:
    time: timedelta | None = None
    speaker: str | None = None
    new_time = False
    for block in blocks:
        if not isinstance(block, Paragraph):
            yield _note(block, "")
        elif stamp := _TIME.fullmatch(block.text.strip()):
            hours, minutes, seconds = map(int, stamp.groups())
            time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
            new_time = True
        elif time is None or block.heading:
            yield Note(text=block.text, reason=_BEFORE if time is None else "heading")
        elif is_meeting_notice(block.text):
            yield Note(text=block.text, reason=MEETING_NOTICE)
        else:
            label = _LABEL.fullmatch(block.text)
            opens = label is not None and (block.bold == 0 or block.bold <= label.end("name") + 1)
            speaker = label["name"].strip() if label and opens else speaker
            words = label["words"] if label and opens else block.text
            yield Utterance(text=words, speaker=speaker, time_start=time, opens_turn=new_time)
            new_time = False


def _note(block: Block, reason: str) -> Note:
    if isinstance(block, Aside):
        return Note(text=block.text, reason=block.reason)
    if isinstance(block, Paragraph):
        return Note(text=block.text, reason=reason)
    return Note(text=rows_as_lines(block.rows), reason=reason or TABLE)
