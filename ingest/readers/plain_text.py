"""Plain text and Markdown: `Name: words` lines where there are any, else unlabelled speech, paragraph by paragraph.

A label counts only in a file that is written in labels; in running speech a colon is just a colon. What nobody said
(headings, the lines above the first turn, what a web form left behind) is marked, not removed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.transcript import SPEAKER_LABEL, Mark, Role, Turn
from ingest.readers.boilerplate import boilerplate_reason
from ingest.readers.decoding import decode
from ingest.readers.reading import Format, RawFile, Reading
from ingest.readers.roles import roles_of

_LABEL = re.compile(
    r"""^[ \t]*(?:>[ \t]*)?
        (?P<open>\*\*|__)?
        (?P<name>[^\W_][\w.'’ \t()&/\-–—,*]{0,98}?)   # a name: letters, initials, “(Chair)”, “Grad E”
        [ \t]*(?:(?P<c1>[:：])(?P=open)?|(?P=open)?(?P<c2>[:：])) # the colon inside or outside the bold
        (?=[ \t]|\n|$)[ \t]*
    """.replace("(?P=open)?", r"(?:\*\*|__)?"),
    re.VERBOSE,
)
_HEADING = re.compile(r"^[ \t]*(#{1,6}[ \t]|-{3,}[ \t]*$|\*{3,}[ \t]*$|={3,}[ \t]*$)")
_HEADER_FIELDS = frozenset(
    "date time place location venue duration length title project study file audio recording recorded site version "
    "transcriber transcribed present attendees participants notes note subject topic interview id".split()
)
_MOST_WORDS_IN_A_NAME = 5  # not counting what stands in brackets


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without the newline
    text: str


@dataclass(frozen=True, slots=True)
class _Labelled:
    line: _Line
    name: str
    words_start: int


def read_plain_text(text: str) -> Reading:
    """Read canonical text as a transcript.

    >>> [(turn.speaker, turn.role.value) for turn in read_plain_text("I: Were you paid?\\nAda: No.\\n").turns]
    [('I', 'interviewer'), ('Ada', 'participant')]
    """
    lines = list(_lines(text))
    labels = _labels(lines)
    return _labelled(text, lines, labels) if labels else _unlabelled(text, lines)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, start + len(line), line)
        start += len(line) + 1


def _labels(lines: Iterable[_Line]) -> dict[int, _Labelled]:
    """The lines that begin a turn, by offset; none when the file is not written in labels."""
    found, blocks, after_blank = [], 0, True
    for line in lines:
        if not line.text.strip():
            after_blank = True
            continue
        blocks += after_blank
        after_blank = False
        match = _LABEL.match(line.text)
        if match and _could_be_a_name(match["name"]):
            found.append(_Labelled(line, _tidy(match["name"]), line.start + match.end()))
    times = Counter(label.name for label in found)
    repeated = {name for name, count in times.items() if count > 1}
    turns = sum(times[name] for name in repeated)
    # Two voices that take turns, or one label on most paragraphs; a lone “Note:” in running speech is neither.
    if not (len(repeated) >= 2 or (len(times) >= 2 and len(found) * 2 >= blocks) or turns * 2 >= max(blocks, 4)):
        return {}
    return {
        label.line.start: label for label in found if label.name in repeated or _reads_as_a_name(label.name)
    }


def _could_be_a_name(name: str) -> bool:
    words = _without_brackets(name).split()
    return 0 < len(words) <= _MOST_WORDS_IN_A_NAME and not name[0].isdigit()


def _reads_as_a_name(name: str) -> bool:
    # A label seen once must look like one: “Ms Jones”, “P3”, not “so here is the thing”.
    joined = {"and", "de", "van", "von", "der", "of", "the", "la", "al"}
    words = [word.strip(".,") for word in _without_brackets(name).split()]
    return name.casefold() not in _HEADER_FIELDS and all(
        not word or word[0].isupper() or word[0].isdigit() or word[1:2] in {"'", "’"} or word in joined for word in words
    )


def _without_brackets(name: str) -> str:
    return name.partition("(")[0] or name


def _tidy(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip(" *_")


def _labelled(text: str, lines: list[_Line], labels: dict[int, _Labelled]) -> Reading:
    roles = roles_of(label.name for label in labels.values())
    turns: list[Turn] = []
    marks: list[Mark] = []
    speaker: str | None = None
    words: list[tuple[int, int]] = []  # the lines of the turn being read

    def close() -> None:
        if speaker is not None and words:
            turns.append(
                Turn(index=len(turns), speaker=speaker, role=roles[speaker], start=words[0][0], end=words[-1][1])
            )
        words.clear()

    for line in lines:
        if label := labels.get(line.start):
            close()
            speaker = label.name
            marks.append(_mark(text, line.start, label.words_start, SPEAKER_LABEL))
            words.extend(_visible(text, label.words_start, line.end))
        elif line.text.strip():
            reason = boilerplate_reason(line.text) or ("heading" if _HEADING.match(line.text) else None)
            if reason is None and speaker is not None:
                words.extend(_visible(text, line.start, line.end))
                continue
            close_here = bool(words)
            marks.append(_mark(text, line.start, line.end, reason or "before the first turn"))
            if close_here:  # a turn never runs across what nobody said: the rest is a turn of the same speaker
                close()
    close()
    return Reading(text=text, turns=tuple(turns), marks=tuple(marks), title=_title(lines))


def _unlabelled(text: str, lines: list[_Line]) -> Reading:
    turns: list[Turn] = []
    marks: list[Mark] = []
    paragraph: list[tuple[int, int]] = []

    def close() -> None:
        if paragraph:
            turns.append(
                Turn(index=len(turns), speaker=None, role=Role.UNKNOWN, start=paragraph[0][0], end=paragraph[-1][1])
            )
        paragraph.clear()

    for line in lines:
        reason = boilerplate_reason(line.text) or ("heading" if _HEADING.match(line.text) else None)
        if reason is not None or not line.text.strip():
            close()
        if reason is not None:
            marks.append(_mark(text, line.start, line.end, reason))
        elif line.text.strip():
            paragraph.extend(_visible(text, line.start, line.end))
    close()
    warning = "no speaker is labelled in this file, so its words are quoted without a name"
    return Reading(text=text, turns=tuple(turns), marks=tuple(marks), title=_title(lines), warnings=(warning,))


def _visible(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    return [(start + left, start + left + len(stripped))] if stripped else []


def _mark(text: str, start: int, end: int, reason: str) -> Mark:
    ((start, end),) = _visible(text, start, end)
    return Mark(start=start, end=end, reason=reason)


def _title(lines: list[_Line]) -> str | None:
    first = next((line.text.strip() for line in lines if line.text.strip()), "")
    return first.lstrip("#").strip() or None if re.match(r"#{1,2}[ \t]", first) else None


def _read(file: RawFile) -> Reading:
    text, warnings = decode(file.raw, file.name)
    reading = read_plain_text(text)
    return replace(reading, warnings=(*warnings, *reading.warnings))


PLAIN_TEXT = Format(
    name="plain text or Markdown",
    suffixes=(".txt", ".text", ".md", ".markdown"),
    recognises=lambda file: False,  # it takes what no other format does
    read=_read,
)
