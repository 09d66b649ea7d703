"""A checked report as an export: its claims and quotations with what was found, and remarks for an annotated copy. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exports.pieces import SAID, Annotated, Export, Heading, Paragraph, Piece, Remark, Table, quoted_from
from exports.wording import (
    BEARINGS,
    VERDICT_WORDS,
    changes_of,
    count,
    in_order,
    misattribution_of,
    names_told,
    place,
    quotation_word,
    quotations_told,
    who,
    with_condition,
)
from rag.answer import Citation
from rag.answering.under_pseudonyms import report_under
from rag.claims.claim import Aside, Bearing, CheckedClaim, CheckedReport, SetAside, Verdict
from rag.claims.quotation_lookup import LookedUp
from rag.speech.pseudonyms import Pseudonyms
from rag.speech.words import in_line
from rag.spending import spent_in_words

HEADER = ("kind", "text", "verdict", "reason", "bearing", *SAID)
_RENAMED = "Names in the report's own words are replaced by pseudonyms here, but for those in its quotations."
_NO_REMARK = (
    Aside.HEADING,
    Aside.QUOTATION,
)  # nobody expects a heading to be checked, and a quotation has its own remark
_HELD = {Bearing.FOR: "For the claim", Bearing.AGAINST: "Against the claim", Bearing.UNJUDGED: "Near to the claim"}


def report_export(
    report: CheckedReport, names: Pseudonyms, title: str = "Checked report", original: bytes | None = None
) -> Export:
    """A report in its own order, under pseudonyms. `original` is the .docx it was read from, if it was one.

    An annotated copy keeps the report's own words as they are, the names in them, too; elsewhere it is quoted without them.
    """
    title = names.text(title, keeps_quoted=False)
    shown = report_under(report, names)
    head = " ".join([_summary(shown), *shown.notes])
    took = [f"It took {spent_in_words(report.spent)}."] if report.spent else []
    told = names.told_in(report.text)
    pieces: list[Piece] = [Paragraph(text=" ".join([head, *took, *([_RENAMED] if told else [])]))]
    remarks: list[Remark] = []
    for part, was in zip(in_order(shown), in_order(report), strict=True):
        pieces += _pieces(part, names)
        if not (isinstance(part, SetAside) and part.reason in _NO_REMARK):
            remarks.append(Remark(on=_words(was), says=_says(part, names), named=_words(part), start=_start(was)))
    rows = tuple(row for part in in_order(shown) for row in _rows(part, names))
    left = [f"The report's own words tell the real name of {' and '.join(told)}; they were left as they are."]
    return Export(
        title=title,
        pieces=tuple(pieces),
        lead=head,
        table=Table(heading=title, header=HEADER, rows=rows),
        annotated=Annotated(
            text=report.text,
            summary=" ".join([head, *took, *(left if told else [])]),
            remarks=tuple(remarks),
            original=original,
        ),
    )


def _summary(report: CheckedReport) -> str:
    verdicts = [
        f"{number} {'with ' if verdict is Verdict.EVIDENCE_ONLY else ''}{VERDICT_WORDS[verdict].lower()}"
        for verdict, number in report.verdicts.most_common()
    ]
    return (
        f"{_counted(len(report.claims), 'claim', ', '.join(verdicts))} and "
        f"{_counted(len(report.quotations), 'quotation', quotations_told(report))} "
        f"held against {count(len(report.searched), 'interview')}; {report.model or 'no language model'}. "
        "The words below a verdict are cut from the transcripts."
    )


def _counted(number: int, noun: str, told: str) -> str:
    return f"{count(number, noun)} ({told})" if told else count(number, noun)


def _pieces(part: CheckedClaim | LookedUp | SetAside, names: Pseudonyms) -> Iterator[Piece]:
    if isinstance(part, CheckedClaim):
        yield Paragraph(label="Claim:", text=part.claim.text)
        yield Paragraph(label=f"{VERDICT_WORDS[part.verdict]}.", text=_reason(part))
        for one in part.evidence:
            against = f"{_HELD[one.bearing]} “{in_line(part.claim.text)}” ({VERDICT_WORDS[part.verdict].lower()})"
            yield replace(quoted_from(one.citation, about=BEARINGS[one.bearing]), held_against=against)
    elif isinstance(part, LookedUp):
        told = " ".join([f"“{in_line(part.quotation.words)}”", *_notes(part, names)])
        yield Paragraph(label=f"Quotation, {quotation_word(part).lower()}:", text=told)
        if part.place:
            against = f"Quoted in the report, {quotation_word(part).lower()}: “{in_line(part.quotation.words)}”"
            yield replace(quoted_from(part.place, about="In the source"), held_against=against)
    elif part.reason is Aside.HEADING:
        yield Heading(text=_heading(part.text))
    else:
        yield Paragraph(label=f"Not checked, {part.reason.value}:", text=part.text)


def _says(part: CheckedClaim | LookedUp | SetAside, names: Pseudonyms) -> str:
    """What a comment on a part says."""
    if isinstance(part, CheckedClaim):
        words = [f"{BEARINGS[one.bearing]}: {_said(one.citation)}" for one in part.evidence]
        return "\n".join([f"{VERDICT_WORDS[part.verdict]}. {_reason(part)}", *words])
    if isinstance(part, LookedUp):
        said = [f"In the source: {_said(part.place)}"] if part.place else []
        return "\n".join([f"Quotation: {quotation_word(part).lower()}.", *_notes(part, names), *said])
    return f"Not checked: {part.reason.value}."


def _rows(part: CheckedClaim | LookedUp | SetAside, names: Pseudonyms) -> list[tuple[str, ...]]:
    none = ("",) * (1 + len(SAID))
    if isinstance(part, CheckedClaim):
        facts = ("claim", in_line(part.claim.text), VERDICT_WORDS[part.verdict], _reason(part))
        sources = [(BEARINGS[one.bearing], *quoted_from(one.citation).cells) for one in part.evidence]
        return [(*facts, *source) for source in sources or [none]]
    if isinstance(part, LookedUp):
        facts = ("quotation", in_line(part.quotation.words), quotation_word(part), " ".join(_notes(part, names)))
        return [(*facts, "", *(quoted_from(part.place).cells if part.place else none[1:]))]
    return [("set aside", _heading(part.text), "Not checked", part.reason.value, *none)]


def _notes(one: LookedUp, names: Pseudonyms) -> list[str]:
    told = names_told(names.told_in(one.quotation.words))
    return [*misattribution_of(one), *changes_of(one), *one.notes, *([f"{told}."] if told else [])]


def _words(part: CheckedClaim | LookedUp | SetAside) -> str:
    """What a part is found by in the report."""
    if isinstance(part, CheckedClaim):
        return part.claim.text
    return part.quotation.words if isinstance(part, LookedUp) else _heading(part.text)


def _start(part: CheckedClaim | LookedUp | SetAside) -> int:
    if isinstance(part, CheckedClaim):
        return part.claim.start
    return part.quotation.start if isinstance(part, LookedUp) else part.start


def _heading(text: str) -> str:
    """A line of a report without the signs that make it a heading in Markdown."""
    return in_line(text).lstrip("#").lstrip()


def _said(citation: Citation) -> str:
    return with_condition(
        f"“{in_line(citation.quote)}” — {who(citation)}; {place(citation)}", citation.consent, citation.tells
    )


def _reason(one: CheckedClaim) -> str:
    return " ".join([one.reason, *one.problems])
