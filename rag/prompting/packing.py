"""Which passages a model is shown: the best ones that fit its window beside the question and the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.transcript import Transcript
from models.tokens import TokenCounter
from rag.answer import Evidence
from rag.prompting.envelope import Enclosed, enclose
from rag.verification.quoting import Source

WINDOW_TOKENS = 8_000
"""Where nobody sets another (`TESTIMONY_WINDOW`): passages beyond it add little. A model that reads less says so and gets half."""

MOST_PASSAGES = 12


def number_passages(
    evidence: Sequence[Evidence],
    transcript_of: Callable[[str], Transcript],
    count: TokenCounter = len,
    budget_tokens: int | None = None,
    most: int = MOST_PASSAGES,
) -> dict[str, Source]:
    """The passages of the best evidence, labelled P1, P2 … in that order: `most`, or as many as fit; one at least."""
    by_passage: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_passage.setdefault(one.passage.id, []).append(one)
    sources: dict[str, Source] = {}
    left = budget_tokens
    for found in list(by_passage.values())[:most]:
        label = f"P{len(sources) + 1}"
        passage = found[0].passage
        source = Source(
            label=label, passage=passage, transcript=transcript_of(passage.transcript_id), evidence=tuple(found)
        )
        if left is not None:
            left -= count(enclose_passage(source))
            if left < 0 and sources:
                continue  # a shorter one may still fit
        sources[label] = source
    return sources


def enclose_passage(source: Source) -> Enclosed:
    """A passage as the model sees it: every turn after its speaker and role, inside the fence."""
    transcript, passage = source.transcript, source.passage
    turns = (
        f"{turn.speaker or 'Speaker not labelled'} ({turn.role.value}): "
        + transcript.text[max(turn.start, passage.start) : min(turn.end, passage.end)]
        for turn in transcript.turns_in(passage.start, passage.end)
    )
    return enclose("passage", "\n".join(turns), {"label": source.label, "interview": transcript.title})
