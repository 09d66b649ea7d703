"""The sample interviews as sources a model could have been sent, without a library: for evals that need no vectors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.sentences import sentence_spans
from corpus.transcript import Passage, Role, Transcript
from ingest.assembly import assemble
from ingest.beside import BesideFiles
from ingest.discover import discover
from ingest.readers import RawFile
from ingest.splitter import split
from models.tokens import token_counter
from rag.verification.quoting import Source, Voice, voices_of

_MOST_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Whole sentences that one voice said in one passage."""

    words: str
    voice: Voice
    passage: Passage
    transcript: Transcript

    @property
    def speaker(self) -> str:
        """Who a faithful model would say said it."""
        return self.voice.speaker or "The speaker"


def read_samples(folder: Path) -> list[tuple[Transcript, list[Passage]]]:
    """Every transcript of a folder with its passages, as the ingest job would make them."""
    beside = BesideFiles()
    read = []
    for file in discover([folder]).files:
        facts = beside.of(file)
        transcript, _ = assemble(
            RawFile(name=str(file.path), raw=file.path.read_bytes()),
            identity=file.path.stem,
            source=file.source,
            metadata=facts.metadata,
            corrections=facts.corrections,
        )
        read.append((transcript, split(transcript, "eval", token_counter())))
    return read


def sayings(read: Sequence[tuple[Transcript, list[Passage]]], *, evidence: bool = True) -> list[Saying]:
    """Every run of one to three sentences of one voice that is long enough to quote; or those of interviewers."""
    found = []
    for transcript, passages in read:
        for passage in passages:
            for voice in voices_of(source(transcript, passage)):
                if voice.evidence is evidence and (evidence or _asks_for_certain(voice)):
                    found += _runs(transcript, passage, voice)
    return found


def source(transcript: Transcript, passage: Passage, label: str = "P1") -> Source:
    """A passage as it is sent."""
    return Source(label=label, passage=passage, transcript=transcript, evidence=())


def sent_with(saying: Saying, others: Sequence[tuple[Transcript, Passage]], rng: random.Random) -> dict[str, Source]:
    """What a model was sent: the saying's passage as P1, and four others."""
    pairs = [(saying.transcript, saying.passage)]
    pairs += [pair for pair in rng.sample(list(others), 6) if pair[1].id != saying.passage.id][:4]
    return {f"P{n}": source(transcript, passage, f"P{n}") for n, (transcript, passage) in enumerate(pairs, 1)}


def _runs(transcript: Transcript, passage: Passage, voice: Voice) -> list[Saying]:
    spans = sentence_spans(transcript.text, voice.start, voice.end)
    runs = []
    for first in range(len(spans)):
        for last in range(first, min(first + 3, len(spans))):
            words = transcript.text[spans[first][0] : spans[last][1]]
            if len(words.split()) <= _MOST_WORDS and len(words) >= 25 and len(words.split()) >= 5:
                runs.append(Saying(words=words, voice=voice, passage=passage, transcript=transcript))
    return runs


def _asks_for_certain(voice: Voice) -> bool:
    turn = voice.transcript.turn_at(voice.start)
    return turn is not None and turn.role is Role.INTERVIEWER
