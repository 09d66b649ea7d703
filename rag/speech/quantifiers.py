"""“Some participants”, “most”, “three people”: replaced by the count that the cited passages bear, where a sentence is about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from rag.speech.amount_forms import Amount
from rag.speech.claimed_counts import Quantifier, begins_clause, has_verb_at, quantifiers_in

KINDS: Mapping[str, frozenset[str]] = dict.fromkeys(
    "carer patient parent member researcher woman women man men family voice interview transcript".split(),
    frozenset[str](),
)
"""Kinds of people, or of what is no person, that prose may count and the metadata need not know."""

_PEOPLE = (
    "participants|interviewees|respondents|contributors|people|speakers|interviews|transcripts|voices|carers|patients|"
    "parents|members|researchers|women|men|families|others|individuals"
)
_OURS = frozenset(
    {
        *(Amount.ALL, Amount.MOST, Amount.HALF, Amount.MANY, Amount.SOME),
        *(Amount.EXACTLY, Amount.ABOUT, Amount.AT_LEAST, Amount.MORE_THAN),
    }
)
"""What a count of those who say so can stand in the place of. How few they are, or that not all are, it does not say."""

_LEFT_ALONE = frozenset(
    {
        *(Amount.ALL_BUT, Amount.NOT_ALL, Amount.FEW, Amount.AT_MOST, Amount.FEWER_THAN),
        *(Amount.UNCLEAR, Amount.MOST),
    }
)
_SENTENCE = re.compile(r"(?:\A|[.!?][\"”’']?)\s*\Z")
_SAYS = re.compile(
    r"\s+(?:said|says|felt|feels|agreed|agrees|thought|thinks|reported|described|wanted)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”")
_NOBODY = re.compile(
    rf"\b(?:none of the (?:{_PEOPLE})|no (?:{_PEOPLE.replace('s|', '|')}|{_PEOPLE})|nobody|no one|no-one)"
    r"(?=\s+(?:said|says|felt|mentioned|agreed|thought|reported|described|wanted|spoke|objected|complained)\b)",
    re.IGNORECASE,
)


class BorneCount(Protocol):
    """A count that what a statement cites bears."""

    @property
    def words(self) -> str:
        """The count in words that claim nothing more, beginning in lower case."""


@dataclass(frozen=True, slots=True)
class Count:
    """What the cited passages bear: `cited` of the `read` passages."""

    cited: int
    read: int

    @property
    def words(self) -> str:
        """The count in words that claim nothing more.

        >>> Count(2, 5).words
        'speakers in 2 of the 5 passages read'
        """
        return f"speakers in {self.cited} of the {self.read} passage{'' if self.read == 1 else 's'} read"


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """What words of people bear whose interviews were all read: `said` of `of` participants."""

    said: int
    of: int

    @property
    def words(self) -> str:
        """The count in words, its denominator in them.

        >>> PeopleCount(3, 12).words
        '3 of 12 participants'
        """
        return f"{self.said} of {self.of} participant{'' if self.of == 1 else 's'}"


def counted(text: str, count: BorneCount, spoken: str = "") -> str:
    """The text with the groups of people that are the subjects of its sentences replaced by the count.

    Quotations stay, and so do groups that the words it rests on, `spoken`, name themselves: they are told of.

    >>> counted("Some participants disliked vouchers.", Count(2, 5))
    'Speakers in 2 of the 5 passages read disliked vouchers.'
    >>> counted("More than half of the participants walked, 3 of the 11 people were late.", PeopleCount(3, 11))
    '3 of 11 participants walked, 3 of 11 participants were late.'
    >>> counted("Ana told two people.", PeopleCount(3, 11))
    'Ana told two people.'
    """
    for one in reversed(_ours(text, spoken)):
        words = count.words
        words = words[0].upper() + words[1:] if one.words[0].isupper() else words
        text = text[: one.start] + words + text[one.end :]
    return text


def without_counts(text: str, spoken: str = "") -> str:
    """The text without the groups that `counted` replaces: their numbers are ours and in no transcript."""
    for one in reversed(_ours(text, spoken)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def uncounted(text: str, spoken: str) -> str | None:
    """The first amount of people that nobody was counted for: `counted` leaves it alone, and in `spoken` nobody says it.

    Like words will do where the text tells of them: “Ana said that not everyone …”, of “not everybody”.

    >>> uncounted("Not all participants were paid.", "I was paid."), uncounted("Some participants were paid.", "I was paid.")
    ('Not all participants', None)
    """
    replaced = {one.start for one in _ours(text, spoken)}
    said = {_sense(one) for one in quantifiers_in(spoken, KINDS)}
    for one in _amounts_in(text, spoken):
        is_told_of = _sense(one) in said and _SENTENCE.search(text, 0, one.start) is None
        if one.amount in _LEFT_ALONE and one.start not in replaced and not is_told_of:
            return one.words
    return None


def speaks_for_all(text: str) -> bool:
    """Whether the text says what nobody said: a few passages cannot bear that."""
    return _NOBODY.search(text) is not None


def _amounts_in(text: str, spoken: str) -> list[Quantifier]:
    """The amounts of people outside of quotations that are not in the words spoken."""
    prose = _QUOTED.sub(lambda match: "·" * len(match[0]), text)
    heard = " ".join(spoken.casefold().split())
    return [one for one in quantifiers_in(prose, KINDS) if " ".join(one.words.casefold().split()) not in heard]


def _ours(text: str, spoken: str) -> list[Quantifier]:
    return [one for one in _amounts_in(text, spoken) if one.amount in _OURS and _is_subject(one, text)]


def _is_subject(one: Quantifier, text: str) -> bool:
    """Whether a group of people is what its sentence or clause is about.

    A number without people is not taken for one: “three were out of date” may be vouchers.
    """
    opens, has_verb = _SENTENCE.search(text, 0, one.start) is not None, has_verb_at(text, one.end)
    if one.words.casefold() in ("everyone", "everybody"):
        return _SAYS.match(text, one.end) is not None
    if one.is_bare:
        return opens and has_verb and one.count is None and one.share is None
    is_noun_alone = " " not in one.words
    return has_verb if is_noun_alone or (not opens and begins_clause(text, one.start)) else opens


def _sense(one: Quantifier) -> tuple[object, ...]:
    return one.amount, one.count, one.share
