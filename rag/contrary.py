"""Whether two quotes on one matter go against each other, as far as their words show it. Pure.

A sign in the wording and no more: whether two people contradict each other is for a reader to say.
"""

from __future__ import annotations

from rag.contrasts import turned
from rag.lexical import says_nothing, stems
from rag.quotes import tone_of
from rag.words import Word, is_negation, words_in

_REACH = 3  # words before which a “not” denies one


def goes_against(words: str, other: str) -> bool:
    """Whether two quotes share what they speak of, and turn it round.

    Three signs count: one approves and the other disapproves; one has only the opposite of a word of the other; what both
    name is denied in one and affirmed in the other.

    >>> goes_against("The money came in a week, it was good.", "My money was a worry.")
    True
    >>> goes_against("We never saw the forms.", "They sent the forms."), goes_against("Never again.", "They sent the forms.")
    (True, False)
    """
    shared = {stem for stem in stems(words) if not says_nothing(stem)} & set(stems(other))
    if not shared:
        return False
    if tone_of(words) * tone_of(other) < 0 or turned(words, other) or turned(other, words):
        return True
    ours, theirs = _denied(words), _denied(other)
    return any(len(ours[stem] | theirs[stem]) == 2 and len(ours[stem]) == len(theirs[stem]) == 1 for stem in shared)


def _denied(text: str) -> dict[str, set[bool]]:
    """For each stem, whether it stands under a “not”, does not, or both."""
    found: dict[str, set[bool]] = {}
    before: list[Word] = []
    for word in words_in(text):
        if word.opens:
            before = []
        is_denied = any(is_negation(each.key) for each in before[-_REACH:])
        for stem in stems(word.key):
            found.setdefault(stem, set()).add(is_denied)
        before.append(word)
    return found
