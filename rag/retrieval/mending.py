"""Words of a question that nobody says, read as words that somebody says: misspelt ones, and two written as one.

“assasination” finds nothing where everybody says “assassination”. Only a word that is no word is mended: one that stands
whole in the tokenizer's table of common words is meant, and that nobody says it is an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches

from models.tokens import token_counter
from rag.retrieval.index import SearchIndex
from rag.speech.stems import stems, words

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS = 5
_LETTERS_OF_A_HALF = 3
_PLACES = 2  # passages that hold what a word is read as: a misspelling of the transcript's own stands in one
_CLOSE = 0.87  # of difflib's ratio: one letter of five, two of ten


def mended(question: str, index: SearchIndex) -> str:
    """The question with words that nobody says read as ones that somebody says, where there can be little doubt."""
    read_as = {word: found for word in _strange(question, index) if (found := _read_as(word.lower(), index))}
    return _WORD.sub(lambda match: read_as.get(match[0], match[0]), question) if read_as else question


def _strange(question: str, index: SearchIndex) -> list[str]:
    unsaid = [
        word
        for word in dict.fromkeys(_WORD.findall(question))
        if len(word) >= _FEWEST_LETTERS
        and not word.isupper()
        and not any(len(index.postings.of(stem)[0]) for stem in stems(word))
    ]
    # The tokenizer's table takes half a second to load: only where some word is unsaid.
    return [word for word in unsaid if token_counter()(f" {word.lower()}") > 1]


def _read_as(word: str, index: SearchIndex) -> str | None:
    halves = [(word[:at], word[at:]) for at in range(_LETTERS_OF_A_HALF, len(word) - _LETTERS_OF_A_HALF + 1)]
    best = max(halves, key=lambda pair: min(_held(half, index) for half in pair), default=None)
    if best and all(_held(half, index) for half in best):
        return " ".join(best)
    said = [
        stem for stem in index.postings.terms if stem[0] == word[0] and abs(len(stem) - len(word)) <= _FEWEST_LETTERS
    ]
    for near in get_close_matches(next(iter(stems(word)), word), said, n=3, cutoff=_CLOSE):
        if len(index.postings.of(near)[0]) >= _PLACES:
            return _as_said(near, index)
    return None


def _held(half: str, index: SearchIndex) -> int:
    """How many passages hold a word; a word that says nothing counts as held by none."""
    return min((len(index.postings.of(stem)[0]) for stem in stems(half)), default=0)


def _as_said(stem: str, index: SearchIndex) -> str:
    rows, _ = index.postings.of(stem)
    forms = Counter(word for row in rows[:20].tolist() for word in words(index.text(row)) if stems(word) == [stem])
    return forms.most_common(1)[0][0] if forms else stem
