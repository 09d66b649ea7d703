"""Words as they are searched by: Snowball's stems, without the words that say nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

_TERM = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_SAYS_NOTHING = frozenset(
    """a about after again all also am an and any are as at be because been being but by can could did do does doing
    don't for from get gets getting go goes going gonna got had has have having he her here him his how i i'm if in
    into is it it's its just kind know let like may me mean mm more most much my no not now of off oh ok okay on one or
    our out over own people quite really right said say says see she should so some sort still such than that that's
    the their them then there there's these they they're thing things think this those to too uh um up us very was way
    we we're we've well were what when where which who whom why will with would yeah yes you you're your 's""".split()
)


def stems(text: str) -> list[str]:
    """The stemmed words of a text in order, words that say nothing left out.

    >>> stems("They objected to the women being paid.")
    ['object', 'women', 'paid']
    """
    return list(_stemmer().stemWords([word for word in words(text) if word not in _SAYS_NOTHING]))


def says_nothing(stem: str) -> bool:
    """Whether a stem is that of a word that says nothing about a subject, or of a letter or a sound."""
    return len(stem) < 3 or stem in _silent_stems()


def every_stem(text: str) -> Counter[str]:
    """How often each stem is in a text, of every word: a phrase may be made of the commonest ones."""
    return Counter(_stemmer().stemWords(words(text)))


def words(text: str) -> list[str]:
    """The words of a text in lower case, with straight apostrophes."""
    return [match[0].replace("’", "'") for match in _TERM.finditer(text.lower())]


def share_held(weights: Mapping[str, float], text: str) -> float:
    """How much of the weight of some stems a text holds, 0 to 1.

    >>> share_held({"childcar": 3.0, "paid": 1.0}, "Nobody paid us.")
    0.25
    """
    everything = sum(weights.values())
    return sum(weights[stem] for stem in weights.keys() & set(stems(text))) / everything if everything > 0 else 0.0


@cache
def _silent_stems() -> frozenset[str]:
    return frozenset(_stemmer().stemWords(sorted(_SAYS_NOTHING)))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
