"""What the quote finder gives: words one participant said, ready to be used, each known to the character."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Transcript, Turn
from rag.answer import Citation, cite
from rag.readable import readable
from rag.words import is_negation, words_in

_LOOKED_BACK = 6  # turns before a quote in which its question is looked for

_GOOD = frozenset(
    """good great lovely brilliant helpful useful fair glad happy pleased proud enjoyed enjoy love loved liked welcome
    welcomed welcoming respected valued listened included trust trusted kind easy easier worth worthwhile benefit
    wonderful excellent better best thank thanks grateful comfortable confident positive nice fine perfect success works
    worked works improved""".split()
)
_BAD = frozenset(
    """bad awful terrible useless insult insulted insulting wrong unfair angry cross upset ashamed embarrassed difficult
    hard harder worse worst hate hated ignored excluded waste wasted tired worry worried afraid scared frightened problem
    problems trouble barrier barriers struggle struggled fail failed failure rude patronising poor expensive broke lost
    missing late lonely painful sad annoyed annoying frustrating frustrated humiliating disappointed""".split()
)


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
    """Whether the words approve (1), disapprove (-1) or neither (0), by counting them; a “not” before one turns it.

    >>> tone_of("It wasn't fair."), tone_of("They were lovely."), tone_of("It was Tuesday.")
    (-1, 1, 0)
    """
    balance = 0
    words = words_in(text)
    for position, word in enumerate(words):
        value = (word.key in _GOOD) - (word.key in _BAD)
        turned = any(is_negation(before.key) for before in words[max(0, position - 3) : position])
        balance += -value if turned else value
    return (balance > 0) - (balance < 0)


def question_before(transcript: Transcript, start: int) -> Citation | None:
    """The interviewer's question that the words at `start` answer; None where none was asked shortly before.

    Where nobody's role is known, a question shortly before is taken for the interviewer's.
    """
    here = transcript.turn_at(start)
    if here is None:
        return None
    before = transcript.turns[max(0, here.index - _LOOKED_BACK) : here.index]
    if here.role is Role.UNKNOWN:
        asked = _question_in(transcript, here, here.start, start)
        if asked is not None:
            return asked
        before = before[-2:]
    for turn in reversed(before):
        if turn.role is not Role.PARTICIPANT and (asked := _question_in(transcript, turn, turn.start, turn.end)):
            return asked
    return None


def _question_in(transcript: Transcript, turn: Turn, start: int, end: int) -> Citation | None:
    """The last question of a stretch, with the interviewer's words before it where they make one turn."""
    asked = [span for span in sentence_spans(transcript.text, start, end) if transcript.text[span[1] - 1] == "?"]
    if not asked:
        return None
    return cite(transcript, asked[-1][0], asked[-1][1])
