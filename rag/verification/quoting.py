"""What becomes of a quotation: found as it was said, found with small differences, or not to be shown as one. Pure.

Places are looked for in this order, and the first that fits decides: in a cited passage, as one stretch of one person's
speech that may be evidence (verbatim); the same with few words changed, none a negation, a number or a name (repaired);
the same words in another passage, in another speaker's or the interviewer's mouth (misattributed); in pieces that stand
in different places (stitched); nowhere (fabricated).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.sentences import sentence_spans
from corpus.transcript import WITHIN_SPEECH, Passage, Role, Transcript
from rag.answer import Citation, Evidence, QuoteStatus, cite
from rag.speech.cut_off import sentence_around, turned_by
from rag.speech.matching import Match, find_nearly, find_words, is_long_enough, parts_of, stands_in
from rag.speech.words import is_negation, words_in

_OMITTED_WORDS = 40  # that an ellipsis may stand for: the whole stretch is shown, and must stay readable
_LEAST_OF_A_PIECE = 3  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A passage as it was sent to the model, with its transcript and the evidence found in it, best first."""

    label: str
    passage: Passage
    transcript: Transcript
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of one turn; `evidence` says whether it may be quoted as what a participant said."""

    transcript: Transcript
    speaker: str | None
    start: int
    end: int
    evidence: bool

    @property
    def text(self) -> str:
        """The words."""
        return self.transcript.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Attribution:
    """To whom a statement gives words: the name as written, and the speakers' labels that it fits (maybe none)."""

    name: str
    labels: frozenset[str]

    def fits(self, voice: Voice) -> bool:
        """Whether the name can be that of the one who speaks: by the label, else by the transcript's title."""
        if self.labels:
            return voice.speaker in self.labels
        return bool(_keys(self.name) & _keys(voice.transcript.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of a quotation; `place` is where its words stand, and is shown for VERBATIM and REPAIRED only."""

    status: QuoteStatus
    place: Citation | None = None


def judge_quotation(
    words: str, cited: Sequence[Source], sent: Mapping[str, Source], said_by: Attribution | None = None
) -> Found:
    """Look a quotation up. `said_by` is None when the statement gives the words to nobody by name."""
    if not is_long_enough(words):
        return Found(status=QuoteStatus.TOO_SHORT)
    own = [voice for source in cited for voice in voices_of(source) if voice.evidence]
    for voice in own:
        if (match := _find(words, voice)) is not None:
            place = cite(voice.transcript, match.start, match.end)
            if said_by is not None and not said_by.fits(voice):
                return Found(status=QuoteStatus.MISATTRIBUTED, place=place)
            return Found(status=QuoteStatus.VERBATIM if match.same else QuoteStatus.REPAIRED, place=place)
    for voice in own:
        nearly = find_nearly(words, voice.transcript.text, voice.start, voice.end)
        if nearly is not None and (said_by is None or said_by.fits(voice)):
            return Found(status=QuoteStatus.REPAIRED, place=cite(voice.transcript, nearly.start, nearly.end))
    return _elsewhere(words, cited, sent)


def _elsewhere(words: str, cited: Sequence[Source], sent: Mapping[str, Source]) -> Found:
    transcripts = list({source.transcript.id: source.transcript for source in (*cited, *sent.values())}.values())
    for voice in (v for each in transcripts if stands_in(words, each.text) for v in _all_voices(each)):
        if (match := find_words(words, voice.transcript.text, voice.start, voice.end)) is not None:
            return Found(status=QuoteStatus.MISATTRIBUTED, place=cite(voice.transcript, match.start, match.end))
    stitched = _is_stitched(words, transcripts)
    return Found(status=QuoteStatus.STITCHED if stitched else QuoteStatus.FABRICATED)


def _keys(text: str) -> set[str]:
    return {word.key.removesuffix("'s") for word in words_in(text)}


def voices_of(source: Source) -> tuple[Voice, ...]:
    """The stretches of speech in a passage, in order."""
    return tuple(_voices(source.transcript, source.passage.start, source.passage.end))


def _all_voices(transcript: Transcript) -> tuple[Voice, ...]:
    return tuple(_voices(transcript, 0, len(transcript.text)))


def _voices(transcript: Transcript, start: int, end: int) -> Iterator[Voice]:
    for turn in transcript.turns_in(start, end):
        begin, stop = max(turn.start, start), min(turn.end, end)
        if turn.role is Role.UNKNOWN:
            yield from _between_questions(transcript, turn.speaker, begin, stop)
        else:
            yield Voice(transcript, turn.speaker, begin, stop, turn.role is Role.PARTICIPANT)


def _between_questions(transcript: Transcript, speaker: str | None, start: int, end: int) -> Iterator[Voice]:
    """Where nobody's role is known, questions are taken for the interviewer's."""
    run: tuple[int, int] | None = None
    for begin, stop in sentence_spans(transcript.text, start, end):
        if transcript.text[begin:stop].rstrip("\"'”’)").endswith("?"):
            if run:
                yield Voice(transcript, speaker, *run, True)
            run = None
            yield Voice(transcript, speaker, begin, stop, False)
        else:
            run = (run[0] if run else begin, stop)
    if run:
        yield Voice(transcript, speaker, *run, True)


def _find(words: str, voice: Voice) -> Match | None:
    """The quoted words in one stretch of speech; what an ellipsis left out is put back."""
    text = voice.transcript.text
    match = find_words(words, text, voice.start, voice.end)
    parts = parts_of(words)
    if match is None and len(parts) > 1:
        match = _with_omissions(parts, voice)
    if match is None or _is_hidden(voice.transcript, match):
        return None
    return _without_turning_round(match, voice)


def _with_omissions(parts: Sequence[str], voice: Voice) -> Match | None:
    text = voice.transcript.text
    found: list[Match] = []
    for part in parts:
        start = found[-1].end if found else voice.start
        match = find_words(part, text, start, voice.end)
        if match is None:
            return None
        found.append(match)
    left_out = [words_in(text, one.end, other.start) for one, other in pairwise(found)]
    if sum(map(len, left_out)) > _OMITTED_WORDS:
        return None
    turned = any(is_negation(word.key) for words in left_out for word in words)
    return Match(found[0].start, found[-1].end, all(match.same for match in found) and not turned)


def _without_turning_round(match: Match, voice: Voice) -> Match:
    """“I don't think it's right” quoted as “it's right” gets its beginning back, and counts as repaired.

    So does “it's him or”, of “it's him or nothing”, its end.
    """
    text = voice.transcript.text
    turned, cut = turned_by(text, match.start, match.end, voice.start, voice.end)
    if not turned and not cut:
        return match
    start, end = sentence_around(text, match.start, match.end, voice.start, voice.end)
    return Match(start if turned else match.start, end if cut else match.end, False)


def _is_hidden(transcript: Transcript, match: Match) -> bool:
    return any(
        mark.reason not in WITHIN_SPEECH and mark.start < match.end and match.start < mark.end
        for mark in transcript.marks
    )


def _is_stitched(words: str, transcripts: Sequence[Transcript]) -> bool:
    """Whether the words are two pieces, each of which somebody said somewhere."""
    parts = parts_of(words)
    if len(parts) > 1 and all(_stands(part, transcripts) for part in parts):
        return True
    wanted = words_in(words)
    for cut in range(len(wanted) - _LEAST_OF_A_PIECE, _LEAST_OF_A_PIECE - 1, -1):
        if _stands(words[: wanted[cut].start], transcripts):
            return _stands(words[wanted[cut].start :], transcripts)
    return False


def _stands(words: str, transcripts: Sequence[Transcript]) -> bool:
    return any(stands_in(words, transcript.text) for transcript in transcripts)
