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
_LOW_SINGLE = re.compile(r"\u201a((?:[^\u201a\u2018\u2019']|(?<=\w)[\u2019'](?=\w))+)[\u2018\u2019']")
_OPENING = frozenset("\u300e\u301d\u201f\u275d\u300a\u3008\u27ea\u276e“„«‹‘") | {"<<", ",,"}
_CLOSING = frozenset("\u300f\u301e\u301f\u275e\u300b\u3009\u27eb\u276f”»›’") | {">>"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
FILLING = "\u2060"
"""Stands where a mark was longer: no white space and no letter."""

_GRAVES = re.compile(r"``(?=\w)")
_STRAIGHT = re.compile(r'"|\n[ \t]*\n')
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


def with_marks_in_place(text: str) -> str:
    """The text, as long as it was, with the quotation marks that `matching.quoted_in` knows in the place of any others.

    What is longer than one character, such as a tag, is filled up with FILLING inside the quotation. A straight mark behind a
    digit that closes nothing stands for inches and is taken for no mark.

    >>> with_marks_in_place("A ❝slap❞, <q>a slap</q>, &ldquo;a slap&rdquo;").replace(FILLING, "_")
    'A “slap”, “__a slap___”, “______a slap______”'
    """
    text = _ENTITY.sub(_entity_in_place, text)
    text = _DOUBLE.sub(_mark_in_place, _GRAVES.sub("“" + FILLING, text))
    return _without_inches(_LOW_SINGLE.sub(r"‘\1’", text))


def as_written(words: str) -> str:
    """Quoted words without the entities and tags of a web page.

    >>> as_written("They didn&rsquo;t<br> pay")
    'They didn’t pay'
    """
    return html.unescape(_TAG.sub("", words))


def _entity_in_place(match: re.Match[str]) -> str:
    mark = html.unescape(match[0])
    if mark not in _OPENING | _CLOSING | {'"', "'"}:
        return match[0]
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    if before.isalnum() and after.isalnum():
        return "x" * len(match[0])  # an apostrophe in a word: only where the words stand is asked
    return _filled(mark, len(match[0]), opens=mark in _OPENING or (mark not in _CLOSING and after.isalnum()))


def _mark_in_place(match: re.Match[str]) -> str:
    text, mark = match.string, match[0]
    if mark == ">>" and not text[: match.start()].rpartition("\n")[2].strip(" \t>"):
        return mark  # a block quotation within another
    if mark == "\u2033" and text[match.start() - 1 : match.start()].isdigit():
        return mark  # inches
    if mark in _OPENING or mark in _CLOSING or len(mark) > 2:
        opens = mark in _OPENING or (len(mark) > 2 and not mark.startswith("</"))
        return _filled("“" if opens else "”", len(mark), opens=opens)
    opens = text[match.end() : match.end() + 1].isalnum()
    return _filled('"' if len(mark) == 1 else "“" if opens else "”", len(mark), opens=opens)


def _filled(mark: str, length: int, *, opens: bool) -> str:
    return mark.ljust(length, FILLING) if opens else mark.rjust(length, FILLING)


def _without_inches(text: str) -> str:
    kept, is_open = list(text), False
    marks = list(_STRAIGHT.finditer(text))
    for number, match in enumerate(marks):
        at, following = match.start(), marks[number + 1] if number + 1 < len(marks) else None
        if match[0] != '"':
            is_open = False
        elif not text[at - 1 : at].isdigit():
            is_open = not is_open
        elif not is_open or (following and following[0] == '"' and not text[following.start() - 1].isspace()):
            kept[at] = "\u2033"  # nothing to close, or what closes it comes after
        else:
            is_open = False
    return "".join(kept)


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
