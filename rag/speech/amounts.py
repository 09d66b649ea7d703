"""Amounts that are said without a number: half a year, a fortnight, a couple, twice as much. Pure."""

from __future__ import annotations

from rag.speech.numbers import values_in
from rag.speech.words import Word, words_in

_AMOUNTS: dict[str, tuple[str, frozenset[float]]] = {
    word: (words, frozenset(values))
    for words, values in (
        ("half halves halved", (0.5, 6.0, 30.0, 50.0)),
        ("quarter quarters", (0.25, 3.0, 15.0, 25.0)),
        ("third thirds", (3.0, 33.0)),
        ("couple pair", (2.0,)),
        ("double doubled", (2.0,)),
        ("triple tripled treble trebled", (3.0,)),
        ("quadruple quadrupled", (4.0,)),
        ("fortnight fortnights", (2.0, 14.0)),
        ("decade decades", (10.0,)),
        ("century centuries", (100.0,)),
        ("score scores", (20.0,)),
    )
    for word in words.split()
}
"""Each word, with those that say the same and the numbers that may: half a year is six months, half an hour thirty minutes."""

_NOT_AN_AMOUNT = frozenset({"third", "score", "scores", "pair"})
"""Words that more often say something else: they bear an amount and are asked for none."""


def amount_not_in(text: str, source: str) -> Word | None:
    """The first amount of a text that a source says in no way; None where there is none.

    >>> amount_not_in("She waited half a year.", "Near enough four month.").raw
    'half'
    >>> amount_not_in("She waited half a year.", "It took six months.") is None
    True
    """
    held, values = {word.key for word in words_in(source)}, values_in(source)
    for word in words_in(text):
        if word.key in _AMOUNTS and word.key not in _NOT_AN_AMOUNT:
            alike, numbers = _AMOUNTS[word.key]
            if not held & set(alike.split()) and not values & numbers:
                return word
    return None
