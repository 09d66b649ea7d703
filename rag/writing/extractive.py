"""The extractive writer: a briefing note of the sources' own words, grouped by theme and introduced by counts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence

import numpy as np

from models.embedder import Embedder
from models.metering import Request
from rag.answer import Evidence, Statement, Support
from rag.conversation.followups import Asked
from rag.prompting.minutes import Minutes
from rag.speech.nouns import noun_stems
from rag.speech.question import subject
from rag.speech.words import words_in
from rag.writing.themes import groups_of, name_words, named

MOST_STATEMENTS = 10
ALSO = "Also said"
"""The heading of what stands alone."""

_RIVALS = 0.6
_LEANING = frozenset(
    "no yes yeah nah aye well because but and so then or also which that it they this these those".split()
)
_LEANS = 0.9  # what is left of a score where the first word leans
_OPENING = 40  # characters in which the first word is looked for
_MOST_FROM_ONE = 3  # from one transcript, as long as others have something to say


class ExtractiveWriter:
    """Writes without a model: every statement is a quotation after who says it, and its only citation is its place."""

    mode = "extractive"
    model: str | None = None
    prompt: str | None = None

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def write(
        self, question: str, evidence: Sequence[Evidence], minutes: Minutes | None = None
    ) -> Generator[Statement, None, None]:
        """See Writer.write."""
        chosen = spread(evidence, MOST_STATEMENTS)
        groups = self._grouped(question, chosen)
        nouns = noun_stems(one.passage.text for one in evidence)
        names = self._names(question, groups, nouns) if len(groups) > 1 else [""] * len(groups)
        if minutes is not None and chosen:
            minutes.introduction = introduction(chosen, sum(map(bool, names)))
        for group, name in zip(groups, names, strict=True):
            if name:
                yield from _statements(group, _heading(name, group))
        # What has no name of its own comes last, or it would read as part of the theme before it; and together, or the same
        # people would speak again and again.
        rest = [one for group, name in zip(groups, names, strict=True) if not name for one in group]
        yield from _statements(in_reading_order(rest), ALSO if any(names) else None)

    def condense(self, question: str, before: Sequence[Asked], requests: list[Request]) -> str | None:
        """See Writer.condense: there is no model to ask."""
        return None

    def _names(self, question: str, groups: Sequence[Sequence[Evidence]], nouns: frozenset[str]) -> list[str]:
        """A name for each group, empty for one that has none."""
        if self._embedder is None:
            return [""] * len(groups)
        texts = [[" ".join(one.citation.quote.split()) for one in group] for group in groups]
        names = []
        voices = [_by_voice(group) for group in groups]
        for group, words in zip(texts, name_words(voices, question, nouns), strict=True):
            vectors = self._embedder.embed([*words, *group])
            centre = vectors[len(words) :].mean(axis=0)
            names.append(named(words, vectors[: len(words)], centre / max(float(np.linalg.norm(centre)), 1e-9)))
        return names

    def _grouped(self, question: str, chosen: Sequence[Evidence]) -> list[list[Evidence]]:
        """Themes, the one most people speak to first; what stands alone comes after them, under one heading each."""
        if self._embedder is None or len(chosen) < 3:
            return [in_reading_order(chosen)] if chosen else []
        vectors = self._embedder.embed([subject(question), *(" ".join(one.citation.quote.split()) for one in chosen)])
        groups = [[chosen[row] for row in rows] for rows in groups_of(vectors[1:], vectors[0])]
        best = {id(group): max(one.score for one in group) for group in groups}
        groups.sort(key=lambda group: (len(group) == 1, -len(_people(group)), -best[id(group)]))
        return [in_reading_order(group) for group in groups]


def introduction(chosen: Sequence[Evidence], themes: int) -> str:
    """One sentence that counts what follows, and claims nothing of what was not read.

    No denominator: of how many people hold a view, the passages that were read cannot tell.
    """
    transcripts = len({one.citation.span.transcript_id for one in chosen})
    extracts = "1 extract" if len(chosen) == 1 else f"{len(chosen)} extracts"
    said_by = _who_all(chosen)
    # of one person in one transcript there is nothing to count
    sources = "" if transcripts == 1 else f" in {transcripts} transcripts"
    grouped = f", {themes} themes" if themes > 1 else ""
    return f"{extracts} from {said_by}{sources}{grouped}, in their own words."


def spread(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best evidence, best first, no transcript crowding out others that are nearly as good: what one has over its
    share comes last."""
    taken: Counter[str] = Counter()
    first: list[Evidence] = []
    later: list[Evidence] = []
    best = max((one.score for one in evidence), default=0.0)
    rivals = {one.citation.span.transcript_id for one in evidence if one.score >= _RIVALS * best}
    for one in evidence:
        taken[one.citation.span.transcript_id] += 1
        shares = len(rivals) > 1 and taken[one.citation.span.transcript_id] > _MOST_FROM_ONE
        (later if shares else first).append(one)
    return (first + later)[:most]


def in_reading_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Grouped by who speaks, the one with the best evidence first and beginning with it; the rest of each as spoken."""
    ranked = sorted(evidence, key=_begins_well, reverse=True)
    voices = list(dict.fromkeys(map(_voice, ranked)))
    best = {_voice(one): one for one in reversed(ranked)}
    return sorted(
        evidence,
        key=lambda one: (voices.index(_voice(one)), one is not best[_voice(one)], one.citation.span.start),
    )


def _begins_well(one: Evidence) -> float:
    """The score, less where the words lean on what was said before them: “No, I don't accept that” opens no note."""
    first = next(iter(words_in(one.citation.quote[:_OPENING])), None)
    leans = first is not None and first.key.split("'")[0] in _LEANING
    return one.score * (_LEANS if leans else 1.0)


def _statements(group: Sequence[Evidence], heading: str | None) -> list[Statement]:
    statements: list[Statement] = []
    before: str | None = None
    times = 0
    for one in group:
        who = _who(one)
        times = times + 1 if who == before else 0
        statements.append(
            Statement(
                text=f"{_lead(who, times, is_labelled=one.citation.speaker is not None)}: “{one.citation.quote}”",
                support=Support.VERIFIED,
                citations=(one.citation,),
                heading=heading,
            )
        )
        before = who
    return statements


def _lead(who: str, times: int, *, is_labelled: bool) -> str:
    """What stands before a quotation; `times` is how many of the same voice come right before it."""
    # where nobody is labelled, the next words may be somebody else's
    verb = ("says", "also says", "adds")[min(times, 2)] if is_labelled else "says"
    return f"{who} {verb}"


def _by_voice(group: Sequence[Evidence]) -> list[str]:
    said: dict[str, list[str]] = {}
    for one in group:
        said.setdefault(_who(one), []).append(one.citation.quote)
    return ["\n\n".join(quotes) for quotes in said.values()]


def _heading(name: str, group: Sequence[Evidence]) -> str:
    return f"{name[0].upper()}{name[1:]} ({_who_all(group)})"


def _who_all(group: Sequence[Evidence]) -> str:
    """How many speak, as far as the labels tell: nobody can count the voices of speech without labels."""
    people = len({one for one in _people(group) if one[1]})
    named = [] if not people else ["1 speaker" if people == 1 else f"{people} speakers"]
    unlabelled = any(not one.citation.speaker for one in group)
    return " and ".join([*named, *(["unlabelled speech"] if unlabelled else [])])


def _who(one: Evidence) -> str:
    return one.citation.speaker or f"A speaker in {one.citation.title}"


def _people(group: Sequence[Evidence]) -> set[tuple[str, str]]:
    return {_voice(one) for one in group}


def _voice(one: Evidence) -> tuple[str, str]:
    """Speakers are told apart by transcript: two called Chris may be two people, and one who speaks twice counts twice."""
    return (one.citation.span.transcript_id, one.citation.speaker or "")
