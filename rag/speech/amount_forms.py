"""How amounts of people are written: “most”, “no more than three”, “two thirds”. Patterns; rag.speech.claimed_counts reads by them."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction


class Amount(StrEnum):
    """Kinds of amounts that reports use. UNCLEAR is “not three”, “everyone but Ana”: nothing says what would bear it out."""

    ALL = "all"
    ALL_BUT = "all but"
    NOT_ALL = "not all"
    MOST = "most"
    HALF = "half"
    MANY = "many"
    SOME = "some"
    FEW = "few"
    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    FEWER_THAN = "fewer than"
    NONE = "none"
    UNCLEAR = "unclear"


ALMOST_ALL, LARGE_MAJORITY = Fraction(3, 4), Fraction(2, 3)  # the least that these words are taken for
PARTS = {word: parts for parts, word in enumerate("third quarter fifth sixth seventh eighth ninth tenth".split(), 3)}

MASK = "\ue000"  # for each character of a number: how numbers are written, rag.speech.numbers knows
_N = rf"(?:{MASK}+|\bone\b)"
_QUANTITY = (
    rf"(?<![\w-])(?:(?P<percent>{_N})(?:\s*%|\s*per\s*cent\b)"
    rf"|(?P<count>{_N})(?:\s*/\s*| \(?(?:out )?of (?:the |our |all )?)(?P<of>{_N})\)?"
    rf"|(?P<some>{_N}) in (?:every )?(?P<each>{_N})"
    rf"|(?:an?|(?P<parts>{_N}))[\s-]+(?P<part>{'|'.join(PARTS)})s?\b"
    rf"|half an? (?P<halved>{MASK}+)|(?P<half>half)\b|(?:an? )?(?P<plain>{_N}))"
)
_WITH_NUMBER: tuple[tuple[Amount, str], ...] = (
    (Amount.ALL_BUT, r"(?:all|everyone|everybody) (?:but|except(?: for)?)"),
    (Amount.AT_MOST, r"at (?:the )?most|(?:no|not) (?:more than|over)|up to|a maximum of|only|just|merely"),
    (Amount.AT_LEAST, r"at (?:the very )?least|(?:no|not) (?:fewer|less) than|a minimum of"),
    (Amount.FEWER_THAN, r"(?:(?:just|well|slightly|far) )?(?:fewer than|less than|under|below)|not (?:even|quite)"),
    (Amount.MORE_THAN, r"(?:(?:just|well|slightly|far) )?(?:more than|over|above|upwards of)"),
    (Amount.ABOUT, r"about|around|roughly|approximately|some|nearly|almost|close to"),
    (Amount.EXACTLY, r"exactly|precisely"),
)
_IN_WORDS: tuple[tuple[Amount, str], ...] = (  # `alone`: it needs no people beside it
    (Amount.UNCLEAR, r"(?P<alone>(?:nobody|no[ -]one|everyone|everybody),? (?:but|except|apart from|other than))"),
    (Amount.FEW, r"(?P<alone>(?:almost|nearly|virtually|practically|hardly) (?:nobody|no[ -]one|anybody|anyone))"),
    (Amount.NONE, r"(?P<alone>nobody|no[ -]one|not (?:a single (?:one|person)|one of them))"),
    (
        Amount.NOT_ALL,
        r"not (?:quite |nearly )?(?:(?P<alone>everyone|everybody)|(?:all|every|each|both)(?: single| one)*)",
    ),
    (
        Amount.AT_LEAST,
        r"(?P<almost>almost|nearly|virtually|practically) (?:(?P<alone>everyone|everybody)|(?:all|every|each)(?: single| one)*)",
    ),
    (Amount.AT_LEAST, r"(?:the|a) (?:vast|large|great|overwhelming) majority"),
    (Amount.FEW, r"(?<!\ba\s)(?:(?:very|only a|just a) )?few|not many|only some|a small (?:number|share|proportion)"),
    (
        Amount.FEW,
        r"(?:hardly|scarcely|barely) any|(?:almost|nearly|virtually|practically) (?:none|no)|an? (?:small )?minority",
    ),
    (Amount.NONE, r"none|(?P<two>neither)|not (?:a single|one)|no"),
    (Amount.MOST, r"(?:most|(?:the|a) (?:small |slim )?majority)(?:,? (?:but|though) not all,?)?"),
    (Amount.HALF, r"every (?:other|second)"),
    (Amount.ALL, r"(?P<alone>everyone|everybody|unanimously|without exception)"),
    (Amount.ALL, r"(?P<two>both)|(?:all|every|each)(?: single| one)*"),
    (Amount.MANY, r"(?<!\bas\s)(?<!\bhow\s)many|numerous|a large (?:number|share)|a lot"),
    (
        Amount.SOME,
        r"some|several|(?:quite )?a few|a number|various|a handful|a couple|certain|multiple|(?:the )?other",
    ),
)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words.replace(" ", r"\s+"), re.IGNORECASE)


FORMS: tuple[tuple[Amount, re.Pattern[str]], ...] = (
    *((amount, _pattern(rf"\b(?:{words}) {_QUANTITY}")) for amount, words in _WITH_NUMBER),
    (Amount.EXACTLY, _pattern(_QUANTITY)),
    *((amount, _pattern(rf"\b(?:{words})(?![\w-])")) for amount, words in _IN_WORDS),
)
PEOPLE_ALONE = _pattern(r"\A(?:participants|interviewees|respondents|contributors|others)\b(?!['’])")
TAIL = _pattern(rf"(?: of)?(?: (?:the|these|those|our|all|its|their)\b)*(?: (?P<whole>{_N}))?")
WORD = _pattern(r" ([a-z-]+)(?![\w'’-])")
BUT = _pattern(rf",? (?:but|except(?: for)?) (?P<count>{_N})")
DENIED = _pattern(r"\b(?:not|only|hardly|scarcely|barely|never)\s+\Z")
THINGS = re.compile(r"[a-z-]+(?<!ou)(?<!s)s")  # “some vouchers people got”: not the people are counted
OF_THEM = _pattern(r" of (?:them|these|those|us)\b")
WHOLE_FIRST = _pattern(
    r"(?:\A|[.!?;:] )(?:out )?(?:of|among|amongst) (?:(?:the|our|all) )*\Z"
)  # “Of the 11 people, two …”
NEVER_BARE = _pattern(r"\b(?:no|every|each|one|single|other|second|certain|various|multiple|numerous)\Z")
CLAUSE = _pattern(r"(?:\A|[.!?;:,(–—]|\b(?:and|but|while|whereas|though|although))\s*\Z")
VERB = _pattern(
    r" (?:(?:also|only|all|both|never|then|still|later|often) )?(?:said|says?|felt|feels?|agreed?|agrees|thought|thinks?|reported|reports?|"
    r"described?|describes|wanted|wants?|mentioned|mentions?|found|finds?|believed?|believes|were|are|was|is|had|have|has|waited|waits?|"
    r"noted?|notes|saw|sees?|spoke|speaks?|told|tells?|worried|worry|worries|did|do|does|got|gets?|received?|lost|asked|complained|"
    r"objected|refused|praised|disliked?|liked|never|would|could|will|can|might|should)\b"
)
