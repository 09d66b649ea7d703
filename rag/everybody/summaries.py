"""A short summary that a model writes over words which were verified already; each of its statements is checked again. Pure.

A statement may rest on those words alone, and is held against them by the rules of every generated answer (rag.verification.verify). One
that counts people must count those whose words it cites, all of one side, among all who took part: else it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.transcript import Transcript
from rag.answer import Citation, Evidence, Statement, Support
from rag.everybody.stances import Item, ReadTheme, ReadVoice, Stance, Standing
from rag.prompting.minutes import Minutes
from rag.prompting.stretches import Stretch, source_of
from rag.speech.amount_forms import Amount
from rag.speech.claimed_counts import is_borne, quantifiers_in
from rag.speech.quantifiers import KINDS, PeopleCount
from rag.speech.question import subject
from rag.speech.stems import stems
from rag.speech.words import is_negation, words_in
from rag.verification.quoting import Source
from rag.verification.verify import Line
from rag.writing.generated import judged

SUMMARY = "Summary"
"""The heading that its statements stand under."""

_QUOTES_EACH = 3  # of a participant on one side: more of them say little more
_NO_PEOPLE = frozenset({"voice", "interview", "transcript"})

_TELLING_APART = frozenset(
    """but while whereas although though however yet contrary contrast unlike differ differs differed different disagree disagrees
    disagreed instead otherwise opposite except""".split()
)
_GENERAL = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|handful|majority|minority|most|mostly|largely|widely|widespread|generally|in general|usually"
    r"|typically|commonly|common|universal(?:ly)?|unanimous(?:ly)?|consensus|as a (?:whole|group)|overall|the rest|the only|alone"
    r"|only (?:one|person|participant))\b|\A(?:only|participants|people|interviewees|respondents|contributors)\b",
    re.IGNORECASE,
)
"""Words that speak for more people, or for fewer, than are named, and hold no number that could be compared."""

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_NOBODY = frozenset({"nobody", "no one", "no-one"})
_OF_A_WHOLE = frozenset({Amount.ALL, Amount.ALL_BUT, Amount.MOST, Amount.HALF, Amount.FEW, Amount.NONE})
"""What only who knows how many there are can tell: how many carers, the reading does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a reply may rest on: the theme, how many took part in all, and the words that it was sent."""

    theme: str
    participants: int
    items: tuple[Item, ...]

    def cited_by(self, labels: Sequence[str]) -> list[Item]:
        """The items of these labels, each once, in the order of the labels; a label of none is passed over."""
        labelled = {one.label: one for one in self.items}
        return [labelled[label] for label in dict.fromkeys(labels) if label in labelled]


def items_in(theme: ReadTheme, transcript_of: Callable[[str], Transcript]) -> list[list[Item]]:
    """The verified words in rounds: the best of everybody on each side first, labelled P1, P2 …, then their second best …

    What only touches the theme is there for those alone who take no side. Where there are the words of one place and no more
    there is nothing to sum up, and no round. Raises LibraryError.
    """
    rounds: list[list[Item]] = []
    labelled = 0
    for number in range(_QUOTES_EACH):
        found = []
        for stance, voice, quotes in _sides(theme):
            if number < len(quotes):
                labelled += 1
                quote = quotes[number]
                source = _source(f"P{labelled}", quote, transcript_of)
                called = voice.called if voice.called != quote.speaker else None
                found.append(Item(source=source, participant=voice.participant, stance=stance, called=called))
        if found:
            rounds.append(found)
    return rounds if labelled > 1 else []


def held(line: Line, ground: Ground, minutes: Minutes) -> Statement | None:
    """A statement checked against the items that it names; None when it is withheld, which the minutes take down.

    Raises ReplyUnusable for a refusal in place of a summary.
    """
    cited = ground.cited_by(line.labels)
    text = _naming_people(line.text)
    if _is_miscounted(text, cited, ground.participants):
        minutes.miscounted += 1
        return None
    said = len({one.participant for one in cited})
    statement = judged(replace(line, text=text), minutes, PeopleCount(said, ground.participants))
    if statement is None:
        return None
    problems = [_mistaken_side(text, cited, ground.theme), _generality(statement.text, cited)]
    found = [problem for problem in problems if problem]
    if found:
        statement = replace(statement, support=Support.UNVERIFIED, problems=(*statement.problems, *found))
    return replace(statement, heading=SUMMARY)


def _sides(theme: ReadTheme) -> Iterator[tuple[Stance, ReadVoice, tuple[Citation, ...]]]:
    for stance in Stance:
        for voice in theme.voices:
            if stance is not Stance.TOUCHES or voice.standing is Standing.TOUCHES:
                yield stance, voice, voice.quotes(stance)


def _source(label: str, citation: Citation, transcript_of: Callable[[str], Transcript]) -> Source:
    span = citation.span
    source = source_of(transcript_of(span.transcript_id), Stretch(start=span.start, end=span.end))
    evidence = Evidence(citation=citation, passage=source.passage, score=1.0)
    return replace(source, label=label, evidence=(evidence,))


def _naming_people(text: str) -> str:
    """The text with “participants” behind amounts that stand alone, so that they are read as the counts they are.

    >>> _naming_people("Four of 11 were late, and most said so.")
    'Four of 11 participants were late, and most participants said so.'
    """
    for one in reversed(quantifiers_in(_QUOTED.sub(lambda match: "·" * len(match[0]), text), KINDS)):
        if one.is_bare:
            text = f"{text[: one.start]}{one.words.removesuffix(' of them')} participants{text[one.end :]}"
    return text


def _mistaken_side(text: str, cited: Sequence[Item], theme: str) -> str | None:
    """What is wrong with the sides that a statement's words take; None where nothing is seen to be."""
    sides = {one.stance for one in cited}
    words = {word.key for word in words_in(text)}
    if {Stance.SAYS, Stance.CONTRARY} <= sides and not words & _TELLING_APART:
        return "It rests on words that say it and on words that say the contrary, and does not tell them apart."
    denies = any(is_negation(word) for word in words) or bool(words & _TELLING_APART)
    about = set(stems(subject(theme)))
    if sides and Stance.SAYS not in sides and about and about <= set(stems(text)) and not denies:
        return "It says what the theme says, and rests on words that do not."
    return None


def _generality(text: str, cited: Sequence[Item]) -> str | None:
    """What is wrong with a statement that speaks of people at large; None where those it cites speak so themselves."""
    spoken = " ".join(one.citation.quote for one in cited).casefold()
    words = next((one[0] for one in _GENERAL.finditer(_prose(text)) if one[0].casefold() not in spoken), None)
    return f"It says “{words}”, and nobody was counted for that." if words else None


def _prose(text: str) -> str:
    """The text without its quotations."""
    return _QUOTED.sub(" ", text).strip()


def _is_miscounted(text: str, cited: Sequence[Item], participants: int) -> bool:
    """Whether a statement counts people otherwise than the words that it cites were counted.

    An amount that somebody cited names (“two people came”) may be no count of ours: it cannot be told, and counts as wrong.
    “Nobody” further on is told of somebody (“Ana adds that nobody rang”), and for the rules on negations.
    """
    prose = _prose(text)
    counts = [
        one
        for one in quantifiers_in(prose, KINDS)
        if one.words.casefold() not in _NOBODY or prose.casefold().startswith(one.words.casefold())
    ]
    if not counts:
        return False
    if len({one.stance for one in cited}) != 1:
        return True
    said = len({one.participant for one in cited})
    spoken = " ".join(one.citation.quote for one in cited).casefold()
    return any(
        one.of not in (None, participants)
        or one.words.casefold() in spoken
        or (one.group is not None and (one.amount in _OF_A_WHOLE or one.share is not None or one.group in _NO_PEOPLE))
        or not is_borne(one, max(said, 2) if one.amount is Amount.SOME else said, participants)
        for one in counts
    )
