"""What an answer is made of. Everything that is shown as a quote is a Citation, cut out of a transcript by its span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from corpus.transcript import Passage, Role, Span, Transcript
from rag.spending import Spent

NOT_IN_TRANSCRIPTS = "This is not in the transcripts."
"""What an answer says, and nothing else, when the sources do not speak to the question."""


class Support(StrEnum):
    """Whether a statement was checked against the passages it cites, and held."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class QuoteStatus(StrEnum):
    """What became of words that a model put in quotation marks. Only the first two are shown in them."""

    VERBATIM = "verbatim"
    REPAIRED = "repaired"
    MISATTRIBUTED = "misattributed"
    STITCHED = "stitched"
    FABRICATED = "fabricated"
    TOO_SHORT = "too_short"

    @property
    def is_shown(self) -> bool:
        """Whether the source's words are shown in quotation marks."""
        return self in (QuoteStatus.VERBATIM, QuoteStatus.REPAIRED)


class Absence(StrEnum):
    """Why there is no answer."""

    NOT_IN_TRANSCRIPTS = "not_in_transcripts"
    NO_ANSWER = "found_no_answer"
    OUT_OF_SCOPE = "out_of_scope"
    NOTHING_ASKED = "nothing_asked"
    NOTHING_MORE = "nothing_more"
    UNCLEAR = "unclear"

    @property
    def is_searched(self) -> bool:
        """Whether the transcripts were looked through before it was said."""
        return self not in (Absence.OUT_OF_SCOPE, Absence.NOTHING_ASKED, Absence.UNCLEAR)


NOTES_ON_ABSENCE = {
    Absence.NOT_IN_TRANSCRIPTS: NOT_IN_TRANSCRIPTS,
    Absence.NO_ANSWER: "This is not in the transcripts: what comes nearest does not answer it.",
    Absence.OUT_OF_SCOPE: "This is not a question that interview transcripts can answer. Ask what people said in them.",
    Absence.NOTHING_ASKED: "No question, so nothing was searched for. Ask what people said of something, who said it or why; "
    "or go on from an answer: “and the carers?”, “shorter”.",
    Absence.NOTHING_MORE: "Nothing more was found that comes near enough: the answers before show what there is.",
    Absence.UNCLEAR: "This cannot be answered as it stands, so nothing was searched for.",
}
"""What each kind of absence says to a person."""

ONLY_TOLD = "{name} speaks in none of these interviews: what {name} said is here only where others tell of it."
"""What is said beside an answer to what somebody said who was not interviewed."""


SO_SAYS_THE_MODEL = "So says {model}, of the passages it was shown; the search took them for near enough."
"""What is said beside an absence that the model found and the search did not."""

NOT_VERIFIED, REPAIRED = "not verified", "repaired"
"""The words beside a statement that did not hold, and beside one of which only a quotation was put right."""

QUOTATION_REPAIRED = "A quotation differed from what was said; the source's own words are shown."


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Words somebody said, and where. `quote == transcript.text[span.start:span.end]`, always.

    `consent` is what the interview's metadata says of quoting: whoever passes the words on must know. `tells` are the
    pseudonyms of people whose real names the words tell, where they are shown under pseudonyms (`rag.speech.pseudonyms`): then the
    span's transcript is named by an id that tells none.
    """

    span: Span
    quote: str
    title: str
    speaker: str | None
    role: Role
    time_start: timedelta | None
    consent: str | None = None
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of one person's speech that bears on a question. `score` is a cosine, -1 to 1."""

    citation: Citation
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """A quotation as the model wrote it, and what became of it. `place` is where its words stand, if anywhere."""

    quoted: str
    status: QuoteStatus
    place: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing an answer says. `text` may hold quotation marks only around words of its citations.

    `heading` is the theme it stands under; `problems` are sentences that say why it is not verified.
    """

    text: str
    support: Support
    citations: tuple[Citation, ...]
    heading: str | None = None
    quotes: tuple[QuoteCheck, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def marked(self) -> str | None:
        """What is said beside it, of these two words alone everywhere; None of a verified one."""
        return mark_on(self.support, problems=self.problems, is_cited=bool(self.citations))

    @property
    def is_only_repaired(self) -> bool:
        """Whether nothing is wrong with it but a quotation that was put right: its source's own words are shown."""
        return self.marked == REPAIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which transcripts were looked through, and which of them speak to the question (ids, in the library's order).

    `unnamed` counts further ones that were searched and are silent, where their ids were not kept. `whole`: each was gone
    through to its end, not in its best passages.
    """

    searched: tuple[str, ...]
    with_evidence: tuple[str, ...]
    unnamed: int = 0
    whole: bool = False

    @property
    def count(self) -> int:
        """How many were searched."""
        return len(self.searched) + self.unnamed

    @property
    def silent(self) -> tuple[str, ...]:
        """The transcripts that were searched and have nothing near enough."""
        speaking = set(self.with_evidence)
        return tuple(transcript for transcript in self.searched if transcript not in speaking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A finished answer. `nearest` is what to show instead when nothing was found, and `absence` says why.

    `introduction` is a sentence of ours that counts what follows; it quotes nobody. `spent` is None where no model was asked.
    """

    question: str
    standalone_question: str
    mode: str
    found: bool
    statements: tuple[Statement, ...]
    coverage: Coverage
    nearest: tuple[Citation, ...] = ()
    model: str | None = None
    prompt: str | None = None
    notes: tuple[str, ...] = ()
    absence: Absence | None = None
    introduction: str | None = None
    spent: Spent | None = None


def mark_on(support: Support, *, problems: Sequence[object], is_cited: bool) -> str | None:
    """The word beside a statement: NOT_VERIFIED, REPAIRED, or None where it was verified."""
    if support is Support.VERIFIED:
        return None
    return REPAIRED if is_cited and list(problems) == [QUOTATION_REPAIRED] else NOT_VERIFIED


def cite(transcript: Transcript, start: int, end: int) -> Citation:
    """Cut a citation out of its transcript: who said it, in which role and when, as its first turn has it."""
    span = transcript.span(start, end)
    turns = transcript.turns_in(start, end)
    first = turns[0] if turns else None
    return Citation(
        span=span,
        quote=transcript.quote(span),
        title=transcript.title,
        speaker=first.speaker if first else None,
        role=first.role if first else Role.UNKNOWN,
        time_start=transcript.times_of(start, end)[0],
        consent=transcript.meta.get("consent"),
    )
