"""Text that others wrote, made harmless where Streamlit can only show Markdown.

Wherever it can be, such text is shown with `st.text` or by a component of ours that sets `textContent`: then there is
nothing to escape. Labels of buttons, headings, captions and messages are Markdown, and escaping its punctuation is not
enough there: emoji, icons, arrows and bare addresses are found in the text *after* Markdown was read.
"""

from __future__ import annotations

import re

from exports.escaping import UNSEEN, as_file_text, as_markdown

__all__ = ["WORD_JOINER", "as_file_text", "as_label", "as_markdown"]

WORD_JOINER = "\u2060"
"""Has no width and no meaning; it keeps what is found after Markdown was read (`:smile:`, `->`) from being found."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_FOUND_LATER = re.compile(
    r"(?<=:)(?=(?:\\?[\w+-])*\\?:|(?:\\?/){2})|(?<=[@<>~])|(?<=www)(?=\\?\.)|(?<=[-=])(?=\\?[->=])", re.IGNORECASE
)


def as_label(text: str, most: int = 0) -> str:
    """One line of Markdown that shows `text` as it is: nothing in it formats, links, loads or turns the line around.

    White space runs together and characters that cannot be seen are left out; `most` shortens it, ending in "…".

    >>> as_label("# A *title*")
    '\\\\# A \\\\*title\\\\*'
    >>> as_label("one two three", most=8)
    'one two…'
    """
    line = " ".join(UNSEEN.sub("", text).split())
    if 0 < most < len(line):
        line = line[: most - 1].rstrip() + "…"
    return _FOUND_LATER.sub(WORD_JOINER, _PUNCTUATION.sub(r"\\\1", line))
