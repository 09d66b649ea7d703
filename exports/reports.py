"""A checked report as an export: its claims and quotations with what was found, and remarks for an annotated copy. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.escaping import in_line
from exports.pieces import SAID, Annotated, Export, Heading, Paragraph, Piece, Remark, Table, quoted_from
from exports.wording import (
    BEARINGS,
    VERDICT_WORDS,
    changes_of,
    count,
    in_order,
    place,
    quotation_word,
    who,
    with_condition,
)
from rag.answer import Citation
from rag.claims import Aside, Bearing, CheckedClaim, CheckedReport, SetAside, Verdict
from rag.quotation_lookup import LookedUp
from rag.spending import spent_in_words

HEADER = ("kind", "text", "verdict", "reason", "bearing", *SAID)
_HELD = {Bearing.FOR: "For the claim", Bearing.AGAINST: "Against the claim", Bearing.UNJUDGED: "Near to the claim"}


def report_export(report: CheckedReport, title: str = "Checked report", original: bytes | None = None) -> Export:
    """A report in its own order. `original` is the .docx it was read from, if it was one."""
    head = _summary(report)
    told = f"{head} It took {spent_in_words(report.spent)}." if report.spent else head
    pieces: list[Piece] = [Paragraph(text=told)]
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
        annotated=Annotated(text=report.text, summary=told, remarks=tuple(remarks), original=original),
    )


def _summary(report: CheckedReport) -> str:
    verdicts = [
        f"{number} {'with ' if verdict is Verdict.EVIDENCE_ONLY else ''}{VERDICT_WORDS[verdict].lower()}"
        for verdict, number in report.verdicts.most_common()
    ]
    became = Counter(quotation_word(one).lower() for one in report.quotations)
    quotations = [f"{number} {word}" for word, number in became.most_common()]
    return (
        f"{_counted(len(report.claims), 'claim', verdicts)} and {_counted(len(report.quotations), 'quotation', quotations)} "
        f"held against {count(len(report.searched), 'interview')}; {report.model or 'no language model'}. "
        "The words below a verdict are cut from the transcripts."
    )


def _counted(number: int, noun: str, parts: Sequence[str]) -> str:
    told = ", ".join(parts)
    return f"{count(number, noun)} ({told})" if told else count(number, noun)


def _pieces(part: CheckedClaim | LookedUp | SetAside) -> Iterator[Piece]:
    if isinstance(part, CheckedClaim):
        yield Paragraph(label="Claim:", text=part.claim.text)
        yield Paragraph(label=f"{VERDICT_WORDS[part.verdict]}.", text=_reason(part))
        for one in part.evidence:
            against = f"{_HELD[one.bearing]} “{in_line(part.claim.text)}” ({VERDICT_WORDS[part.verdict].lower()})"
            yield replace(quoted_from(one.citation, about=BEARINGS[one.bearing]), held_against=against)
    elif isinstance(part, LookedUp):
        told = " ".join([f"“{in_line(part.quotation.words)}”", *_notes(part)])
        yield Paragraph(label=f"Quotation, {quotation_word(part).lower()}:", text=told)
        if part.place:
            against = f"Quoted in the report, {quotation_word(part).lower()}: “{in_line(part.quotation.words)}”"
            yield replace(quoted_from(part.place, about="In the source"), held_against=against)
    elif part.reason is Aside.HEADING:
        yield Heading(text=_heading(part.text))
    else:
        yield Paragraph(label=f"Not checked, {part.reason.value}:", text=part.text)


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
    none = ("",) * (1 + len(SAID))
    if isinstance(part, CheckedClaim):
        facts = ("claim", in_line(part.claim.text), VERDICT_WORDS[part.verdict], _reason(part))
        sources = [(BEARINGS[one.bearing], *quoted_from(one.citation).cells) for one in part.evidence]
        return [(*facts, *source) for source in sources or [none]]
    if isinstance(part, LookedUp):
        facts = ("quotation", in_line(part.quotation.words), quotation_word(part), " ".join(_notes(part)))
        return [(*facts, "", *(quoted_from(part.place).cells if part.place else none[1:]))]
    return [("set aside", _heading(part.text), "Not checked", part.reason.value, *none)]


def _notes(one: LookedUp) -> list[str]:
    named = [f"The report gives it to {one.named}, who did not say it."] if one.misattributed else []
    return [*named, *changes_of(one), *one.notes]


def _heading(text: str) -> str:
    """A line of a report without the signs that make it a heading in Markdown."""
    return in_line(text).lstrip("#").lstrip()


def _said(citation: Citation) -> str:
    return with_condition(f"“{in_line(citation.quote)}” — {who(citation)}; {place(citation)}", citation.consent)


def _reason(one: CheckedClaim) -> str:
    return " ".join([one.reason, *one.problems])
