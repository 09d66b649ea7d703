"""“Most participants”, “no more than three carers”, “4 of 11”: how many people a text speaks for, and whether so many said it.

One grammar for all who ask: claims of a report, statements of a summary, groups of people in an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rag.speech.amount_forms import (
    ALMOST_ALL,
    BUT,
    CLAUSE,
    DENIED,
    FORMS,
    LARGE_MAJORITY,
    MASK,
    NEVER_BARE,
    OF_THEM,
    PARTS,
    PEOPLE_ALONE,
    TAIL,
    THINGS,
    VERB,
    WHOLE_FIRST,
    WORD,
    Amount,
)
from rag.speech.numbers import numbers_in
from rag.speech.stems import every_stem

_EVERYBODY = frozenset(
    "participant interviewee respondent contributor person people speaker individual informant others".split()
)
_OPENING = 20  # characters from the start: a “nobody” further on is a part of what is said
_STAYS_BORNE = frozenset({Amount.MOST, Amount.MANY, Amount.SOME, Amount.AT_LEAST, Amount.MORE_THAN})
"""What so many people bear out, more of them bear out as well."""

_ROUND = Fraction(1, 20)
"""Of all: shares that are told roughly, “a third”, are told so of what lies five in a hundred off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier:
    """How many of which people a text speaks for: `words` at `text[start:end]`.

    `group` is a kind of people told by `groups`; None is everybody. `count` is a number of people, `share` one of all of them, and
    `of` the whole that is named: 11 in “4 of 11”. `is_bare` where no people are named: “most were late”.
    """

    amount: Amount
    words: str
    group: str | None
    count: int | None = None
    share: Fraction | None = None
    of: int | None = None
    is_bare: bool = False
    start: int = 0

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)


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
    taken: list[Quantifier] = []
    behind = 0
    for one in sorted(
        _Reader(text, groups).read(), key=lambda each: (each.start, -each.end, each.amount is Amount.UNCLEAR)
    ):
        if one.start >= behind:
            taken.append(one)
            behind = one.end
    return taken


def begins_clause(text: str, start: int) -> bool:
    """Whether a clause may begin there."""
    return CLAUSE.search(text, 0, start) is not None


def has_verb_at(text: str, end: int) -> bool:
    """Whether a verb follows that people are often the subject of."""
    return VERB.match(text, end) is not None


class _Reader:
    """Reads the amounts of a text whose numbers are masked."""

    def __init__(self, text: str, groups: Mapping[str, frozenset[str]]) -> None:
        self._text, self._groups = text, groups
        self._values: dict[int, float] = {}
        self._masked = text.replace(MASK, " ")
        for number in numbers_in(text):
            written = text[number.start : number.end].lower()
            if written == "one" or re.search(r"(?:\d(?:st|nd|rd)|th|third|twice|thrice)\Z|\A[£$€]", written):
                continue  # “one” mostly stands for somebody; the others say no how many
            end = number.end - written.endswith("%")
            self._values[number.start] = number.value
            self._masked = self._masked[: number.start] + MASK * (end - number.start) + self._masked[end:]

    def read(self) -> Iterator[Quantifier]:
        """The amounts, in no order, and the longer before the shorter where both begin at one place."""
        for amount, form in FORMS:
            for match in form.finditer(self._masked):
                if (one := self._at(match, amount)) is not None:
                    yield one
        if alone := PEOPLE_ALONE.match(self._masked):
            yield Quantifier(amount=Amount.SOME, words=alone[0], group=None)

    def _at(self, match: re.Match[str], amount: Amount) -> Quantifier | None:
        start, end = match.span()
        parts = match.groupdict()
        if (amount is Amount.NONE and start > _OPENING) or (
            amount is Amount.EXACTLY and WHOLE_FIRST.search(self._masked, 0, start)
        ):
            return None
        tail = TAIL.match(self._masked, end)
        assert tail is not None  # it may be empty
        whole = self._number(tail, "whole") or self._number(match, "of") or (2 if parts.get("two") else None)
        group, is_bare = None, False
        noun_end = self._people_at(tail.end())
        if noun_end is not None:
            group, end = group_of(self._text[tail.end() : noun_end], self._groups), noun_end
        elif not parts.get("alone"):
            them = OF_THEM.match(self._masked, end)
            end, is_bare = them.end() if them else tail.end() if tail["whole"] else end, True
            is_left_out = NEVER_BARE.search(self._masked, start, match.end())
            if is_left_out or not begins_clause(self._masked, start) or not has_verb_at(self._masked, end):
                return None
        count, share, amount = self._quantity(match, amount)
        if amount is Amount.ALL and (but := BUT.match(self._masked, end)):
            amount, count, end = Amount.ALL_BUT, self._number(but, "count"), but.end()
        if amount is not Amount.NONE and (denied := DENIED.search(self._masked, 0, start)):
            amount, start = Amount.UNCLEAR, denied.start()
        return Quantifier(
            amount=amount,
            words=self._text[start:end],
            group=group,
            count=count,
            share=share,
            of=whole,
            is_bare=is_bare,
            start=start,
        )

    def _quantity(self, match: re.Match[str], amount: Amount) -> tuple[int | None, Fraction | None, Amount]:
        """The number of people or their share, and the amount; a round share without more is about so many."""
        parts = match.groupdict()
        if parts.get("almost"):
            return None, ALMOST_ALL, amount
        if "percent" not in parts:  # an amount in words
            return None, LARGE_MAJORITY if amount is Amount.AT_LEAST else None, amount
        if (percent := self._number(match, "percent")) is not None:
            return None, Fraction(percent, 100), amount
        rough = Amount.ABOUT if amount is Amount.EXACTLY else amount
        if parts["half"]:
            return None, Fraction(1, 2), Amount.HALF if rough is Amount.ABOUT else amount
        if (each := self._number(match, "each")) is not None:
            return None, Fraction(self._number(match, "some") or 0, max(each, 1)), rough
        if parts["part"]:
            return None, Fraction(self._number(match, "parts") or 1, PARTS[parts["part"].lower()]), rough
        if (halved := self._number(match, "halved")) is not None:
            return halved // 2, None, amount
        found = self._number(match, "count")
        return self._number(match, "plain") if found is None else found, None, amount

    def _number(self, match: re.Match[str] | None, name: str) -> int | None:
        if match is None or match.groupdict().get(name) is None:
            return None
        return int(self._values.get(match.start(name), 1))  # a “one” is no masked number

    def _people_at(self, position: int) -> int | None:
        """Where the people end whose name, of one word or two, begins there; None where none does."""
        first = WORD.match(self._text, position)
        second = WORD.match(self._text, first.end()) if first else None
        if first is None:
            return None
        are_first = self._is_people(first[1])
        if second is None or (are_first and first[1].lower().endswith(("s", "people"))):
            return first.end() if are_first else None
        if self._is_people(second[1]):
            return None if THINGS.fullmatch(first[1]) else second.end()
        if are_first:
            return first.end()
        return second.end() if group_of(f"{first[1]} {second[1]}", self._groups) else None

    def _is_people(self, noun: str) -> bool:
        word = noun.lower()
        return word in _EVERYBODY or word.removesuffix("s") in _EVERYBODY or group_of(word, self._groups) is not None


def group_of(noun: str, groups: Mapping[str, frozenset[str]]) -> str | None:
    """The kind of people that a noun names.

    >>> group_of(" carers said", {"carer": frozenset({"Ana"}), "young person": frozenset({"Bo"})})
    'carer'
    >>> group_of("young people", {"young person": frozenset({"Bo"})})
    'young person'
    """
    said = every_stem(noun).keys()  # stems() leaves “people” out
    for group in groups:
        wanted = every_stem(group).keys()
        if wanted and wanted <= said:
            return group
    if "young" in said and "peopl" in said:
        return next((group for group in groups if "young" in every_stem(group)), None)
    return None


def is_borne(quantifier: Quantifier, said: int, of: int, *, is_all: bool = True) -> bool:
    """Whether `said` of `of` people bear the amount out; without `is_all` more of them may say it than are known.

    >>> is_borne(Quantifier(amount=Amount.MOST, words="most", group=None), 3, 11)
    False
    """
    if not is_all and quantifier.amount not in _STAYS_BORNE:
        return False
    share = quantifier.share
    wanted = share * of if share is not None else Fraction(quantifier.count or 0)
    match quantifier.amount:
        case Amount.ALL:
            return said >= of
        case Amount.ALL_BUT:
            return said == of - wanted
        case Amount.MOST:
            return 2 * said > of
        case Amount.HALF:
            return abs(2 * said - of) <= max(1, of // 5)
        case Amount.MANY:
            return 3 * said >= of
        case Amount.SOME:
            return said >= 2
        case Amount.FEW:
            return 0 < 2 * said < of
        case Amount.EXACTLY:  # people come whole: eight in ten of twelve are nine or ten
            return said == wanted if share is None else abs(said - wanted) < 1
        case Amount.ABOUT:
            off = abs(said - wanted)
            return off < 1 or off <= (wanted / 10 if share is None else of * _ROUND)
        case Amount.AT_LEAST:
            return said >= wanted
        case Amount.MORE_THAN:
            return said > wanted
        case Amount.AT_MOST:
            return 0 < said <= wanted
        case Amount.FEWER_THAN:
            return 0 < said < wanted
        case Amount.NOT_ALL | Amount.NONE | Amount.UNCLEAR:
            return False  # silence bears nothing out
