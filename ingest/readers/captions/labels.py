"""Who a caption's line says is speaking: `Name: words`, `>> NAME: words`, `[Name]: words`, `- words`.

The rule is the plain-text reader's: a label counts only in a file that is written in labels. Display names are wider
than names on paper (`ashah`, `Karim T. (guest)`, `Ana Ruiz | Harbour`), so they are matched more widely here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_LABEL = re.compile(
    r"""[ \t]*(?P<change>(?:>>+|[-–—](?=[ \t]*\S)|&gt;&gt;)[ \t]*)?
        (?:(?P<phone>\+?\d[\d ()\-*]{5,18}\d):(?=[ \t]|$)|(?:\[(?P<square>[^\W_][^\[\]\n]{0,98})\]|\((?P<round>[^\W_][^()\n]{0,98})\))[ \t]*[:：]
          |(?P<name>[^\W_][^:：\n<>\[\]{}"“”?!;]{0,98}?)[ \t]*(?:：|:(?=[ \t]|$)))[ \t]*""",
    re.VERBOSE,
)
_CHANGE = re.compile(r"[ \t]*(>>+|&gt;&gt;|[-–—](?=[ \t]*\S))[ \t]*")
_ASIDE = re.compile(r"[(\[|].*$", re.DOTALL)
_MOST_WORDS_IN_A_NAME = 5  # not counting what stands in brackets or behind a bar
_SMALL_WORDS = frozenset(
    ["and", "de", "van", "von", "der", "den", "of", "the", "la", "al", "el", "da", "dos", "del", "di", "bin", "ibn"]
)
_NEARLY_EVERY = 0.8


class Label(NamedTuple):
    """A possible label: the name, whether a sign of a new speaker stands before it, and where the words begin."""

    name: str
    arrow: bool
    words_from: int


class Change(NamedTuple):
    """A sign that somebody else goes on: `>>` (`arrow`), or a dash."""

    arrow: bool
    words_from: int


def label_in(line: str) -> Label | None:
    """What may be a label at the beginning of a line; whether it counts is for `Labels` to say."""
    match = _LABEL.match(line) if ":" in line or "：" in line else None
    if match is None:
        return None
    if match["phone"]:  # who dials in is called by number
        return Label(match["phone"], bool(match["change"] and match["change"][0] in ">&"), match.end())
    name = " ".join((match["square"] or match["round"] or match["name"]).split()).strip(" *_-–—")
    core = _core(name).split()
    if not 0 < len(core) <= _MOST_WORDS_IN_A_NAME or not any(map(str.isalpha, name)) or core[-1].endswith(","):
        return None
    return Label(name, bool(match["change"] and match["change"][0] in ">&"), match.end())


def change_in(line: str) -> Change | None:
    """A sign of a new speaker at the beginning of a line."""
    match = _CHANGE.match(line)
    return Change(match[1][0] in ">&", match.end()) if match else None


class Labels:
    """Which of the possible labels of one file count."""

    def __init__(self, captions: Iterable[Iterable[str]]) -> None:
        """`captions` are the unvoiced lines of each caption."""
        found: list[Label] = []
        count = first_lines = dashes = 0
        for lines in captions:
            count += 1
            for number, line in enumerate(lines):
                if label := label_in(line):
                    found.append(label)
                    first_lines += number == 0
                if (change := change_in(line)) and not change.arrow:
                    dashes += 1
        times = Counter(label.name for label in found)
        repeated = {name for name, seen in times.items() if seen > 1}
        turns = sum(times[name] for name in repeated)
        # Two voices that take turns, or one label on most captions; a lone “Note:” in running speech is neither.
        written = len(repeated) >= 2 or (len(times) >= 2 and len(found) * 2 >= count) or turns * 2 >= max(count, 4)
        on_all = first_lines >= count * _NEARLY_EVERY
        self.names = frozenset(
            name
            for name in times
            if written and (name in repeated or _reads_as_a_name(name) or (on_all and " " not in name))
        ) | frozenset(label.name for label in found if label.arrow)
        self.dashes_count = dashes >= 2  # one dash is punctuation

    def read(self, line: str) -> tuple[str | None, bool, str]:
        """The speaker a line names, if it does; whether somebody else begins to speak; the words."""
        label = label_in(line)
        if label and label.name in self.names:
            return label.name, True, line[label.words_from :]
        change = change_in(line)
        if change and (change.arrow or self.dashes_count):
            return None, True, line[change.words_from :]
        return None, False, line


def _core(name: str) -> str:
    return _ASIDE.sub("", name).strip() or name


def _reads_as_a_name(name: str) -> bool:
    words = [word.strip(".,'’") for word in _core(name).split()]
    return all(not word or not word[0].islower() or word[1:2] in {"'", "’"} or word in _SMALL_WORDS for word in words)
