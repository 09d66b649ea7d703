"""WebVTT files, the standard's and what Zoom, Teams, YouTube and careless exports make of them.

What the standard reads as a cue is one here. What it throws away is kept as far as it can be somebody's words: a cue
whose time is written carelessly (`00:01:39`, a comma) is read; text outside any cue is speech without a time; the rest
is in the text, marked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.readers.captions.clocks import timing_line
from ingest.readers.captions.cue_text import Line, lines_of
from ingest.readers.captions.speaking import Caption, reading_of, refuse_too_many
from ingest.readers.captions.webvtt_syntax import SIGNATURE, Block, Comment, Cue, Dropped, WebVtt, parse_webvtt
from ingest.readers.composing import Note
from ingest.readers.decoding import decode, sniff
from ingest.readers.reading import Format, RawFile, Reading

_HEADER_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*)$")
_MACHINE_NOTE = re.compile(r"(?:[A-Za-z][\w ]{0,30}[ \t]*[:=][ \t]*[\"']?[\w.:+%/-]+[\"']?[\s,;]*)+$")
_WEBEX_ID = re.compile(r"\d+ \"(?P<name>[^\"\n]{1,100})\" \(\d+\)")
_NO_SPEECH = re.compile(r"[{}=]|;\s*$|^[ \t]*[\w-]+:[\w-]+[ \t]*$|\d:\d\d.*>", re.MULTILINE)
_REASON_COMMENT = "comment in the file"
_REASON_HEADER = "header of the file"
_REASON_NO_TIME = "caption whose time cannot be read"
_REASON_OUTSIDE = "text outside the captions"


def webvtt_reading(text: str, warnings: tuple[str, ...] = ()) -> Reading:
    """Read canonical text that begins with the signature.

    >>> reading = webvtt_reading("WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v Ada>Hello.")
    >>> [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]
    [('Ada', 'Hello.')]
    """
    file = parse_webvtt(text)
    title, meta, header = _header(file)
    repaired = [
        block.line for block in file.blocks if isinstance(block, Dropped) and block.timing and timing_line(block.timing)
    ]
    outside = [
        block.line for block in file.blocks if isinstance(block, Dropped) and not block.timing and _is_prose(block.text)
    ]
    return reading_of(
        [*header, *_pieces(file.blocks)],
        title=title,
        meta=meta,
        warnings=(
            *warnings,
            *_warning(repaired, "captions have times that do not follow the standard; they were read all the same"),
            *_warning(outside, "stretches of text stand outside the captions and were read without a time"),
        ),
    )


def _warning(lines: list[int], what: str) -> Iterator[str]:
    if lines:
        yield f"line {lines[0]}: {len(lines)} {what}"


def _header(file: WebVtt) -> tuple[str | None, dict[str, str], list[Note]]:
    first, *below = file.header
    title = first.lstrip("-–—: \t").strip() or None
    meta: dict[str, str] = {}
    notes = [Note(text=title, reason=_REASON_HEADER)] if title else []
    for line in below:
        field = _HEADER_FIELD.match(line)
        if field and field[1].lower() == "language":
            meta["language"] = field[2].strip()
        elif field and field[1].lower() == "title":
            title = field[2].strip() or title
        elif field is None and line.strip():
            notes.append(Note(text=line, reason=_REASON_HEADER))
    return title, meta, notes


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Caption | Note]:
    spoken = False
    for block in blocks:
        if isinstance(block, Cue):
            yield Caption(start=block.start, end=block.end, lines=tuple(_lines(block)))
            spoken = True
        elif isinstance(block, Comment):
            # Teams writes `NOTE Confidence: 0.93` above each cue: a measure, not a remark.
            if not _MACHINE_NOTE.match(block.text):
                yield Note(text=block.text, reason=_REASON_COMMENT)
        elif isinstance(block, Dropped):
            yield from _salvaged(block, spoken)


def _lines(cue: Cue) -> Iterator[Line]:
    """The lines of a cue. Webex names the speaker in the cue's id (`7 "Ada Vale" (2718281)`), Teams' own interface
    writes the words as JSON."""
    named = _WEBEX_ID.fullmatch(cue.id)
    voice = " ".join(named["name"].split()) if named else None
    payload = cue.payload
    if payload.startswith('{"') and (told := _teams_payload(payload)):
        voice, payload = told
    return (Line(line.voice or voice, line.text) for line in lines_of(payload))


def _teams_payload(payload: str) -> tuple[str | None, str] | None:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    words, name = told.get("spokenText"), told.get("speakerName")
    return (name if isinstance(name, str) and name else None, words) if isinstance(words, str) else None


def _salvaged(block: Dropped, spoken: bool) -> Iterator[Caption | Note]:
    if block.timing is not None:
        if timing := timing_line(block.timing):
            end = timing.end if timing.end is not None else timing.start
            words = "\n".join(filter(None, (timing.words, block.text)))
            yield Caption(start=timing.start, end=end, lines=tuple(lines_of(words)))
        elif block.text:
            words = "\n".join(filter(None, (block.id, block.timing, block.text)))
            yield Note(text=words, reason=_REASON_NO_TIME)
    elif _is_prose(block.text) and spoken:
        yield Caption(lines=tuple(lines_of(block.text)))
    elif not block.text.strip().isdigit():
        yield Note(text=block.text, reason=_REASON_OUTSIDE)


def _is_prose(text: str) -> bool:
    # The leavings of a style sheet or a region must never be quoted as somebody's words.
    return any(map(str.isalpha, text)) and not _NO_SPEECH.search(text)


def _recognises(file: RawFile) -> bool:
    return bool(SIGNATURE.match(sniff(file.raw).replace("\r", "\n")))


def _read(file: RawFile) -> Reading:
    raw = file.raw
    if b"\0" in raw and raw.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raw = raw.replace(b"\0", "\ufffd".encode())  # the standard's own step; elsewhere a NUL means a binary file
    text, warnings = decode(raw, file.name)
    refuse_too_many(file.name, text, "-->")
    reading = webvtt_reading(text, warnings)
    if not reading.text:
        raise ReadError(file.name, "the file holds no captions", "Export the transcript again.", line=1)
    return reading


WEBVTT = Format(name="WebVTT", suffixes=(".vtt", ".webvtt"), recognises=_recognises, read=_read)
