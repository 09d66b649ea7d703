"""How citations, times and verdicts are put into words, the same on the pages and in files. Plain text, no Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from corpus.transcript import Role
from rag.answer import Citation, Coverage, Statement
from rag.claims.claim import Bearing, CheckedClaim, CheckedReport, SetAside, Verdict
from rag.claims.quotation_lookup import LookedUp, QuotationStatus
from rag.speech.quotation_changes import WordChange

UNLABELLED = "Speaker not labelled"
ROLES = {Role.INTERVIEWER: "interviewer", Role.PARTICIPANT: "participant", Role.UNKNOWN: "role not known"}
VERDICT_WORDS = {
    Verdict.SUPPORTED: "Supported",
    Verdict.PARTLY_SUPPORTED: "Partly supported",
    Verdict.CONTRADICTED: "Contradicted",
    Verdict.NOT_FOUND: "Not found",
    Verdict.EVIDENCE_ONLY: "Passages to read",
}
QUOTATION_WORDS = {
    QuotationStatus.VERBATIM: "Verbatim",
    QuotationStatus.ALTERED: "Altered",
    QuotationStatus.NOT_FOUND: "Not found",
}
MISATTRIBUTED_WORD = "Misattributed"
INTERVIEWERS_WORD = "The interviewer's words"
BEARINGS = {Bearing.FOR: "For", Bearing.AGAINST: "Against", Bearing.UNJUDGED: "Near to it"}
"""What words do to a claim. Where no model has judged, only that they lie near is known: not that they bear on it."""

Part = CheckedClaim | LookedUp | SetAside


def numbered(statements: Sequence[Statement]) -> dict[Citation, int]:
    """The citations of an answer by number, from 1, in the order a reader meets them."""
    numbers: dict[Citation, int] = {}
    for statement in statements:
        for citation in statement.citations:
            numbers.setdefault(citation, len(numbers) + 1)
    return numbers


def clock(time: timedelta) -> str:
    """A time in a recording.

    >>> clock(timedelta(seconds=75.5)), clock(timedelta(hours=1, minutes=2))
    ('1:15', '1:02:00')
    """
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def who(citation: Citation) -> str:
    """Who said it, in which role, and when: "Amara · participant · 4:12"."""
    parts = [citation.speaker or UNLABELLED]
    if citation.role is not Role.UNKNOWN:
        parts.append(ROLES[citation.role])
    if citation.time_start is not None:
        parts.append(clock(citation.time_start))
    return " · ".join(parts)


def place(citation: Citation) -> str:
    """Where it stands: the transcript and, from 0, the characters of its text."""
    return f"{citation.title}, characters {citation.span.start:,}–{citation.span.end:,}"


def with_condition(source: str, consent: str | None, tells: Sequence[str] = ()) -> str:
    """Where words come from, what was agreed about quoting them, and whose real names they tell."""
    return ". ".join(part for part in (source, condition(consent), names_told(tells)) if part)


def names_told(tells: Sequence[str]) -> str:
    """What stands beside words that tell the real names of people who have pseudonyms: these; empty where they tell none.

    >>> names_told(("Grace", "Ben"))
    'As said, the words tell the real name of Grace and Ben'
    """
    return f"As said, the words tell the real name of {' and '.join(tells)}" if tells else ""


def condition(consent: str | None) -> str:
    """What was agreed about quoting somebody's words, as every file says it beside them; empty where nothing is known.

    >>> condition("quote with pseudonym"), condition(None)
    ('Consent: quote with pseudonym', '')
    """
    return f"Consent: {' '.join(consent.split())}" if consent else ""


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "interview"), count(1200, "person", "people")
    ('1 interview', '1,200 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def coverage_sentence(coverage: Coverage) -> str:
    """What was looked through, and how much of it is told. A count of people has its own sentence: here is no other number of them.

    >>> coverage_sentence(Coverage(searched=("a", "b"), with_evidence=("a",)))
    '1 of 2 transcripts speaks to this in the passages read'
    >>> coverage_sentence(Coverage(searched=("a", "b"), with_evidence=("a",), whole=True))
    'Gone through to the end: 2 transcripts'
    """
    if coverage.whole:
        return f"Gone through to the end: {count(coverage.count, 'transcript')}"
    speaking = len(coverage.with_evidence)
    bear = "speaks" if speaking == 1 else "speak"
    return f"{speaking:,} of {count(coverage.count, 'transcript')} {bear} to this in the passages read"


def in_order(report: CheckedReport) -> list[Part]:
    """Claims, quotations and what was set aside, as they stand in the report; a claim before its quotations."""
    placed: list[tuple[int, int, Part]] = []
    placed += [(one.claim.start, 0, one) for one in report.claims]
    placed += [(one.quotation.start, 1, one) for one in report.quotations]
    placed += [(one.start, 0, one) for one in report.set_aside]
    return [part for _, _, part in sorted(placed, key=lambda each: each[:2])]


def changes_of(one: LookedUp) -> list[str]:
    """The differences of an altered quotation, each a sentence."""
    return [_change_sentence(change) for change in one.changes]


def _change_sentence(change: WordChange) -> str:
    op = change.op.replace("_", " ").capitalize()
    if change.quoted and change.source:
        return f"{op}: the report has “{change.quoted}”, the source “{change.source}”."
    if change.quoted:
        return f"{op}: the report has “{change.quoted}”, the source does not."
    return f"{op}: the source has “{change.source}”, the report does not."


def needs_a_look(part: Part) -> bool:
    """Whether somebody who has little time should look at it: a quotation that is not as said, or a claim that is not borne out."""
    if isinstance(part, LookedUp):
        return part.misattributed or part.status is not QuotationStatus.VERBATIM
    borne = (Verdict.SUPPORTED, Verdict.EVIDENCE_ONLY)
    return isinstance(part, CheckedClaim) and (part.verdict not in borne or bool(part.problems))


def quotations_told(report: CheckedReport) -> str:
    """What became of the quotations, each word with its number; empty where there are none."""
    became = Counter(quotation_word(one).lower() for one in report.quotations)
    return ", ".join(f"{number} {word}" for word, number in became.most_common())


def quotation_word(one: LookedUp) -> str:
    """What became of a quotation, in a word or three."""
    if not one.misattributed:
        return QUOTATION_WORDS[one.status]
    return MISATTRIBUTED_WORD if one.named else INTERVIEWERS_WORD


def misattribution_of(one: LookedUp) -> list[str]:
    """Whose a misattributed quotation is not, a sentence. Where nobody is named, its notes say that an interviewer spoke."""
    return [f"The report gives it to {one.named}, who did not say it."] if one.misattributed and one.named else []
