"""Quotations of a report, looked up word for word in everything that was spoken. No model, and nothing fuzzy counts.

A quotation is verbatim when its words follow each other in one person's speech. White space, quotation marks, dashes,
upper case, fillers that were left out, marked omissions and an editor's words in brackets are no differences; any other
word is, and so is a question mark, and so is a “not” right before the first word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.transcript import Role, Transcript
from rag.answer import Citation, cite
from rag.claims.quotation_nearest import Found, nearest_sayings, runs_of_piece
from rag.claims.quotation_speaker import given_to, is_given_to_who_asks, labels_of
from rag.claims.report_quotations import Gap, Piece, ReportQuotation, pieces_of, quotations_in
from rag.speech.cut_off import turned_by
from rag.speech.naming import bare
from rag.speech.numbers import is_number_word, numbers_in
from rag.speech.quotation_changes import Difference, WordChange, differences, only_fillers
from rag.speech.spoken_words import Run, SpokenWords
from rag.speech.words import Word, is_negation, words_in
from rag.verification.quoting import Attribution

_ELLIPSIS_WORDS = 150  # that an ellipsis may stand for
_INSERTION_WORDS = 4  # that an editor's brackets may stand for
_READ = 300  # places at which a quotation is held against what was said, word by word
_SHORT_GAP = 5  # words: an ellipsis this short that swallows a “not” was put there to swallow it
_STOPS = re.compile(r"[.!?]")
_PAUSES = re.compile(r"[.!?;:,…—–]")
_JOINING = frozenset("and but so then because cos well or that when if".split())
"""Words before a quotation that are no part of what it says: brackets in front of it stand in the place of none."""

_REMARKS = frozenset("sic laughs laughing laughter pause pauses crying cries sighs inaudible emphasis".split())
"""What is said in brackets of how words were said or written."""


class QuotationStatus(StrEnum):
    """What became of a quotation."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """A quotation and where its words, or the nearest to them, stand. `changes` are empty unless it is altered.

    `named` is the speaker whose name stands beside it in the report; `misattributed` says that somebody else spoke:
    where nobody is named, that an interviewer did whom the report does not give it to.
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
    labels = labels_of(spoken)
    return [look_up(quotation, spoken, given_to(quotation, labels, spoken)) for quotation in quotations_in(report)]


def look_up_named(quotation: ReportQuotation, spoken: SpokenWords) -> LookedUp:
    """One quotation, and whether whoever is named beside it said it."""
    return look_up(quotation, spoken, given_to(quotation, labels_of(spoken), spoken))


def look_up(quotation: ReportQuotation, spoken: SpokenWords, named: Attribution | None = None) -> LookedUp:
    """One quotation. `named` is to whom the report gives it, if to anybody whose name can be told."""
    pieces = pieces_of(quotation.words)
    found = _read(_chains(pieces, spoken), pieces, spoken, named) if pieces else []
    if not found:
        found = nearest_sayings(pieces, spoken)
    if not found:
        return LookedUp(
            quotation=quotation,
            status=QuotationStatus.NOT_FOUND,
            named=named.name if named else None,
            notes=_unknown(named, spoken),
        )
    best = min(found, key=lambda one: (len(one.changes), not _fits(one, spoken, named), _is_asked(one, spoken)))
    turn, transcript = spoken.turn_of(best.first), spoken.transcript_of(best.first)
    place = cite(transcript, int(spoken.start[best.first]), int(spoken.end[best.last]))
    asked = turn.role is Role.INTERVIEWER
    notes = ["These are the interviewer's words."] if asked else []
    fits = _fits(best, spoken, named)
    return LookedUp(
        quotation=quotation,
        status=QuotationStatus.ALTERED if best.changes else QuotationStatus.VERBATIM,
        place=place,
        changes=best.changes,
        named=named.name if named else None,
        misattributed=not is_given_to_who_asks(quotation, named, fits)
        if asked
        else turn.speaker is not None and not fits,
        notes=(*notes, *_unknown(named, spoken)),
    )


def _unknown(named: Attribution | None, spoken: SpokenWords) -> tuple[str, ...]:
    if named is None or named.labels or any(_is_titled(each, named) for each in spoken.transcripts):
        return ()
    return (f"No speaker in the transcripts is called {named.name}.",)


def _fits(found: Found, spoken: SpokenWords, named: Attribution | None) -> bool:
    """Whether the name can be that of the one who speaks: by the label, else by the transcript's title."""
    turn = spoken.turn_of(found.first)
    if named is None or {turn.speaker, turn.participant} & named.labels:
        return True
    return (
        not named.labels and turn.role is not Role.INTERVIEWER and _is_titled(spoken.transcript_of(found.first), named)
    )


def _is_titled(transcript: Transcript, named: Attribution) -> bool:
    return bool({word.key for word in words_in(named.name)} & {bare(word) for word in words_in(transcript.title)})


def _is_asked(found: Found, spoken: SpokenWords) -> bool:
    return spoken.turn_of(found.first).role is Role.INTERVIEWER


def _chains(pieces: Sequence[Piece], spoken: SpokenWords) -> list[list[Run]]:
    """The ways in which the pieces stand one after another in one speech: for each place where they end, the shortest."""
    runs = [runs_of_piece(piece, spoken) for piece in pieces]
    chains = [[run] for run in runs[0]]
    for piece, following in zip(pieces[1:], runs[1:], strict=True):
        firsts = [run.first for run in following]
        allowed = _ELLIPSIS_WORDS if piece.gap is Gap.ELLIPSIS else _INSERTION_WORDS
        ending: dict[int, list[Run]] = {}
        for chain in chains:
            at = bisect_right(firsts, chain[-1].last)
            near = [run for run in following[at : at + 5] if run.first - chain[-1].last - 1 <= allowed]
            fit = next((run for run in near if _is_one_speech(chain[-1].last, run.first, piece.gap, spoken)), None)
            if fit is not None:
                ending[fit.last] = [*chain, fit]  # what begins later leaves out less
        chains = list(ending.values())
    return chains


def _read(
    chains: Sequence[Sequence[Run]], pieces: Sequence[Piece], spoken: SpokenWords, named: Attribution | None
) -> list[Found]:
    """The chains with their changes, up to the first that has none; those of whoever is named first, interviewers' last."""
    unread = [Found(first=chain[0].first, last=chain[-1].last) for chain in chains]
    order = sorted(
        range(len(chains)), key=lambda n: (not _fits(unread[n], spoken, named), _is_asked(unread[n], spoken))
    )
    found: list[Found] = []
    for number in order[:_READ]:
        found.append(_judged(chains[number], pieces, spoken))
        if not found[-1].changes:
            break
    return found


def _is_one_speech(one: int, other: int, gap: Gap, spoken: SpokenWords) -> bool:
    """An omission may not reach into another turn: what is there may answer another question."""
    held = spoken.turn if gap is Gap.ELLIPSIS else spoken.speech
    return bool(spoken.of[one] == spoken.of[other] and held[one] == held[other])


def _judged(chain: Sequence[Run], pieces: Sequence[Piece], spoken: SpokenWords) -> Found:
    first, last = chain[0].first, chain[-1].last
    changes = [*_outside(first, last, spoken), *_at_an_edge(pieces[0].inserted, first, -1, spoken)]
    for run, piece in zip(chain, pieces, strict=True):
        changes += _difference(run, piece, spoken).changes
    for (before, after), piece in zip(pairwise(chain), pieces[1:], strict=True):
        changes += _across(before, after, piece, spoken)
    return Found(first=first, last=last, changes=(*changes, *_at_an_edge(pieces[-1].closing, last, 1, spoken)))


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
    """What an omission may not hide, a “not”; and what stands in brackets in the place of words that were spoken."""
    inserted = words_in(piece.inserted)
    left_out = spoken.words(before.last + 1, after.first - 1) if after.first - before.last > 1 else []
    if piece.gap is Gap.INSERTION and inserted and not only_fillers(left_out):
        if [word.key for word in inserted] == [word.key for word in left_out]:
            return []
        said = " ".join(word.raw for word in left_out)
        return [WordChange(op="replaced", quoted=f"[{piece.inserted}]", source=said)]
    changes = _added(piece.inserted)
    hidden = [word for word in left_out if is_negation(word.key) and not _is_apart(word, spoken, before, after)]
    if piece.gap is Gap.INSERTION:
        hidden += [word for word in left_out if is_number_word(word.key)]
    if hidden and (piece.gap is Gap.INSERTION or len(left_out) <= _SHORT_GAP):
        changes.append(WordChange(op="left_out", quoted="", source=" ".join(word.raw for word in hidden)))
    return changes


def _at_an_edge(inserted: str, edge: int, step: int, spoken: SpokenWords) -> list[WordChange]:
    """What stands in brackets before the first quoted word (step -1) or behind the last (1).

    It replaces what was spoken there where nothing parts that from the quoted words: “[The trust] paid us” for “They paid us”.
    """
    told = words_in(inserted)
    beside: list[Word] = []
    for near in range(edge + step, edge + step + step * len(told), step):
        if not 0 <= near < len(spoken) or not _same_turn(near, edge, spoken) or _is_parted(near, near - step, spoken):
            break
        beside.insert(0 if step < 0 else len(beside), *spoken.words(near, near))
    if not beside or {word.key for word in told} & _REMARKS or beside[-1].key in _JOINING:
        return _added(inserted)
    if [word.key for word in told] == [word.key for word in beside]:
        return []
    return [WordChange(op="replaced", quoted=f"[{inserted}]", source=" ".join(word.raw for word in beside))]


def _is_parted(one: int, other: int, spoken: SpokenWords) -> bool:
    """Whether a pause stands between two words next to each other."""
    first, second = sorted((one, other))
    text = spoken.transcript_of(first).text
    return _PAUSES.search(text, int(spoken.end[first]), int(spoken.start[second])) is not None


def _added(inserted: str) -> list[WordChange]:
    """An editor's own words in brackets are no difference, unless they deny or hold a number."""
    if any(is_negation(word.key) for word in words_in(inserted)) or numbers_in(inserted, ones=False):
        return [WordChange(op="added", quoted=f"[{inserted}]", source="")]
    return []


def _is_apart(word: Word, spoken: SpokenWords, before: Run, after: Run) -> bool:
    """Whether a “not” that was left out is in a sentence that was left out whole, or is a “No,” by itself."""
    text = spoken.transcript_of(before.first).text
    ahead, behind = text[int(spoken.end[before.last]) : word.start], text[word.end : int(spoken.start[after.first])]
    return bool(_STOPS.search(ahead) and _STOPS.search(behind)) or (word.key == "no" and behind[:1] in (",", "."))


def _outside(first: int, last: int, spoken: SpokenWords) -> list[WordChange]:
    """A “not” of the same sentence, shortly before the quoted words or right behind them, that turns them round."""
    text, opening, closing = spoken.transcript_of(first).text, spoken.turn_of(first), spoken.turn_of(last)
    before, after = turned_by(text, int(spoken.start[first]), int(spoken.end[last]), opening.start, closing.end)
    return [WordChange(op="left_out", quoted="", source=word.raw) for word in (*before, *after)]
