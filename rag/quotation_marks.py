"""The many ways to set words off as somebody's, folded into one: words in any of them are looked up. Pure."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff]")
_MARKS = re.compile("[『』〝〞〟″❝❞＂‟]|</?(?:q|blockquote)\\b[^>]{0,80}>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=[^\s*_])([^*_\n]{1,600}?)(?<=[^\s*_])\1(?![\w*_])")
_BLOCK_QUOTE = re.compile(r"^\s*(?:>\s*)+", re.MULTILINE)
_SAYING = 4  # emphasised words from which they are a saying and not a term


def with_plain_marks(text: str) -> str:
    """The text with straight quotation marks where it sets words off by others, by tags or by emphasis.

    >>> with_plain_marks("Denise said 『it took months』.")
    'Denise said "it took months".'
    >>> with_plain_marks("A *voucher* is not *money in the hand, is it*.")
    'A voucher is not "money in the hand, is it".'
    """
    text = _BLOCK_QUOTE.sub("", _MARKS.sub('"', _UNSEEN.sub("", text)))
    return _EMPHASIS.sub(lambda match: f'"{match[2]}"' if len(match[2].split()) >= _SAYING else match[2], text)
