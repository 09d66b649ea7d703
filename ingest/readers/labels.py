"""Who is said to speak: the labels in front of turns, in the ways that people and tools write them.

A label counts only in a file that is written in labels; in running speech a colon is just a colon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from corpus.transcript import Role
from ingest.readers.lines import Line
from ingest.readers.names import could_be_a_name, credible_name, tidy_name
from ingest.readers.roles import role_of_label
from ingest.readers.timestamps import Stamp, stamp_at, stamp_before


class Style(StrEnum):
    """How a file writes its labels. One file keeps to one style, so the styles are weighed against each other."""

    COLON = "Name: words, with or without a time around the name"
    TAB = "Name, a tab, words"
    DASH = "I - words, or Q. words: only for labels that name a role"
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


_LEAD = re.compile(r"[ \t]*(?:>+[ \t]*)?(?:[-•*][ \t]+)?(?:\*\*|__|\*|_)?[ \t]*")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")  # `# Interview 8: Dr Raman` names no speaker, unless it comes again
_COLON = re.compile(r"[:：](?=[ \t *_]|$)")
_ROLE_LABEL = re.compile(r"[A-Za-z]{1,14}[ ]?\d{0,3}(?=[ \t]*(?:[.)][ \t]|[-–—][ \t]))")


def labels_in(lines: Sequence[Line]) -> dict[int, Label]:
    """The labels that open turns, by the offset of their line; none when the file is not written in labels."""
    blocks = sum(not line.blank and (i == 0 or lines[i - 1].blank) for i, line in enumerate(lines))
    best: dict[int, Label] = {}
    for style in Style:
        found = [label for i, line in enumerate(lines) if not line.blank and (label := _FIND[style](lines, i))]
        accepted = _accepted(lines, found, blocks)
        if len(accepted) > len(best):
            best = accepted
    return best


def _accepted(lines: Sequence[Line], found: Sequence[Label], blocks: int) -> dict[int, Label]:
    times = Counter(label.name for label in found)
    repeated = {name for name, count in times.items() if count > 1 and (count > 2 or credible_name(name))}
    turns = sum(times[name] for name in repeated)
    # Two voices that take turns, or one label on most paragraphs; a lone “Note:” in running speech is neither.
    voices = len(repeated) >= 2 and turns * 20 >= blocks
    pairs = len(times) >= 2 and len(found) * 2 >= blocks and all(map(credible_name, times))
    if not (voices or pairs or turns * 2 >= max(blocks, 4)):
        return {}
    apart = _stand_apart(lines, [label for label in found if label.name in repeated])
    before = {line.start: i == 0 or lines[i - 1].blank for i, line in enumerate(lines)}
    return {
        label.line.start: label
        for label in found
        if label.name in repeated
        or (
            credible_name(label.name)
            and (before[label.line.start] or not apart)
            and not (label.style is Style.COLON and _HEADING.match(label.line.text))
        )
    }


def _stand_apart(lines: Sequence[Line], labels: Sequence[Label]) -> bool:
    """Whether this file leaves an empty line before a turn: then a colon in mid-paragraph is not a label."""
    starts = {label.line.start for label in labels}
    after_blank = sum(line.start in starts and (i == 0 or lines[i - 1].blank) for i, line in enumerate(lines))
    return bool(starts) and after_blank * 10 >= len(starts) * 8


def _colon_label(lines: Sequence[Line], index: int) -> Label | None:
    """`Name: words`, `[0:12] Name: words`, `Name (0:12): words`, `Name: [0:12] words`, `Name 0:12` alone."""
    line = lines[index]
    lead = _after_lead(line.text)
    before = stamp_at(line.text, lead)
    name_start = _after_lead(line.text, before.end) if before else lead
    colon = _COLON.search(line.text, name_start, name_start + 140)
    if colon is None:
        return _header_label(lines, index, before, name_start)
    behind = stamp_before(line.text, colon.start())
    name = tidy_name(line.text[name_start : behind.start if behind else colon.start()])
    if not could_be_a_name(name):
        return None
    words = _after_marks(line.text, colon.end())
    after = None if before or behind else stamp_at(line.text, words)
    if after:
        words = after.end
    return _label(line, name, words, Style.COLON, before or behind or after)


def _header_label(lines: Sequence[Line], index: int, before: Stamp | None, name_start: int) -> Label | None:
    line = lines[index]
    text = line.text.rstrip().rstrip("*_").rstrip()
    behind = stamp_before(text, len(text))
    if behind and behind.start > name_start and before is None:
        name = tidy_name(text[name_start : behind.start])
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
    match = _ROLE_LABEL.match(line.text, _after_lead(line.text))
    if match is None or role_of_label(match[0]) is Role.UNKNOWN:
        return None
    rest = re.compile(r"[ \t]*[.)\-–—]+[ \t]+").match(line.text, match.end())
    return _label(line, tidy_name(match[0]), rest.end() if rest else match.end(), Style.DASH, None)


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


_FIND = {Style.COLON: _colon_label, Style.TAB: _tab_label, Style.DASH: _dash_label, Style.ALONE: _alone_label}


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
