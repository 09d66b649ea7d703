"""A quote made easier to read: fillers, repetitions and false starts left out, each omission marked, no word added. Pure.

Only what carries no meaning goes: when in doubt, a word stays. “You know” and “like” go where pauses set them apart; “sort
of” and “kind of” stay, for they say that something is not quite so. Of a repetition the first telling goes, and only where
speech stumbled (“the, the bus”), not where it insists (“never, never”) or where the first telling ends a clause (“they
didn't do it, it says why”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.speech.languages import language_of
from rag.speech.numbers import is_number_word
from rag.speech.words import Word, filler_at, in_line, words_in

OMISSION = "…"

_UNFINISHED = frozenset(
    """a an the our your their and but because or if i'm i've i'd i'll we're we've we'd we'll you're you've you'd you'll
    they're they've they'd they'll he's he'd he'll she's she'd she'll it's it'd it'll that's there's let's""".split()
)
"""Words that end no clause: said twice, they stumble."""

_UNFINISHED_UNPAUSED = frozenset("my to of at from with".split())
"""Words that stumble where no comma parts them: “what I wanted to, to be honest” and “my, my!” do not."""

_SUBJECTS = frozenset("i we they he she".split())
_BEGINS = _SUBJECTS | frozenset("it there".split())
"""Words with which a stumble of several words may begin: “they gave, they gave us ten”."""

_LEADS = frozenset("and or but so well yeah yes".split())
_JOINS = frozenset("but so because if when what that which why how where while until whether".split())
_AMOUNTS = frozenset(
    """half quarter couple few dozen several all every most many second seconds minute minutes hour hours day days week
    weeks month months year years age ages forever pound pounds quid euro euros dollar dollars percent times""".split()
)
_BEFORE_LIKE = frozenset(
    "am is was were are be been being i'm it's he's she's that's we're you're they're so just".split()
)
_AFTER_LIKE = 3  # words among which an amount makes an estimate of it

_MOST_REPEATED = 4  # words
_SET_APART = re.compile(r"[,;:.!?…—–]|(?<!\w)-(?!\w)|\n\n")
_STUMBLES_OVER = re.compile(r"[\s,—–-]*")
_CUT_SHORT = re.compile(r"-(?=[\s,])")
_ENDS_BEFORE = re.compile(r"(?:[\s,;—–…]|(?<=\s)-++|\.{3,}+)++\Z")
_GOES_ON = re.compile(r"(?:[,;:—–]|-+(?=\s)|…|\.{3,}|\s)*(?:\.(?!\w)\s*)?")
_CRIES = re.compile(r"[!?]")
_CLOSES = re.compile(r"[)\]”’»\"'.,;:]")
_OPENS = re.compile(r"(?:\A|[(\[“‘«„]|(?<!\S)[\"'])\Z")


def readable(text: str) -> str:
    """The same words without what only slowed them down; “…” stands wherever something was left out.

    What is not in English stays as it is, and so does what would have no word left.

    >>> readable("Well, um, they gave us, they gave us twelve pounds, you know, in an envelope.")
    'Well … they gave us twelve pounds … in an envelope.'
    """
    language = language_of(text)
    if language not in ("English", None):
        return in_line(text)
    words = words_in(text)
    left_out = list(_left_out(words, text, is_english=language is not None))
    if sum(last - first for first, last in left_out) == len(words):
        return in_line(text)
    behind = 0
    pieces: list[str] = []
    for first, last in left_out:
        pieces.append(text[behind : words[first].start])
        behind = words[last - 1].end
    return _marked([*pieces, text[behind:]])


def _left_out(words: Sequence[Word], text: str, *, is_english: bool) -> Iterator[tuple[int, int]]:
    """Stretches of words, from the first to before the last."""
    position = 0
    while position < len(words):
        used = _filler(words, position, text, is_english=is_english) or _stumble(words, position, text)
        if used:
            yield position, position + used
        position += used or 1


def _filler(words: Sequence[Word], position: int, text: str, *, is_english: bool) -> int:
    length = filler_at(words, position)
    word = words[position]
    if length:
        in_brackets = text[word.start - 1 : word.start] in ("(", "[") if word.start else False
        sure = is_english or (_begins(words, position, text) and _ends(words, position + length - 1, text))
        return length if sure and not in_brackets else 0
    return int(word.key == "like" and _is_like(words, position, text))


def _is_like(words: Sequence[Word], position: int, text: str) -> bool:
    """Whether a “like” says nothing: “it was, like, awful”, not “it was, like, ten pounds” or “things, like, bread”."""
    after = words[position + 1 : position + 1 + _AFTER_LIKE]
    is_estimate = any(one.key in _AMOUNTS or is_number_word(one.key) for one in after)
    follows = position > 0 and words[position - 1].key in _BEFORE_LIKE
    set_apart = _begins(words, position, text) and _ends(words, position, text)
    return follows and set_apart and bool(after) and not is_estimate


def _begins(words: Sequence[Word], position: int, text: str) -> bool:
    """Whether a pause stands before a word."""
    return position == 0 or _SET_APART.search(text, words[position - 1].end, words[position].start) is not None


def _ends(words: Sequence[Word], position: int, text: str) -> bool:
    return position + 1 == len(words) or _begins(words, position + 1, text)


def _stumble(words: Sequence[Word], position: int, text: str) -> int:
    """How many words, from here on, are said again at once: the first telling."""
    for length in range(_MOST_REPEATED, 0, -1):
        one, other = words[position : position + length], words[position + length : position + 2 * length]
        if len(other) < length or [w.key for w in one] != [w.key for w in other] or other[0].opens:
            continue
        if _STUMBLES_OVER.fullmatch(text, one[-1].end, other[0].start) and _is_stumble(words, position, length, text):
            return length
    return int(_is_cut_short(words, position, text))


def _is_stumble(words: Sequence[Word], position: int, length: int, text: str) -> bool:
    word, last = words[position], words[position + length - 1]
    if last.raw == "A" and not last.opens:
        return False  # a mark or a class
    if last.key in _UNFINISHED:
        return True
    if length > 1:
        goes_on = not _ends(words, position + 2 * length - 1, text)
        return word.key in _BEGINS and goes_on and _begins_a_sentence(words, position, text)
    if word.key in _SUBJECTS:  # “when I, I went”, but not “so do I, I think”
        while position and words[position - 1].key == word.key:
            position -= 1
        return _begins_a_sentence(words, position, text) or words[position - 1].key in _JOINS
    return word.key in _UNFINISHED_UNPAUSED and not _ends(words, position, text)


def _begins_a_sentence(words: Sequence[Word], position: int, text: str) -> bool:
    """Whether a main clause begins with a word: “but they came, they came late”, not “when they came, they came late”."""
    leads = position > 0 and words[position - 1].key in _LEADS
    return _begins(words, position, text) or (leads and _begins(words, position - 1, text))


def _is_cut_short(words: Sequence[Word], position: int, text: str) -> bool:
    """Whether a word was broken off and the next is the whole of it: “wal- walked”, not “a grade C- candidate”."""
    word = words[position]
    if position + 1 == len(words) or word.raw.isupper() or not _CUT_SHORT.match(text, word.end):
        return False
    whole = words[position + 1].key
    return whole == word.key if word.key in ("a", "i") else whole.startswith(word.key)


def _marked(pieces: Sequence[str]) -> str:
    """What is left, with one mark for all that was left out between two pieces."""
    shown = ""
    for number, piece in enumerate(pieces):
        follows = _GOES_ON.match(piece) if number else None
        begins = follows.end() if follows else 0
        kept = _ENDS_BEFORE.sub("", piece[begins:]) if number + 1 < len(pieces) else piece[begins:]
        closes = _CLOSES.match(kept) and not piece[:begins].endswith((" ", "\n", "\t"))
        shown += kept if not shown or not kept or closes or _CRIES.match(kept) else f" {kept}"
        if number + 1 < len(pieces) and not shown.endswith(OMISSION):
            shown += OMISSION if _OPENS.search(shown) else f" {OMISSION}"
    return in_line(shown)
