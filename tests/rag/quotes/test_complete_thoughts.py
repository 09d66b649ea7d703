"""Which stretches may be quoted: complete, heard to their end, and not cut off from what they belong to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.transcript import INAUDIBLE, Mark, Passage, Transcript
from rag.quotes.candidates import Candidate, breaks_off, candidates_in, cut_off
from rag.quotes.quote import Length
from rag.retrieval.searching import Ranked
from tests.rag.talks import source, talk

LENGTH = Length(least=4, most=30)


def texts(transcript: Transcript, length: Length = LENGTH) -> list[str]:
    passage: Passage = source(transcript, "").passage
    ranked = [Ranked(passage=passage, score=1.0, similarity=0.5)]
    return [one.text for one in candidates_in(ranked, lambda _: transcript, length)]


@pytest.mark.parametrize(
    "end",
    ["and then it.", "and.", "of the.", "to my.", "earlier was that.", "because they."],
)
def test_no_quote_ends_where_no_clause_can(end: str) -> None:
    said = talk("ida", "Ida", ("Ida", f"We rowed to the island {end} Then the boat came home."))
    assert f"We rowed to the island {end}" not in texts(said)
    assert "Then the boat came home." in texts(said)


@pytest.mark.parametrize("end", ["with it.", "and that was that.", "as we did.", "to be proud of.", "so did they."])
def test_a_clause_may_end_in_a_short_word(end: str) -> None:
    assert not breaks_off(f"We rowed to the island {end}")


def test_no_quote_runs_over_what_nobody_could_hear() -> None:
    said = talk(
        "ida", "Ida", ("Ida", "We rowed out at dawn. The man at (unintelligible) waved at us. We rowed on home.")
    )
    at = said.text.index("(unintelligible)")
    marked = replace(said, marks=(*said.marks, Mark(start=at, end=at + len("(unintelligible)"), reason=INAUDIBLE)))
    assert any("waved" in text for text in texts(said))
    assert texts(marked)
    assert not any("waved" in text for text in texts(marked))


@pytest.mark.parametrize(
    ("words", "is_cut_off"),
    [
        ("The left side. And then four months after it was the right.", True),
        ("Here. So I would want to row.", True),
        ("I cried. I cried over a spoon.", False),
        ("It's framed. It hangs in the hall.", False),
        ("The left side of the boat went. It sank.", False),
        ("Never again!", False),
    ],
)
def test_a_fragment_before_other_sentences_speaks_against_a_quote(words: str, is_cut_off: bool) -> None:
    said = talk("ida", "Ida", ("Ida", words))
    turn = said.turns[0]
    one = Candidate(transcript=said, start=turn.start, end=turn.end, participant="Ida", similarity=0.5, standing=1.0)
    assert (cut_off(one) > 0) is is_cut_off
