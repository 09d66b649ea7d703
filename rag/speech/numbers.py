"""The numbers a text holds, in digits or in words, as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rag.speech.words import Word, words_in

_UNITS = {word: value for value, word in enumerate("zero one two three four five six seven eight nine".split())}
_TEENS = {
    word: value
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 10
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
} | {"fourty": 40}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split(),
        3,
    )
}
_WHOLE = {"dozen": 12, "twice": 2, "thrice": 3}
_DIGITS = re.compile(r"(-?)[^\w\s-]?(\d+(?:,\d{3})*(?:\.\d+)?|\d+)(?:st|nd|rd|th|k|[^\w\s])?$", re.IGNORECASE)
_PRONOUN_AFTER = frozenset(
    "of another person participant interviewee speaker respondent thing day who way can could".split()
)
_PRONOUN_BEFORE = frozenset("no any every each some the this that which another one".split())


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `text[start:end]`."""

    value: float
    start: int
    end: int


def numbers_in(text: str, *, ones: bool = True) -> list[Number]:
    """The numbers of a text in order; of a fraction or a date, “10/12”, each.

    `ones=False` leaves out a “one” that only stands for somebody or something.

    >>> [number.value for number in numbers_in("a hundred and fifty in nineteen eighty-nine, not £1,200.50")]
    [150.0, 1989.0, 1200.5]
    """
    words = words_in(text)
    found: list[Number] = []
    position = 0
    while position < len(words):
        value: float | None
        if "/" in words[position].key:
            at = words[position].start
            for part in text[at : words[position].end].split("/"):
                if (one := _single(part.casefold())) is not None:
                    found.append(Number(one, at, at + len(part)))
                at += len(part) + 1
            position += 1
            continue
        value, used = _spoken(words, position, text)
        if value is None:
            value, used = _single(words[position].key), 1
        if value is not None and (ones or not _is_pronoun(words, position, used)):
            found.append(Number(float(value), words[position].start, words[position + used - 1].end))
        position += used
    return found


def values_in(text: str) -> set[float]:
    """Every value a source bears: its numbers, and sums of money spoken as “one pound forty eight”."""
    numbers = numbers_in(text)
    values = {number.value for number in numbers}
    for one, other in pairwise(numbers):
        if re.fullmatch(r"\s*(?:pounds?|quid|euros?|dollars?)\s*", text[one.end : other.start], re.IGNORECASE):
            values.add(round(one.value + other.value / 100, 2))
    return values


def is_number_word(key: str) -> bool:
    """Whether a word says a number or a part of one."""
    return key in _SCALES or _small(key) is not None or any(_single(part) is not None for part in key.split("/"))


def _single(key: str) -> float | None:
    if digits := _DIGITS.match(key):
        value = float(digits[1] + digits[2].replace(",", ""))
        return value * 1_000 if key.endswith("k") else value
    ordinal = _ORDINALS.get(key)
    return ordinal if ordinal is not None else _WHOLE.get(key)


def _small(key: str) -> int | None:
    for table in (_UNITS, _TEENS, _TENS):
        if key in table:
            return table[key]
    return None


def _spoken(words: list[Word], position: int, text: str) -> tuple[int | None, int]:
    """The number spoken from `position` on and how many words it takes; (None, 1) where none is."""
    run = list(_run(words, position, text))
    if not any(_small(key) is not None for key in run) and not (run and run[0] in _SCALES):
        return None, 1
    while run[-1] == "and":
        run.pop()
    total = current = 0
    for place, key in enumerate(run):
        small = _small(key)
        if key == "hundred":
            current = max(current, 1) * 100
        elif key in _SCALES:
            total, current = total + max(current, 1) * _SCALES[key], 0
        elif small is not None:
            if place and _starts_anew(run[place - 1], key):
                if 10 <= current < 100 and small >= 10:  # a year: nineteen eighty-nine
                    current *= 100
                else:
                    return total + current, place
            current += small
    return total + current, len(run)


def _run(words: list[Word], position: int, text: str) -> Iterator[str]:
    for place in range(position, len(words)):
        key = words[place].key
        joined = place == position or not re.search(r"[.!?;:,]", text[words[place - 1].end : words[place].start])
        says = _small(key) is not None or key in _SCALES
        follows_scale = place > position and words[place - 1].key in _SCALES
        and_between = (
            key == "and" and follows_scale and place + 1 < len(words) and _small(words[place + 1].key) is not None
        )
        if not joined or not (says or and_between):
            return
        yield key


def _starts_anew(before: str, key: str) -> bool:
    """Whether a small number does not continue the one before: “one two”, “twenty thirty”, but not “twenty one”."""
    if before in _SCALES or before == "and":
        return False
    return not (before in _TENS and key in _UNITS)


def _is_pronoun(words: list[Word], position: int, used: int) -> bool:
    if used != 1 or words[position].key != "one":
        return False
    after = words[position + 1].key if position + 1 < len(words) else ""
    before = words[position - 1].key if position else ""
    return after in _PRONOUN_AFTER or before in _PRONOUN_BEFORE
