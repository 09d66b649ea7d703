"""Sentences of speech, as spans. Speech-to-text punctuates loosely, so the rules are few and never lose a character."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof rev st sr jr vs etc approx dept no vol fig eg ie e.g i.e a.m p.m u.k u.s ph.d".split()
)
_BREAK = re.compile(
    r"""(?P<stop>(?<![.!?…])[.!?…]++["'”’)\]]*+)(?=\s)   # sentence-ending marks, with the quotes or brackets they close
      | \n[ \t]*\n\s*                       # an empty line: speech-to-text tools drop the full stop there
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[\w.]+$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[]*(\w)")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end) offsets into `text`, in order, without the space between.

    Every character that is not white space lies in exactly one of them.

    >>> [ "He paid Dr. Lowe £3.50. Twice!"[a:b] for a, b in sentence_spans("He paid Dr. Lowe £3.50. Twice!") ]
    ['He paid Dr. Lowe £3.50.', 'Twice!']
    """
    end = len(text) if end is None else end
    spans = []
    for a, b in _pieces(text, start, end):
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            spans.append((a, b))
    return spans


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if match["stop"] is None or _ends_sentence(text, match, end):
            yield begin, match.end()
            begin = match.end()
    yield begin, end


def _ends_sentence(text: str, stop: re.Match[str], end: int) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), end)
    if following and following[1].islower():
        return False  # “… and then”, “a.m. on Monday”: the sentence goes on
    if stop["stop"] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, stop.start() - 12), stop.start())
    word = before[0].lower() if before else ""
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha() and word != "i")
