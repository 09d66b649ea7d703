"""Verdicts on claims that count people: by how many say it, and never by who is silent."""

from __future__ import annotations

import pytest

from rag.answer import cite
from rag.claims.claim import Bearing, ClaimEvidence, Verdict
from rag.claims.verdict import Weighed, weigh
from rag.speech.claimed_counts import quantifier_in
from tests.rag.talks import BERYL

PEOPLE = [f"person {number}" for number in range(12)]
GROUPS = {"carer": frozenset(PEOPLE[:2]), "nurse": frozenset(PEOPLE[:1])}
SUPPORTED, PARTLY, CONTRADICTED = Verdict.SUPPORTED, Verdict.PARTLY_SUPPORTED, Verdict.CONTRADICTED


def weighed(
    claim: str, so: int, contrary: int = 0, proposed: Verdict | None = SUPPORTED, *, is_counted: bool = True
) -> Weighed:
    """The verdict where so many of twelve people say it, and so many others the contrary."""
    bearings = [Bearing.FOR] * so + [Bearing.AGAINST] * contrary
    return weigh(
        [
            ClaimEvidence(
                citation=cite(BERYL, BERYL.turns[1].start, BERYL.turns[1].end), participant=who, bearing=each, score=0.9
            )
            for who, each in zip(PEOPLE, bearings, strict=False)
        ],
        proposed=proposed,
        reason="",
        quantifier=quantifier_in(claim, GROUPS),
        groups=GROUPS,
        people=frozenset(PEOPLE),
        is_counted=is_counted,
    )


@pytest.mark.parametrize(
    ("claim", "so", "verdict"),
    [
        ("No more than three participants were late.", 11, PARTLY),
        ("No more than three participants were late.", 3, SUPPORTED),
        ("At most five participants were late.", 11, PARTLY),
        ("Fewer than three participants were late.", 3, PARTLY),
        ("Fewer than three participants were late.", 2, SUPPORTED),
        ("More than three participants were late.", 3, PARTLY),
        ("All but two participants were late.", 2, PARTLY),
        ("All but two participants were late.", 10, SUPPORTED),
        ("Less than half of participants were late.", 6, PARTLY),
        ("A third of participants were late.", 1, PARTLY),
        ("A third of participants were late.", 4, SUPPORTED),
        ("80% of participants were late.", 1, PARTLY),
        ("Few participants were late.", 12, PARTLY),
        ("Few participants were late.", 3, SUPPORTED),
        ("Both carers were late.", 1, PARTLY),
        ("Both carers were late.", 2, SUPPORTED),
        ("Thirty participants were late.", 2, PARTLY),
        ("Twenty-five participants were late.", 5, PARTLY),
        ("Over half were late.", 2, PARTLY),
        ("3 of 11 were late.", 1, PARTLY),
        ("3/11 participants were late.", 11, PARTLY),
        ("Not three participants were late.", 3, PARTLY),
        ("Half of participants were late.", 2, PARTLY),
        ("Many participants were late.", 2, PARTLY),
        ("At least three participants were late.", 2, PARTLY),
    ],
)
def test_an_amount_is_held_against_who_says_so(claim: str, so: int, verdict: Verdict) -> None:
    assert weighed(claim, so).verdict is verdict


def test_a_wrong_whole_is_partly_right_and_the_reason_names_both_numbers() -> None:
    found = weighed("4 of 40 participants were late.", 4)
    assert found.verdict is PARTLY
    assert "speaks of 40; 12 are in scope" in found.reason
    assert weighed("4 of 12 participants were late.", 4).verdict is SUPPORTED
    assert "speaks of 3; 1 is in scope" in weighed("All three nurses were late.", 1).reason


@pytest.mark.parametrize(
    ("so", "contrary", "proposed", "verdict"),
    [
        (12, 0, SUPPORTED, PARTLY),
        (4, 0, SUPPORTED, PARTLY),  # eight are silent
        (11, 1, SUPPORTED, SUPPORTED),
        (0, 1, None, SUPPORTED),
        (11, 1, CONTRADICTED, PARTLY),
        (4, 0, CONTRADICTED, PARTLY),
        (0, 0, SUPPORTED, Verdict.NOT_FOUND),
    ],
)
def test_not_all_is_borne_by_a_voice_to_the_contrary_and_by_no_silence(
    so: int, contrary: int, proposed: Verdict | None, verdict: Verdict
) -> None:
    assert weighed("Not all participants were late.", so, contrary, proposed).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "contrary", "verdict"),
    [
        ("Few participants were late.", 3, PARTLY),
        ("At most two participants were late.", 12, PARTLY),
        ("All but two participants were late.", 2, PARTLY),
        ("All but two participants were late.", 3, CONTRADICTED),
        ("Most participants were late.", 3, CONTRADICTED),
    ],
)
def test_what_an_amount_allows_for_does_not_contradict_it(claim: str, contrary: int, verdict: Verdict) -> None:
    assert weighed(claim, 0, contrary, CONTRADICTED).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Over half of participants were late.", SUPPORTED),
        ("More than three participants were late.", SUPPORTED),
        ("At least half of participants were late.", SUPPORTED),
        ("Few participants were late.", PARTLY),
        ("No more than nine participants were late.", PARTLY),
        ("Fewer than nine participants were late.", PARTLY),
        ("All but four participants were late.", PARTLY),
        ("Two thirds of participants were late.", PARTLY),
        ("About eight participants were late.", PARTLY),
    ],
)
def test_where_somebody_may_not_be_read_only_what_more_voices_cannot_unmake_is_borne(
    claim: str, verdict: Verdict
) -> None:
    found = weighed(claim, 8, is_counted=False)
    assert found.verdict is verdict
    assert " of 12" not in found.reason
