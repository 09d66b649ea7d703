"""A checked report as an export: its claims and quotations with what was found, and remarks for an annotated copy. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exports.escaping import in_line
from exports.pieces import Annotated, Export, Paragraph, Piece, Remark, Table, quoted_from
from exports.wording import (
    BEARINGS,
    VERDICT_WORDS,
    changes_of,
    condition,
    count,
    in_order,
    place,
    quotation_word,
    who,
)
from rag.answer import Citation
from rag.claims import CheckedClaim, CheckedReport, SetAside
from rag.quotation_lookup import LookedUp

HEADER = (
    "kind",
    "text",
    "verdict",
    "reason",
    "bearing",
    "words",
    "who",
    "place",
    "transcript",
    "start",
    "end",
    "consent",
)


def report_export(report: CheckedReport, title: str = "Checked report", original: bytes | None = None) -> Export:
    """A report in its own order. `original` is the .docx it was read from, if it was one."""
    by = report.model or "no language model"
    counts = ", ".join(
        f"{number} {VERDICT_WORDS[verdict].lower()}" for verdict, number in report.verdicts.most_common()
    )
    head = (
        f"{count(len(report.claims), 'claim')} ({counts or 'none'}) and {count(len(report.quotations), 'quotation')} held "
        f"against {count(len(report.searched), 'interview')}; {by}. The words below a verdict are cut from the transcripts."
    )
    pieces: list[Piece] = [Paragraph(text=head)]
    remarks: list[Remark] = []
    for part in in_order(report):
        pieces += _pieces(part)
        remarks.append(_remark(part))
    rows = tuple(row for part in in_order(report) for row in _rows(part))
    return Export(
        title=title,
        pieces=tuple(pieces),
        lead=head,
        table=Table(heading=title, header=HEADER, rows=rows),
        annotated=Annotated(text=report.text, remarks=tuple(remarks), original=original),
    )


def _pieces(part: CheckedClaim | LookedUp | SetAside) -> Iterator[Piece]:
    if isinstance(part, CheckedClaim):
        yield Paragraph(text=part.claim.text)
        yield Paragraph(text=f"{VERDICT_WORDS[part.verdict]}. {_reason(part)}")
        for one in part.evidence:
            against = f"{BEARINGS[one.bearing]}: {in_line(part.claim.text)}"
            yield replace(quoted_from(one.citation, about=BEARINGS[one.bearing]), held_against=against)
    elif isinstance(part, LookedUp):
        told = f"Quotation: {quotation_word(part).lower()}. “{in_line(part.quotation.words)}” "
        yield Paragraph(text=told + " ".join(_notes(part)))
        if part.place:
            against = f"Quoted in the report, {quotation_word(part).lower()}: “{in_line(part.quotation.words)}”"
            yield replace(quoted_from(part.place, about="In the source"), held_against=against)
    else:
        yield Paragraph(text=f"{part.text} (not checked: {part.reason.value})")


def _remark(part: CheckedClaim | LookedUp | SetAside) -> Remark:
    if isinstance(part, CheckedClaim):
        words = [f"{BEARINGS[one.bearing]}: {_said(one.citation)}" for one in part.evidence]
        says = "\n".join([f"{VERDICT_WORDS[part.verdict]}. {_reason(part)}", *words])
        return Remark(on=part.claim.text, says=says)
    if isinstance(part, LookedUp):
        said = [f"In the source: {_said(part.place)}"] if part.place else []
        says = "\n".join([f"Quotation: {quotation_word(part).lower()}.", *_notes(part), *said])
        return Remark(on=part.quotation.words, says=says)
    return Remark(on=part.text, says=f"Not checked: {part.reason.value}.")


def _rows(part: CheckedClaim | LookedUp | SetAside) -> list[tuple[str, ...]]:
    none = ("",) * 8
    if isinstance(part, CheckedClaim):
        facts = ("claim", in_line(part.claim.text), VERDICT_WORDS[part.verdict], _reason(part))
        sources = [(BEARINGS[one.bearing], *_cells(one.citation)) for one in part.evidence]
        return [(*facts, *source) for source in sources or [none]]
    if isinstance(part, LookedUp):
        facts = ("quotation", in_line(part.quotation.words), quotation_word(part), " ".join(_notes(part)))
        return [(*facts, "", *(_cells(part.place) if part.place else none[1:]))]
    return [("set aside", in_line(part.text), "Not checked", part.reason.value, *none)]


def _notes(one: LookedUp) -> list[str]:
    named = [f"The report gives it to {one.named}, who did not say it."] if one.misattributed else []
    return [*named, *changes_of(one), *one.notes]


def _said(citation: Citation) -> str:
    source = f"“{in_line(citation.quote)}” — {who(citation)}; {place(citation)}"
    return ". ".join(part for part in (source, condition(citation.consent)) if part)


def _cells(citation: Citation) -> tuple[str, ...]:
    span = citation.span
    where = (place(citation), span.transcript_id, str(span.start), str(span.end))
    return (citation.quote, who(citation), *where, citation.consent or "")


def _reason(one: CheckedClaim) -> str:
    return " ".join([one.reason, *one.problems])
