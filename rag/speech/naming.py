"""Whom a text names, and whose words alone could answer a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

from rag.speech.question import content_words
from rag.speech.stems import stems
from rag.speech.words import Word, words_in

Forms: TypeAlias = Mapping[tuple[str, ...], Set[str]]
"""How speakers may be written, in words' keys, and the labels that this may mean (`forms_of`)."""

_TITLES = frozenset("mr mrs miss ms dr doctor prof professor sir dame lady lord rev reverend sister nurse".split())
_SAYS = re.compile(
    r"""\b(?:do|does|did|has|have|had)\s+(?P<said>\S+(?:\s+\S+){0,4}?)\s+(?:\w+ly\s+|also\s+|ever\s+)?
        (?:say|said|tell|told|mention(?:ed)?|describe[d]?|explain(?:ed)?|complain(?:ed)?|suggest(?:ed)?|talk(?:ed)?)\b
      | \b(?:do|does|did)\s+(?P<held>\S+(?:\s+\S+){0,4}?)\s+(?:\w+ly\s+|also\s+|ever\s+)?(?:think|feel|believe|reckon)\b
      | \baccording\s+to\s+(?P<account>[^,?.]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_WITHIN_A_NAME = (" ", " of ", " of the ", " for ")
_TELLING = frozenset(
    """said says say saying told tells tell asked asks wrote writes went goes answered replied reckoned reckons thought
    thinks explained mentioned warned promised suggested""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Whose words are asked for: `labels` of people who speak, and `told`, names, as written, that speak in no transcript.

    What somebody says who speaks is in their own words. What somebody says who does not can only be told by others.
    """

    labels: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()

    def tells(self, stretch: str, passage: str) -> bool:
        """Whether a stretch of a passage may tell what those said who do not speak: it says that somebody said something,
        in a passage that names them."""
        named = {name.casefold() for name in self.told} <= {bare(word) for word in words_in(passage)}
        return named and any(word.key in _TELLING for word in words_in(stretch))


def forms_of(labels: Collection[str]) -> dict[tuple[str, ...], set[str]]:
    """How speakers may be written: the whole label, or one of its names where it has no number (“Speaker 2”)."""
    forms: dict[tuple[str, ...], set[str]] = {}
    for label in labels:
        keys = tuple(word.key for word in words_in(label))
        numbered = any(key.isdigit() for key in keys)
        parts = [] if numbered else [(key,) for key in keys if len(key) > 2 and key not in _TITLES]
        for form in {keys, *parts} - {()}:
            forms.setdefault(form, set()).add(label)
    return forms


def labels_at(words: Sequence[Word], position: int, forms: Forms, *, in_any_case: bool = False) -> tuple[Set[str], int]:
    """The labels that the words from a position on may mean, and how many of these words do; a name has a capital."""
    if not in_any_case and not words[position].raw[:1].isupper():
        return set(), 0
    for length in (3, 2, 1):
        keys = tuple(bare(word) for word in words[position : position + length])
        if len(keys) == length and keys in forms:
            return forms[keys], length
    return set(), 0


def named_in(question: str, forms: Forms) -> list[str]:
    """The speakers a question names, by the whole label or one of its names. A lone “A” or “I” is a word, not a name.

    >>> named_in("What does Wendy say about A and Ann's bus?", forms_of(["WENDY TRELOAR", "A", "Ann", "An"]))
    ['Ann', 'WENDY TRELOAR']
    """
    return sorted({label for labels_found, _, _ in _names_in(question, forms) for label in labels_found})


def names_written(question: str, forms: Forms) -> list[str]:
    """The names of speakers in a question as they are written there, in order, without the s of possession.

    >>> names_written("What did Wendy say about Ann's bus?", forms_of(["WENDY TRELOAR", "Ann"]))
    ['Wendy', 'Ann']
    """
    return [re.sub(r"['’]s?$", "", question[first.start : last.end]) for _, first, last in _names_in(question, forms)]


def without_names(question: str, forms: Forms) -> str:
    """The question with a pronoun for every speaker it names: a name lies near every introduction, and says nothing of
    what is asked about somebody.

    >>> without_names("Why did Wendy turn down Ann's fee?", forms_of(["WENDY TRELOAR", "Ann"]))
    'Why did they turn down their fee?'
    """
    for _, first, last in reversed(_names_in(question, forms)):
        pronoun = "their" if last.key.endswith("'s") else "they"
        question = question[: first.start] + pronoun + question[last.end :]
    return question


def asked_of(question: str, forms: Forms, spoken: Set[str] | None = None) -> Voices:
    """Whose words alone can answer a question for what somebody said or thinks; nobody's in particular for any other.

    `spoken` are the stems of all that is said: a word alone that is none of them (“what did marta say”) is a name, too.

    >>> forms = forms_of(["Amara"])
    >>> asked_of("what does amara say about tokens?", forms).labels
    frozenset({'Amara'})
    >>> asked_of("What did Dr Venning say about the app?", forms).told
    frozenset({'Venning'})
    >>> asked_of("What did Amara's neighbour say?", forms) == asked_of("What did Amara buy?", forms) == Voices()
    True
    """
    found = _SAYS.search(question)
    if found is None:
        return Voices()
    words = words_in(next(who for who in found.groups() if who))

    def is_name(word: Word) -> bool:
        key = stems(bare(word)) if spoken is not None and len(words) == 1 else []
        return word.raw[:1].isupper() or (spoken is not None and bool(key) and spoken.isdisjoint(key))

    speaking: set[str] = set()
    told: set[str] = set()
    position = 0
    while position < len(words):
        labels_found, used = labels_at(words, position, forms, in_any_case=True)
        last = words[position + max(used, 1) - 1]
        if labels_found and not last.key.endswith("'s"):
            speaking |= labels_found
        elif not labels_found and bare(last) not in _TITLES and content_words(last.raw) and is_name(last):
            told.add(last.raw.removesuffix("'s").rstrip("'"))
        position += max(used, 1)
    # Thoughts of somebody absent are told in more ways than words are.
    return Voices(labels=frozenset(speaking), told=frozenset(told if found["said"] and not speaking else ()))


def bare(word: Word) -> str:
    """What a name is compared by: without the s of possession."""
    return word.key.removesuffix("'s").rstrip("'")


def _names_in(question: str, forms: Forms) -> list[tuple[Set[str], Word, Word]]:
    """The labels that each name in a question may mean, with its first and its last word, in order.

    Names next to each other are one person’s: “John Griffiths” is not every John, nor the Minister of Health every minister.
    """
    words = words_in(question)
    found: list[tuple[Set[str], Word, Word]] = []
    position = 0
    while position < len(words):
        labels_found, used = labels_at(words, position, forms)
        word = words[position]
        is_word = word.key in {"a", "i"} or (position == 0 and used == 1 and not content_words(word.raw))
        if labels_found and not is_word:
            last = words[position + used - 1]
            between = question[found[-1][2].end : word.start] if found else None
            both = found[-1][0] & labels_found if between in _WITHIN_A_NAME else set()
            if both:
                found[-1] = (both, found[-1][1], last)
            else:
                found.append((labels_found, word, last))
        position += max(used, 1)
    return found
