"""The many ways to set words off as somebody's, folded into one: words in any of them are looked up. Pure.

What a model may hide in its prose goes here too: characters that are not seen, letters that only look like Latin ones,
entities and tags, and links.
"""

from __future__ import annotations

import html
import re
import unicodedata

_DOUBLE = re.compile(
    "[\u300e\u300f\u301d\u301e\u301f\u2033\u275d\u275e\uff02\u201f\u300a\u300b\u3008\u3009\u27ea\u27eb\u276e\u276f\u276b\u276a]"
    r"|</?(?:q|blockquote|cite)\b[^>]{0,80}>|<<|>>|(?<!\w),,(?=\w)|(?<!\w)''(?=\w)|(?<=[\w.,!?])''(?!\w)",
    re.IGNORECASE,
)
_SINGLE = str.maketrans(dict.fromkeys("\u2032\u00b4\u275b\u275c\u201a\uff07\uff40", "'"))
_LOW_SINGLE = re.compile("\u201a([^\u201a\u2018\u2019']+)[\u2018\u2019']")
_ENQUOTED = re.compile(r"\\(?:enquote|textquote|emph|textit|text)\{([^{}]{1,600})\}")
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG_OF_EMPHASIS = re.compile(r"</?(?:em|i|b|strong|u|mark)\b[^>]{0,80}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]{0,600})\]\([^()\s]{1,600}(?:\s[^()]{0,200})?\)")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=[^\s*_])([^*_\n]{1,600}?)(?<=[^\s*_])\1(?![\w*_])")
_BLOCK_QUOTE = re.compile(r"\A\s*(?:>\s*)+(?P<words>.+)", re.DOTALL)
_ANY_MARK = re.compile(r"[\"“”«»„‹›「」]")
_SAYING = 4  # emphasised words from which they are a saying and not a term
_ALIKE = dict(
    zip(
        "аеорсухіјѕԁһԛԝһАВЕКМНОРСТУХІЈЅαεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhqwhABEKMHOPCTYXIJSaeiknoptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones, folded in words that hold Latin ones too."""

_MIXED = re.compile(r"\w*(?:[a-zA-Z]\w*[\u0370-\u052f]|[\u0370-\u052f]\w*[a-zA-Z])\w*")


def with_plain_marks(text: str) -> str:
    """The text with straight quotation marks where it sets words off by others, by tags or by emphasis, and nothing hidden.

    >>> with_plain_marks("Denise said 『it took months』.")
    'Denise said "it took months".'
    >>> with_plain_marks("A *voucher* is not *money in the hand, is it*.")
    'A voucher is not "money in the hand, is it".'
    >>> with_plain_marks("See [her words](http://a.example) &ldquo;it took months&rdquo;<br>")
    'See her words “it took months”'
    """
    text = _SCRIPT.sub(" ", seen(html.unescape(text)))
    text = _block_quoted(_TAG_OF_EMPHASIS.sub("*", _ENQUOTED.sub(r'"\1"', _LINK.sub(r"\1", text))))
    text = _TAG.sub("", _LOW_SINGLE.sub(r"'\1'", _DOUBLE.sub('"', text))).translate(_SINGLE)
    return _EMPHASIS.sub(lambda match: f'"{match[2]}"' if len(match[2].split()) >= _SAYING else match[2], text)


def seen(text: str) -> str:
    """The text without characters that are not seen or turn others round, look-alikes in Latin words made Latin.

    >>> seen("ne\u200bver, n\u0435ver")
    'never, never'
    """
    kept = "".join(one for one in text if not _is_unseen(one))
    return _MIXED.sub(lambda match: "".join(_ALIKE.get(letter, letter) for letter in match[0]), kept)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100"


def _block_quoted(text: str) -> str:
    """A block quotation is one, with or without marks of its own."""
    match = _BLOCK_QUOTE.match(text)
    if match is None:
        return text
    return match["words"] if _ANY_MARK.search(match["words"]) else f'"{match["words"]}"'
