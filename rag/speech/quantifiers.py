"""“Some participants”, “most”, “three people”: replaced by the count that the cited passages bear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_PEOPLE = (
    "participants|interviewees|respondents|contributors|people|speakers|interviews|transcripts|voices|carers|patients|"
    "parents|members|researchers|women|men|families|others|individuals"
)
_HOW_MANY = (
    "some|most|many|several|few|all|both|various|numerous|certain|other|multiple|almost all|nearly all|"
    "a few|a number|a majority|the majority|the vast majority|a minority|(?:more than |over |about |around |nearly |almost )?half|"
    "the other|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|\d+"
)
_OUT_OF = r"(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:out\s+)?of\s+(?:the\s+)?)?"
_PHRASE = re.compile(
    rf"(?<![\w-])(?<!hundred and )(?<!thousand and )(?:{_OUT_OF}(?:{_HOW_MANY})(?:\s+of)?(?:\s+(?:the|these|those|our))?(?:\s+(?:other|different|public))?\s+(?:{_PEOPLE})\b"
    rf"|(?:everyone|everybody)\b(?=\s+(?:said|says|felt|feels|agreed|agrees|thought|thinks|reported|described|wanted)))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:some|most|many|several|a few|others|participants|interviewees|respondents)\b"
    r"(?=\s+(?:also\s+)?(?:said|say|felt|feel|agreed|agree|thought|think|reported|report|described|describe|wanted|want|"
    r"mentioned|mention|found|find|believed|believe|were|are|had|have|noted|note|saw|see|spoke|speak|told|worried|did|do)\b)",
    re.IGNORECASE,
)
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


def counted(text: str, count: BorneCount) -> str:
    """The text with its quantified groups replaced by the count, quotations left alone.

    >>> counted("Some participants disliked vouchers.", Count(2, 5))
    'Speakers in 2 of the 5 passages read disliked vouchers.'
    >>> counted("More than half of the participants walked, 3 of the 11 people ran.", PeopleCount(3, 11))
    '3 of 11 participants walked, 3 of 11 participants ran.'
    """
    pieces = re.split(r"(“[^”]*”)", text)
    pieces[0] = _BARE.sub(lambda match: _in_place_of(match, count), pieces[0])
    return "".join(
        piece if piece.startswith("“") else _PHRASE.sub(lambda match: _in_place_of(match, count), piece)
        for piece in pieces
    )


def without_counts(text: str) -> str:
    """The text without its quantified groups, whose numbers are ours to replace."""
    return _PHRASE.sub(" ", text)


def speaks_for_all(text: str) -> bool:
    """Whether the text says what nobody said: a few passages cannot bear that."""
    return _NOBODY.search(text) is not None


def _in_place_of(match: re.Match[str], count: BorneCount) -> str:
    words = count.words
    return words[0].upper() + words[1:] if match[0][0].isupper() else words
