"""What could be quoted, and what speaks against it: a row of dashes is nothing that somebody said."""

from __future__ import annotations

import pytest

from corpus.transcript import Transcript
from rag.quotes.candidates import Candidate, awkwardness, candidates_in
from rag.quotes.quote import Length
from rag.retrieval.searching import Ranked
from tests.rag.talks import source, talk

_DASHES = " ".join("-" * 20) + " ."
_WORDS = "Nobody paid the fares back to us, and we had asked for them all that year."


def held_in(*turns: str) -> list[Candidate]:
    transcript = talk("ada", "Ada", *[("Ada", words) for words in turns])
    ranked = [Ranked(passage=source(transcript, "P1").passage, score=1.0, similarity=0.5)]
    return candidates_in(ranked, lambda _: transcript, Length(least=8, most=60))


def of(text: str) -> Candidate:
    transcript: Transcript = talk("ada", "Ada", ("Ada", text))
    turn = transcript.turns[0]
    return Candidate(
        transcript=transcript, start=turn.start, end=turn.end, participant="Ada", similarity=0.5, standing=1.0
    )


def test_a_stretch_without_words_is_no_candidate() -> None:
    assert held_in(_DASHES) == []
    assert [one.text for one in held_in(_DASHES, _WORDS)] == [_WORDS]
    assert _WORDS in [one.text for one in held_in(f"{_DASHES} {_WORDS}")]


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        (_DASHES, 1.0),
        ("…", 1.0),
        (_WORDS, 0.0),
        ("They paid the fares back.", 0.08),
        (f"{_WORDS} It was, um, on a day.", 1 / 22),
        ("Nobody was, um, paid.", 0.05),
    ],
)
def test_how_it_begins_and_how_much_is_left_out_speak_against_a_quote(text: str, cost: float) -> None:
    assert awkwardness(of(text)) == pytest.approx(cost)
