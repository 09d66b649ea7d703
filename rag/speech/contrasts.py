"""Words that rule each other out: whoever is paid quarterly is not paid monthly, whoever hardly came did not come often. Pure.

A statement that uses one of them and cites words in which only its opposites stand has changed the sense, whatever else it
shares with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.speech.words import Word, words_in

_SETS: Sequence[Sequence[str]] = (
    ("daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly annually annual"),
    ("advance upfront prepaid", "arrears afterwards"),
    ("always invariably constantly", "sometimes occasionally", "hardly rarely seldom scarcely barely", "never"),
    ("often frequently usually regularly", "hardly rarely seldom scarcely barely", "never"),
    ("under below beneath", "over above exceeding"),
    ("early", "late"),
    ("more", "less fewer"),
    ("most majority", "few minority"),
    ("easy easily simple", "hard difficult"),
    ("paid remunerated", "unpaid unremunerated"),
    ("increase increased rose risen raised", "decrease decreased fell fallen lowered reduced cut"),
    ("accept accepted accepts agreed agree", "refuse refused refuses declined decline rejected"),
    ("quick quickly fast prompt promptly", "slow slowly"),
    ("better", "worse"),
    ("exactly precisely", "about around roughly nearly almost approximately"),
    ("voluntary optional", "compulsory mandatory obliged"),
)
_PLACES: Sequence[Sequence[str]] = (
    ("before", "after"),
    ("first", "last"),
    ("up", "down"),
    ("in inside", "out outside"),
    ("on", "off"),
    ("with", "without"),
    ("to", "from"),
    ("right", "wrong"),
    ("good great excellent", "bad awful terrible"),
    ("most", "least"),
    ("many", "few"),
    ("much", "little"),
    ("big large", "small little"),
    ("long", "short"),
    ("high", "low"),
    ("heavy", "light"),
    ("hot warm", "cold cool"),
    ("new", "old"),
    ("young", "old"),
    ("near close", "far"),
    ("top", "bottom"),
    ("left", "right"),
    ("same", "different"),
    ("true", "false untrue"),
    ("strong", "weak"),
    ("rich", "poor"),
    ("happy glad pleased", "sad unhappy sorry"),
    ("safe", "dangerous unsafe"),
    ("clean", "dirty"),
    ("full", "empty"),
    ("cheap", "expensive dear"),
    ("open opened", "closed shut"),
    ("start started begin began", "stop stopped end ended finish finished"),
    ("give gave given", "take took taken"),
    ("bought buy", "sold sell"),
    ("love loved like liked", "hate hated dislike disliked"),
    ("remember remembered", "forget forgot forgotten"),
    ("can able", "unable"),
    ("possible", "impossible"),
    ("included", "excluded"),
    ("public", "private"),
    ("day daytime", "night"),
    ("morning", "afternoon", "evening", "night"),
    ("yesterday", "today", "tomorrow"),
    ("mother mum mam", "father dad"),
    ("wife", "husband"),
    ("daughter", "son"),
    ("sister", "brother"),
    ("woman women", "man men"),
    ("girl girls", "boy boys"),
    ("winter", "summer"),
)
"""Too common to rule anything out by themselves: only in place of one another, in a sentence that is otherwise the same."""

_UNIVERSAL = frozenset("all every each everyone everybody everything always entire entirely whole any both".split())
_OF_NO_PEOPLE = frozenset("everything always entire entirely any".split())
_CLAIMS_ALL = frozenset("all every everyone everybody always".split())


def _sides_in(sets: Sequence[Sequence[str]]) -> dict[str, list[tuple[int, int]]]:
    """For every word the sets that hold it, as numbers, and which side of each it is on."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, sides in enumerate(sets):
        for side, words in enumerate(sides):
            for word in words.split():
                found.setdefault(word, []).append((number, side))
    return found


_SIDES = _sides_in(_SETS)
_EVERY_SIDE = _sides_in((*_SETS, *_PLACES))


def turned(text: str, source: str) -> Word | None:
    """The first word of a text for which the source has only opposites; None where there is none.

    >>> turned("They pay monthly.", "We pay quarterly and we pay it in advance.").raw
    'monthly'
    >>> turned("They pay late.", "It took eleven weeks.") is None
    True
    """
    held = _held(words_in(source))
    for word in words_in(text):
        for number, side in _SIDES.get(word.key, ()):
            there = held.get(number, set())
            if there and side not in there:
                return word
    return None


def are_contrary(one: str, other: str) -> bool:
    """Whether two words, as keys, rule each other out in one place of a sentence.

    >>> are_contrary("before", "after"), are_contrary("before", "during")
    (True, False)
    """
    sides = dict(_EVERY_SIDE.get(other, ()))
    return any(sides.get(number, side) != side for number, side in _EVERY_SIDE.get(one, ()))


def claims_all(text: str, source: str) -> Word | None:
    """The first word of a text that claims something of all, where the source says nothing of all.

    >>> claims_all("All funders pay late.", "The one I know pays late.").raw
    'All'
    """
    held = {word.key for word in words_in(source)} & _UNIVERSAL
    words = words_in(text)
    for at, word in enumerate(words):
        before = words[at - 1].key if at else ""
        borne = held - _OF_NO_PEOPLE if word.key in ("everyone", "everybody") else held
        if (
            not borne
            and word.key in _CLAIMS_ALL
            and before not in ("after", "at", "not", "nearly", "almost", "above", "in")
        ):
            return word
    return None


def _held(words: Iterable[Word]) -> dict[int, set[int]]:
    held: dict[int, set[int]] = {}
    for word in words:
        for number, side in _SIDES.get(word.key, ()):
            held.setdefault(number, set()).add(side)
    return held
