"""A model's line to a checked statement. Pure: the quotes of what comes out are cut from the passages.

The rules, in order: labels must name passages that were sent; quoted words must stand in one turn of a cited passage
that may be evidence, and are replaced by the source's own; quotation marks around anything else go; the numbers of a
statement must stand in a passage it cites. What breaks a rule is kept as prose, marked unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.transcript import Passage, Role, Transcript
from rag.answer import Citation, Evidence, Statement, Support, cite
from rag.lexical import stems
from rag.matching import Quoted, find_words, is_quotation, quoted_in

_LABELS = re.compile(r"\s*[\[(](?:P\d+)(?:\s*[,;&]\s*P\d+)*[\])]")
_LABEL = re.compile(r"P(\d+)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_CLAUSE = re.compile(
    r"(?P<text>.+?)(?P<labels>(?:\s*[\[(]P\d+(?:\s*[,;&]\s*P\d+)*[\])])+)(?P<stop>[.;,]?)\s*", re.DOTALL
)
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A passage as it was sent to the model, with its transcript and the evidence found in it, best first."""

    label: str
    passage: Passage
    transcript: Transcript
    evidence: tuple[Evidence, ...]


def statements_in(line: str, sources: Mapping[str, Source]) -> Iterator[Statement]:
    """The checked statements of one line of a model's reply, in order; an empty line has none."""
    rest = _BULLET.sub("", line.strip())
    while match := _CLAUSE.match(rest):
        labels = [f"P{number}" for number in _LABEL.findall(match["labels"])]
        yield check(match["text"].strip() + (match["stop"] if match["stop"] == "." else ""), labels, sources)
        rest = rest[match.end() :]
    if any(character.isalnum() for character in rest):
        yield check(rest.strip(), [], sources)


def check(text: str, labels: Sequence[str], sources: Mapping[str, Source]) -> Statement:
    """One statement held against the passages its labels name."""
    cited = [sources[label] for label in dict.fromkeys(labels) if label in sources]
    citations: list[Citation] = []
    verified = bool(cited)
    for quoted in reversed(quoted_in(text)):  # from the end, so that earlier offsets stay right
        found = _cut(quoted, cited) if is_quotation(quoted) else None
        if found is not None:
            text = f"{text[: quoted.start]}“{_in_line(found.quote)}”{text[quoted.end :]}"
            citations.insert(0, found)
        else:
            text = text[: quoted.start] + quoted.words + text[quoted.end :]
            verified = verified and not is_quotation(quoted)
    verified = verified and _numbers_stand(text, cited)
    quoted_from = {citation.span.transcript_id for citation in citations}
    for source in cited:
        if source.evidence and (source.transcript.id not in quoted_from or not _quotes(citations, source)):
            citations.append(_closest(text, source))
    citations = list(dict.fromkeys(citations))
    support = Support.VERIFIED if verified and citations else Support.UNVERIFIED
    return Statement(text=text, support=support, citations=tuple(citations))


def _cut(quoted: Quoted, cited: Sequence[Source]) -> Citation | None:
    """The quoted words, cut from the one turn of a cited passage that holds them and may be evidence."""
    for source in cited:
        for turn in source.transcript.turns_in(source.passage.start, source.passage.end):
            if turn.role is Role.INTERVIEWER:
                continue
            start, end = max(turn.start, source.passage.start), min(turn.end, source.passage.end)
            if place := find_words(quoted.words, source.transcript.text, start, end):
                return cite(source.transcript, *place)
    return None


def _quotes(citations: Sequence[Citation], source: Source) -> bool:
    return any(citation.span.overlaps(source.passage.span) for citation in citations)


def _closest(text: str, source: Source) -> Citation:
    """The evidence in a passage that shares most words with the statement; the best one when none shares any."""
    said = set(stems(text))
    return max(source.evidence, key=lambda one: (len(said & set(stems(one.citation.quote))), one.score)).citation


def _numbers_stand(text: str, cited: Sequence[Source]) -> bool:
    sources = " ".join(source.passage.text for source in cited)
    return all(number in sources for number in _NUMBER.findall(_LABELS.sub("", text)))


def _in_line(quote: str) -> str:
    return " ".join(quote.split())
