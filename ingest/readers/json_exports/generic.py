"""Any other JSON that holds a list of `{speaker, text, start, end}` under the usual names.

So read are, among others, exports of Teams (Stream), Fireflies, Gladia, Grain, tl;dv, Sonix, Recall.ai, ElevenLabs, Soniox and the
YouTube transcript packages. A unit that stands in a name (`start_ms`) is taken; bare numbers are judged by the speed of
speech they would make (`unit_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ingest.readers.composing import Utterance
from ingest.readers.json_exports.dialect import Dialect, Export, inner
from ingest.readers.json_exports.fields import Node
from ingest.readers.json_exports.words import Word, are_words, utterances_of, with_speakers_filled
from ingest.readers.times import Unit, unit_of

_TEXT = (
    "text",
    "transcript",
    "sentence",
    "utterance",
    "content",
    "body",
    "message",
    "caption",
    "value",
    "word",
    "display",
)
_SPEAKER = (
    *(
        "speaker",
        "speaker_name",
        "speakerName",
        "speaker_label",
        "speakerLabel",
        "participant",
        "author",
        "name",
    ),
    *(
        "user",
        "username",
        "display_name",
        "displayName",
        "speakerDisplayName",
        "speaker_id",
        "speakerId",
        "role",
    ),
)
_START = (
    *(
        "start",
        "start_time",
        "startTime",
        "start_timestamp",
        "start_ts",
        "begin",
        "from",
        "offset",
    ),
    *("timestamp", "timecode", "time", "ts", "startOffset"),
)
_END = ("end", "end_time", "endTime", "end_timestamp", "end_ts", "to", "endOffset")
_START_MS = (
    "start_ms",
    "startMs",
    "startTimeMs",
    "start_time_ms",
    "tStartMs",
    "offset_ms",
    "offsetMs",
    "begin_ms",
)
_END_MS = ("end_ms", "endMs", "endTimeMs", "end_time_ms")
_SAID_WHEN_OR_BY_WHOM = frozenset((*_SPEAKER, *_START, *_START_MS))
_DURATION = ("duration", "dur")
_TITLE = ("title", "meeting_title", "meetingTitle", "topic")
_DEEPEST_LIST = 5
_MOST_VALUES = 20_000  # looked at in search of the list, so that a file of anything else costs little


def _lists(node: Node) -> Iterator[Node]:
    """Every list of objects in the value, the outer ones first."""
    level, seen = [node], 0
    for _ in range(_DEEPEST_LIST):
        below: list[Node] = []
        for found in level:
            seen += 1
            if seen > _MOST_VALUES:
                return
            if isinstance(found.value, list):
                if any(isinstance(entry, dict) for entry in found.value):
                    yield found
            elif isinstance(found.value, dict):
                below += [field for _, field in found.fields() if isinstance(field.value, dict | list)]
        level = below


def _is_entry(entry: Node) -> bool:
    fields = entry.value
    if not isinstance(fields, dict) or _SAID_WHEN_OR_BY_WHOM.isdisjoint(fields):
        return False
    return any(isinstance(fields.get(key), str) for key in _TEXT) or _has_words(entry)


def _has_words(entry: Node) -> bool:
    words = entry.value.get("words") if isinstance(entry.value, dict) else None
    return isinstance(words, list) and bool(words) and isinstance(words[0], dict) and "text" in words[0]


def _the_list(node: Node) -> Node:
    """The outermost list whose entries are mostly said by somebody or at some time; of several the longest."""
    fitting: list[tuple[int, int, Node]] = []
    for found in _lists(node):
        entries = list(found)
        said = sum(map(_is_entry, entries))
        if said * 2 > len(entries):
            fitting.append((len(found.path), -said, found))
    return min(fitting, key=lambda choice: choice[:2])[2] if fitting else Node(None)


def _read(node: Node) -> Export:
    entries = list(_the_list(node))
    unit = _unit(entries)
    words: list[Word] = []
    for entry in entries:
        if _has_words(entry) and not _text_field(entry).is_there:
            words += [_word(word, unit, _speaker(entry)) for word in entry["words"]]
        else:
            words.append(_word(entry, unit, None))
    title = next(
        (inner(node, key).text() for key in _TITLE if isinstance(inner(node, key).value, str)),
        None,
    )
    if _is_word_by_word(entries):
        return Export(pieces=utterances_of(with_speakers_filled(words), _whole(node)), title=title)
    return Export(pieces=list(map(_utterance, words)), title=title)


def _text_field(entry: Node) -> Node:
    return entry.first_of(*_TEXT)


def _speaker(entry: Node) -> str | None:
    fields = entry.value if isinstance(entry.value, dict) else {}
    for key in (key for key in _SPEAKER if key in fields):
        field = entry[key]
        if isinstance(field.value, dict):
            field = field.first_of("name", "display_name", "displayName", "label", "id")
        if speaker := field.speaker():
            return speaker
    return None


def _unit(entries: Iterable[Node]) -> Unit:
    numbers: list[float] = []
    words = 0
    for entry in entries:
        pieces = list(entry["words"]) if _has_words(entry) else [entry]
        times = (field.number() for piece in pieces for field in (piece.first_of(*_START), piece.first_of(*_END)))
        numbers += [number for number in times if number is not None]
        words += sum(len(_text_field(piece).text().split()) for piece in pieces)
    return unit_of(numbers, words)


def _word(entry: Node, unit: Unit, speaker: str | None) -> Word:
    start = entry.first_of(*_START_MS).time(Unit.MILLISECONDS)
    if start is None:
        start = _time(entry.first_of(*_START), unit)
    end = entry.first_of(*_END_MS).time(Unit.MILLISECONDS)
    if end is None:
        end = _time(entry.first_of(*_END), unit)
    duration = _time(entry.first_of(*_DURATION), unit)
    if end is None and start is not None and duration is not None:
        end = start + duration
    return Word(
        text=_text_field(entry).text(),
        speaker=speaker or _speaker(entry),
        time_start=start,
        time_end=end,
    )


def _time(node: Node, unit: Unit) -> timedelta | None:
    if isinstance(node.value, dict):  # Recall.ai gives a moment both ways
        return node["relative"].time()
    if isinstance(node.value, str) and "T" in node.value[:12] and "-" in node.value:
        return None  # a date with a clock says when it was said, not where in the recording
    return node.time(unit)


def _is_word_by_word(entries: Iterable[Node]) -> bool:
    entries = list(entries)
    if any(_has_words(entry) and not _text_field(entry).is_there for entry in entries):
        return True
    return are_words(_text_field(entry).text() for entry in entries)


def _whole(node: Node) -> str:
    whole = inner(node, "text").value
    return inner(node, "text").text() if isinstance(whole, str) else ""


def _utterance(word: Word) -> Utterance:
    return Utterance(
        text=word.text,
        speaker=word.speaker,
        time_start=word.time_start,
        time_end=word.time_end,
    )


GENERIC = Dialect(
    service="lists of {speaker, text, start, end}",
    recognises=lambda node: _the_list(node).is_there,
    read=_read,
)
