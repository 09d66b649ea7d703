"""Whether two quotes on one matter go against each other, as far as their words show it. Pure.

A sign in the wording and no more: whether two people contradict each other is for a reader to say.
"""

from __future__ import annotations

from collections.abc import Set

from corpus.sentences import sentence_spans
from rag.quotes.quote import tone_of
from rag.speech.contrasts import turned
from rag.speech.nouns import stem_of
from rag.speech.stems import says_nothing, stems
from rag.speech.words import Word, is_negation, words_in

_REACH = 3  # words before which a “not” denies one
_HOW_MUCH = frozenset("enough even ever yet still near nearly far almost only always back sure maybe lot bit".split())
"""What a “not” before it denies is another word's: “not good enough” and “near enough” are on nothing in common."""


def goes_against(words: str, other: str, things: Set[str]) -> bool:
    """Whether two quotes name the same thing, and what they say of it is turned round.

    `things` are the stems of words that name things (rag.speech.nouns): that both have “missed” or “came” is no matter in common.
    Three signs count, in the sentences that name it: one approves and the other disapproves; one has only the opposite of a
    word of the other; what is said of it is denied in one and affirmed in the other.

    >>> money = frozenset({"money", "form"})
    >>> goes_against("The money came in a week, it was good.", "My money was a worry.", money)
    True
    >>> goes_against("We never saw the forms.", "They sent the forms.", money), goes_against("Never again.", "They went.", money)
    (True, False)
    >>> goes_against("I missed the form.", "I never missed a shift.", money)
    False
    """
    ours, theirs = _sentences_on(words), _sentences_on(other)
    return any(_is_turned(ours[thing], theirs[thing]) for thing in ours.keys() & theirs.keys() & things)


def _is_turned(words: str, other: str) -> bool:
    """Whether sentences on one thing go against each other."""
    if tone_of(words) * tone_of(other) < 0 or turned(words, other) or turned(other, words):
        return True
    ours, theirs = _denied(words), _denied(other)
    return any(
        len(ours[stem] | theirs[stem]) == 2 and len(ours[stem]) == len(theirs[stem]) == 1
        for stem in ours.keys() & theirs.keys()
    )


def _sentences_on(text: str) -> dict[str, str]:
    """For each stem that could name something, the sentences that hold it."""
    found: dict[str, dict[str, None]] = {}
    for start, end in sentence_spans(text, 0, len(text)):
        for word in words_in(text[start:end]):
            if (stem := stem_of(word)) is not None:
                found.setdefault(stem, {})[text[start:end]] = None
    return {stem: " ".join(sentences) for stem, sentences in found.items()}


def _denied(text: str) -> dict[str, set[bool]]:
    """For each stem that says something, whether it stands under a “not”, does not, or both."""
    found: dict[str, set[bool]] = {}
    before: list[Word] = []
    for word in words_in(text):
        if word.opens:
            before = []
        is_denied = any(is_negation(each.key) for each in before[-_REACH:])
        for stem in stems(word.key):
            if word.key not in _HOW_MUCH and not says_nothing(stem):
                found.setdefault(stem, set()).add(is_denied)
        before.append(word)
    return found
