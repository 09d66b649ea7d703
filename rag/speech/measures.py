"""What numbers count: twelve weeks are not twelve months, and ten pounds are not ten euros. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.speech.numbers import numbers_in
from rag.speech.words import words_in

_TIME = {
    "second": "seconds sec secs",
    "minute": "minutes min mins",
    "hour": "hours hr hrs",
    "day": "days",
    "week": "weeks",
    "fortnight": "fortnights",
    "month": "months",
    "year": "years",
}
_MONEY = {"pound": "pounds quid £", "penny": "pence pennies p", "euro": "euros €", "dollar": "dollars $"}
_KIND = {unit: kind for kind, units in (("time", _TIME), ("money", _MONEY)) for unit in units}
_UNIT = {word: unit for units in (_TIME, _MONEY) for unit, words in units.items() for word in [unit, *words.split()]}
_MONEY_SIGNS = {"£": "pound", "€": "euro", "$": "dollar"}
_REACH = 2  # words after a number among which its unit stands: "two long weeks"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of something, at `text[start:end]`."""

    value: float
    unit: str
    start: int
    end: int


def measures_in(text: str) -> list[Measure]:
    """The numbers of a text that have a unit of time or money, in order.

    >>> [(one.value, one.unit) for one in measures_in("It took four months, for £20 and a pen.")]
    [(4.0, 'month'), (20.0, 'pound')]
    """
    words = words_in(text)
    found = []
    for number in numbers_in(text):
        sign = next((_MONEY_SIGNS[one] for one in text[number.start : number.end] if one in _MONEY_SIGNS), None)
        after = [word for word in words if word.start >= number.end][:_REACH]
        near = [word for word in after if not re.search(r"[.!?;,]", text[number.end : word.start])]
        unit = sign or next((_UNIT[word.key] for word in near if word.key in _UNIT), None)
        if unit is not None:
            end = next((word.end for word in near if _UNIT.get(word.key) == unit), number.end)
            found.append(Measure(number.value, unit, number.start, end))
    return found


def holds_kind(kind: str, text: str) -> bool:
    """Whether a text holds a number, or one of time or of money.

    >>> holds_kind("time", "It took four months."), holds_kind("money", "It took four months.")
    (True, False)
    """
    if kind == "number":
        return bool(numbers_in(text))
    return any(_KIND[one.unit] == kind for one in measures_in(text))


def mismeasured(text: str, source: str, questions: str = "") -> Measure | None:
    """The first number of a text whose unit is not the source's: its value is counted there in another unit of its kind
    alone, or its unit is named neither there nor in the questions answered there. None where all agree.

    >>> mismeasured("He waited four weeks.", "Near enough four month. A week later …")
    Measure(value=4.0, unit='week', start=10, end=20)
    """
    held = measures_in(source)
    named = {_UNIT[word.key] for word in words_in(f"{source} {questions}") if word.key in _UNIT} | {
        one.unit for one in held
    }
    for one in measures_in(text):
        units = {other.unit for other in held if other.value == one.value and _KIND[other.unit] == _KIND[one.unit]}
        if one.unit not in (units or named):
            return one
    return None
