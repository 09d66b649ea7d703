"""A report cut into claims that can be checked; what is none is set aside with the reason. By rule, with no model.

A rule that is in doubt leaves a sentence among the claims: checking too much costs a look, checking too little hides one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.sentences import sentence_spans
from rag.claims.claim import Aside, Claim, SetAside
from rag.speech.matching import quoted_in
from rag.speech.numbers import numbers_in
from rag.speech.words import words_in

_LEAST_WORDS = 3
_SHORT = 4  # words: with fewer, what ends in no full stop wants a verb
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|may|might|never|said|says|felt|feel|got|went|came|"
    r"took|paid|lost|left|kept|made|gave|found|told|knew|met|heard|\w{2,}ed|\w+n['’]t)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:all|every|everyone|everybody|most|majority|minority|half|many|several|some|both|few|none|nobody|no[ -]one)\b",
    re.IGNORECASE,
)
_NO_FINDING = re.compile(
    r"\b(?:should|must|ought|deserves?|needs?|hope|vital|essential|important|better|worse|welcome)\b", re.IGNORECASE
)
"""Words of a wish or a judgement: a number beside them (“it is vital that all carers are paid”) is no finding."""

_LONGEST_HEADING = 12  # words
_PARAGRAPH = re.compile(
    r"(?m:^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*)|[^\n]+(?:\n(?![ \t]*(?:\n|[-*•>#|]|\d{1,2}[.)]\s))[^\n]+)*"
)
_LIST = re.compile(r"[ \t]*(?:[-*•]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"\s*#{1,6}\s|\s*(?:\*\*|__)[^*_\n]+(?:\*\*|__)\s*$|\s*\d+(?:\.\d+)*\.?\s+[A-Z][^.!?\n]{2,70}$")
_ROW = re.compile(r"\|.*\|")  # of a table
_RULER = re.compile(r"[-=|:+ ]{3,}")
_CELL = re.compile(r"[^|\n]+")
_BLOCK = re.compile(r"\s*>")

_SAYING = r"(?:said|says|told|described|explained|reported|felt|thought|mentioned|recalled|wanted|asked|suggested|recommended)"
_RULES: tuple[tuple[Aside, re.Pattern[str]], ...] = (
    (
        Aside.RECOMMENDATION,
        re.compile(
            r"\b(?:we|the (?:authors?|report|panel|team)|this (?:report|paper)) (?:therefore |strongly |also )?"
            r"(?:recommends?|suggests? that|proposes?|advises?|urges?|calls? (?:on|for))\b"
            rf"|^(?!.*\b{_SAYING}\b).*\b(?:funders?|researchers?|organisations?|teams?|institutions?|trusts?|universities|"
            r"commissioners?|policy ?makers?|future (?:work|research|studies)|payments?|guidance|it)\b[^.]{0,40}?"
            r"\b(?:should|must|ought to|needs? to)\b|^(?:recommendation|action)s?\b[^.]{0,20}:"
            r"|^(?:consider|ensure|provide|offer|make sure|pay|avoid|involve|use)\b[^?]*\.$",
            re.IGNORECASE,
        ),
    ),
    (
        Aside.OPINION,
        re.compile(
            r"^(?:we|i) (?:believe|think|feel|argue|contend|consider|suspect|hope|would argue|are convinced|are struck|welcome)\b"
            r"|\b(?:in (?:our|my) (?:view|opinion|judg(?:e)?ment)|to our mind|it seems to (?:us|me)|it is our view|arguably|"
            r"we (?:would )?(?:argue|contend|believe)|in the authors?['’]? (?:view|opinion))\b"
            r"|^(?:unfortunately|sadly|clearly|obviously|it is (?:clear|vital|essential|important|encouraging|disappointing|shameful))\b"
            r"(?![^.]*\b(?:participants?|interviewees?|said|told|described|reported)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        Aside.DEFINITION,
        re.compile(
            r"\b(?:is|are) (?:here |usually |commonly |often )?(?:defined as|understood as|taken to mean|known as|short for)\b"
            r"|\b(?:refers? to|stands? for|we (?:use|define|take) (?:the (?:term|word|phrase)|[“\"‘'])|by [“\"‘'][^”\"’']+[”\"’'],? we mean)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Aside.METHOD,
        re.compile(
            r"^(?:this|the|our) (?:report|paper|note|briefing|memo|summary|chapter|section|study|evaluation|analysis|document|table|figure|appendix|annex)\b"
            r"(?! (?:group|team|panel)\b)"
            r"|\b(?:we|the (?:research|evaluation|study) team|researchers) (?:interviewed|conducted|carried out|recruited|transcribed|"
            r"coded|analysed|analyzed|anonymised|drew on|used thematic|report)\b"
            r"|\b(?:interviews?|transcripts?|recordings?) (?:were|was) (?:conducted|carried out|held|recorded|transcribed|coded|analysed|"
            r"analyzed|anonymised)\b|\b(?:thematic|framework) analysis\b|^(?:see|cf\.?|source|note|figure|table|appendix)\b[ :]"
            r"|\((?:see )?(?:section|chapter|table|figure|appendix) \d",
            re.IGNORECASE,
        ),
    ),
)


def split_report(report: str) -> tuple[list[Claim], list[SetAside]]:
    """The claims of a report and what is set aside, each in order. A text of one sentence is a claim whatever it says.

    >>> claims, aside = split_report("# Payment\\n\\nMost carers were paid late. We recommend paying at once.")
    >>> [claim.text for claim in claims], [one.reason.value for one in aside]
    (['Most carers were paid late.'], ['a heading', 'a recommendation'])
    """
    claims: list[Claim] = []
    aside: list[SetAside] = []
    for start, end, reason in _stretches(report):
        text = report[start:end]
        if reason is None:
            claims.append(Claim(text=text, start=start, end=end))
        else:
            aside.append(SetAside(text=text, start=start, end=end, reason=reason))
    if not claims and len(aside) == 1 and aside[0].reason is not Aside.HEADING:
        only = aside.pop()
        claims.append(Claim(text=only.text, start=only.start, end=only.end))
    return claims, aside


def is_definition(sentence: str) -> bool:
    """Whether a sentence says what words mean."""
    return _reason(sentence) is Aside.DEFINITION


def _stretches(report: str) -> Iterator[tuple[int, int, Aside | None]]:
    for paragraph in _PARAGRAPH.finditer(report):
        start, end = _trimmed(report, paragraph.start(), paragraph.end())
        if start >= end or _RULER.fullmatch(report, start, end):
            continue
        if _ROW.fullmatch(report, start, end):
            yield from _cells(report, start, end)
            continue
        if _BLOCK.match(report, start):
            yield start, end, Aside.QUOTATION
            continue
        if _is_heading(report[start:end], report, end):
            yield start, end, Aside.HEADING
            continue
        item = _LIST.match(report, start)
        for begin, stop in _sentences(report, item.end() if item else start, end):
            yield begin, stop, _reason(report[begin:stop])


def _cells(report: str, begin: int, end: int) -> Iterator[tuple[int, int, Aside | None]]:
    """The cells of a table's row, each by itself: what a cell says of another's words cannot be told."""
    for cell in _CELL.finditer(report, begin, end):
        start, stop = _trimmed(report, cell.start(), cell.end())
        for at, until in _sentences(report, start, stop) if start < stop else ():
            yield at, until, _reason(report[at:until])


def _sentences(report: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences, not ended within a quotation: “It was late. Very late,” she said."""
    held: tuple[int, int] | None = None
    quotations = [(start + one.start, start + one.end) for one in quoted_in(report[start:end])]
    for begin, stop in sentence_spans(report, start, end):
        held = (held[0] if held else begin, stop)
        inside = any(a < stop < b for a, b in quotations)
        if not inside:
            yield held
            held = None
    if held:
        yield held


def _trimmed(report: str, start: int, end: int) -> tuple[int, int]:
    while start < end and report[start].isspace():
        start += 1
    while end > start and report[end - 1].isspace():
        end -= 1
    return start, end


def _is_heading(text: str, report: str, end: int) -> bool:
    if _HEADING.match(text) and "\n" not in text:
        return True
    short = len(text.split()) <= _LONGEST_HEADING and "\n" not in text
    more = bool(report[end:].strip())
    return short and more and text[-1].isalnum() and not _LIST.match(text)


def _reason(sentence: str) -> Aside | None:
    bare = sentence.strip(" *_\"“”'‘’")
    outside = _without_quotations(sentence)
    if len(words_in(outside)) <= 1 and quoted_in(sentence):
        return Aside.QUOTATION
    if bare.endswith("?"):
        return Aside.QUESTION
    told = next((reason for reason, rule in _RULES if rule.search(outside.strip())), None)
    if told is Aside.OPINION and _counts(outside):
        told = None
    return told or (Aside.FRAGMENT if _is_fragment(sentence) else None)


def _counts(sentence: str) -> bool:
    """Whether a sentence says how many, and not what should be: also what an author deplores can be checked."""
    has_amount = _AMOUNT.search(sentence) is not None or bool(numbers_in(sentence, ones=False))
    return has_amount and _NO_FINDING.search(sentence) is None


def _is_fragment(sentence: str) -> bool:
    words = len(words_in(sentence))
    is_ended = sentence.rstrip(" *_\"”'’)").endswith((".", "!", "…"))
    return words < _LEAST_WORDS or (words < _SHORT and not is_ended and _VERB.search(sentence) is None)


def _without_quotations(sentence: str) -> str:
    for quoted in reversed(quoted_in(sentence)):
        sentence = f"{sentence[: quoted.start]}“…”{sentence[quoted.end :]}"
    return sentence
