"""Who is said to speak: the labels in front of turns, in the ways that people and tools write them.

A label counts only in a file that is written in labels; in running speech a colon is just a colon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.label_forms import FORMS, Label, Style
from ingest.readers.lines import Line
from ingest.readers.names import credible_name, is_header_field
from ingest.readers.roles import named_roles

_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")  # `# Interview 8: Dr Raman` names no speaker, unless it comes again


def labels_in(lines: Sequence[Line]) -> dict[int, Label]:
    """The labels that open turns, by the offset of their line; none when the file is not written in labels."""
    blocks = sum(not line.blank and (i == 0 or lines[i - 1].blank) for i, line in enumerate(lines))
    best: dict[int, Label] = {}
    for style, label_of in FORMS.items():
        found = [label for i, line in enumerate(lines) if not line.blank and (label := label_of(lines, i))]
        if style in {Style.DASH, Style.BRACKET}:
            found = _of_voices(found, blocks)
        accepted = _accepted(lines, found, blocks)
        if len(accepted) > len(best):
            best = accepted
    return _without_who_is_who(best, lines)


def _of_voices(found: Sequence[Label], blocks: int) -> list[Label]:
    """The labels of voices that come again, where one of them says its role or two open most of the blocks: a dash or
    a bracket alone says little."""
    times = Counter(label.name for label in found)
    again = [label for label in found if times[label.name] > 1 or label.says_its_role]
    voices = {label.name for label in again}
    written = any(label.says_its_role for label in again) or (len(voices) >= 2 and len(again) * 2 >= blocks)
    return again if written else []


def _accepted(lines: Sequence[Line], found: Sequence[Label], blocks: int) -> dict[int, Label]:
    blocks -= _blocks_of_their_own(lines, found)
    times = Counter(label.name for label in found)
    credible = Counter(label.name for label in found if credible_name(label.name))
    repeated = {name for name, count in times.items() if count > 1 and (count > 2 or name in credible)}
    turns = sum(times[name] for name in repeated)
    # Two voices that take turns, or one label on most paragraphs; a lone “Note:” in running speech is neither.
    voices = len(repeated) >= 2 and turns * 20 >= blocks
    pairs = len(credible) >= 2 and credible.total() * 2 >= blocks
    if not (voices or pairs or turns * 2 >= max(blocks, 4)):
        return {}
    apart = _stand_apart(lines, [label for label in found if label.name in repeated])
    timed = sum(label.time_start is not None for label in found) * 10 >= len(found) * 8
    before = {line.start: i == 0 or lines[i - 1].blank for i, line in enumerate(lines)}
    return {
        label.line.start: label
        for label in found
        if label.name in repeated
        or (timed and label.time_start is not None)  # in a chat's `00:14:54 nixo: gm` the time vouches for the name
        or (
            credible_name(label.name)
            and (before[label.line.start] or not apart)
            and not (label.style is Style.COLON and _HEADING.match(label.line.text))
        )
    }


def _blocks_of_their_own(lines: Sequence[Line], found: Sequence[Label]) -> int:
    """How many labels stand alone between empty lines, as in a document's paragraphs: they are no blocks of speech."""
    alone = {label.line.start for label in found if label.words_below}
    return sum(line.start in alone and below.blank for line, below in pairwise(lines))


def _stand_apart(lines: Sequence[Line], labels: Sequence[Label]) -> bool:
    """Whether this file leaves an empty line before a turn: then a colon in mid-paragraph is not a label."""
    starts = {label.line.start for label in labels}
    after_blank = sum(line.start in starts and (i == 0 or lines[i - 1].blank) for i, line in enumerate(lines))
    return bool(starts) and after_blank * 10 >= len(starts) * 8


def _without_who_is_who(labels: dict[int, Label], lines: Sequence[Line]) -> dict[int, Label]:
    """The labels without the fields above the talk: `Interviewer: Jo Vale` says who is in it, `Interview ID: 7` what
    it is."""
    if not labels:
        return labels
    first = next(iter(labels.values()))
    in_block = first.line is lines[0] or any(line.start < first.line.start for line in lines)
    kept = dict(labels)
    times = Counter(label.name for label in labels.values())
    for label in list(labels.values()):
        said = label.line.text.partition(":")[2]
        is_field = is_header_field(label.name) or bool(named_roles(label.line.text))
        if not (in_block and times[label.name] == 1 and is_field and _is_short(said)):
            break
        del kept[label.line.start]
    return kept if len(kept) >= 2 else labels


def _is_short(said: str) -> bool:
    return len(said.split()) <= 5 and not said.rstrip().endswith(("?", "!"))
