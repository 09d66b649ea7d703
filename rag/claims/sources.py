"""What claims are held against: the transcripts of a scope, who speaks in them, and what kinds of people they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.participants import Voice
from corpus.store import Scope
from corpus.transcript import Transcript
from rag.speech.claimed_counts import Quantifier
from rag.speech.people import voices_in
from rag.speech.spoken_words import SpokenWords
from rag.verification.speakers_named import speakers_named

_SAID = re.compile(
    r"^(?:(?:said|says|felt|agreed|thought|reported|described|spoke of|insisted|mentioned|told us)\b(?:\s+that)?\s*)",
    re.I,
)
_LEAST_MATTER = 3  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a text is held against: the transcripts in scope, their words, and who speaks in them.

    `groups` are the kinds of people that the transcripts' metadata names, and who belongs to each.
    """

    scope: Scope
    transcripts: dict[str, Transcript]
    spoken: SpokenWords
    people: frozenset[str] = frozenset()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)


def sources_of(scope: Scope, transcripts: Sequence[Transcript]) -> Sources:
    """Everything a text is held against."""
    held = {transcript.id: transcript for transcript in transcripts}
    people = voices_in(transcripts, scope.speakers)
    return Sources(
        scope=scope,
        transcripts=held,
        spoken=SpokenWords(transcripts),
        people=frozenset(people),
        groups=_groups(people, held),
    )


def matter_of(claim: str, quantifier: Quantifier | None) -> str:
    """What a claim is about, without how many people it speaks for: that is said in no interview."""
    if quantifier is None:
        return claim
    rest = _SAID.sub("", claim.replace(quantifier.words, " ", 1).strip())
    return rest if len(rest.split()) >= _LEAST_MATTER else claim


def speakers_named_in(claim: str, sources: Sources) -> set[str]:
    """The speakers' labels that a claim names."""
    labels = {turn.speaker for each in sources.transcripts.values() for turn in each.turns if turn.speaker}
    return {label for _, who in speakers_named(claim, labels) for label in who.labels}


def _groups(people: Mapping[str, Sequence[Voice]], transcripts: Mapping[str, Transcript]) -> dict[str, frozenset[str]]:
    """Kinds of people by the `group` of their transcripts."""
    groups: dict[str, set[str]] = {}
    for name, voices in people.items():
        for voice in voices:
            if group := transcripts[voice.transcript_id].meta.get("group"):
                groups.setdefault(group.casefold(), set()).add(name)
    return {group: frozenset(names) for group, names in groups.items()}
