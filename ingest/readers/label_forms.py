"""The forms in which a line may open a turn: each looks at one line and says who would speak there, and from where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from corpus.participants import is_seat
from corpus.transcript import Role
from ingest.readers.boilerplate import notes_in
from ingest.readers.lines import Line
from ingest.readers.names import could_be_a_name, credible_name, tidy_name
from ingest.readers.roles import role_of_label
from ingest.readers.timestamps import Stamp, stamp_at, stamp_before


class Style(StrEnum):
    """How a file writes its labels. One file keeps to one style, so the styles are weighed against each other."""

    COLON = "Name: words, with or without a time around the name"
    TAB = "Name, a tab, words"
    DASH = "I - words, or Q. words"
    BRACKET = "[Name] words"
    ALONE = "NAME or **Name** on a line of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that opens a turn: the words begin at `words_start`, on this line or, for `Name 0:12`, below it."""

    line: Line
    name: str
    words_start: int
    style: Style
    time_start: timedelta | None = None
    time_end: timedelta | None = None

    @property
    def words_below(self) -> bool:
        """Whether the line holds the label and nothing else."""
        return self.words_start >= self.line.end

    @property
    def says_its_role(self) -> bool:
        """Whether the name itself is one of an interview: `Interviewer`, `P3`, `Speaker 2`."""
        return role_of_label(self.name) is not Role.UNKNOWN or is_seat(self.name)


_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060\ufeff"  # joiners and marks of direction, left by copying from web pages
_LEAD = re.compile(rf"[ \t{_UNSEEN}]*(?:>+[ \t]*)?(?:[-•*][ \t]+)?(?:\*\*|__|\*|_)?[ \t{_UNSEEN}]*")
_COLON = re.compile(r"：|:(?=[ \t\u00a0*_]|$)")
_TIGHT_COLON = re.compile(
    r":(?=[^\W\d_])"
)  # `P1:No.`: only behind a label that says its role, for `at:home` is no label
_TIGHT_NAME = re.compile(r"[A-Za-z]{1,12}[ ]?\d{0,3}")
_OPENS_WITH_DASH = re.compile(r"(?P<name>[^\W\d_][^:.\-–—\t]{0,40}?)[ \t]*(?:[–—][ \t]|[ ]-[ \t]|\t-[ \t])")
_ROLE_LABEL = re.compile(r"[A-Za-z]{1,14}[ ]?\d{0,3}(?=[ \t]*(?:[.)][ \t]|[-–—][ \t]))")
_BRACKETED_NAME = re.compile(r"\[([^\[\]\n]{1,60})\]|\(([^()\n]{1,60})\)|<([^<>\n]{1,60})>")
_IN_CHAT = re.compile(r"From[ \t]+(?P<name>.+?)(?:[ \t]+to[ \t]+.+)?$")  # Zoom's chat: `From Amara Okafor to Everyone:`


def _colon_label(lines: Sequence[Line], index: int) -> Label | None:
    """`Name: words`, `[0:12] Name: words`, `Name (0:12): words`, `Name: [0:12] words`, `Name 0:12` alone."""
    line = lines[index]
    lead = _after_lead(line.text)
    before = stamp_at(line.text, lead)
    name_start = _after_lead(line.text, before.end) if before else lead
    colon = _COLON.search(line.text, name_start, name_start + 140) or _tight_colon(line.text, name_start)
    if colon is None:
        return _header_label(lines, index, before, name_start)
    behind = stamp_before(line.text, colon.start())
    name = tidy_name(line.text[name_start : behind.start if behind else colon.start()])
    if before and (chat := _IN_CHAT.match(name)):
        name = chat["name"]
    if not could_be_a_name(name):
        return None
    words = _after_marks(line.text, colon.end())
    after = None if before or behind else stamp_at(line.text, words)
    if after:
        words = after.end
    return _label(line, name, words, Style.COLON, before or behind or after)


def _tight_colon(line: str, name_start: int) -> re.Match[str] | None:
    colon = _TIGHT_COLON.search(line, name_start, name_start + 20)
    if colon is None:
        return None
    name = line[name_start : colon.start()]
    says_role = _TIGHT_NAME.fullmatch(name) and (role_of_label(name) is not Role.UNKNOWN or is_seat(name))
    return colon if says_role else None


def _header_label(lines: Sequence[Line], index: int, before: Stamp | None, name_start: int) -> Label | None:
    line = lines[index]
    text = line.text.rstrip().rstrip("*_").rstrip()
    behind = stamp_before(text, len(text))
    if behind and behind.start > name_start and before is None:
        name = tidy_name(text[name_start : behind.start].rstrip(" \t-–—|"))
    elif before:
        name = tidy_name(text[name_start:])
        if line.text[before.start] not in "[({<" and not _followed(lines, index):
            return None
    else:
        return _name_above_time(lines, index)
    if not could_be_a_name(name) or not credible_name(name) or name.endswith((".", "?", "!")):
        return None
    return _label(line, name, len(line.text), Style.COLON, behind or before)


def _name_above_time(lines: Sequence[Line], index: int) -> Label | None:
    """`Name` on one line and its time alone on the next: what pasting from a meeting's web page leaves."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    stamp = stamp_at(below, len(below) - len(below.lstrip()))
    name = tidy_name(lines[index].text)
    if stamp is None or below[stamp.end :].strip() or not could_be_a_name(name) or not credible_name(name):
        return None
    return _label(lines[index], name, len(lines[index].text), Style.COLON, stamp)


def _tab_label(lines: Sequence[Line], index: int) -> Label | None:
    line = lines[index]
    name, tab, words = line.text.partition("\t")
    if not tab or not words.strip() or not could_be_a_name(tidy_name(name)) or not credible_name(tidy_name(name)):
        return None
    return _label(line, tidy_name(name).rstrip(":"), len(name) + 1, Style.TAB, None)


def _dash_label(lines: Sequence[Line], index: int) -> Label | None:
    line = lines[index]
    start = _after_lead(line.text)
    match = _ROLE_LABEL.match(line.text, start)
    if match and role_of_label(match[0]) is not Role.UNKNOWN:
        rest = re.compile(r"[ \t]*[.)\-–—]+[ \t]+").match(line.text, match.end())
        return _label(line, tidy_name(match[0]), rest.end() if rest else match.end(), Style.DASH, None)
    named = _OPENS_WITH_DASH.match(line.text, start)
    name = tidy_name(named["name"]) if named else ""
    if named is None or not could_be_a_name(name) or not credible_name(name):
        return None
    return _label(line, name, named.end(), Style.DASH, None)


def _bracket_label(lines: Sequence[Line], index: int) -> Label | None:
    line = lines[index]
    match = _BRACKETED_NAME.match(line.text, _after_lead(line.text))
    name = tidy_name(match[0]) if match else ""
    if match is None or not line.text[match.end() :].strip() or not could_be_a_name(name) or not credible_name(name):
        return None
    if any(notes_in(line.text, match.start(), match.end())):  # `(Laughs) No.` is no speech of a Ms Laughs
        return None
    return _label(line, name, match.end(), Style.BRACKET, None)


def _alone_label(lines: Sequence[Line], index: int) -> Label | None:
    """`AMARA OKAFOR`, `**Amara Okafor**` or `### Amara Okafor`, with words below."""
    line = lines[index]
    stripped = line.text.strip()
    marked = re.fullmatch(r"(?:\*\*|__)([^*_]{1,60})(?:\*\*|__)|#{2,6}[ \t]+(.{1,60})", stripped)
    name = tidy_name((marked[1] or marked[2]) if marked else stripped)
    if not could_be_a_name(name) or not credible_name(name) or name[-1] in ".?!,;" or not _followed(lines, index):
        return None
    if not marked and (
        len(name) < 2 or not (name.isupper() or (name[0].isupper() and role_of_label(name) is not Role.UNKNOWN))
    ):
        return None
    return _label(line, name, len(line.text), Style.ALONE, None)


FORMS: Mapping[Style, Callable[[Sequence[Line], int], Label | None]] = {
    Style.COLON: _colon_label,
    Style.TAB: _tab_label,
    Style.DASH: _dash_label,
    Style.BRACKET: _bracket_label,
    Style.ALONE: _alone_label,
}
"""By style: the label a line would open a turn with; whether it counts is for the whole file to say."""


def _label(line: Line, name: str, words: int, style: Style, stamp: Stamp | None) -> Label:
    return Label(
        line=line,
        name=name,
        words_start=line.start + words,
        style=style,
        time_start=stamp.time_start if stamp else None,
        time_end=stamp.time_end if stamp else None,
    )


def _followed(lines: Sequence[Line], index: int) -> bool:
    """Whether words stand right below a line that begins a block."""
    starts_block = index == 0 or lines[index - 1].blank
    below = next((line for line in lines[index + 1 : index + 3] if not line.blank), None)
    return starts_block and below is not None and len(below.text.split()) > 0


def _after_lead(line: str, position: int = 0) -> int:
    match = _LEAD.match(line, position)
    end = match.end() if match else position
    while line[end : end + 1] in {"-", "–", "—", "|", "\t"} and position:
        end += 1
    while line[end : end + 1] in {" ", "\t"}:
        end += 1
    return end


def _after_marks(line: str, position: int) -> int:
    match = re.compile(r"(?:\*\*|__|\*|_)?[ \t ]*").match(line, position)
    return match.end() if match else position
