"""A quote made easier to read: fillers, repetitions and false starts left out, each omission marked, no word added. Pure.

Only what carries no meaning goes. “Sort of”, “like” and “you know” go where commas set them apart, because elsewhere they
are words of the sentence; of a repetition the first telling goes, and only where speech stumbled (“we, we went”), not
where it insists (“never, never”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.speech.words import Word, words_in

OMISSION = "…"

_SOUNDS = frozenset("um umm uhm uh uhh er erm mm hm hmm ah eh".split())
_ASIDES = (("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of"), ("like",))
_KNOWING = frozenset(
    "do did does don't didn't as if would let that to because how what when can could you'd i'd they'd not never".split()
)
_KNOWN = frozenset("what who how why where when that if the a it him her them me this my about of".split())
_STUMBLED = frozenset(
    """i i'm i've i'd i'll we we're we've we'd you you're they they're they'd he he's she she's it it's the a an to of in
    on at and but so or if for with my our your their his her this that's there there's was were is are be because when
    what which who can could would have had has do did don't didn't as from by about like just
    let's""".split()
)
_DOUBLED = frozenset("had that is do like in on her".split())
"""Words that stand twice in good sentences: “I had had it”, “what it is is”."""

_MOST_REPEATED = 4  # words
_SET_APART = re.compile(r"[,;:.!?…—–]|(?<!\w)-(?!\w)")
_PAUSE = re.compile(r"[\s,;:—–-]*")
_CUT_SHORT = re.compile(r"[-—–](?=[\s,])")
_AROUND = re.compile(rf"\s*[,;—–-]*\s*{OMISSION}(?:\s*{OMISSION})*(?:\s*[,;:—–-]+(?=\s))?\s*")


def readable(text: str) -> str:
    """The same words without what only slowed them down; “…” stands wherever something was left out.

    >>> readable("Well, um, they gave us, they gave us twelve pounds, you know, in an envelope.")
    'Well … they gave us twelve pounds … in an envelope.'
    """
    words = words_in(text)
    shown = behind = 0
    parts: list[str] = []
    for start, end in _merged(text, sorted(_omitted(words, text))):
        parts += [text[behind:start], f" {OMISSION} "]
        behind = end
        shown += 1
    parts.append(text[behind:])
    if not shown:
        return " ".join(text.split())
    joined = _AROUND.sub(f" {OMISSION} ", "".join(parts))
    return re.sub(rf"{OMISSION} (?=[.!?])", OMISSION, " ".join(joined.split()))


def _omitted(words: Sequence[Word], text: str) -> Iterator[tuple[int, int]]:
    """What is left out, as places in the text; some may overlap."""
    position = 0
    while position < len(words):
        used = _filler(words, position, text) or _stumble(words, position, text)
        if used:
            yield words[position].start, words[position + used - 1].end
        position += used or 1


def _filler(words: Sequence[Word], position: int, text: str) -> int:
    if words[position].key in _SOUNDS:
        return 1
    for aside in _ASIDES:
        here = words[position : position + len(aside)]
        if tuple(word.key for word in here) == aside and _is_aside(words, position, len(aside), text):
            return len(aside)
    return 0


def _is_aside(words: Sequence[Word], position: int, length: int, text: str) -> bool:
    before, after = _neighbours(words, position, length)
    first, last = words[position], words[position + length - 1]
    opens = before is None or first.opens or _SET_APART.search(text, before.end, first.start) is not None
    closes = after is None or _SET_APART.search(text, last.end, after.start) is not None
    if first.key in ("sort", "kind", "like"):
        return opens and closes and before is not None and not first.opens
    known = after is not None and after.key in _KNOWN and not closes
    asked = text[last.end : last.end + 1] == "?"
    return (opens or closes) and not known and not asked and (before is None or opens or before.key not in _KNOWING)


def _neighbours(words: Sequence[Word], position: int, length: int) -> tuple[Word | None, Word | None]:
    before = words[position - 1] if position else None
    after = words[position + length] if position + length < len(words) else None
    return before, after


def _stumble(words: Sequence[Word], position: int, text: str) -> int:
    """How many words, from here on, are said again at once: the first telling."""
    word = words[position]
    for length in range(_MOST_REPEATED, 0, -1):
        one, other = words[position : position + length], words[position + length : position + 2 * length]
        if len(other) < length or [w.key for w in one] != [w.key for w in other] or one[0].key not in _STUMBLED:
            continue
        between = text[one[-1].end : other[0].start]
        doubled = length == 1 and one[0].key in _DOUBLED and between.isspace()
        if _PAUSE.fullmatch(between) and not other[0].opens and not doubled:
            return length
    following = words[position + 1] if position + 1 < len(words) else None
    if word.key.isalpha() and len(word.key) == 1 and word.key not in "ai" and _CUT_SHORT.match(text, word.end):
        return 1
    broken = following is not None and _CUT_SHORT.match(text, word.end) is not None
    if broken and following is not None and len(word.key) <= len(following.key) and following.key.startswith(word.key):
        return 1
    return 0


def _merged(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with nothing but pauses between them are one omission."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and _PAUSE.fullmatch(text, merged[-1][1], start):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
