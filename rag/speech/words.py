"""Words of speech and of prose, with where they stand: what quotations are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_PLAIN = str.maketrans({**dict.fromkeys("’‘ʼ‛", "'"), **dict.fromkeys("−–", "-"), " ": None})
_STOPS = re.compile(r"[.!?…]")
_LAST_ASSIGNED = 0x1FFFF  # beyond are ideographs, and marks that only choose a form of them

FILLERS: tuple[tuple[str, ...], ...] = (
    *((sound,) for sound in ("um", "umm", "uh", "uhh", "er", "erm", "uhm", "mm", "hm", "hmm", "ah", "eh")),
    ("you", "know"),
    ("i", "mean"),
)
"""What people may say without saying anything, as the keys of their words; `filler_at` knows whether they do."""

_MAY_BEGIN_A_FILLER = frozenset(filler[0] for filler in FILLERS)
_MURMURS = frozenset("mm hm hmm ah eh".split())  # by themselves they answer, or ask
_ASIDE = re.compile(r"(?:you\s+know|i\s+mean)(?![\w'’-])", re.IGNORECASE)
_BEFORE_I_MEAN = frozenset("and but so because well yeah yes".split())
_ANSWERED = re.compile(r"[-‐‑]\w|\s(?:-\s)?(?:huh|uh|hm+|mm)\b", re.IGNORECASE)  # behind the “uh” of uh-huh
_ANSWERING = re.compile(r"(?:\w[-‐‑]|\b(?:uh|hm+|mm)\s(?:-\s)?)\Z", re.IGNORECASE)
_PAUSES = re.compile(r"[,;—–()\[\]“”\"«»]|(?<!\w)-(?!\w)")
_EDGES = re.compile(r"[.!?…:]|\n\n")
_NEAR = 20  # characters beside a word among which its pause stands

_NEGATIONS = frozenset(
    """not no never nobody none nothing nowhere neither nor cannot cant without hardly barely scarcely dont didnt wont
    isnt wasnt arent werent doesnt couldnt wouldnt shouldnt hasnt havent hadnt aint nae""".split()
)
_SCOTS = re.compile(r"(?:did|would|was|could|does|is|has|had|should|can|cannae|have|were|are|do|din|wo|wi)n?nae$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `text[start:end]`. `key` is what it is compared by; `raw` keeps its letters, with plain apostrophes.

    `opens` says that a sentence begins with it; `asked` that a question mark stands between it and the word before;
    `filler` how many words the filler has that begins with it, 0 where none does.
    """

    key: str
    raw: str
    start: int
    end: int
    opens: bool
    asked: bool
    filler: int = 0


def in_line(text: str) -> str:
    """A text of several lines in one.

    >>> in_line("It was\\n  late. ")
    'It was late.'
    """
    return " ".join(text.split())


def words_in(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`, in order. Punctuation, white space and kinds of dashes fall between words.

    A number's sign of money, its minus and its fraction are part of it.

    >>> [word.key for word in words_in("It’s £5 — co-produced, Um… Yes?")]
    ["it's", '£5', 'co', 'produced', 'um', 'yes']
    >>> [word.key for word in words_in("From −3 to 10/12 of ₹ 50, or 5-6 in 50 %")]
    ['from', '-3', 'to', '10/12', 'of', '₹50', 'or', '5', '6', 'in', '50%']
    """
    end = len(text) if end is None else end
    found: list[Word] = []
    behind = start
    for match in _word().finditer(text, start, end):
        begin, stop = match.span()
        gap = text[behind:begin]
        raw = _plain(match[0])
        key = raw.casefold()
        found.append(
            Word(
                key=key,
                raw=raw,
                start=begin,
                end=stop,
                opens=not found or (gap != " " and (_STOPS.search(gap) is not None or "\n\n" in gap)),
                asked="?" in gap,
                filler=_filler(text, begin, stop) if key in _MAY_BEGIN_A_FILLER else 0,
            )
        )
        behind = stop
    return found


def word_places(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words of `text[start:end]` as they are written, with their places: quick, for counting through a library."""
    return ((match[0], match.start(), match.end()) for match in _word().finditer(text, start, end))


def key_of(written: str) -> str:
    """What a word as it is written is compared by.

    >>> key_of("Don’t")
    "don't"
    """
    return _plain(written).casefold()


def filler_at(words: Sequence[Word], position: int) -> int:
    """How many words the filler at `position` has; 0 where there is none.

    “You know” and “I mean” are fillers only where pauses set them apart; “ER” is none, nor is the “uh” of “uh-huh”.

    >>> [filler_at(words_in(said), 2) for said in ("It was, um, hard", "It was, you know, hard", "The people you know pay")]
    [1, 2, 0]
    """
    length = words[position].filler
    return length if position + length <= len(words) else 0


def may_be_filler_at(words: Sequence[Word], position: int) -> int:
    """As `filler_at`, by the words alone: what is looked for more loosely than it is judged."""
    for filler in FILLERS:
        if tuple(word.key for word in words[position : position + len(filler)]) == filler:
            return len(filler)
    return 0


def is_negation(key: str) -> bool:
    """Whether a word turns its sentence round.

    >>> [is_negation(key) for key in ("didn't", "wouldnae", "never", "knot")]
    [True, True, True, False]
    """
    return key in _NEGATIONS or key.endswith("n't") or _SCOTS.search(key) is not None


def looks_like_a_name(word: Word) -> bool:
    """Whether a word is capitalised where no sentence begins."""
    return word.raw[:1].isupper() and not word.opens and word.key.split("'")[0] != "i"


def _plain(written: str) -> str:
    if written.isalnum() and written.isascii():
        return written
    return unicodedata.normalize("NFKC", written).translate(_PLAIN)


@cache
def _word() -> re.Pattern[str]:
    """What a word is: `\\w` alone leaves out the vowels that stand at other letters, as in Hindi, and every other mark."""
    signs = re.findall(r"[^\w\s]", "".join(map(chr, range(_LAST_ASSIGNED))))
    marks = _class_of([sign for sign in signs if unicodedata.category(sign).startswith("M")])
    money = _class_of([sign for sign in signs if unicodedata.category(sign) == "Sc"])
    space = "[ \u00a0\u202f]?"
    minus = r"(?:(?<![^\s(\[“‘\"'])[-−–])?"
    number = rf"{minus}(?:{money}{space})?\d+(?:[.,:/]\d+)*(?:{space}%|{space}{money}(?!\w|{space}\d))?"
    rest = rf"\w*(?:{marks}+\w*)*"
    return re.compile(rf"[^\W\d_]{rest}(?:['’‘ʼ‛](?=\w){rest})*|{number}")


def _class_of(signs: Sequence[str]) -> str:
    ranges: list[list[int]] = []
    for code in map(ord, signs):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return f"[{''.join(f'{re.escape(chr(first))}-{re.escape(chr(last))}' for first, last in ranges)}]"


def _filler(text: str, start: int, end: int) -> int:
    """How many words the filler has that may begin at `text[start:end]`."""
    if aside := _ASIDE.match(text, start):
        return 2 if _is_set_apart(text, start, aside.end()) else 0
    word = text[start:end]
    before, after = _pause_before(text, start), _pause_after(text, end)
    answers = _ANSWERED.match(text, end) or _ANSWERING.search(text, max(0, start - _NEAR), start)
    if word.casefold() in ("you", "i") or word.isupper() or answers or (word[0].isupper() and not before):
        return 0
    return int(word.casefold() not in _MURMURS or (before, after) == (",", ","))


def _is_set_apart(text: str, start: int, end: int) -> bool:
    """Whether “you know” or “I mean” at `text[start:end]` could go: not an object of its sentence, no sentence by itself,
    no question, and no “I mean” by which somebody puts a word right (“twelve, I mean, twenty”)."""
    before, after = _pause_before(text, start), _pause_after(text, end)
    if not before or not after or before == after == "." or "?" in text[end : end + 2]:
        return False
    words_before = re.findall(r"\w+", text[max(0, start - _NEAR) : start])
    leads = before == "." or (bool(words_before) and words_before[-1].casefold() in _BEFORE_I_MEAN)
    return text[start] in "yY" or leads


def _pause_before(text: str, at: int) -> str:
    """“.” where a sentence begins at `at`, “,” where only a pause stands before it, else nothing."""
    begin = max(0, at - _NEAR)
    behind = at
    while behind > begin and not text[behind - 1].isalnum():
        behind -= 1
    return "." if behind == 0 else _pause_in(text[behind:at])


def _pause_after(text: str, at: int) -> str:
    until = min(len(text), at + _NEAR)
    ahead = at
    while ahead < until and not text[ahead].isalnum():
        ahead += 1
    return "." if ahead == len(text) else _pause_in(text[at:ahead])


def _pause_in(gap: str) -> str:
    if _EDGES.search(gap):
        return "."
    return "," if _PAUSES.search(gap) else ""
