"""What a file is made of, whatever its format: headings, paragraphs, quotes, a table, remarks on a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from corpus.transcript import Span
from exports.wording import UNLABELLED, clock, condition, names_told, with_condition
from rag.answer import Citation
from rag.speech.words import in_line

SAID = ("words", "speaker", "transcript", "time", "id", "start", "end", "consent", "names told")
"""The columns of a table for somebody's words, the same in every file."""

Note: TypeAlias = tuple[Span, str]
"""A footnote: the place of a source, and what the footnote says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words to be shown in quotation marks, who said them and where. `words` are their span's, to the character.

    `about` is what is said of the quote below it, such as the question before it, `kept` when it was saved and what it was found
    with, and `consent` what the interview's metadata says of quoting: whoever pastes the words on must know. `tells` are the
    pseudonyms of those whose real names the words, or those of `about`, tell. `held_against` is what the words stand under, on
    a slide above them: the claim or quotation of a report that they were found for, or the heading of an answer.
    """

    words: str
    who: str
    place: str
    time: str
    span: Span
    about: str = ""
    kept: str = ""
    consent: str = ""
    tells: tuple[str, ...] = ()
    held_against: str = ""

    @property
    def below(self) -> tuple[str, ...]:
        """The lines that stand below the quote and its speaker."""
        return tuple(line for line in (self.about, self.kept, self.condition, names_told(self.tells)) if line)

    @property
    def condition(self) -> str:
        """What was agreed about quoting, as every document says it; empty where the metadata says nothing."""
        return condition(self.consent)

    @property
    def source(self) -> str:
        """Where the words stand, on one line: who, which interview, when, which characters."""
        when = f" at {self.time}" if self.time else ""
        return f"{self.who}, {self.place}{when}, characters {self.span.start}–{self.span.end}"

    @property
    def reference(self) -> str:
        """Where the words stand, what was agreed about quoting them, and whose real names they tell."""
        return with_condition(self.source, self.consent, self.tells)

    @property
    def note(self) -> str:
        """The words and their reference, as a footnote has them."""
        return f"“{in_line(self.words)}” {self.reference}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The words and their place as every table has them, in the columns SAID."""
        span = self.span
        place = (self.who, self.place, self.time, span.transcript_id, str(span.start), str(span.end))
        return (self.words, *place, self.consent, ", ".join(self.tells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `level` counts from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Our words, or a report's or a model's; `sources` are footnoted at its end, and `label` stands before them in bold."""

    text: str
    sources: tuple[Quoted, ...] = ()
    label: str = ""

    def note_on(self, source: Quoted) -> str:
        """What the footnote of a source says: its words, where the paragraph does not hold them itself, and where they stand."""
        held = f"“{in_line(source.words)}”" in in_line(self.text)
        return source.reference if held else source.note

    def number_of(self, source: Quoted, notes: Sequence[Note]) -> int | None:
        """The number, from 1, of the note that says of a source what its footnote here would, or more; None where none does."""
        enough = ((source.span, self.note_on(source)), (source.span, source.note))
        return next((number for number, note in enumerate(notes, 1) if note in enough), None)


Piece = Heading | Paragraph | Quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header row. Cells are text; `notes` stand below the table."""

    heading: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment on a stretch of a report, which is found by its words; where they are not found it names them as `named`.

    `start` is where the stretch begins in the report's text: the same words further on are another stretch.
    """

    on: str
    says: str
    named: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A report with remarks; `original` is the .docx it came from, if it came from one, and `summary` what came of it all."""

    text: str
    summary: str
    remarks: tuple[Remark, ...]
    original: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything that a file of any format may need of one piece of work.

    `lead` says what the quotes are and what they are not, `notes` what else is to be known of them all: slides leave out all our
    words but these. `annotated` is what
    a Word file holds instead of the pieces; `shown_as_table` puts the table into documents, too.
    """

    title: str
    pieces: tuple[Piece, ...]
    table: Table
    lead: str = ""
    notes: tuple[str, ...] = ()
    annotated: Annotated | None = None
    shown_as_table: bool = False

    @property
    def quotes(self) -> list[Quoted]:
        """The quotes in the order of the pieces, each place once, with everything that its words were found for."""
        found: dict[Span, Quoted] = {}
        for piece in self.pieces:
            quotes = [piece] if isinstance(piece, Quoted) else piece.sources if isinstance(piece, Paragraph) else []
            for quoted in quotes:
                before = found.get(quoted.span)
                held = (before.held_against, quoted.held_against) if before else (quoted.held_against,)
                found[quoted.span] = replace(
                    before or quoted, held_against=" · ".join(filter(None, dict.fromkeys(held)))
                )
        return list(found.values())


def quoted_from(citation: Citation, *, about: str = "") -> Quoted:
    """A citation as a file shows it."""
    return Quoted(
        words=citation.quote,
        who=citation.speaker or UNLABELLED,
        place=citation.title,
        time=clock(citation.time_start) if citation.time_start is not None else "",
        span=citation.span,
        about=about,
        consent=citation.consent or "",
        tells=citation.tells,
    )


def table_export(table: Table) -> Export:
    """A table by itself: what a count over all transcripts comes to."""
    notes = tuple(Paragraph(text=note) for note in table.notes)
    return Export(title=table.heading, pieces=notes, table=table, shown_as_table=True)
