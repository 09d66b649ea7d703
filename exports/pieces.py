"""What a file is made of, whatever its format: headings, paragraphs, quotes, a table, remarks on a report."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.transcript import Span
from exports.wording import UNLABELLED, clock, condition
from rag.answer import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words to be shown in quotation marks, who said them and where. `words` are their span's, to the character.

    `about` is what is said of the quote below it, such as the question before it, and `consent` what the interview's
    metadata says of quoting: whoever pastes the words on must know. `held_against` is the claim or quotation of a report
    that the words were found for: on a slide it stands above them.
    """

    words: str
    who: str
    place: str
    time: str
    span: Span
    about: str = ""
    consent: str = ""
    held_against: str = ""

    @property
    def below(self) -> tuple[str, ...]:
        """The lines that stand below the quote and its speaker."""
        return tuple(line for line in (self.about, self.condition) if line)

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
    def footnote(self) -> str:
        """All that a note on words in a paragraph has to say, for nothing stands below them: source and consent."""
        return ". ".join(line for line in (self.source, self.condition) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `level` counts from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Our words, or a report's or a model's; `sources` are footnoted at its end."""

    text: str
    sources: tuple[Quoted, ...] = ()


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
    """A comment on a stretch of a report, which is found by its words."""

    on: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A report with remarks; `original` is the .docx it came from, if it came from one."""

    text: str
    remarks: tuple[Remark, ...]
    original: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything that a file of any format may need of one piece of work.

    `lead` says what the quotes are and what they are not, where slides leave out all our words but it. `annotated` is what
    a Word file holds instead of the pieces; `shown_as_table` puts the table into documents, too.
    """

    title: str
    pieces: tuple[Piece, ...]
    table: Table
    lead: str = ""
    annotated: Annotated | None = None
    shown_as_table: bool = False

    @property
    def quotes(self) -> list[Quoted]:
        """The quotes in the order of the pieces, each place once."""
        found: dict[Span, Quoted] = {}
        for piece in self.pieces:
            quotes = [piece] if isinstance(piece, Quoted) else piece.sources if isinstance(piece, Paragraph) else []
            for quoted in quotes:
                found.setdefault(quoted.span, quoted)
        return list(found.values())


def quoted_from(citation: Citation, *, called: str | None = None, about: str = "") -> Quoted:
    """A citation as a file shows it; `called` is whom the words are given to instead of the label."""
    return Quoted(
        words=citation.quote,
        who=called or citation.speaker or UNLABELLED,
        place=citation.title,
        time=clock(citation.time_start) if citation.time_start is not None else "",
        span=citation.span,
        about=about,
        consent=citation.consent or "",
    )


def table_export(table: Table) -> Export:
    """A table by itself: what a count over all transcripts comes to."""
    notes = tuple(Paragraph(text=note) for note in table.notes)
    return Export(title=table.heading, pieces=notes, table=table, shown_as_table=True)
