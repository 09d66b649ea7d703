"""Text that others wrote, made harmless where Streamlit can only show Markdown.

Wherever it can be, such text is shown with `st.text` or by a component of ours that sets `textContent`: then there is
nothing to escape. Labels of buttons, headings, captions and messages are Markdown, and escaping its punctuation is not
enough there: emoji, icons, arrows and bare addresses are found in the text *after* Markdown was read.
"""

from __future__ import annotations

import re

WORD_JOINER = "\u2060"
"""Has no width and no meaning; it keeps what is found after Markdown was read (`:smile:`, `->`) from being found."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_FOUND_LATER = re.compile(
    r"(?<=:)(?=(?:\\?[\w+-])*\\?:|(?:\\?/){2})|(?<=[@<>~])|(?<=www)(?=\\?\.)|(?<=[-=])(?=\\?[->=])", re.IGNORECASE
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def as_label(text: str, most: int = 0) -> str:
    """One line of Markdown that shows `text` as it is: nothing in it formats, links, loads or turns the line around.

    White space runs together and characters that cannot be seen are left out; `most` shortens it, ending in "…".

    >>> as_label("# A *title*")
    '\\\\# A \\\\*title\\\\*'
    >>> as_label("one two three", most=8)
    'one two…'
    """
    line = " ".join(_UNSEEN.sub("", text).split())
    if 0 < most < len(line):
        line = line[: most - 1].rstrip() + "…"
    return _FOUND_LATER.sub(WORD_JOINER, _PUNCTUATION.sub(r"\\\1", line))


def as_markdown(text: str) -> str:
    """Markdown for a file: `text` as it is, its line breaks kept, in whichever program opens it.

    >>> as_markdown("2 < 3 & *so* on")
    '2 \\\\< 3 \\\\& \\\\*so\\\\* on'
    """
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", _UNSEEN.sub("", text))
    return re.sub(r"(?m)^(\s*)([-+]|\d+[.)])(?=\s)", r"\1\\\2", escaped)


def as_file_text(text: str) -> str:
    """Text without the characters that cannot be seen, for a clipboard or a name of a file."""
    return _UNSEEN.sub("", text)
