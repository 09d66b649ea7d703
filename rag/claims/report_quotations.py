"""The quotations in a report: in quotation marks of any kind, or set off as Markdown block quotes, with who is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.sentences import sentence_spans
from rag.speech.matching import Quoted, quoted_in
from rag.speech.quotation_marks import FILLING, as_written, with_marks_in_place
from rag.speech.words import Word, words_in
from rag.verification.speakers_named import SAYING

_LEAST_WORDS = 2  # one word in quotation marks is a term, not a saying
_TAG_WORDS = 3  # of “Mrs Stott asked.”
_GOING_ON = SAYING | frozenset("and or but also then later once both that".split())
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t]*\n))+")
_BLOCK = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_MARKER = re.compile(r"^[ \t]*>+[ \t]?", re.MULTILINE)
_SIGNED = re.compile(
    r"(?:^|\n)\s*(?:[-–—―]+|\()\s*(?P<name>[^\n]{2,80}?)\)?\s*$|\((?P<bracket>[^()\n]{1,60})\)\s*[.]?\s*$"
)
_SIGNED_AFTER = re.compile(
    r"\s*[.,]?\s*(?:[-–—―]{1,3}\s*(?P<dash>[^\n.“”\"]{2,80})|\((?P<bracket>[^()\n“”\"]{2,60})\))"
)
_AROUND = " \t\n" + FILLING
_OPENS = re.compile(r'(?<!\w)["“„«](?=\s*\S)')
_OPENS_A_PARAGRAPH = re.compile(r'\s*\n\s*["“„«]')
_EDITED = re.compile(
    r"(?P<ellipsis>\s*(?:\[\s*(?:…|\.{3,}|\. \. \.)\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,}|\. \. \.)\s*)"
    r"|(?<=\w)\[(?!\s*(?i:sic)\b)(?P<behind>[\w'’‘-][^\[\]]*)\]"
    r"|\[(?!\s*(?i:sic)\b)(?P<ahead>[^\[\]]*[\w'’‘-])\](?=\w)"
    r"|\[(?P<insertion>[^\[\]]*)\]"
)


class Gap(StrEnum):
    """What stands before a piece of a quotation."""

    NOTHING = "nothing"
    ELLIPSIS = "ellipsis"
    INSERTION = "insertion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a quotation that should stand together in the source.

    `inserted` are an editor's words before them, `closing` those behind the last piece.
    """

    text: str
    words: tuple[Word, ...]
    gap: Gap
    inserted: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuotation:
    """A quotation as a report has it: `report[start:end]` holds it with its marks.

    `before` and `after` are the rest of its sentence, where the speaker may be named; what stands before the first of two
    that “and” joins stands before both. `signed` is the line under a
    block quote or behind a quotation, such as “— Amara, carer”.
    """

    words: str
    start: int
    end: int
    before: str = ""
    after: str = ""
    signed: str = ""


def quotations_in(report: str) -> list[ReportQuotation]:
    """Every quotation of a report, in order. Single words in quotation marks are terms, and are left out.

    >>> [quotation.words for quotation in quotations_in('She called it “a slap”. \\n\\n> It was late.\\n> — Denise')]
    ['a slap', 'It was late.']
    """
    blocks = list(_block_quotes(report))
    found = [quotation for _, _, quotation in blocks]
    for paragraph in _PARAGRAPH.finditer(report):
        taken = [(start, end) for start, end, _ in blocks]
        found += [
            quotation
            for quotation in _marked(report, paragraph.start(), paragraph.end())
            if not any(start <= quotation.start < end for start, end in taken)
        ]
    return sorted(
        (one for one in found if len(words_in(one.words)) >= _LEAST_WORDS), key=lambda quotation: quotation.start
    )


def pieces_of(words: str) -> list[Piece]:
    """A quotation cut where an ellipsis or a bracketed insertion stands; brackets that touch letters are part of the word.

    >>> [(piece.text, piece.gap.value) for piece in pieces_of("[T]hey paid [the group] … in May[sic] for a year[ly fee].")]
    [('They paid ', 'nothing'), ('in May', 'ellipsis'), (' for a yearly fee.', 'insertion')]
    """
    pieces: list[Piece] = []
    text, gap, inserted, behind = "", Gap.NOTHING, "", 0
    for match in _EDITED.finditer(words):
        text += words[behind : match.start()]
        behind = match.end()
        if within := match["behind"] or match["ahead"]:
            text += within
            continue
        if held := tuple(words_in(text)):
            pieces.append(Piece(text=text, words=held, gap=gap if pieces else Gap.NOTHING, inserted=inserted))
            gap, inserted = Gap.NOTHING, ""
        text = ""
        gap = Gap.ELLIPSIS if match["ellipsis"] or gap is Gap.ELLIPSIS else Gap.INSERTION
        inserted = f"{inserted} {match['insertion'] or ''}".strip()
    text += words[behind:]
    if held := tuple(words_in(text)):
        pieces.append(Piece(text=text, words=held, gap=gap if pieces else Gap.NOTHING, inserted=inserted))
    elif pieces:
        pieces[-1] = replace(pieces[-1], closing=inserted)
    return pieces


def _block_quotes(report: str) -> Iterator[tuple[int, int, ReportQuotation]]:
    for block in _BLOCK.finditer(report):
        text = _MARKER.sub("", block[0]).strip()
        signed = _SIGNED.search(text)
        name = (signed["name"] or signed["bracket"]) if signed else ""
        words = text[: signed.start()].strip() if signed else text
        quoted = _quoted(words)
        if len(quoted) == 1 and len(words) - (quoted[0].end - quoted[0].start) < len(words) / 3:
            around = words[: quoted[0].start] + words[quoted[0].end :]
            words, name = quoted[0].words, name or around.strip(" \n,:—–-")
        before = report[max(0, block.start() - 200) : block.start()].strip().rsplit("\n", 1)[-1]
        yield (
            block.start(),
            block.end(),
            ReportQuotation(words=words, start=block.start(), end=block.end(), before=before, signed=name or ""),
        )


def _marked(report: str, start: int, end: int) -> Iterator[ReportQuotation]:
    paragraph = report[start:end]
    found = [*_quoted(paragraph), *_unclosed(report, start, end)]
    sentences = sentence_spans(paragraph)
    before = ""
    for number, quoted in enumerate(found):
        behind = found[number - 1].end if number else 0
        following = found[number + 1].start if number + 1 < len(found) else len(paragraph)
        signed = _SIGNED_AFTER.match(paragraph, quoted.end, following)
        if not (number and _goes_on(paragraph, sentences, behind, quoted.start)):
            before = _before(paragraph, sentences, behind, quoted.start)
        yield ReportQuotation(
            words=quoted.words,
            start=start + quoted.start,
            end=start + quoted.end,
            before=before,
            after=paragraph[quoted.end : min(following, _sentence_end(paragraph, sentences, quoted.end))],
            signed=((signed["dash"] or signed["bracket"]).strip() if signed else ""),
        )


def _quoted(text: str) -> list[Quoted]:
    """The quotations of a text in marks of any kind, their words as they are written."""
    plain = with_marks_in_place(text)
    found: list[Quoted] = []
    for quoted in quoted_in(plain):
        words = quoted.words.strip(_AROUND)
        at = plain.index(words, quoted.start + 1)
        found.append(Quoted(as_written(text[at : at + len(words)]), quoted.start, quoted.end))
    return found


def _unclosed(report: str, start: int, end: int) -> Iterator[Quoted]:
    """A quotation that goes on in the next paragraph, which opens with a mark again: this one has no closing mark."""
    plain = with_marks_in_place(report[start:end])
    behind = max((quoted.end for quoted in quoted_in(plain)), default=0)
    opening = _OPENS.search(plain, behind)
    if opening and _OPENS_A_PARAGRAPH.match(with_marks_in_place(report[end : end + 80])):
        words = plain[opening.end() :].strip(_AROUND)
        at = start + plain.index(words, opening.end())
        yield Quoted(as_written(report[at : at + len(words)]), opening.start(), end - start)


def _before(paragraph: str, sentences: Sequence[tuple[int, int]], behind: int, place: int) -> str:
    """What stands before a quotation in its sentence; where nothing does, the sentence before that."""
    own = paragraph[max(behind, _sentence_start(sentences, place)) : place]
    if any(character.isalpha() for character in own):
        return own
    earlier = [start for start, end in sentences if end <= place]
    return paragraph[max(behind, earlier[-1]) : place] if earlier else own


def _goes_on(paragraph: str, sentences: Sequence[tuple[int, int]], behind: int, place: int) -> bool:
    """Whether a quotation is the second of its sentence and nobody new is named: Ana said “…” and “…”."""
    between = {word.key for word in words_in(paragraph, behind, place)}
    return _sentence_start(sentences, place) < behind and between <= _GOING_ON


def _sentence_start(sentences: Sequence[tuple[int, int]], place: int) -> int:
    return max((start for start, _ in sentences if start <= place), default=0)


def _sentence_end(paragraph: str, sentences: Sequence[tuple[int, int]], place: int) -> int:
    """Where the sentence ends in which a quotation ends; “Beryl asked.” behind one that ends it belongs to it."""
    end = min((end for _, end in sentences if end >= place), default=place)
    if end > place:
        return end
    following = next(((start, stop) for start, stop in sentences if start >= place), (place, place))
    words = words_in(paragraph, *following)
    return following[1] if words and len(words) <= _TAG_WORDS and words[-1].key in SAYING else end
