"""What stands outside a stretch of words, in its sentence, and turns it round: “I don't think that …”, “… or not”. Pure."""

from __future__ import annotations

import re

from corpus.sentences import sentence_spans
from rag.speech.words import Word, is_negation, words_in

_LOOKED_BACK = 6  # words before a quotation that could turn it round
_LOOKED_AHEAD = 2  # words after it: “… or not”, “… but never”
_NEAR = 400  # characters on either side in which its sentence is looked for: a turn may be very long
_PAUSE = re.compile(r"\s*[,;:…—–]")


def turned_by(
    text: str, start: int, end: int, first: int = 0, last: int | None = None
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The negations shortly before `text[start:end]`, and those right after it, in its sentence: they would turn it round.

    `text[first:last]` is the speech it stands in. A “No,” with a pause behind it stands by itself.

    >>> text = "I don't think it's right."
    >>> [[word.raw for word in side] for side in turned_by(text, text.index("it's"), len(text))]
    [["don't"], []]
    """
    last = len(text) if last is None else last
    opens, closes = sentence_around(text, start, end, max(first, start - _NEAR), min(last, end + _NEAR))
    before = words_in(text, opens, start)[-_LOOKED_BACK:]
    after = words_in(text, end, closes)[:_LOOKED_AHEAD]
    return (
        tuple(word for word in before if is_negation(word.key) and not _PAUSE.match(text, word.end)),
        tuple(word for word in after if is_negation(word.key)),
    )


def sentence_around(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """From where to where the sentences reach that hold `text[start:end]`, within `text[first:last]`."""
    sentences = sentence_spans(text, first, last)
    opens = max((one for one, _ in sentences if one <= start), default=first)
    return opens, min((one for _, one in sentences if one >= end), default=end)
