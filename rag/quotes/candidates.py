"""Stretches of speech that could be quoted: whole sentences of one participant, of the wanted length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.participants import participant_at
from corpus.sentences import sentence_spans
from corpus.transcript import INAUDIBLE, Passage, Role, Span, Transcript
from rag.quotes.quote import Length
from rag.retrieval.searching import Ranked
from rag.speech.quotable import barriers_in, may_be_quoted
from rag.speech.readable import OMISSION, readable
from rag.speech.words import words_in
from rag.verification.quoting import Source, Voice, voices_of

_LONGEST_TURN = 6_000  # characters: a longer one is quoted from within the passage that was found
_WANTED_WORDS = 38  # up to which a thought is let run on, where it has the room
_DANGLING = frozenset(
    """that that's it it's they they're he she he's she's this these those them then and so but or because which yeah yes
    no well um uh er erm also like there i'd mm right okay ok exactly absolutely sure""".split()
)
_POINTING = frozenset("that that's it it's they they're he she he's she's this these those them which".split())
_NEVER_LAST = frozenset(
    """and or but because the a an my your our their every i'm i've we're we've you're they're they've it's he's she's
    there's whose""".split()
)
_JOINING = frozenset("then because but if when which while".split())
_SUBJECTS = frozenset("i we he she it they".split())
_ASKED_OF_THAT = frozenset("that what how who why where when".split())
_BEGINS_A_CLAUSE = frozenset(
    "i we you he she it they that this there nobody everybody somebody people don't never".split()
)
_FRAGMENT_WORDS = 3
_CUT_OFF = 0.06
_FEW = 20  # passages: among fewer, a place tells less
_ENDS = (".", "!", "?", "…", "”", '"', "’", "'", ")")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stretch that could be quoted; `similarity` is its passage's cosine to what is looked for, and `standing` that
    passage's place among those found: from 1 for the best towards 0.

    `longer` is where it could end if it ran on a little; None where it could not.
    """

    transcript: Transcript
    start: int
    end: int
    participant: str
    similarity: float
    standing: float
    longer: int | None = None

    @property
    def text(self) -> str:
        """The words."""
        return self.transcript.text[self.start : self.end]

    @property
    def in_line(self) -> str:
        """The words as the embedder gets them."""
        return " ".join(self.text.split())

    def overlaps(self, other: Candidate) -> bool:
        """Whether two share a character."""
        same = self.transcript.id == other.transcript.id
        return same and self.start < other.end and other.start < self.end

    def adjoins(self, other: Candidate) -> bool:
        """Whether one goes on where the other ends, in the same turn."""
        if self.transcript.id != other.transcript.id or self.overlaps(other):
            return False
        first, then = sorted((self, other), key=lambda one: one.start)
        between = self.transcript.text[first.end : then.start]
        return not between.strip() and self.transcript.turn_at(first.start) == self.transcript.turn_at(then.start)

    def joined_with(self, other: Candidate) -> Candidate:
        """The two as one stretch, where they adjoin."""
        return replace(self, start=min(self.start, other.start), end=max(self.end, other.end), longer=None)

    def holds(self, span: Span) -> bool:
        """Whether a span lies in it."""
        return self.transcript.id == span.transcript_id and self.start <= span.start and span.end <= self.end

    def is_within_reach(self, span: Span, characters: int) -> bool:
        """Whether it overlaps a span, or so few characters lie between them."""
        same = self.transcript.id == span.transcript_id
        return same and self.start < span.end + characters and span.start - characters < self.end


def candidates_in(
    ranked: Sequence[Ranked], transcript_of: Callable[[str], Transcript], length: Length, speakers: Sequence[str] = ()
) -> list[Candidate]:
    """Every stretch in these passages, and in the turns they are part of, that could be quoted; each once."""
    found: dict[tuple[str, int, int], Candidate] = {}
    for place, one in enumerate(ranked):
        standing = 1 - place / max(len(ranked), _FEW)
        transcript = transcript_of(one.passage.transcript_id)
        for voice in voices_of(_whole_turns(one.passage, transcript)):
            if voice.evidence and (not speakers or voice.speaker in speakers):
                for start, *ends in _stretches(voice, length):
                    if start < one.passage.end and one.passage.start < ends[0]:
                        candidate = _candidate(voice, start, ends, one.similarity, standing)
                        found.setdefault((transcript.id, start, candidate.end), candidate)
    return list(found.values())


def awkwardness(candidate: Candidate) -> float:
    """What speaks against a stretch as a quote that stands alone, in cosine: how it begins, and how much is filler; 1, as
    much as anything can, where it has no word."""
    words = [word.key for word in words_in(candidate.text)]
    if not words:
        return 1.0
    begins = 0.05 * (words[0] in _DANGLING) + 0.03 * any(word in _POINTING for word in words[:2])
    omissions = readable(candidate.text).count(OMISSION)
    return begins + min(0.05, omissions / len(words))


def cut_off(candidate: Candidate) -> float:
    """What speaks against a stretch, in cosine, whose first sentence is a few words without a subject: “The left side.”"""
    start, end = sentence_spans(candidate.transcript.text, candidate.start, candidate.end)[0]
    words = words_in(candidate.transcript.text, start, end)
    if not 0 < len(words) <= _FRAGMENT_WORDS or end == candidate.end:
        return 0.0
    return 0.0 if words[0].key.split("'")[0] in _BEGINS_A_CLAUSE else _CUT_OFF


def breaks_off(text: str) -> bool:
    """Whether words end where no clause can: with “and”, “the”, “… was that”, “and then it”.

    >>> [breaks_off(text) for text in ("I pick those and then it.", "What I said was that.", "We saw the.", "So that was that.")]
    [True, True, True, False]
    >>> [breaks_off(text) for text in ("I did it.", "It's what they're used to.", "So did they.", "How was that?")]
    [False, False, False, False]
    """
    keys = [word.key for word in words_in(text)][-3:]
    if len(keys) < 3:
        return False
    first, before, last = keys
    if last == "that":
        return before in ("was", "is") and first not in _ASKED_OF_THAT
    return last in _NEVER_LAST or (last in _SUBJECTS and before in _JOINING)


def _whole_turns(passage: Passage, transcript: Transcript) -> Source:
    turns = transcript.turns_in(passage.start, passage.end)
    start = end = None
    if turns and turns[0].end - turns[0].start <= _LONGEST_TURN:
        start = min(passage.start, turns[0].start)
    if turns and turns[-1].end - turns[-1].start <= _LONGEST_TURN:
        end = max(passage.end, turns[-1].end)
    wide = replace(
        passage,
        start=passage.start if start is None else start,
        end=passage.end if end is None else end,
    )
    return Source(label="", passage=wide, transcript=transcript, evidence=())


def _stretches(voice: Voice, length: Length) -> Iterator[tuple[int, ...]]:
    """From every sentence on: where it starts, where it is long enough, and where it ends if it runs on a little.

    What holds no word is no stretch of speech.
    """
    text = voice.transcript.text
    for run in _unbroken(voice):
        for first in range(len(run)):
            found: list[int] = []
            for _, end in run[first:]:
                count = len(text[run[first][0] : end].split())
                if count > length.most:
                    break
                if count >= length.least and text[end - 1] in _ENDS and not breaks_off(text[run[first][0] : end]):
                    found.append(end)
                if count >= max(_WANTED_WORDS, length.least):
                    break
            if found and any(character.isalnum() for character in text[run[first][0] : found[0]]):
                yield (run[first][0], *dict.fromkeys([found[0], found[-1]]))


def _unbroken(voice: Voice) -> Iterator[list[tuple[int, int]]]:
    """The sentences of a voice, parted where something stands that nobody said or nobody could hear, and where it asks
    something and may be the interviewer's."""
    unheard = (mark for mark in voice.transcript.marks if mark.reason == INAUDIBLE)
    barriers = [*barriers_in(voice.transcript), *unheard]  # what is read may run over it, what is shown may not
    turn = voice.transcript.turn_at(voice.start)
    role = turn.role if turn else Role.UNKNOWN
    run: list[tuple[int, int]] = []
    for start, end in sentence_spans(voice.transcript.text, voice.start, voice.end):
        if not may_be_quoted(voice.transcript, role, start, end, barriers):
            yield run
            run = []
        else:
            run.append((start, end))
    yield run


def _candidate(voice: Voice, start: int, ends: Sequence[int], similarity: float, standing: float) -> Candidate:
    return Candidate(
        transcript=voice.transcript,
        start=start,
        end=ends[0],
        participant=participant_at(voice.transcript, start),
        similarity=similarity,
        standing=standing,
        longer=ends[1] if len(ends) > 1 else None,
    )
