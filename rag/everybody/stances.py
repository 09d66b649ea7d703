"""How participants stand to a theme after every interview was read for it: verified words, and counts made of nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from models.metering import Request
from rag.answer import Citation, Statement
from rag.verification.quoting import Source

_HANDY_WORDS = range(8, 46)  # a quote so long is read first


class Stance(StrEnum):
    """What words of a participant do to a theme."""

    SAYS = "says"
    CONTRARY = "contrary"
    TOUCHES = "touches"


class Standing(StrEnum):
    """What all verified words of a participant amount to. NOT_READ where a transcript they speak in was not read."""

    SAYS = "says"
    CONTRARY = "contrary"
    BOTH = "both"
    TOUCHES = "touches"
    NOTHING = "nothing"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Verified words of a participant, and their stance as a model labelled it."""

    stance: Stance
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A transcript that was not read to its end for a theme; `reason` is a sentence."""

    transcript_id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVoice:
    """What one participant has on a theme, in the order of the transcripts, and the interviewer's questions on it.

    `called` is their label.
    """

    participant: str
    called: str
    said: tuple[Said, ...] = ()
    asked: tuple[Citation, ...] = ()
    is_read: bool = True

    @property
    def standing(self) -> Standing:
        """See Standing."""
        if not self.is_read:
            return Standing.NOT_READ
        stances = {one.stance for one in self.said}
        if {Stance.SAYS, Stance.CONTRARY} <= stances:
            return Standing.BOTH
        strongest = next((stance for stance in Stance if stance in stances), None)
        return Standing(strongest.value) if strongest else Standing.NOTHING

    def quotes(self, stance: Stance) -> tuple[Citation, ...]:
        """The words of one stance, those of a handy length first."""
        found = [one.citation for one in self.said if one.stance is stance]
        return tuple(sorted(found, key=lambda one: len(one.quote.split()) not in _HANDY_WORDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Verified words of a participant under the label that a model is given for them.

    `source` is the words and no more; `called` is what to call the participant where the speaker's label does not say it.
    """

    source: Source
    participant: str
    stance: Stance
    called: str | None = None

    @property
    def label(self) -> str:
        """What a statement names it by."""
        return self.source.label

    @property
    def citation(self) -> Citation:
        """The words and their place."""
        return self.source.evidence[0].citation


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPart:
    """One reply of the model, and what it was written over."""

    items: tuple[Item, ...]
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What of a model's summary is shown, and sentences on what is not and why.

    `parts` are its replies as they came, each with the words that it was sent. `requests` is what was asked of the model this
    time: a reply that was kept from before is not in it.
    """

    statements: tuple[Statement, ...]
    notes: tuple[str, ...]
    prompt: str
    parts: tuple[SummaryPart, ...] = ()
    requests: tuple[Request, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTheme:
    """A theme and every participant in scope. Only where `complete` may anybody be counted.

    `dropped` counts labels of the model's that named no stance, no speaker, or words which that speaker did not say. `requests`
    is what was asked of the model this time, also where its reply could not be used; what was kept from before is not in it.
    `summary` is what a model wrote over the words that were verified; None where none was asked for.
    """

    theme: str
    voices: tuple[ReadVoice, ...]
    unread: tuple[Unread, ...]
    dropped: int
    model: str
    prompt: str
    requests: tuple[Request, ...] = field(default=(), compare=False)
    summary: Summary | None = None

    @property
    def all_requests(self) -> tuple[Request, ...]:
        """What was asked of the model this time, for the reading and for its summary."""
        return (*self.requests, *(self.summary.requests if self.summary else ()))

    @property
    def complete(self) -> bool:
        """Whether every transcript in scope was read for it."""
        return not self.unread

    @property
    def saying(self) -> tuple[ReadVoice, ...]:
        """Those who say it, also those who elsewhere say the contrary."""
        return self.standing(Standing.SAYS, Standing.BOTH)

    @property
    def contrary(self) -> tuple[ReadVoice, ...]:
        """Those who say the contrary, also those who elsewhere say it."""
        return self.standing(Standing.CONTRARY, Standing.BOTH)

    @property
    def silent(self) -> tuple[ReadVoice, ...]:
        """Those who were asked about it, and of whom nothing was found."""
        return tuple(voice for voice in self.standing(Standing.NOTHING) if voice.asked)

    @property
    def never_asked(self) -> tuple[ReadVoice, ...]:
        """Those of whom nothing was found and in whose interviews no question was found to be about it."""
        return tuple(voice for voice in self.standing(Standing.NOTHING) if not voice.asked)

    def standing(self, *wanted: Standing) -> tuple[ReadVoice, ...]:
        """The participants who stand so, in the library's order."""
        return tuple(voice for voice in self.voices if voice.standing in wanted)
