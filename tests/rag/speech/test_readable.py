"""The readable form of a quote leaves words out, says where, and adds none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.speech.readable import OMISSION, readable
from rag.speech.words import words_in

_SPOKEN = st.lists(
    st.sampled_from("um uh you know I mean like sort of the the the we went we went , . ? — - w- paid never never it's".split()),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("It was late.", "It was late."),
        ("Um, I, I don't use them.", "… I don't use them."),
        ("And, er, we went, we went home.", "And … we went home."),
        ("It was, you know, hard, I mean, for her.", "It was … hard … for her."),
        ("Do you know him? You know what I mean.", "Do you know him? You know what I mean."),
        ("It's a sort of club, like a choir.", "It's a sort of club, like a choir."),
        ("She was, like, furious.", "She was … furious."),
        ("Never, never again. It was very very cold.", "Never, never again. It was very very cold."),
        ("We w- we walked, wal- walked home.", "We … we walked … walked home."),
        ("I had had it. That's that.", "I had had it. That's that."),
    ],
)
def test_only_what_slows_speech_down_goes(said: str, shown: str) -> None:
    assert readable(said) == shown


def is_subsequence(some: list[str], all_of_them: list[str]) -> bool:
    rest = iter(all_of_them)
    return all(word in rest for word in some)


@given(st.one_of(st.text(max_size=80), _SPOKEN.map(" ".join)))
def test_nothing_is_added_and_every_omission_is_marked(text: str) -> None:
    shown = readable(text)
    kept = [word.raw for word in words_in(shown.replace(OMISSION, " "))]
    said = [word.raw for word in words_in(text)]
    assert is_subsequence(kept, said)
    if len(kept) < len(said):
        assert shown.count(OMISSION) > text.count(OMISSION) or OMISSION in text
