"""Text that others wrote, made fit for files: no characters that cannot be seen, no Markdown of its own."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff"
    "\\ud800-\\udfff\\ufffe\\uffff]"
)
"""Controls that XML cannot hold or that turn a line around. A file leaves them out; no letter is among them."""


def as_file_text(text: str) -> str:
    """Text without the characters that cannot be seen.

    >>> as_file_text("paid\\x0b late\\u202e")
    'paid late'
    """
    return UNSEEN.sub("", text)


def as_markdown(text: str) -> str:
    """Markdown for a file: `text` as it is, its line breaks kept, in whichever program opens it.

    >>> as_markdown("2 < 3 & *so* on")
    '2 \\\\< 3 \\\\& \\\\*so\\\\* on'
    """
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", UNSEEN.sub("", text))
    return re.sub(r"(?m)^(\s*)([-+]|\d+[.)])(?=\s)", r"\1\\\2", escaped)
