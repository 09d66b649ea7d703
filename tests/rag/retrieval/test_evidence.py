"""Which stretches of the best passages come first, and what they are scored by beside their own words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.transcript import Transcript
from rag.answer import Evidence
from rag.retrieval.evidence import find_evidence
from rag.retrieval.searching import Ranked
from rag.retrieval.sought import Sought
from rag.speech.naming import asked_of, forms_of
from rag.writing.extractive import spread
from tests.fakes import WordHashEmbedder
from tests.rag.talks import source, talk

COLIN = talk(
    "colin",
    "Colin Braithwaite",
    ("Interviewer", "What did you buy with the garden tokens?"),
    ("Colin", "That is a pear tree over there by the wall."),
    ("Colin", "It took us fourteen months to get the tokens."),
    ("Colin", "We go to the garden every single morning now."),
    ("Colin", "My neighbour looks after it when we are away."),
)
MOIRA = talk(
    "moira",
    "Moira Geddes",
    ("Interviewer", "And here?"),
    ("Moira", "We have a garden too, and we buy the seeds ourselves."),
)
TALKS = {one.id: one for one in (COLIN, MOIRA)}
QUESTION = "what did they buy, garden tokens"


def found(
    scores: dict[str, float],
    *,
    kind: str | None = None,
    asks: bool = True,
    of: str = "",
    speakers: Sequence[str] = (),
) -> list[Evidence]:
    embedder = WordHashEmbedder()
    ranked = [
        Ranked(passage=source(TALKS[name], "P1").passage, score=score, similarity=0.5) for name, score in scores.items()
    ]
    voices = asked_of(of, forms_of(["Colin", "Moira"]))
    sought = Sought(vector=embedder.embed([QUESTION])[0], kind=kind, asks=asks, voices=voices)
    return find_evidence(sought, ranked, TALKS.__getitem__, embedder, speakers=speakers)


def places(evidence: Sequence[Evidence]) -> list[str]:
    return [one.citation.span.transcript_id for one in evidence]


def quote(one: Evidence, transcript: Transcript) -> str:
    return transcript.quote(one.citation.span)


def test_where_one_interview_alone_is_right_its_words_come_first() -> None:
    assert places(found({"colin": 10.0, "moira": 2.0}))[-1] == "moira"


def test_where_several_are_about_as_near_their_own_words_decide() -> None:
    assert places(found({"colin": 10.0, "moira": 9.0}))[0] == "moira"


def test_a_claim_is_scored_by_its_words_alone() -> None:
    one, other = (found({"colin": 10.0, "moira": moira}, asks=False) for moira in (9.0, 2.0))
    assert [each.score for each in one] == [each.score for each in other]


def test_a_length_of_time_answers_how_long() -> None:
    before, after = (
        {quote(one, TALKS[one.citation.span.transcript_id]): one.score for one in found({"colin": 1.0}, kind=kind)}
        for kind in (None, "time")
    )
    more = {words for words in before if after[words] > before[words]}
    assert more and all("fourteen months" in words for words in more)


def test_nobody_crowds_out_a_rival_and_a_weak_one_takes_no_place() -> None:
    strong = found({"colin": 10.0, "moira": 9.0})
    assert places(spread(strong, 4)).count("colin") == 3
    weak = found({"colin": 10.0, "moira": 1.0})
    assert places(spread(weak, 4)) == ["colin"] * 4


def test_scores_that_say_nothing_leave_the_order_to_the_words() -> None:
    assert places(found({"colin": 0.0, "moira": 0.0}))[0] == "moira"


def test_what_somebody_said_is_in_their_own_words_alone() -> None:
    both = {"colin": 10.0, "moira": 9.0}
    assert set(places(found(both, of="What did Moira say about gardens?"))) == {"moira"}
    assert set(places(found(both, of="What did Moira buy?"))) == {"colin", "moira"}
    assert found(both, of="What did Moira say about gardens?", speakers=["Colin"]) == []


def test_what_somebody_said_who_never_speaks_is_where_it_is_told() -> None:
    """Nobody in the two talks tells what anybody said; the neighbour is no name."""
    before = {one.citation.quote: one.score for one in found({"colin": 1.0})}
    after = {one.citation.quote: one.score for one in found({"colin": 1.0}, of="What did Glenys say?")}
    assert before.keys() == after.keys() and all(after[words] < before[words] - 0.2 for words in before)
    same = {one.citation.quote: one.score for one in found({"colin": 1.0}, of="What did the neighbour say?")}
    assert same == before
