"""Quotations of a report, looked up word for word in everything that was spoken. No model, and nothing fuzzy counts.

A quotation is verbatim when its words follow each other in one person's speech. White space, quotation marks, dashes,
upper case, fillers that were left out, marked omissions and an editor's words in brackets are no differences; any other
word is, and so is a question mark, and so is a “not” right before the first word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.transcript import Role, Transcript
from rag.answer import Citation, cite
from rag.claims.quotation_nearest import Found, nearest_sayings, runs_of_piece
from rag.claims.report_quotations import Gap, Piece, ReportQuotation, pieces_of, quotations_in
from rag.speech.numbers import is_number_word
from rag.speech.quotation_changes import Difference, WordChange, differences, only_fillers
from rag.speech.spoken_words import Run, SpokenWords
from rag.speech.words import Word, is_negation, words_in
from rag.verification.quoting import Attribution
from rag.verification.speakers_named import speakers_before, speakers_named

_ELLIPSIS_WORDS = 150  # that an ellipsis may stand for
_INSERTION_WORDS = 4  # that an editor's brackets may stand for
_SHORT_GAP = 5  # words: an ellipsis this short that swallows a “not” was put there to swallow it
_STOPS = re.compile(r"[.!?]")
_ENDS = re.compile(r"[.!?;:,…—–]")


class QuotationStatus(StrEnum):
    """What became of a quotation."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """A quotation and where its words, or the nearest to them, stand. `changes` are empty unless it is altered.

    `named` is the speaker whose name stands beside it in the report; `misattributed` says that somebody else spoke.
    """

    quotation: ReportQuotation
    status: QuotationStatus
    place: Citation | None = None
    changes: tuple[WordChange, ...] = ()
    named: str | None = None
    misattributed: bool = False
    notes: tuple[str, ...] = ()


def look_up_all(report: str, spoken: SpokenWords) -> list[LookedUp]:
    """Every quotation of a report, looked up."""
    labels = _labels_of(spoken)
    return [look_up(quotation, spoken, _named(quotation, labels)) for quotation in quotations_in(report)]


def look_up_named(quotation: ReportQuotation, spoken: SpokenWords) -> LookedUp:
    """One quotation, and whether whoever is named beside it said it."""
    return look_up(quotation, spoken, _named(quotation, _labels_of(spoken)))


def look_up(quotation: ReportQuotation, spoken: SpokenWords, named: Attribution | None = None) -> LookedUp:
    """One quotation. `named` is to whom the report gives it, if to anybody whose name can be told."""
    pieces = pieces_of(quotation.words)
    found = [_judged(chain, pieces, spoken) for chain in _chains(pieces, spoken)] if pieces else []
    found = [one for one in found if not one.changes] or found
    if not found:
        found = nearest_sayings(pieces, spoken)
    if not found:
        return LookedUp(quotation=quotation, status=QuotationStatus.NOT_FOUND, named=named.name if named else None)
    best = min(found, key=lambda one: (len(one.changes), not _fits(one, spoken, named), _is_asked(one, spoken)))
    turn, transcript = spoken.turn_of(best.first), spoken.transcript_of(best.first)
    place = cite(transcript, int(spoken.start[best.first]), int(spoken.end[best.last]))
    known = named is not None and bool(named.labels)
    notes = ["These are the interviewer's words."] if turn.role is Role.INTERVIEWER else []
    if named is not None and not known:
        notes.append(f"No speaker in the transcripts is called {named.name}.")
    return LookedUp(
        quotation=quotation,
        status=QuotationStatus.ALTERED if best.changes else QuotationStatus.VERBATIM,
        place=place,
        changes=best.changes,
        named=named.name if named else None,
        misattributed=known and turn.speaker is not None and not _fits(best, spoken, named),
        notes=tuple(notes),
    )


def _labels_of(spoken: SpokenWords) -> set[str]:
    return {name for transcript in spoken.transcripts for name in _names_in(transcript)}


def _names_in(transcript: Transcript) -> Iterator[str]:
    for turn in transcript.turns:
        yield from (name for name in (turn.speaker, turn.participant) if name)


def _named(quotation: ReportQuotation, labels: set[str]) -> Attribution | None:
    if quotation.signed and (signed := speakers_named(quotation.signed, labels)):
        return next((who for _, who in signed if who.labels), signed[0][1])
    gap = " ” "
    named = [
        (start, who) for start, who in speakers_named(f"{quotation.before}{gap}{quotation.after}", labels) if who.labels
    ]
    return speakers_before(len(quotation.before), named)


def _fits(found: Found, spoken: SpokenWords, named: Attribution | None) -> bool:
    turn = spoken.turn_of(found.first)
    return named is None or bool({turn.speaker, turn.participant} & named.labels)


def _is_asked(found: Found, spoken: SpokenWords) -> bool:
    return spoken.turn_of(found.first).role is Role.INTERVIEWER


def _chains(pieces: Sequence[Piece], spoken: SpokenWords) -> list[list[Run]]:
    """Every way in which the pieces stand one after another in one speech."""
    runs = [runs_of_piece(piece, spoken) for piece in pieces]
    chains = [[run] for run in runs[0]]
    for piece, following in zip(pieces[1:], runs[1:], strict=True):
        firsts = [run.first for run in following]
        allowed = _ELLIPSIS_WORDS if piece.gap is Gap.ELLIPSIS else _INSERTION_WORDS
        longer = []
        for chain in chains:
            at = bisect_right(firsts, chain[-1].last)
            near = [run for run in following[at : at + 5] if run.first - chain[-1].last - 1 <= allowed]
            longer += [[*chain, run] for run in near if _is_one_speech(chain[-1].last, run.first, piece.gap, spoken)][
                :1
            ]
        chains = longer
    return chains


def _is_one_speech(one: int, other: int, gap: Gap, spoken: SpokenWords) -> bool:
    """An omission may not reach into another turn: what is there may answer another question."""
    held = spoken.turn if gap is Gap.ELLIPSIS else spoken.speech
    return bool(spoken.of[one] == spoken.of[other] and held[one] == held[other])


def _judged(chain: Sequence[Run], pieces: Sequence[Piece], spoken: SpokenWords) -> Found:
    changes: list[WordChange] = []
    for run, piece in zip(chain, pieces, strict=True):
        changes += _difference(run, piece, spoken).changes
    for (before, after), piece in zip(pairwise(chain), pieces[1:], strict=True):
        changes += _across(before, after, piece, spoken)
    return Found(first=chain[0].first, last=chain[-1].last, changes=(*_cut_off(chain[0], spoken), *changes))


def _difference(run: Run, piece: Piece, spoken: SpokenWords) -> Difference:
    """How a piece differs from a run, which is widened by the fillers that the piece begins or ends with."""
    first, last = run.first, run.last
    while first > 0 and run.first - first < len(piece.words) and _same_turn(first - 1, run.first, spoken):
        if not only_fillers(spoken.words(first - 1, run.first - 1)) or first - 1 < run.first - 2:
            break
        first -= 1
    while last + 1 < len(spoken) and last - run.last < 2 and _same_turn(last + 1, run.last, spoken):
        last += 1
    transcript = spoken.transcript_of(first)
    return differences(piece.words, spoken.words(first, last), piece.text, transcript.text)


def _same_turn(one: int, other: int, spoken: SpokenWords) -> bool:
    return bool(spoken.of[one] == spoken.of[other] and spoken.turn[one] == spoken.turn[other])


def _across(before: Run, after: Run, piece: Piece, spoken: SpokenWords) -> list[WordChange]:
    """What an omission or an insertion may not hide: a “not”, or in brackets a number."""
    changes = []
    inserted = words_in(piece.inserted)
    if any(is_negation(word.key) for word in inserted):
        changes.append(WordChange(op="added", quoted=piece.inserted, source=""))
    left_out = spoken.words(before.last + 1, after.first - 1) if after.first - before.last > 1 else []
    hidden = [word for word in left_out if is_negation(word.key) and not _is_apart(word, spoken, before, after)]
    if piece.gap is Gap.INSERTION:
        hidden += [word for word in left_out if is_number_word(word.key) and not inserted]
    if hidden and (piece.gap is Gap.INSERTION or len(left_out) <= _SHORT_GAP):
        changes.append(WordChange(op="left_out", quoted="", source=" ".join(word.raw for word in hidden)))
    return changes


def _is_apart(word: Word, spoken: SpokenWords, before: Run, after: Run) -> bool:
    """Whether a “not” that was left out is in a sentence that was left out whole, or is a “No,” by itself."""
    text = spoken.transcript_of(before.first).text
    ahead, behind = text[int(spoken.end[before.last]) : word.start], text[word.end : int(spoken.start[after.first])]
    return bool(_STOPS.search(ahead) and _STOPS.search(behind)) or (word.key == "no" and behind[:1] in (",", "."))


def _cut_off(run: Run, spoken: SpokenWords) -> list[WordChange]:
    """A “not” directly before the first quoted word, with nothing between them."""
    if run.first == 0 or not _same_turn(run.first - 1, run.first, spoken):
        return []
    text = spoken.transcript_of(run.first).text
    between = text[int(spoken.end[run.first - 1]) : int(spoken.start[run.first])]
    word = spoken.words(run.first - 1, run.first - 1)[0]
    if is_negation(word.key) and not _ENDS.search(between):
        return [WordChange(op="left_out", quoted="", source=word.raw)]
    return []
