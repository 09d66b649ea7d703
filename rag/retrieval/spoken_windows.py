"""Transcripts to what is read when everybody is counted: each participant's words a few sentences at a time, and the
questions that were asked. Every sentence that may be evidence begins a window, so nothing a participant said is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Span, Transcript, Turn
from rag.speech.quotable import barriers_in, may_be_quoted
from rag.speech.words import in_line

_WORDS_WANTED = 18
_MOST_WORDS = 70
_FEWEST_WORDS = 4
_FEWEST_ASKED = 3  # words: “Really?” asks about nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Consecutive sentences of one speaker; `run` numbers the unbroken stretch of speech, across the transcript."""

    span: Span
    speaker: str | None
    run: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One transcript as windows in reading order, and the texts of the interviewer's questions."""

    transcript: Transcript
    windows: tuple[Window, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    speaker: str | None
    run: int


def hear(transcript: Transcript, speakers: Sequence[str] = ()) -> Heard:
    """Everything participants say in a transcript, of these speakers alone where any are given.

    Where roles are unknown a sentence that ends in a question mark is taken for the interviewer's.
    """
    said, asked = _parted(transcript, frozenset(speakers))
    return Heard(transcript=transcript, windows=tuple(_windows(transcript, said)), asked=tuple(asked))


def _parted(transcript: Transcript, speakers: frozenset[str]) -> tuple[list[_Sentence], list[str]]:
    barriers = barriers_in(transcript)
    said: list[_Sentence] = []
    asked: list[str] = []
    run, previous = 0, None
    for turn in transcript.turns:
        if turn.role is Role.INTERVIEWER:
            asked += _asking(in_line(transcript.text[turn.start : turn.end]))
            previous = None
            continue
        for start, end in sentence_spans(transcript.text, turn.start, turn.end):
            text = in_line(transcript.text[start:end])
            asks = turn.role is Role.UNKNOWN and text.rstrip("\"'”’)").endswith("?")
            asked += _asking(text) if asks else []
            may_be_said = may_be_quoted(transcript, turn.role, start, end, barriers)
            if asks or not may_be_said or _outside(turn, speakers):
                previous = None
                continue
            # Unlabelled paragraphs break anywhere, so a stretch may run on; a labelled turn may not.
            voice = (turn.speaker, turn.index if turn.speaker is not None else -1)
            run += voice != previous
            said.append(_Sentence(start, end, turn.speaker, run))
            previous = voice
    return said, asked


def _outside(turn: Turn, speakers: frozenset[str]) -> bool:
    return bool(speakers) and turn.speaker not in speakers


def _asking(text: str) -> list[str]:
    return [text] if len(text.split()) >= _FEWEST_ASKED else []


def _windows(transcript: Transcript, said: Sequence[_Sentence]) -> Iterator[Window]:
    for first, sentence in enumerate(said):
        end = sentence.end
        for following in said[first + 1 :]:
            words = len(transcript.text[sentence.start : end].split())
            longer = len(transcript.text[sentence.start : following.end].split())
            if following.run != sentence.run or words >= _WORDS_WANTED or longer > _MOST_WORDS:
                break
            end = following.end
        text = in_line(transcript.text[sentence.start : end])
        if len(text.split()) >= _FEWEST_WORDS:
            span = transcript.span(sentence.start, end)
            yield Window(span=span, speaker=sentence.speaker, run=sentence.run, text=text)
