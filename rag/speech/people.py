"""Who takes part in a scope, and whose words stand where: what every count of people rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.participants import Voice, is_unnamed, labels_of, participants_of
from corpus.transcript import Role, Transcript
from rag.answer import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody in scope, in order of first words.

    `called` has for each name what to call them; `at` leads from a transcript's id and a label to the person's number, `present` from a name to their transcripts.
    """

    names: tuple[str, ...]
    called: tuple[str, ...]
    at: Mapping[tuple[str, str | None], int]
    present: Mapping[str, frozenset[str]]


def people_in(transcripts: Iterable[Transcript], speakers: Sequence[str] = ()) -> People:
    """The participants of these transcripts, with these labels alone where any are given. Interviewers are none."""
    voices = voices_in(transcripts, speakers)
    names, labels = tuple(voices), labels_of(voices)
    return People(
        names=names,
        called=tuple(labels[name] for name in names),
        at={(v.transcript_id, v.speaker): number for number, name in enumerate(names) for v in voices[name]},
        present={name: frozenset(voice.transcript_id for voice in voices[name]) for name in names},
    )


def voices_in(transcripts: Iterable[Transcript], speakers: Sequence[str] = ()) -> dict[str, list[Voice]]:
    """The participants with their voices, in order of first words; with these labels alone where any are given."""
    voices = {
        name: [voice for voice in spoken if not speakers or voice.speaker in speakers]
        for name, spoken in participants_of(transcripts).items()
    }
    return {name: spoken for name, spoken in voices.items() if spoken}


def with_unlabelled(limits: str, participants: Iterable[str]) -> str:
    """What a count is worth, and that speech without labels is counted as one participant's, where some is.

    >>> with_unlabelled("It errs.", ["Ana", "unnamed participant (leeds-07)"])
    "It errs. In 1 transcript nobody is labelled: it counts as one participant, and an interviewer's words may be among its quotes."
    >>> with_unlabelled("It errs.", ["Ana"])
    'It errs.'
    """
    unnamed = sum(is_unnamed(name) for name in participants)
    if not unnamed:
        return limits
    which = "1 transcript nobody is labelled: it" if unnamed == 1 else f"{unnamed} transcripts nobody is labelled: each"
    return f"{limits} In {which} counts as one participant, and an interviewer's words may be among its quotes."


def not_told_apart(cited: Iterable[Citation]) -> tuple[str, ...]:
    """The warning that belongs to these words where some are of interviews in which nobody knows who asks; else none."""
    quoted = list(cited)
    interviews = len({one.span.transcript_id for one in quoted})
    unsure = len({one.span.transcript_id for one in quoted if one.role is Role.UNKNOWN})
    if not unsure:
        return ()
    where = "In the interview quoted" if interviews == 1 else f"In {unsure} of the {interviews} interviews quoted"
    return (f"{where}, who asks and who answers is not told apart: an interviewer's words may be among these.",)
