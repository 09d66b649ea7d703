"""Which words name things, told by the words before them: “the form”, “my pension”, “of money”. Pure, English, no tagger.

A word that stands after an article or a possessive much of the time is a noun there, or is used as one. That is all a
heading needs: it is made of what people speak of, not of how they go about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from rag.speech.question import content_words
from rag.speech.stems import stems
from rag.speech.words import Word, is_negation, looks_like_a_name, words_in

_BEFORE_NOUNS = frozenset(
    "the a an my your his her our their its me this these those some any no each every another whose of".split()
)
_MAY_BE_BEFORE = frozenset(
    "in on at by with for from about without into per to".split()
)  # half of what they precede is a noun
_SHARE = 0.3
_DESCRIBES = (
    0.75  # the share of a word's uses after “the”, “my” or “of” that go on to another word: “the mental strain”
)
_DESCRIBED = 3  # uses below which nothing is told of a word
_LEAST_LETTERS = 3
_CONTRACTED = ("'ll", "'ve", "'re", "'d", "n't", "'m")
_EMPTY = frozenset(
    """lot lots bit stuff thing things anything everything something nothing someone somebody everybody everyone anybody
    whatever one ones someone's good nice great bad right wrong little big small old young new long short whole same
    other others first second last next best worst better worse more most much many few half couple three four five six
    seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand million time times day days
    year years week weeks month months today night morning way ways sort kind type point sense end part side rest top back
    minute minutes hour hours moment while guess example thought look mind idea fact case number amount middle bottom
    course reason head hand face sure wee folk man woman men women lady guy guys girl boy person people interesting
    important different particular certain actual real main only very really own such basically obviously matter order
    terms place places line house home front past start beginning life world name names door room chance talk feel feeling
    answer question questions mean means person's dunno okay thank thanks mine love pound pounds pence penny quid january february march april may june july august september october november december ones going ago used new two six ten yes ask way end lot dad mum bye nor off per via""".split()
)
"""What stands where nouns stand and names nothing."""


def noun_stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems of words that name things in these texts.

    >>> sorted(noun_stems(["The form was long.", "I lost my form and ran.", "We ran to her."]))
    ['form']
    """
    after: Counter[str] = Counter()
    every: Counter[str] = Counter()
    names = cache(stem_of_key)  # for as long as these texts are read: most of their words come again and again
    for text in texts:
        before, told = "", 0
        for word in words_in(text):
            stem = names(word.key, _least_letters(word))
            # “the bus fares”: what stands before a noun may be told of, too, but says half as much
            told = 0 if word.opens else _tells(before) or (told // 2 if names(before) else 0)
            if stem is not None:
                every[stem] += 1
                after[stem] += told
            before = word.key
    return frozenset(stem for stem, told in after.items() if told >= 2 * _SHARE * every[stem])


def describing_stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems of words that stand where nouns do, and nearly always before the word that names the thing.

    They are adjectives, or nouns that say what kind a thing is, and alone they head nothing: “mental”, “biggest”.

    >>> sorted(describing_stems(["The mental strain was bad, my mental health was, and the strain of mental work."]))
    ['mental']
    """
    stood: Counter[str] = Counter()
    before_another: Counter[str] = Counter()
    names = cache(stem_of_key)
    tells = cache(content_words)
    for text in texts:
        words = words_in(text)
        for before, word, after in zip(words, words[1:], [*words[2:], None], strict=False):
            stem = names(word.key, _least_letters(word)) if _tells(before.key) and not word.opens else None
            if stem is None:
                continue
            stood[stem] += 1
            if after is None or after.opens or looks_like_a_name(word) or not text[word.end : after.start].isspace():
                continue  # it ends what is named, or is a name: “the Auditor General”
            before_another[stem] += bool(tells(after.key))
    return frozenset(
        stem for stem, times in stood.items() if times >= _DESCRIBED and before_another[stem] >= _DESCRIBES * times
    )


def stem_of(word: Word) -> str | None:
    """The stem of a word that could name something; None for any other."""
    return stem_of_key(word.key, _least_letters(word))


def stem_of_key(key: str, least: int = _LEAST_LETTERS) -> str | None:
    """The same, of a word's key: small letters and plain apostrophes."""
    if len(key) < least or key.removesuffix("'s") in _EMPTY or key in _BEFORE_NOUNS or key in _MAY_BE_BEFORE:
        return None
    if key.endswith(_CONTRACTED) or is_negation(key) or not key[0].isalpha() or set(key) == {"x"}:
        return None
    return "".join(stems(key)) or None


def as_written(word: Word) -> str:
    """How a word is shown: small, but for what is a name or an abbreviation; a “lift's” is a lift."""
    written = word.raw if looks_like_a_name(word) or (len(word.raw) > 1 and word.raw.isupper()) else word.key
    return written.removesuffix("'s")


def _least_letters(word: Word) -> int:
    return 2 if word.raw.isupper() else _LEAST_LETTERS


def _tells(before: str) -> int:
    return 2 * (before in _BEFORE_NOUNS) + (before in _MAY_BE_BEFORE)
