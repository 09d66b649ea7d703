"""Two short invented interviews, and the sources and evidence a model would be given of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import TranscriptUnknown
from corpus.transcript import Mark, Passage, Role, Transcript, Turn
from rag.answer import Evidence, cite
from rag.verification.quoting import Source

ROLES = {"Interviewer": Role.INTERVIEWER}


def talk(identity: str, title: str, *turns: tuple[str, str]) -> Transcript:
    """A transcript of labelled turns."""
    text, made, marks = "", list[Turn](), list[Mark]()
    for index, (speaker, words) in enumerate(turns):
        label = f"{speaker}: "
        marks.append(Mark(start=len(text), end=len(text) + len(label), reason="speaker label"))
        start = len(text) + len(label)
        role = ROLES.get(speaker, Role.PARTICIPANT)
        made.append(Turn(index=index, speaker=speaker, role=role, start=start, end=start + len(words)))
        text += f"{label}{words}\n\n"
    return Transcript(
        id=identity, title=title, source=f"{identity}.txt", text=text, turns=tuple(made), marks=tuple(marks)
    )


BERYL = talk(
    "beryl",
    "Beryl Stott",
    ("Interviewer", "Would fifty pounds a day have been fair, do you think?"),
    ("Beryl", "Well, um, they gave us twelve pounds, you know, in an envelope. I didn't think it was right. I never went back to Harrogate."),
    ("Interviewer", "And the travelling?"),
    ("Beryl", "I paid for the taxi myself – both ways – and nobody asked me about it. I was, er, quite cross with the lot of them."),
)  # fmt: skip
OLWEN = talk(
    "olwen",
    "Olwen Prys",
    ("Interviewer", "Did the group leaders listen to you?"),
    ("Olwen", "They listened to every word I said. I would do it again tomorrow for nothing at all."),
)


def source(transcript: Transcript, label: str) -> Source:
    """The whole transcript as one passage, every participant's turn being evidence."""
    passage = Passage(
        id=f"{transcript.id}/0",
        transcript_id=transcript.id,
        start=0,
        end=len(transcript.text.rstrip()),
        first_turn=0,
        last_turn=len(transcript.turns) - 1,
        speakers=transcript.speakers,
        text=transcript.text.rstrip(),
    )
    evidence = tuple(
        Evidence(citation=cite(transcript, turn.start, turn.end), passage=passage, score=0.5)
        for turn in transcript.turns
        if turn.role is Role.PARTICIPANT
    )
    return Source(label=label, passage=passage, transcript=transcript, evidence=evidence)


SOURCES = {"P1": source(BERYL, "P1"), "P2": source(OLWEN, "P2")}
EVIDENCE = [one for each in SOURCES.values() for one in each.evidence]
TRANSCRIPTS = {"beryl": BERYL, "olwen": OLWEN}


@dataclass(frozen=True)
class Shelf:
    """A library as what is kept knows it: a folder, and the transcripts that there are."""

    path: Path
    transcripts: Mapping[str, Transcript] = field(default_factory=lambda: TRANSCRIPTS)

    def transcript(self, wanted: str) -> Transcript:
        if wanted not in self.transcripts:
            raise TranscriptUnknown(wanted, tuple(self.transcripts))
        return self.transcripts[wanted]
