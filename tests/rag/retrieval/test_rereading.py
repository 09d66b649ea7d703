"""Evidence read again by a cross-encoder: which of it, with what, and what that does to its order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.cross_encoder import LogOdds, Utterance
from rag.answer import Evidence, cite
from rag.retrieval.rereading import read_again
from tests.rag.talks import source, talk

TALK = talk(
    "ada",
    "Ada",
    ("Interviewer", "What did the panel pay?"),
    ("Ada", "The panel met upstairs."),
    ("Ada", "Vouchers, every time."),
)
LINES = ("The panel met upstairs.", "Vouchers, every time.")


class Scripted:
    """Gives the log odds it was told, and keeps what it was asked."""

    def __init__(self, **odds: float) -> None:
        self.odds = odds
        self.heard: list[Utterance] = []

    def log_odds(self, question: str, utterances: Sequence[Utterance]) -> LogOdds:
        self.heard += utterances
        return np.array([self.odds[one.said.split()[0].strip(",")] for one in utterances], dtype=np.float32)


def evidence(line: str, score: float) -> Evidence:
    start = TALK.text.index(line)
    return Evidence(citation=cite(TALK, start, start + len(line)), passage=source(TALK, "P1").passage, score=score)


def read(candidates: Sequence[Evidence], reader: Scripted) -> list[str]:
    found = read_again("what was paid?", candidates, {TALK.id: TALK}.__getitem__, reader)
    return [one.citation.quote for one in found]


def test_what_answers_comes_before_what_is_near() -> None:
    candidates = [evidence(LINES[0], 0.5), evidence(LINES[1], 0.4)]
    assert read(candidates, Scripted(The=-3.0, Vouchers=3.0)) == [LINES[1], LINES[0]]
    assert read(candidates, Scripted(The=0.0, Vouchers=0.0)) == list(LINES)


def test_words_are_read_with_the_question_they_follow() -> None:
    reader = Scripted(Vouchers=1.0)
    read([evidence(LINES[1], 0.4)], reader)
    assert reader.heard == [Utterance(LINES[1], "What did the panel pay?")]


def test_certainty_beyond_measure_weighs_no_more() -> None:
    candidates = [evidence(LINES[0], 0.5), evidence(LINES[1], 0.4)]
    sure, surer = (
        read_again("q", candidates, {TALK.id: TALK}.__getitem__, Scripted(The=0.0, Vouchers=odds))
        for odds in (6.0, 60.0)
    )
    assert [one.score for one in sure] == [one.score for one in surer]


def test_only_the_first_are_read_and_kept() -> None:
    many = [evidence(LINES[at % 2], 1.0 - at / 100) for at in range(60)]
    reader = Scripted(The=0.0, Vouchers=0.0)
    assert len(read(many, reader)) == len(reader.heard) < 60
    assert read([], reader) == []
