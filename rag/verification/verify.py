"""A model's line to a checked statement. Pure: the quotes of what comes out are cut from the passages.

The rules, in order: labels must name passages that were sent; quoted words are looked up (`rag.verification.quoting`) and replaced by
the source's own, or lose their quotation marks; groups without a count get the one that the passages bear; numbers,
names, negations and speakers must stand in what is cited (`rag.verification.prose`). What breaks a rule is kept as prose, marked
unverified with the reason; a statement that is little but an invented saying is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.answer import QUOTATION_REPAIRED, Citation, QuoteCheck, QuoteStatus, Statement, Support
from rag.speech.matching import Quoted, find_words, quoted_in
from rag.speech.quantifiers import BorneCount, Count, counted
from rag.speech.quotation_marks import with_plain_marks
from rag.speech.stems import stems
from rag.speech.words import words_in
from rag.verification.prose import problems_of
from rag.verification.quoting import Source, judge_quotation
from rag.verification.retold import gather
from rag.verification.speakers_named import named_speakers, speakers_before

__all__ = ["Line", "Source", "check", "is_withheld", "read_line"]

_LABEL = re.compile(r"[Pp](\d+)(?:\s*[-–]\s*[Pp]?(\d+))?")
_ONE_LABEL = r"[Pp]\d+(?:\s*[-–]\s*[Pp]?\d+)?"
_BRACKETS = rf"[\[(【]\s*{_ONE_LABEL}(?:\s*(?:[,;&/]|and)?\s*{_ONE_LABEL})*\s*[\])】]"
_MOST_IN_A_RANGE = 20
_LABELS = re.compile(rf"\s*{_BRACKETS}")
_BULLET = re.compile(r"^\s*(?:[-*•#]+|\d{1,2}[.)])\s+")
_CLAUSE = re.compile(rf"(?P<text>.+?)(?P<labels>(?:\s*{_BRACKETS})+)(?P<stop>[.;,!?]?)\s*", re.DOTALL)
_LEADS_TO = re.compile(r"(?:according to|as|in|from|per|see|and|as (?:shown|said|seen) in)\W*", re.IGNORECASE)
_IN_FRONT = re.compile(r"(?P<name>[^:“”\"\n]{1,60}):\s+(?P<words>[^“”\"«»„]+)\Z", re.DOTALL)
# Narrower than the one of `rag.verification.prose`, on purpose: what follows a name and a colon counts as speech by these words alone, and
# "mine" is also a pit. There, whether a source speaks of itself is asked, and a word too many does no harm.
_FIRST_PERSON = frozenset("i me my myself we us our".split())
_MARKS = re.compile(r'["“”«»„‹›`「」]')
_PROBLEMS = {
    QuoteStatus.REPAIRED: QUOTATION_REPAIRED,
    QuoteStatus.MISATTRIBUTED: "Words were quoted that stand elsewhere or that somebody else said.",
    QuoteStatus.STITCHED: "Words from different places were quoted as one saying.",
    QuoteStatus.FABRICATED: "Words were quoted that nobody said in the passages.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement as a model wrote it: prose, the labels it rests on, and words to quote that the prose leaves out."""

    text: str
    labels: tuple[str, ...]
    quotes: tuple[str, ...] = ()


def read_line(line: str) -> Iterator[Line]:
    """The statements of one line of a reply, in order; an empty line has none.

    >>> [each.labels for each in read_line("- She walked. [P1][P3] He drove. [P2]")]
    [('P1', 'P3'), ('P2',)]
    """
    rest = _BULLET.sub("", line.strip())
    before, carried = "", tuple[str, ...]()
    while match := _CLAUSE.match(rest):
        stop = match["stop"] if match["stop"] in (".", "!", "?") else ""
        text, labels = (before + match["text"].strip()).strip(), (*carried, *labels_in(match["labels"]))
        rest = rest[match.end() :]
        if _is_open(text) and rest:  # a label within a quotation ends nothing
            before, carried = f"{text}{match['stop']} ", labels
        elif _LEADS_TO.fullmatch(text) and rest:  # “According to [P1], …”
            before, carried = "", labels
        else:
            yield Line(text=text + stop, labels=labels)
            before, carried = "", ()
    if any(character.isalnum() for character in before + rest):
        yield Line(text=(before + rest).strip(), labels=carried)


def labels_in(text: str) -> list[str]:
    """The labels a text names, in order; “P2-P4” names three.

    >>> labels_in("[p1, P3-5]")
    ['P1', 'P3', 'P4', 'P5']
    """
    found: list[str] = []
    for first, last in _LABEL.findall(text):
        begin, end = int(first), int(last or first)
        found += [f"P{number}" for number in range(begin, min(end, begin + _MOST_IN_A_RANGE) + 1)] or [f"P{begin}"]
    return found


def _is_open(text: str) -> bool:
    """Whether a quotation begins in a text that does not end in it."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1 or text.count("«") > text.count("»")


def check(
    text: str,
    labels: Sequence[str],
    sources: Mapping[str, Source],
    *,
    quotes: Sequence[str] = (),
    speakers: Sequence[str] = (),
    count: BorneCount | None = None,
) -> Statement:
    """One statement held against the passages its labels name.

    `quotes` are further words it wants shown; `speakers` limits whose words count; `count` takes the place of groups of
    people, else that of the passages cited.
    """
    cited = [sources[label] for label in dict.fromkeys(labels) if label in sources]
    plain = _as_dialogue(with_plain_marks(_LABELS.sub("", text)), sources)
    text = _with_quotes(plain, [with_plain_marks(quote) for quote in quotes])
    prose, checks, shown = _checked_quotes(text, cited, sources)
    problems = [] if cited else ["It names no passage that was read."]
    problems += dict.fromkeys(_PROBLEMS[each.status] for each in checks if each.status in _PROBLEMS)
    has_verbatim = any(each.status is QuoteStatus.VERBATIM for each in checks)
    if not has_verbatim and any(each.status is QuoteStatus.TOO_SHORT for each in checks):
        problems.append("The words it quotes are too few to be found for certain.")
    problems += problems_of(prose, cited, sources, quotes_well=has_verbatim) if cited and _says_something(prose) else []
    citations = [each.place for each in checks if each.place is not None and each.status.is_shown]
    citations += _remaining(text, cited, citations)
    if speakers and any(citation.speaker not in speakers for citation in citations):
        problems.append("It rests on somebody who was not asked for.")
        citations = [citation for citation in citations if citation.speaker in speakers]
    return Statement(
        text=counted(shown, count or Count(len(cited), len(sources)), gather(cited).evidence) if cited else shown,
        support=Support.UNVERIFIED if problems or not citations else Support.VERIFIED,
        citations=tuple(dict.fromkeys(citations)),
        quotes=tuple(checks),
        problems=tuple(problems),
    )


def is_withheld(statement: Statement) -> bool:
    """Whether a statement is little but an invented saying: without its quotation marks it would still pass one off."""
    lost = [each for each in statement.quotes if not each.status.is_shown and each.status is not QuoteStatus.TOO_SHORT]
    words = sum(len(each.quoted.split()) for each in lost)
    return bool(lost) and 2 * words >= len(statement.text.split())


def _checked_quotes(
    text: str, cited: Sequence[Source], sources: Mapping[str, Source]
) -> tuple[str, list[QuoteCheck], str]:
    """The statement's prose without quotations, what became of each, and the text to show."""
    quotations = quoted_in(text)
    named = named_speakers(_blanked(text, quotations), sources)
    checks: list[QuoteCheck] = []
    prose = shown = ""
    behind = 0
    for quoted in quotations:
        said_by = speakers_before(quoted.start, named)
        found = judge_quotation(quoted.words, cited, sources, said_by)
        checks.append(QuoteCheck(quoted=quoted.words, status=found.status, place=found.place))
        between = _MARKS.sub("", text[behind : quoted.start])
        is_shown = found.status.is_shown and found.place is not None
        own = f"“{_in_line(found.place.quote)}”" if is_shown and found.place else _MARKS.sub("", quoted.words)
        prose += between + (" " if is_shown else own)
        shown += between + own
        behind = quoted.end
    rest = _MARKS.sub("", text[behind:])
    return _without_single_marks(prose + rest), checks, _without_single_marks(shown + rest)


def _as_dialogue(text: str, sources: Mapping[str, Source]) -> str:
    """“Denise: I waited” with quotation marks: who writes so lets somebody speak."""
    match = _IN_FRONT.match(text)
    if match is None or not any(word.key.split("'")[0] in _FIRST_PERSON for word in words_in(match["words"])):
        return text
    is_speaker = any(who.labels for _, who in named_speakers(match["name"], sources))
    return f'{match["name"]}: "{match["words"].strip(" —–-")}"' if is_speaker else text


def _without_single_marks(text: str) -> str:
    """The text without single quotation marks that pair up only now: what stands between them was never looked up."""
    while (single := next((one for one in quoted_in(text) if text[one.start] in "'‘"), None)) is not None:
        text = text[: single.start] + text[single.start + 1 : single.end - 1] + text[single.end :]
    return text


def _with_quotes(text: str, quotes: Sequence[str]) -> str:
    """The text with the quotes that it does not hold put behind it."""
    for quote in quotes:
        words = _MARKS.sub("", quote).strip()
        if words and find_words(words, text) is None:
            text = f"{text.rstrip()} “{words}”"
        elif words and not any(find_words(words, quoted.words) for quoted in quoted_in(text)):
            match = find_words(words, text)
            assert match is not None  # the branch above
            text = f"{text[: match.start]}“{text[match.start : match.end]}”{text[match.end :]}"
    return text


def _blanked(text: str, quotations: Sequence[Quoted]) -> str:
    for quoted in quotations:
        text = text[: quoted.start] + " " * (quoted.end - quoted.start) + text[quoted.end :]
    return text


def _remaining(text: str, cited: Sequence[Source], citations: Sequence[Citation]) -> Iterator[Citation]:
    """A citation for each cited passage that was not quoted from: the evidence nearest to the statement."""
    said = set(stems(text))
    for source in cited:
        if source.evidence and not any(citation.span.overlaps(source.passage.span) for citation in citations):
            best = max(source.evidence, key=lambda one: (len(said & set(stems(one.citation.quote))), one.score))
            yield best.citation


def _says_something(prose: str) -> bool:
    return len(prose.split()) > 0 and any(character.isalpha() for character in prose)


def _in_line(quote: str) -> str:
    return " ".join(quote.split())
