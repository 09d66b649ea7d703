"""Transcripts to passages: whole sentences, turn-aware, within a token budget, spans exact to the character."""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.transcript import WITHIN_SPEECH, Mark, Passage, Role, Transcript, Turn

BUDGET_TOKENS = 120
"""The default budget: half of what MiniLM reads at once. The other half is what was said around it."""

_AROUND_WORDS = 42
"""Words of either neighbour that are embedded with a passage. MiniLM reads 256 tokens, about 210 words of speech."""

_FULL_ENOUGH = 0.6  # of the budget: from here on a passage may end where a turn does
_QUESTION_WORDS = 40


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    tokens: int
    turn: Turn
    opens_turn: bool


def split(
    transcript: Transcript,
    version: str,
    count_tokens: Callable[[str], int],
    budget_tokens: int = BUDGET_TOKENS,
) -> list[Passage]:
    """The passages of a transcript, in order, without overlap.

    A passage holds whole sentences and never crosses a mark other than a speaker's label; only a sentence that alone
    passes the budget is cut, between words. It prefers to end where a turn ends and keeps short turns with their
    neighbours. Ids name the version, so that two readings of one transcript never share one.
    """
    sentences = list(_sentences(transcript, count_tokens, budget_tokens))
    return [
        _passage(transcript, version, number, group)
        for number, group in enumerate(_packed(transcript, sentences, budget_tokens))
    ]


def embedded_texts(passages: Sequence[Passage]) -> list[str]:
    """What the embedder sees of each passage of a transcript, given in order: it, and the words on either side.

    A minute of speech alone rarely says what it is about. What was said around it does: measured on meetings, the
    same vectors without it find 5 % fewer of the words wanted (`evals.retrieval`). Where the words before do not
    hold the question being answered, the question stands in their place.
    """
    texts = []
    for i, passage in enumerate(passages):
        before = passages[i - 1].text.split() if i else []
        after = passages[i + 1].text.split()[:_AROUND_WORDS] if i + 1 < len(passages) else []
        lead = " ".join(before[-_AROUND_WORDS:])
        if passage.context and passage.context not in " ".join(before):
            lead = passage.context
        texts.append(" ".join(part for part in (lead, passage.text, " ".join(after)) if part))
    return texts


def _sentences(transcript: Transcript, count_tokens: Callable[[str], int], budget: int) -> Iterator[_Sentence]:
    barriers = _barriers(transcript)
    for turn in transcript.turns:
        opens = True
        for start, end in _speech(turn, barriers):
            for a, b in sentence_spans(transcript.text, start, end):
                for c, d in _within_budget(transcript.text, a, b, count_tokens, budget):
                    yield _Sentence(c, d, count_tokens(transcript.text[c:d]), turn, opens)
                    opens = False


def _speech(turn: Turn, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The stretches of a turn that no mark covers."""
    begin = turn.start
    for mark in marks:
        if begin < mark.end and mark.start < turn.end:
            if begin < mark.start:
                yield begin, mark.start
            begin = mark.end
    if begin < turn.end:
        yield begin, turn.end


def _within_budget(
    text: str, start: int, end: int, count_tokens: Callable[[str], int], budget: int
) -> Iterator[tuple[int, int]]:
    """The sentence whole, or cut between words where it alone passes the budget."""
    if end - start <= budget or count_tokens(text[start:end]) <= budget:  # a token has at least one character
        yield start, end
        return
    begin = cut = start
    tokens = 0
    for word in re.finditer(r"\S{1,200}\s*", text[start:end]):
        needed = count_tokens(word[0])
        if tokens + needed > budget and cut > begin:
            yield begin, begin + len(text[begin:cut].rstrip())
            begin, tokens = cut, 0
        tokens += needed
        cut = start + word.end()
    yield begin, begin + len(text[begin:end].rstrip())


def _packed(transcript: Transcript, sentences: Sequence[_Sentence], budget: int) -> Iterator[list[_Sentence]]:
    barriers = _barriers(transcript)
    group: list[_Sentence] = []
    tokens = 0
    for position, sentence in enumerate(sentences):
        full = tokens + sentence.tokens > budget
        if group and (
            full
            or _marked_between(barriers, group[-1], sentence)
            or (sentence.opens_turn and _better_apart(sentences, position, tokens, budget))
        ):
            yield group
            group, tokens = [], 0
        group.append(sentence)
        tokens += sentence.tokens
    if group:
        yield group


def _better_apart(sentences: Sequence[_Sentence], position: int, tokens: int, budget: int) -> bool:
    """Whether to end the passage here, where a new turn opens: a question begins anew, and so does what won't fit."""
    if tokens < budget * _FULL_ENOUGH:
        return False
    turn = sentences[position].turn
    if turn.role is Role.INTERVIEWER:
        return True
    needed = 0
    for sentence in sentences[position:]:
        if sentence.turn is not turn:
            break
        needed += sentence.tokens
    return tokens + needed > budget


def _barriers(transcript: Transcript) -> list[Mark]:
    """The marks no passage may cross: everything nobody said, but for labels, times and notes that speech runs on across."""
    return [mark for mark in transcript.marks if mark.reason not in WITHIN_SPEECH]


def _marked_between(barriers: Sequence[Mark], before: _Sentence, after: _Sentence) -> bool:
    following = bisect.bisect_left(barriers, before.end, key=lambda mark: mark.start)
    return following < len(barriers) and barriers[following].start < after.start


def _passage(transcript: Transcript, version: str, number: int, group: Sequence[_Sentence]) -> Passage:
    start, end = group[0].start, group[-1].end
    turns = list({sentence.turn.index: sentence.turn for sentence in group}.values())
    text = transcript.text[start:end]
    time_start, time_end = transcript.times_of(start, end)
    digest = hashlib.blake2s(f"{version}/{number}/{start}/{end}/{text}".encode(), digest_size=4).hexdigest()
    return Passage(
        id=f"{transcript.id}/{version}/{number:05d}-{digest}",
        transcript_id=transcript.id,
        start=start,
        end=end,
        first_turn=turns[0].index,
        last_turn=turns[-1].index,
        speakers=tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker)),
        text=text,
        context=_question_before(transcript, turns[0]),
        time_start=time_start,
        time_end=time_end,
    )


def _question_before(transcript: Transcript, turn: Turn) -> str:
    """The end of the interviewer's question that this turn answers; empty when it asks one itself."""
    if turn.role is Role.INTERVIEWER:
        return ""
    for earlier in reversed(transcript.turns[max(0, turn.index - 4) : turn.index]):
        words = transcript.text[earlier.start : earlier.end].split()
        if earlier.role is Role.INTERVIEWER and len(words) > 3:
            return " ".join(words[-_QUESTION_WORDS:])
    return ""
