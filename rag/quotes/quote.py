"""What the quote finder gives: words one participant said, ready to be used, each known to the character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.transcript import Transcript
from rag.answer import Citation, cite
from rag.speech.question_before import question_before
from rag.speech.readable import readable
from rag.speech.words import Word, is_negation, words_in

_GOOD = frozenset(
    """good great lovely brilliant helpful useful fair glad happy pleased proud enjoyed enjoy love loved liked welcome
    welcomed welcoming respected valued listened included trust trusted kind easy easier worth worthwhile benefit
    wonderful excellent better best grateful comfortable confident positive nice fine perfect success works
    worked works improved""".split()
)
_BAD = frozenset(
    """bad awful terrible useless insult insulted insulting wrong unfair angry cross upset ashamed embarrassed difficult
    hard harder worse worst hate hated ignored excluded waste wasted tired worry worried afraid scared frightened problem
    problems trouble barrier barriers struggle struggled fail failed failure rude patronising poor expensive broke lost
    missing late owe owes owed owing lonely painful sad annoyed annoying frustrating frustrated humiliating disappointed""".split()
)

_SAYING = frozenset("say says said saying tell tells told telling goes asked asks".split())
_OURS = frozenset(("i", "we"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How many words a quote may have."""

    least: int = 15
    most: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A complete thought of one participant. `text == transcript.text[start:end]`; `readable` leaves words out, marked.

    `question` is what was asked before it. `tone` is 1 for approving words, -1 for disapproving ones, else 0: a cue for
    variety, not a judgement. `score` is for order only.
    """

    citation: Citation
    participant: str
    readable: str
    question: Citation | None
    tone: int
    score: float

    @property
    def text(self) -> str:
        """The words, as they were said."""
        return self.citation.quote


def quote_of(transcript: Transcript, start: int, end: int, participant: str, score: float) -> Quote:
    """The quote at a place."""
    citation = cite(transcript, start, end)
    return Quote(
        citation=citation,
        participant=participant,
        readable=readable(citation.quote),
        question=question_before(transcript, start),
        tone=tone_of(citation.quote),
        score=score,
    )


def tone_of(text: str) -> int:
    """Whether the words approve (1), disapprove (-1) or neither (0), by their cues; a “not” before one turns it.

    Words with cues of both kinds are neither, and what somebody else is told to have said tells nothing of who tells it.

    >>> tone_of("It wasn't fair."), tone_of("They were lovely."), tone_of("It was Tuesday.")
    (-1, 1, 0)
    >>> tone_of("Lovely stairs, and they owe me for them."), tone_of("They say it's fair."), tone_of("I'd say it's fair.")
    (0, 0, 1)
    """
    words = words_in(text)
    found: set[int] = set()
    for position, word in enumerate(words):
        value = (word.key in _GOOD) - (word.key in _BAD)
        if value and not _is_retold(words, position):
            turned = any(is_negation(before.key) for before in words[max(0, position - 3) : position])
            found.add(-value if turned else value)
    return found.pop() if len(found) == 1 else 0


def _is_retold(words: Sequence[Word], position: int) -> bool:
    """Whether somebody else is told to have said it: before it in its sentence stands “they say”, not “I say”."""
    first = next(at for at in range(position, -1, -1) if words[at].opens)
    return any(
        words[at].key in _SAYING and not any(one.key.split("'")[0] in _OURS for one in words[max(first, at - 3) : at])
        for at in range(first, position)
    )
