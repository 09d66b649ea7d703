"""Questions to start with, drawn from the library: what interviewers asked about and people spoke of. Pure counting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Transcript
from rag.speech.nouns import describing_stems, stem_of_key
from rag.speech.question import content_words

MOST = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.,;:!?…]")
_DETERMINERS = frozenset("the a an my our their his her your this that these those no any some".split())
_ARTICLES = frozenset(("the", "a", "an"))
_SINGLED_OUT = 0.4  # share of a word's uses that follow an article: "the study", and not "the money"
_NAMES_A_THING = 0.25  # share of a word's uses that follow a determiner
_EMPTY = frozenset(
    """able actual afternoon another back bit best better call case chance course couple different doing else end
    evening every first front fourth good great half hand hour idea kind last least less life little long look
    lovely lunch main man men mind minute moment month morning most name next nice night number other others part
    person place point question real rest right room same second side sort start story table thing things third
    time times today version very view walk way ways week weekend whole woman women word words work wrong year
    years young""".split()
)


def suggest(transcripts: Sequence[Transcript], most: int = MOST) -> tuple[str, ...]:
    """Up to `most` questions, the ones that concern most interviews first."""
    asked: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    singled_out: Counter[str] = Counter()
    named: Counter[str] = Counter()
    heard: list[str] = []
    for transcript in transcripts:
        questions, answers = _sides(transcript)
        heard += [*questions, *answers]
        asked.update({word for text in questions for word in _words(text)})
        spoken.update({word for text in answers for word in _words(text)})
        for text in answers:
            words = _words(text)
            uses.update(words)
            named.update(word for before, word in pairwise(words) if before in _DETERMINERS)
            singled_out.update(word for before, word in pairwise(words) if before in _ARTICLES)
    describing = describing_stems(heard)
    weights = {
        word: min(asked[word], spoken[word]) * named[word] / uses[word]
        for word in asked
        if named[word] >= max(1, _NAMES_A_THING * uses[word])
        and _carries_meaning(word)
        and stem_of_key(word) not in describing
    }
    chosen: list[str] = []
    for word in sorted(weights, key=lambda word: (-weights[word], word)):
        if not any(word[:4] == other[:4] for other in chosen):  # "meeting" and "meetings"
            chosen.append(word)
    return tuple(
        f"What was said about {'the ' if singled_out[word] >= _SINGLED_OUT * uses[word] else ''}{word}?"
        for word in chosen[:most]
    )


def _sides(transcript: Transcript) -> tuple[list[str], list[str]]:
    """What was asked and what was answered; where nobody is labelled, whatever ends in a question mark was asked."""
    asked: list[str] = []
    answered: list[str] = []
    for turn in transcript.turns:
        if turn.role is not Role.UNKNOWN:
            text = transcript.text[turn.start : turn.end]
            (asked if turn.role is Role.INTERVIEWER else answered).append(text)
            continue
        for text in _sentences(transcript, turn.start, turn.end):
            (asked if text.rstrip().endswith("?") else answered).append(text)
    return asked, answered


def _sentences(transcript: Transcript, start: int, end: int) -> Iterator[str]:
    for begins, ends in sentence_spans(transcript.text, start, end):
        yield transcript.text[begins:ends]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _carries_meaning(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word not in _EMPTY and bool(content_words(word))
