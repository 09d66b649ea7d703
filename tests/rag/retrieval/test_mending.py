"""Words that nobody says, read as words that somebody says."""

from __future__ import annotations

import pytest

from rag.retrieval.index import SearchIndex
from rag.retrieval.mending import mended
from tests.rag.retrieval.test_feedback import index_of

SAID = {
    f"talk-{number}": (
        "We grew up in the cold war, and the assassination of the president was on every screen.",
        "My childhood was spent with paper: the process of writing was slow.",
        "Nobody asked about vouchers or about mental health in those days.",
    )
    for number in range(3)
}


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return index_of(SAID)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("What came of the Coldwar?", "What came of the cold war?"),
        ("assasination", "assassination"),
        ("childhod and the proceess", "childhood and the process"),
        ("mentalhealth", "mental health"),
    ],
)
def test_what_is_no_word_is_read_as_what_is_said(index: SearchIndex, asked: str, read: str) -> None:
    assert mended(asked, index) == read


@pytest.mark.parametrize(
    "asked",
    [
        "What was said about nuclear fusion?",  # a word that nobody says is still a word
        "unclear vouching",  # so is one that is near to a word that is said
        "What did Quixley say?",  # a name like nothing that is said
        "the PROCEES scheme",  # an acronym
        "the cold war",
        "",
    ],
)
def test_what_is_a_word_stands(index: SearchIndex, asked: str) -> None:
    assert mended(asked, index) == asked
