"""Passages to evidence: the stretches of one person's speech, a few sentences long, that speak to a question.

An interviewer's words are never evidence. Where nobody is labelled, neither are questions: in an interview they are
the interviewer's. But the question that somebody answers says what the answer is about, so the passage that a stretch stands
in counts beside its own words: "Fourteen. In one hour." names nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentence_spans
from corpus.transcript import Passage, Role, Transcript
from models.embedder import Embedder
from rag.answer import Evidence, cite
from rag.retrieval.ranking import Scores
from rag.retrieval.searching import Ranked
from rag.retrieval.sought import Sought
from rag.speech.measures import holds_kind
from rag.speech.quotable import barriers_in, may_be_quoted
from rag.speech.stems import share_held
from rag.speech.words import in_line

ENOUGH = 0.3
"""Cosine from which a stretch of speech counts as speaking to a theme or a claim."""

_ENOUGH_TO_ANSWER = 0.4
_UNSPOKEN = 0.15
_A_FEW = 5
_BESIDE_THE_BEST = 0.4
_SAID = 0.25
_OF_PASSAGE = 0.2
_BELOW = 0.4
_ALONE, _ALONE_FADES = 0.5, 0.1  # share of the best passage's score that another interview's best has
_OF_KIND = 0.1
_WORDS_THAT_TELL = 3  # a question with fewer words of its own finds them everywhere
_SOMEBODY_ELSE = 0.15
_NOT_TOLD = 0.3  # asked what somebody said who speaks in no transcript: nobody tells of it here

_WORDS_WANTED = 22
_MOST_WORDS = 70
_FEWEST_WORDS = 6
_LOOKED_INTO_WORDS = 2_400  # of the best passages: their sentences are read
_REPETITION = 0.82  # cosine from which two stretches say the same thing
_DANGLING = frozenset("and but so because which that it they um uh or then also like yeah".split())
_DANGLING_COST = 0.02


@dataclass(frozen=True, slots=True)
class _Stretch:
    passage: Passage
    transcript: Transcript
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.transcript.text[self.start : self.end]


def find_evidence(
    sought: Sought,
    ranked: Sequence[Ranked],
    transcript_of: Callable[[str], Transcript],
    embedder: Embedder,
    *,
    speakers: Sequence[str] = (),
) -> list[Evidence]:
    """Every stretch in the best passages, best first, none overlapping: by its cosine to the question, the share of the
    question's words that are said in it, whether whoever the question names says it and it holds the kind of thing that
    is asked for, and by the passage it stands in (see `_of_passages`).

    `speakers` limits whose words count, and so does a question for what a speaker said.
    """
    allowed = _allowed(sought, speakers)
    if allowed is None:
        return []
    looked_into = list(_looked_into(ranked))
    found = [
        (at, stretch)
        for at, one in enumerate(looked_into)
        for stretch in _stretches(one.passage, transcript_of(one.passage.transcript_id), allowed)
    ]
    if not found:
        return []
    stretches = [stretch for _, stretch in found]
    vectors = embedder.embed([in_line(stretch.text) for stretch in stretches])
    scores = vectors @ sought.vector + np.array([_words_for(stretch, sought) for stretch in stretches])
    if sought.asks:
        scores = scores + _of_passages(looked_into)[[at for at, _ in found]]
    chosen: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        if not any(_same(stretches[i], stretches[j]) or vectors[i] @ vectors[j] > _REPETITION for j in chosen):
            chosen.append(int(i))
    return [
        Evidence(
            citation=cite(stretches[i].transcript, stretches[i].start, stretches[i].end),
            passage=stretches[i].passage,
            score=float(scores[i]),
        )
        for i in chosen
    ]


def _allowed(sought: Sought, speakers: Sequence[str]) -> frozenset[str] | None:
    """The labels whose words count; empty for everybody's, None for nobody's."""
    voices = sought.voices.labels
    if not voices or not speakers:
        return voices or frozenset(speakers)
    return voices.intersection(speakers) or None


def _of_passages(ranked: Sequence[Ranked]) -> Scores:
    """What the passage that a stretch stands in adds to its score, or takes away, shape (passages,).

    Its own cosine counts for a little: it was embedded with what was said around it. And where one interview alone is
    right (“What did Colin buy with the tokens?”), far above the best of any other, passages that rank below its best
    have little to say. Where many are about as near, people are asked about what many speak to, and all are heard.
    """
    similarity = np.array([one.similarity for one in ranked])
    scores = np.array([one.score for one in ranked])
    share = np.clip(scores / scores.max(), 0.0, 1.0) if scores.max() > 0 else np.ones(len(ranked))
    best: dict[str, float] = {}
    for one, part in zip(ranked, share, strict=True):
        best[one.passage.transcript_id] = max(best.get(one.passage.transcript_id, 0.0), float(part))
    second = sorted(best.values())[-2] if len(best) > 1 else 1.0
    alone = float(np.clip((_ALONE - second) / _ALONE_FADES, 0.0, 1.0))
    added: Scores = _OF_PASSAGE * similarity - _BELOW * alone * (1.0 - share)
    return added


def texts_looked_into(passage: Passage, transcript: Transcript) -> list[str]:
    """What `find_evidence` embeds of a passage, when everybody's words count."""
    return [in_line(stretch.text) for stretch in _stretches(passage, transcript, frozenset())]


def strength(candidates: Sequence[Evidence]) -> float:
    """How well the candidates together speak to the question: the mean of the best score and of the mean of the best few.

    One sentence that happens to be near is luck; what was really talked about was talked about for a while.
    """
    if not candidates:
        return -1.0
    best = sorted((one.score for one in candidates), reverse=True)[:_A_FEW]
    return (best[0] + sum(best) / len(best)) / 2


def needed_for(unspoken: float) -> float:
    """The strength that is enough for a question of whose words the share `unspoken` is said nowhere in the library.

    Words that nobody says raise the bar: speech about nuclear fusion would name it. `make eval-abstain` says how well
    it does.
    """
    return _ENOUGH_TO_ANSWER + _UNSPOKEN * unspoken


def strong_enough(candidates: Sequence[Evidence], needed: float) -> tuple[Evidence, ...]:
    """Where the candidates are enough: all that are not far weaker than the best. Beside a clear answer, weak ones are
    noise."""
    if strength(candidates) < needed:
        return ()
    best = max(one.score for one in candidates)
    return tuple(one for one in candidates if one.score >= _BESIDE_THE_BEST * best)


def _looked_into(ranked: Sequence[Ranked]) -> Iterator[Ranked]:
    words = 0
    for one in ranked:
        if words >= _LOOKED_INTO_WORDS:
            return
        words += len(one.passage.text.split())
        yield one


def _stretches(passage: Passage, transcript: Transcript, speakers: frozenset[str]) -> Iterator[_Stretch]:
    """One stretch from every sentence on, grown by the sentences after it until it can be understood."""
    for run in _runs(passage, transcript, speakers):
        for first in range(len(run)):
            start, end = run[first]
            for _, following in run[first + 1 :]:
                if (
                    _words(transcript, start, end) >= _WORDS_WANTED
                    or _words(transcript, start, following) > _MOST_WORDS
                ):
                    break
                end = following
            if _words(transcript, start, end) >= _FEWEST_WORDS:
                yield _Stretch(passage, transcript, start, end)


def _runs(passage: Passage, transcript: Transcript, speakers: frozenset[str]) -> list[list[tuple[int, int]]]:
    """The sentences of the passage that may be evidence, in unbroken runs of one speaker."""
    runs: list[list[tuple[int, int]]] = []
    barriers = barriers_in(transcript)
    previous: object = None
    for turn in transcript.turns_in(passage.start, passage.end):
        if turn.role is Role.INTERVIEWER or (speakers and turn.speaker not in speakers):
            previous = None
            continue
        voice = turn.speaker if turn.speaker is not None else "unlabelled"
        for start, end in sentence_spans(transcript.text, max(turn.start, passage.start), min(turn.end, passage.end)):
            if not may_be_quoted(transcript, turn.role, start, end, barriers):
                previous = None
                continue
            # Unlabelled paragraphs break anywhere, so a stretch may run on; a labelled turn may not.
            if previous != (voice, turn.index if turn.speaker is not None else None):
                runs.append([])
            runs[-1].append((start, end))
            previous = (voice, turn.index if turn.speaker is not None else None)
    return runs


def _words(transcript: Transcript, start: int, end: int) -> int:
    return len(transcript.text[start:end].split())


def _words_for(stretch: _Stretch, sought: Sought) -> float:
    """What a stretch's words add to its cosine, or take away."""
    turn = stretch.transcript.turn_at(stretch.start)
    somebody_else = bool(sought.named) and (turn is None or turn.speaker not in sought.named)
    said = _SAID * share_held(sought.weights, stretch.text) * min(1.0, len(sought.weights) / _WORDS_THAT_TELL)
    of_kind = sought.kind is not None and holds_kind(sought.kind, stretch.text)
    untold = bool(sought.voices.told) and not sought.voices.tells(stretch.text, stretch.passage.text)
    against = _SOMEBODY_ELSE * somebody_else + _NOT_TOLD * untold + _dangling_cost(stretch.text)
    return said + _OF_KIND * of_kind - against


def _dangling_cost(text: str) -> float:
    first = text.split(maxsplit=1)[0].strip(",.").lower()
    return _DANGLING_COST if first in _DANGLING else 0.0


def _same(one: _Stretch, other: _Stretch) -> bool:
    return one.transcript.id == other.transcript.id and one.start < other.end and other.start < one.end
