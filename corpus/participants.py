"""Participants are people, not files: one person may speak in two transcripts, and two in one.

A person is who somebody said she is (`Turn.participant`: from `transcripts.csv`, from corrections, or a full name that
the file spells out), else her label. A label such as `P1` or `Speaker 2` names a seat and not a person, so it belongs
to its transcript alone; so does speech without labels, which counts as one unnamed participant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.transcript import Role, Transcript, Turn

_UNNAMED = "unnamed participant ("
_SEAT = re.compile(
    r"(?:p|r|a|i|q|s|f|m|int|mod|speaker|spk|participant|respondent|interviewee|interviewer|moderator|person|voice|guest|host|user|"
    r"male|female|man|woman|unknown|unidentified|patient|informant|student|all)(?:[ _.\-#:]*(?:speaker|voice))?(?:[ _.\-#:]*[0-9]+[a-z]?|[ _][a-z])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Where a participant speaks: under this label (None: unlabelled) in this transcript."""

    transcript_id: str
    speaker: str | None


def participants_of(transcripts: Iterable[Transcript]) -> Mapping[str, tuple[Voice, ...]]:
    """Every participant of these transcripts, in order of first words, and where each speaks. Interviewers are none."""
    transcripts = list(transcripts)
    titles = Counter(transcript.title for transcript in transcripts)
    names: dict[str, str] = {}
    voices: dict[str, dict[Voice, None]] = {}
    for transcript in transcripts:
        where = transcript.title if titles[transcript.title] == 1 else f"{transcript.title}, {transcript.id}"
        for turn in transcript.turns:
            if turn.role is not Role.INTERVIEWER:
                name = participant_of(turn, where)
                name = names.setdefault(_normal(name), name)
                voices.setdefault(name, {})[Voice(transcript_id=transcript.id, speaker=turn.speaker)] = None
    return {name: tuple(spoken) for name, spoken in voices.items()}


def labels_of(participants: Mapping[str, Sequence[Voice]]) -> dict[str, str]:
    """What to call each participant: the first label they speak under, as transcripts and answers have it.

    With the name in brackets where two share the label; the name alone where there is no label, or it is already in it.

    >>> labels_of({"ana": [Voice(transcript_id="a", speaker="Ana")], "bo (x)": [Voice(transcript_id="b", speaker=None)]})
    {'ana': 'Ana', 'bo (x)': 'bo (x)'}
    """
    first = {name: next((v.speaker for v in spoken if v.speaker), name) for name, spoken in participants.items()}
    sharing = Counter(_normal(label) for label in first.values())
    called = {}
    for name, label in first.items():
        if name.startswith(f"{label} ("):
            called[name] = name
        elif _normal(name) == _normal(label):
            called[name] = label
        else:
            called[name] = label if sharing[_normal(label)] == 1 else f"{label} ({name})"
    return called


def participant_of(turn: Turn, where: str) -> str:
    """The name of the person who speaks a turn; `where` names the transcript, for labels that mean nothing outside it.

    >>> from corpus.transcript import Role, Turn
    >>> participant_of(Turn(index=0, speaker="P1", role=Role.UNKNOWN, start=0, end=1), "leeds-07")
    'P1 (leeds-07)'
    """
    if turn.participant:
        return turn.participant
    if turn.speaker is None:
        return f"{_UNNAMED}{where})"
    return f"{turn.speaker} ({where})" if is_seat(turn.speaker) else turn.speaker


def participant_at(transcript: Transcript, offset: int) -> str:
    """Who speaks at a place; the transcript's title where nobody does."""
    turn = transcript.turn_at(offset)
    return participant_of(turn, transcript.title) if turn else transcript.title


def is_unnamed(participant: str) -> bool:
    """Whether a name stands for speech without labels, which may be several people's.

    >>> [is_unnamed(name) for name in ("unnamed participant (leeds-07)", "P1 (leeds-07)")]
    [True, False]
    """
    return participant.startswith(_UNNAMED)


def is_seat(label: str) -> bool:
    """Whether a label names a seat at the table, not a person.

    >>> [is_seat(label) for label in ("P3", "Participant 3", "SPEAKER_00", "Amara", "AO")]
    [True, True, True, False, False]
    """
    return _SEAT.fullmatch(label.strip().casefold()) is not None


def seat_number(label: str) -> tuple[str, int] | None:
    """A seat in its normal form, so that `P3`, `p 3` and `Participant 3` are one; None for a name.

    >>> seat_number("P3") == seat_number("Participant 03")
    True
    """
    match = re.fullmatch(
        r"(p|participant|part|ppt|s|speaker|spk|i|int|interviewer|r|resp|respondent)[ _.\-#]*(\d+)",
        label.strip().casefold(),
    )
    return (match[1][0], int(match[2])) if match else None


def _normal(name: str) -> str:
    return " ".join(name.casefold().split())
