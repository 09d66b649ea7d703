"""A checked report as files: Markdown annotated in its own order, and a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rag.answer import Citation
from rag.claims import CheckedClaim, CheckedReport
from rag.quotation_lookup import LookedUp
from ui.escaping import as_markdown
from ui.quote_export import csv_bytes
from ui.verdicts import BEARINGS, VERDICTS, changes_of, in_order, quotation_look
from ui.wording import count, place, who


def report_markdown(report: CheckedReport) -> bytes:
    """The report, every claim followed by its verdict, its reason and the words that bear on it."""
    by = report.model or "no language model"
    head = (
        f"*{count(len(report.claims), 'claim')} and {count(len(report.quotations), 'quotation')} held against "
        f"{count(len(report.searched), 'interview')}; {_line(by)}. Words in quotation marks below a verdict are cut from "
        "the transcripts.*\n"
    )
    parts = ["# Checked report\n", head]
    for part in in_order(report):
        if isinstance(part, CheckedClaim):
            parts += _claim(part)
        elif isinstance(part, LookedUp):
            parts += _quotation(part)
        else:
            parts.append(f"{_line(part.text)} *(not checked: {part.reason.value})*\n")
    return "\n".join(parts).encode()


def report_csv(report: CheckedReport) -> bytes:
    """One line a claim and source, and one a quotation."""
    head = ["kind", "text", "verdict", "reason", "bearing", "words", "who", "place", "transcript", "start", "end"]
    rows: list[list[str]] = []
    for part in in_order(report):
        if isinstance(part, CheckedClaim):
            facts = ["claim", _flat(part.claim.text), VERDICTS[part.verdict].word, _reason(part)]
            sources = [[BEARINGS[one.bearing], *_cells(one.citation)] for one in part.evidence]
            rows += [[*facts, *source] for source in sources or [[""] * 7]]
        elif isinstance(part, LookedUp):
            facts = ["quotation", _flat(part.quotation.words), quotation_look(part).word, " ".join(_notes(part))]
            rows.append([*facts, "", *(_cells(part.place) if part.place else [""] * 6)])
        else:
            rows.append(["set aside", _flat(part.text), "Not checked", part.reason.value, *[""] * 7])
    return csv_bytes(head, rows)


def _claim(one: CheckedClaim) -> Iterator[str]:
    yield f"{_line(one.claim.text)}\n"
    yield f"> **{VERDICTS[one.verdict].word}.** {_line(_reason(one))}\n"
    for each in one.evidence:
        yield (
            f"> - {BEARINGS[each.bearing]}: “{_line(each.citation.quote)}” — {_line(who(each.citation))}; "
            f"{_line(place(each.citation))}\n"
        )


def _quotation(one: LookedUp) -> Iterator[str]:
    said = f" In the source: “{_line(one.place.quote)}” — {_line(place(one.place))}." if one.place else ""
    yield f"> **Quotation: {quotation_look(one).word.lower()}.** “{_line(one.quotation.words)}”{said}\n"
    for note in _notes(one):
        yield f"> - {_line(note)}\n"


def _notes(one: LookedUp) -> list[str]:
    named = [f"The report gives it to {one.named}, who did not say it."] if one.misattributed else []
    return [*named, *changes_of(one), *one.notes]


def _cells(citation: Citation) -> list[str]:
    span = citation.span
    return [citation.quote, who(citation), place(citation), span.transcript_id, str(span.start), str(span.end)]


def _reason(one: CheckedClaim) -> str:
    return " ".join([one.reason, *one.problems])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _line(text: str) -> str:
    return as_markdown(_flat(text))
