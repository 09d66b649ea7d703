"""Words of speech and of prose, with where they stand: what quotations are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[£$€]?\d+(?:[.,:]\d+)*%?|[^\W\d_][\w\u0300-\u036f]*(?:['’‘ʼ‛][\w\u0300-\u036f]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ‛", "'"))
_STOPS = re.compile(r"[.!?…]")

FILLERS: tuple[tuple[str, ...], ...] = (
    *((sound,) for sound in ("um", "umm", "uh", "uhh", "er", "erm", "uhm", "mm", "hm", "hmm", "ah", "eh")),
    ("you", "know"),
    ("i", "mean"),
)
"""What people say without saying anything, as the keys of their words."""

_NEGATIONS = frozenset(
    """not no never nobody none nothing nowhere neither nor cannot cant without hardly barely scarcely dont didnt wont
    isnt wasnt arent werent doesnt couldnt wouldnt shouldnt hasnt havent hadnt aint nae""".split()
)
_SCOTS = re.compile(r"(?:did|would|was|could|does|is|has|had|should|can|cannae|have|were|are|do|din|wo|wi)n?nae$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `text[start:end]`. `key` is what it is compared by; `raw` keeps its letters, with plain apostrophes.

    `opens` says that a sentence begins with it; `asked` that a question mark stands between it and the word before.
    """

    key: str
    raw: str
    start: int
    end: int
    opens: bool
    asked: bool


def in_line(text: str) -> str:
    """A text of several lines in one.

    >>> in_line("It was\\n  late. ")
    'It was late.'
    """
    return " ".join(text.split())


def words_in(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`, in order. Punctuation, white space and kinds of dashes fall between words.

    >>> [word.key for word in words_in("It’s £5 — co-produced, Um… Yes?")]
    ["it's", '£5', 'co', 'produced', 'um', 'yes']
    """
    end = len(text) if end is None else end
    found: list[Word] = []
    behind = start
    for match in _WORD.finditer(text, start, end):
        gap = text[behind : match.start()]
        raw = _plain(match[0])
        found.append(
            Word(
                key=raw.casefold(),
                raw=raw,
                start=match.start(),
                end=match.end(),
                opens=not found or _STOPS.search(gap) is not None or "\n\n" in gap,
                asked="?" in gap,
            )
        )
        behind = match.end()
    return found


def word_places(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words of `text[start:end]` as they are written, with their places: quick, for counting through a library."""
    return ((match[0], match.start(), match.end()) for match in _WORD.finditer(text, start, end))


def key_of(written: str) -> str:
    """What a word as it is written is compared by.

    >>> key_of("Don’t")
    "don't"
    """
    return _plain(written).casefold()


def filler_at(words: Sequence[Word], position: int) -> int:
    """How many words the filler at `position` has; 0 where there is none."""
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
    return unicodedata.normalize("NFKC", written).translate(_APOSTROPHES)
