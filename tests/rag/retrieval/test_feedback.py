"""The words of the first finds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from corpus.store import HeldPassage
from corpus.transcript import Passage, Transcript
from rag.retrieval.feedback import widened
from rag.retrieval.index import Names, Part, SearchIndex, joined, part_of
from rag.retrieval.ranking import Recipe
from rag.retrieval.searching import find
from tests.fakes import WordHashEmbedder

SAID = {
    "leeds": ("They objected to the envelope.", "The allowance and the envelope were refused.", "A heron came."),
    "hull": ("My allowance stopped that winter.", "We sang in the choir.", "A heron stood there."),
}


def index_of(said: Mapping[str, tuple[str, ...]]) -> SearchIndex:
    embedder, names = WordHashEmbedder(), Names(stems={}, speakers={})
    parts: list[tuple[tuple[str, str], Part]] = []
    for name, texts in said.items():
        whole = "\n\n".join(texts)
        transcript = Transcript(id=name, title=name, source=name, text=whole, turns=())
        held = []
        for text, vector in zip(texts, embedder.embed(texts), strict=True):
            at = whole.index(text)
            passage = Passage(
                id=f"{name}/{at}", transcript_id=name, start=at, end=at + len(text), first_turn=0, last_turn=0,
                speakers=(), text=text,
            )  # fmt: skip
            held.append(HeldPassage(passage=passage, version="1", vector=vector))
        parts.append(((name, "1"), part_of(transcript, held, names, embedder.dimensions)))
    return joined(parts, names, embedder.dimensions)


def test_the_words_of_the_best_passages_are_searched_too_and_words_that_say_nothing_are_not() -> None:
    weights = widened({"envelop": 1.0}, index_of(SAID), np.arange(6), np.array([2.0, 1.9, 0, 0, 0, 0]), 2)
    assert {"object", "allow", "refus"} <= weights.keys()
    assert not {"they", "the", "to", "were"} & weights.keys()
    assert max(weights, key=lambda stem: weights[stem]) == "envelop"


def test_without_words_of_its_own_a_question_takes_those_of_its_nearest() -> None:
    assert "heron" in widened({}, index_of(SAID), np.arange(6), np.array([0.0, 0, 0, 0, 0, 2.0]), 1)


def test_nothing_found_leaves_the_question_as_it_is() -> None:
    assert widened({"envelop": 1.0}, index_of({}), np.arange(0), np.zeros(0), 5) == {"envelop": 0.5}


def places(recipe: Recipe, scope: int) -> list[int]:
    index = index_of(SAID)
    vector = np.zeros(96, dtype=np.float32)
    found = find(index, np.arange(scope), "envelope", vector, 6, recipe)
    return [one.passage.start for one in found if one.passage.transcript_id == "hull"] or [
        one.passage.start for one in found
    ]


def test_a_passage_that_shares_only_the_others_words_comes_before_one_that_shares_none() -> None:
    assert (
        places(Recipe(feedback_share=1.0, feedback_passages=2, likeness_share=0.0, most_words=1, fade_words=0.0), 6)[0]
        == 0
    )


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_in_one_transcript_the_question_is_searched_alone(share: float) -> None:
    alone = places(Recipe(feedback_share=0.0), 3)
    assert places(Recipe(feedback_share=share), 3) == alone
