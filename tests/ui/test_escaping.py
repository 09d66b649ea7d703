"""Labels are Markdown; what others wrote must not be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.browser.interviews import HOSTILE
from ui.escaping import WORD_JOINER, as_label, as_markdown

BARE_PUNCTUATION = re.compile(r"(?<!\\)[!-/:-@\[-`{-~]")


@given(st.text())
def test_no_punctuation_is_left_to_format_with(text: str) -> None:
    unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", as_label(text))
    assert not BARE_PUNCTUATION.search(unescaped)


@given(st.text(alphabet=st.characters(exclude_categories=("C",), exclude_characters="\u200b\u2060\ufeff")))
def test_a_reader_sees_the_same_words(text: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", as_label(text)).replace(WORD_JOINER, "")
    assert shown == " ".join(text.split())


@pytest.mark.parametrize(
    "found_later",
    [
        ":smile:",
        ":material_home:",
        ":streamlit:",
        "https://a.example",
        "www.a.example",
        "a@b.example",
        "->",
        "--",
        ":+1:",
    ],
)
def test_what_is_found_after_markdown_was_read_is_broken_up(found_later: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", as_label(f"see {found_later} there"))
    assert found_later not in shown
    assert shown.replace(WORD_JOINER, "") == f"see {found_later} there"


def test_characters_that_turn_a_line_around_are_left_out_of_labels() -> None:
    assert "\u202e" not in as_label(HOSTILE)
    assert "\x1b" not in as_label(HOSTILE)


def test_an_exported_line_cannot_become_a_link_an_image_or_markup() -> None:
    exported = as_markdown(HOSTILE)
    assert not re.search(r"(?<!\\)[<\[`$*|]", exported)
