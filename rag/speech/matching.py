"""Finding quoted words in a source. Nothing here is fuzzy by default: words match in order, or they do not.

White space, curly against straight quotes, kinds of dashes, upper case where a sentence begins and fillers that were
left out are not differences. `find_nearly` is asked only for words that were found nowhere; what it finds is never
taken for what was quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from rag.speech.numbers import is_number_word
from rag.speech.words import Word, filler_at, is_negation, looks_like_a_name, may_be_filler_at, words_in

SHORTEST = 12
"""Characters a quotation must have: fewer are found by chance everywhere."""

_QUOTED = re.compile(
    r"""“([^“”]+)[”“] | \"([^\"]+)\" | «([^«»]+)» | »([^«»]+)« | „([^„“”]+)[“”] | ”([^“”]+)” | ‹([^‹›]+)›
      | ``([^`]+?)(?:''|``) | `([^`]+)` | 「([^「」]+)」
      | (?<!\w)[‘'](?=\S)((?:[^‘’']|(?<=\w)[’'](?=\w)|(?<=[sS])[’'](?!\w)){11,})
        (?:(?<=[.,!?…])[’'](?!\w)|[’'](?=[.,;:!?…)\]}”"]|\s*(?:[-–—(\[\n]|\Z)))
      | (?<!\w)[‘'](?=\S)((?:[^‘’']|(?<=\w)[’'](?=\w)|(?<=[sS])[’'](?!\w)){11,}(?<![sS]))[’'](?!\w)
      | (?<!\w)[‘'](?=\S)((?:[^‘’']|(?<=\w)[’'](?=\w)){11,}?)[’'](?!\w)""",
    re.VERBOSE,
)
"""Single marks look like a plural's possessive (“the carers’ forum”): they run to the last one beside punctuation or before the
end of a line, else to the first that no s stands before, else to the first."""

_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.{3,})\]?|\(…\))\s*")
_LEAST_NEARLY = 5  # words: of fewer, one changed word is another sentence


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words in a statement: `statement[start:end]` holds them with their quotation marks."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Where words stand in a text: `text[start:end]`. `same` says that only harmless differences were found."""

    start: int
    end: int
    same: bool


def quoted_in(statement: str) -> list[Quoted]:
    """The quotations in a statement, in order. Short single quotation marks are apostrophes or terms.

    >>> [quoted.words for quoted in quoted_in('She said "it was a lot to ask" and left.')]
    ['it was a lot to ask']
    """
    return [
        Quoted(next(words for words in match.groups() if words is not None), match.start(), match.end())
        for match in _QUOTED.finditer(statement)
    ]


def is_long_enough(words: str) -> bool:
    """Whether quoted words are long enough to claim that somebody said them."""
    return len(" ".join(words.split()).strip(" .,;:!?…'\"‘’“”-–—")) >= SHORTEST


def parts_of(words: str) -> list[str]:
    """Quoted words cut where an ellipsis stands.

    >>> parts_of("I was … honestly insulted [...] twice")
    ['I was', 'honestly insulted', 'twice']
    """
    return [part for part in _ELLIPSIS.split(words) if any(character.isalnum() for character in part)]


def find_words(words: str, text: str, start: int = 0, end: int | None = None) -> Match | None:
    """Where `words` stand in `text[start:end]`, offsets into `text`; None when they do not.

    >>> find_words("A lot to ask.", "It's, um, a  lot, er, to\\nask, you know")
    Match(start=10, end=28, same=True)
    """
    wanted = words_in(words)
    held = text[start:end]
    if not wanted or not stands_in(words, held):
        return None
    source = _words(held)
    first = wanted[0].key
    best: Match | None = None
    for begin, word in enumerate(source):
        if word.key == first and (pairs := _pairs(wanted, source, begin)) is not None:
            same = _harmless(wanted, source, pairs) and not _asks_more(words, held, source[pairs[-1]])
            found = Match(start + word.start, start + source[pairs[-1]].end, same)
            if same:
                return found
            best = best or found
    return best


def find_nearly(words: str, text: str, start: int = 0, end: int | None = None) -> Match | None:
    """Where something stands that differs from `words` by few words, none a negation, a number or a name."""
    wanted = _without_fillers(words_in(words))
    source = _without_fillers(_words(text[start:end]))
    if len(wanted) < _LEAST_NEARLY or not source:
        return None
    allowed = min(3, max(1, len(wanted) // 7))
    distance, first, last, edited = _nearest_window([w.key for w in wanted], [w.key for w in source])
    if distance > allowed or last <= first:
        return None
    changed = _edited(wanted, source, edited)
    if any(is_negation(word.key) or is_number_word(word.key) or looks_like_a_name(word) for word in changed):
        return None
    return Match(start + source[first].start, start + source[last - 1].end, False)


@dataclass(frozen=True, slots=True)
class Retelling:
    """How words differ from the stretch of a text nearest to them, `text[start:end]`: in `distance` edits a word.

    `told` are the words put in, `lost` those of the text that they stand for or that were left out.
    """

    distance: float
    told: tuple[Word, ...]
    lost: tuple[Word, ...]
    start: int = 0
    end: int = 0

    @property
    def edited(self) -> tuple[Word, ...]:
        """All words that differ."""
        return self.told + self.lost


def retelling(words: str, text: str, alike: Mapping[str, str] = MappingProxyType({})) -> Retelling:
    """How far `words` are from the stretch of `text` nearest to them; distance 1 where there is nothing to compare.

    `alike` leads from words' keys to keys that they are taken for.

    >>> found = retelling("They did pay me", "Well, they didn't pay me")
    >>> found.distance, [word.raw for word in found.lost]
    (0.25, ["didn't"])
    """
    wanted, source = _without_fillers(words_in(words)), _without_fillers(_words(text))
    if not wanted or not source:
        return Retelling(1.0, tuple(wanted), ())
    keys = ([alike.get(word.key, word.key) for word in side] for side in (wanted, source))
    distance, first, last, edited = _nearest_window(*keys)
    return Retelling(
        distance / len(wanted),
        tuple(wanted[i] for i, _ in edited if i is not None),
        tuple(source[j] for _, j in edited if j is not None),
        source[first].start if first < last else 0,
        source[last - 1].end if first < last else 0,
    )


def stands_in(words: str, text: str) -> bool:
    """Whether words may stand in a text, fillers on both sides aside: quick, and never wrongly False.

    >>> stands_in("um, a lot", "It's a  lot, er, to ask"), stands_in("lot of", "a lot, er, to ask")
    (True, False)
    """
    return _line(words) in _line(text)


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(words_in(text))


@lru_cache(maxsize=4_096)
def _line(text: str) -> str:
    return f" {' '.join(word.key for word in _without_fillers(_words(text)))} "


def _pairs(wanted: Sequence[Word], source: Sequence[Word], begin: int) -> list[int] | None:
    """For each wanted word the place of its equal in the source, fillers passed over; None when one is missing."""
    dead: set[tuple[int, int]] = set()

    def follow(i: int, j: int) -> list[int] | None:
        places: list[int] = []
        while i < len(wanted):
            if (i, j) in dead or j >= len(source):
                return None
            skipped = filler_at(source, j) if i else 0
            if source[j].key == wanted[i].key:
                if skipped and (rest := follow(i + 1, j + 1)) is not None:
                    return [*places, j, *rest]
                if skipped and i + 1 < len(wanted):
                    dead.add((i + 1, j + 1))
                if not skipped or i + 1 == len(wanted):
                    places.append(j)
                    i, j = i + 1, j + 1
                    continue
            if not skipped:
                return None
            j += skipped
        return places

    return follow(0, begin)


def _harmless(wanted: Sequence[Word], source: Sequence[Word], pairs: Sequence[int]) -> bool:
    for i, j in enumerate(pairs):
        after_filler = i > 0 and j != pairs[i - 1] + 1
        at_start = i == 0 or wanted[i].opens or source[j].opens or after_filler
        if wanted[i].raw != source[j].raw and not at_start and wanted[i].key.split("'")[0] != "i":
            return False
        between = source[pairs[i - 1] + 1 : j + 1] if i else []
        if i and wanted[i].asked != any(word.asked for word in between):
            return False
    return True


def _asks_more(words: str, text: str, last: Word) -> bool:
    """Whether the quoted words end in a question mark where the source has none."""
    asked = words.rstrip().rstrip("\"'”’")[-1:] == "?"
    return asked and not re.match(r"[^\w.!]*\?", text[last.end : last.end + 12])


def _edited(
    wanted: Sequence[Word], source: Sequence[Word], edited: Sequence[tuple[int | None, int | None]]
) -> list[Word]:
    return [wanted[i] for i, _ in edited if i is not None] + [source[j] for _, j in edited if j is not None]


def _without_fillers(words: Sequence[Word]) -> list[Word]:
    kept: list[Word] = []
    position = 0
    while position < len(words):
        if skipped := may_be_filler_at(words, position):
            position += skipped
        else:
            kept.append(words[position])
            position += 1
    return kept


def _nearest_window(
    wanted: Sequence[str], source: Sequence[str]
) -> tuple[int, int, int, list[tuple[int | None, int | None]]]:
    """The window `source[first:last]` nearest to `wanted` in whole-word edits, its distance, and the edited words.

    Sellers 1980: edit distance whose beginning in the text is free.
    """
    rows = [[0] * (len(source) + 1)]
    for i, word in enumerate(wanted, 1):
        above, row = rows[-1], [i]
        for j, other in enumerate(source, 1):
            row.append(min(above[j - 1] + (word != other), above[j] + 1, row[j - 1] + 1))
        rows.append(row)
    last = min(range(len(source) + 1), key=lambda j: (rows[-1][j], j))
    while last < len(source) and rows[-1][last + 1] == rows[-1][last]:
        last += 1  # “there's bath” is “there's no bath” without a word, not “there's” with one more
    i, j, edited = len(wanted), last, list[tuple[int | None, int | None]]()
    while i > 0:
        here = rows[i][j]
        if j and here == rows[i - 1][j - 1] + (wanted[i - 1] != source[j - 1]):
            i, j = i - 1, j - 1
            if wanted[i] != source[j]:
                edited.append((i, j))
        elif here == rows[i - 1][j] + 1:
            i -= 1
            edited.append((i, None))
        else:
            j -= 1
            edited.append((None, j))
    return rows[-1][last], j, last, edited
