"""“Most participants”, “all three carers”, “4 of 11”: how many people a claim speaks for, and whether so many said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.speech.numbers import numbers_in
from rag.speech.stems import stems

_EVERYBODY = frozenset(
    "participant interviewee respondent contributor person people speaker individual informant other".split()
)
_NOUN = r"(?:\s+(?:of\s+)?(?:the|these|those|our|all)){0,2}(?:\s+\d+|\s+(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?(?P<noun>(?:\s+[a-z-]+){1,2})"
_OPENING = 20  # characters from the start: a “nobody” further on is a part of what is said
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"


class Amount(StrEnum):
    """Kinds of amounts that reports use."""

    ALL = "all"
    MOST = "most"
    HALF = "half"
    MANY = "many"
    SOME = "some"
    EXACTLY = "exactly"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    NONE = "none"


_FORMS: tuple[tuple[Amount, re.Pattern[str]], ...] = tuple(
    (amount, re.compile(pattern, re.IGNORECASE))
    for amount, pattern in (
        (Amount.NONE, r"\b(?:nobody|no[ -]one|not (?:a single (?:one|person)|one of them))\b"),
        (Amount.NONE, rf"\b(?:none\b(?:\s+of)?|not (?:a single|one)){_NOUN}"),
        (Amount.NONE, rf"\bno{_NOUN}(?=\s+\w+)"),
        (Amount.EXACTLY, rf"\b(?P<count>{_NUMBER})\s+(?:out\s+)?of\s+(?:the\s+|our\s+)?(?P<of>{_NUMBER}){_NOUN}?"),
        (Amount.MOST, rf"\b(?:almost all|nearly all|most|the majority|a majority|the vast majority|more than half|over half)\b(?:\s+of)?{_NOUN}"),
        (Amount.HALF, rf"\b(?:about |around |roughly )?half\b(?:\s+of)?{_NOUN}"),
        (Amount.ALL, rf"\b(?:everyone|everybody)\b|\b(?:all|every|each)\b(?:\s+of)?{_NOUN}|\b(?:unanimously|without exception)\b"),
        (Amount.AT_LEAST, rf"\b(?:at least|more than|over)\s+(?P<count>{_NUMBER}){_NOUN}"),
        (Amount.AT_MOST, rf"\bonly\s+(?P<count>{_NUMBER}|a few){_NOUN}"),
        (Amount.MANY, rf"\b(?:many|numerous|a large number|a lot|a large share)\b(?:\s+of)?{_NOUN}"),
        (Amount.SOME, rf"\b(?:some|several|a few|a number|various|a minority|a handful)\b(?:\s+of)?{_NOUN}"),
        (Amount.EXACTLY, rf"\b(?P<count>{_NUMBER}){_NOUN}"),
        (Amount.SOME, r"^(?P<noun>\s*(?:participants|interviewees|respondents|contributors))\b"),
    )
)  # fmt: skip


_STAYS_BORNE = frozenset({Amount.MOST, Amount.MANY, Amount.SOME, Amount.AT_LEAST})
"""What so many people bear out, more of them bear out as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier:
    """How many of which people a claim speaks for. `group` is a kind of people told by `groups`; None is everybody.

    `of` is the whole that it names: 11 in “4 of 11”.
    """

    amount: Amount
    words: str
    group: str | None
    count: int | None = None
    of: int | None = None


def quantifier_in(claim: str, groups: Mapping[str, frozenset[str]]) -> Quantifier | None:
    """The first amount of people in a claim. `groups` are kinds of participants (by what is known of them) and who is one.

    >>> found = quantifier_in("Most participants were paid late.", {})
    >>> found.amount.value, found.group
    ('most', None)
    >>> quantifier_in("Most vouchers were useless.", {}) is None
    True
    """
    return next(iter(quantifiers_in(claim, groups)), None)


def quantifiers_in(text: str, groups: Mapping[str, frozenset[str]]) -> list[Quantifier]:
    """Every amount of people in a text, in order; none within another.

    >>> [one.words for one in quantifiers_in("4 of 11 people waited, and at least two participants left.", {})]
    ['4 of 11 people', 'at least two participants']
    """
    found = [one for amount, pattern in _FORMS for one in _read(text, amount, pattern, groups)]
    taken: list[Quantifier] = []
    behind = 0
    for start, one in sorted(found, key=lambda each: each[0]):
        if start >= behind:
            taken.append(one)
            behind = start + len(one.words)
    return taken


def _read(
    claim: str, amount: Amount, pattern: re.Pattern[str], groups: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, Quantifier]]:
    for match in pattern.finditer(claim):
        noun = match.groupdict().get("noun")
        group = group_of(noun, groups) if noun else None
        if noun and group is None and not _is_anybody(noun):
            continue
        if (not noun and amount is Amount.EXACTLY) or (amount is Amount.NONE and match.start() > _OPENING):
            continue
        words = _up_to_the_people(match[0], groups)
        count, of = _value(match.groupdict().get("count")), _value(match.groupdict().get("of"))
        yield match.start(), Quantifier(amount=amount, words=words, group=group, count=count, of=of)


def _value(number: str | None) -> int | None:
    numbers = numbers_in(number) if number else []
    return int(numbers[0].value) if numbers else None


def _is_anybody(noun: str) -> bool:
    return any(word.removesuffix("s") in _EVERYBODY for word in noun.lower().split())


def _up_to_the_people(words: str, groups: Mapping[str, frozenset[str]]) -> str:
    """“most carers were” is “most carers”."""
    parts = words.split(" ")
    while len(parts) > 2 and not _is_anybody(parts[-1]) and group_of(parts[-1], groups) is None:
        parts.pop()
    return " ".join(parts).strip()


def group_of(noun: str, groups: Mapping[str, frozenset[str]]) -> str | None:
    """The kind of people that a noun names.

    >>> group_of(" carers said", {"carer": frozenset({"Ana"}), "young person": frozenset({"Bo"})})
    'carer'
    """
    said = stems(noun)
    for group in groups:
        wanted = stems(group)
        if wanted and all(stem in said for stem in wanted):
            return group
    if "young" in stems(noun) and "peopl" in stems(noun):
        return next((group for group in groups if "young" in stems(group)), None)
    return None


def is_borne(quantifier: Quantifier, said: int, of: int, *, is_all: bool = True) -> bool:
    """Whether `said` of `of` people bear the amount out; without `is_all` more of them may say it than are known.

    >>> is_borne(Quantifier(amount=Amount.MOST, words="most", group=None), 3, 11)
    False
    """
    count = quantifier.count or 0
    if not is_all and quantifier.amount not in _STAYS_BORNE:
        return False
    match quantifier.amount:
        case Amount.ALL:
            return said >= of
        case Amount.MOST:
            return 2 * said > of
        case Amount.HALF:
            return abs(2 * said - of) <= max(1, of // 5)
        case Amount.MANY:
            return 3 * said >= of
        case Amount.SOME:
            return said >= 2
        case Amount.EXACTLY:
            return said == count
        case Amount.AT_LEAST:
            return said >= count
        case Amount.AT_MOST:
            return 0 < said <= (count or 3)
        case Amount.NONE:
            return False  # silence bears nothing out
