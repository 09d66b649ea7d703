"""Quotes and checked reports as they are printed for people."""

from __future__ import annotations

import textwrap

from commands.printing import WIDTH, indented, place_of
from commands.quote_steps import as_place
from exports.wording import BEARINGS, changes_of, names_told, quotations_told
from rag.answer import NOT_IN_TRANSCRIPTS
from rag.answering.under_pseudonyms import quote_under
from rag.claims.claim import CheckedReport
from rag.claims.quotation_lookup import LookedUp
from rag.quotes.finder import QuotesFound
from rag.speech.pseudonyms import Pseudonyms
from rag.spending import Spent, spent_in_words


def print_quotes(found: QuotesFound, names: Pseudonyms, nothing: str) -> None:
    """Quotes, best first, under pseudonyms; where there are none, what is said of that."""
    for number, told in enumerate(found.quotes, 1):
        quote = quote_under(told, names)
        print(f"{number}. {place_of(quote.citation)}")
        if quote.question:
            print(indented(f"Asked: {quote.question.quote}"))
        print(indented(f"“{quote.text}”"))
        if quote.readable != " ".join(quote.text.split()):
            print(indented(f"Readable: “{quote.readable}”"))
        if quote.citation.consent:
            print(indented(f"Consent: {quote.citation.consent}"))
        print(indented(f"To go on from it: {as_place(quote.citation.span)}"))
        if names_of := names_told(quote.citation.tells):
            print(indented(f"{names_of}."))
        print()
    for note in found.notes:
        print(note)
    if not found.quotes:
        print(nothing if found.spoken_of else NOT_IN_TRANSCRIPTS)
    if found.nearest:
        print("\nNearest passages:")
    for citation in map(names.citation, found.nearest):
        print(f"{place_of(citation)}\n{indented(f'“{citation.quote}”')}")
    _print_spent(found.spent)


def _print_spent(spent: Spent | None) -> None:
    if spent:
        print(f"It took {spent_in_words(spent)}.")


def print_report(report: CheckedReport) -> None:
    """A checked report, for a terminal."""
    for checked in report.claims:
        print(f"{checked.verdict.value.replace('_', ' ').upper()}: {' '.join(checked.claim.text.split())}")
        print(indented(" ".join([checked.reason, *checked.problems])))
        for one in checked.evidence:
            print(indented(f"[{BEARINGS[one.bearing]}] {place_of(one.citation)}"))
            print(indented(f"“{one.citation.quote}”", 8))
        print()
    for quotation in report.quotations:
        _print_quotation(quotation)
    if report.set_aside:
        print("Set aside, not checked:")
        for aside in report.set_aside:
            print(
                textwrap.shorten(f"    {aside.reason.value}: {' '.join(aside.text.split())}", WIDTH, placeholder=" …")
            )
    counts = ", ".join(f"{count} {verdict.value.replace('_', ' ')}" for verdict, count in report.verdicts.most_common())
    became = f": {quotations_told(report)}" if report.quotations else ""
    claims, quoted, searched = len(report.claims), len(report.quotations), len(report.searched)
    print(
        f"\n{counted(claims, 'claim')}: {counts or 'none'} · {counted(quoted, 'quotation')}{became} · "
        f"{counted(searched, 'transcript')} · {report.model or 'no language model'}"
    )
    for note in report.notes:
        print(note)
    _print_spent(report.spent)


def counted(count: int, noun: str) -> str:
    """So many of something."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _print_quotation(one: LookedUp) -> None:
    not_theirs = f", but not said by {one.named}" if one.named else ", but the interviewer's words"
    wrong = not_theirs if one.misattributed else ""
    print(f"Quotation {one.status.value.replace('_', ' ')}{wrong}: “{' '.join(one.quotation.words.split())}”")
    if one.place:
        print(indented(place_of(one.place)))
        if one.changes:
            print(indented(f"“{one.place.quote}”", 8))
    for change in changes_of(one):
        print(indented(change))
    for note in one.notes:
        print(indented(note))
    print()
