"""Finding quoted words in a source, exactly. Nothing here is fuzzy: words match or they do not.

White space, curly against straight quotes and kinds of dashes are not differences, nor is upper case at the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")
_PLAIN = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "…": "."})
_SHORTEST = 2  # words: a single quoted word is a term, not a quotation


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words in a statement: `statement[start:end]` holds them with their quotation marks."""

    words: str
    start: int
    end: int


def quoted_in(statement: str) -> list[Quoted]:
    """The quotations in a statement, in order; single quotation marks are apostrophes.

    >>> [quoted.words for quoted in quoted_in('She said "it was a lot to ask" and left.')]
    ['it was a lot to ask']
    """
    return [
        Quoted(next(words for words in match.groups() if words is not None), match.start(), match.end())
        for match in _QUOTED.finditer(statement)
    ]


def is_quotation(quoted: Quoted) -> bool:
    """Whether the quoted words are long enough to claim that somebody said them."""
    return len(quoted.words.split()) >= _SHORTEST


def find_words(words: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where `words` stand in `text[start:end]`, as offsets into `text`; None when they do not.

    >>> find_words("A LOT to ask.", "It's a  lot to\\nask, you know")
    (5, 18)
    """
    wanted, _ = _folded(words.strip().strip(".,;:!?…\"'“”‘’ "), 0)
    if not wanted:
        return None
    end = len(text) if end is None else end
    hay, places = _folded(text[start:end], start)
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", hay)
    if found is None:
        return None
    return places[found.start()], places[found.end() - 1] + 1


def _folded(text: str, offset: int) -> tuple[str, list[int]]:
    """The text in one case with single spaces and plain marks, and where each of its characters came from."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text, offset):
        plain = character.translate(_PLAIN).lower()
        if character.isspace():
            if characters and characters[-1] == " ":
                continue
            plain = " "
        for part in plain:
            characters.append(part)
            places.append(place)
    return "".join(characters), places
