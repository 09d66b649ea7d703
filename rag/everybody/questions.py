"""Which questions are asked of everybody, and not of the few passages nearest to them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.speech.question import content_words

_PEOPLE = r"(?:participants?|interviewees?|people|person|respondents?|speakers?|carers?|patients?|members?|interviews?|transcripts?|of\s+them)"
# After “how many” alone: what people do, not what is counted of things (“how many times”, “how many reports were”).
_DO = r"""(?:(?:also|ever|never|actually|really)\s+)?(?:(?:would|could|did|do)(?:\s+not|n['’]t)?\s+(?:(?:ever|also)\s+)?)?
    (?:say|said|tell|told|mention(?:ed)?|talk(?:ed)?|sp[eo]ak|spoke|complain(?:ed)?|report(?:ed)?|raised?|described?|discuss(?:ed)?
      |believed?|think|thought|agreed?|disagreed?|feel|felt|want(?:ed)?|fear(?:ed)?|worr(?:y|ied)|prefer(?:red)?|enjoy(?:ed)?
      |experienced?|struggled?|get|got|receive|received|lose|lost
      |(?:have|had|were|are)(?!\s+(?:there|they|we|you|i|it|he|she|the|these|those|this|that|to)\b)(?=\s+\w))\b"""
SHARE = r"what\s+(?:share|proportion|percentage)"
"""A pattern: how one asks for a share of people."""

_EVERYBODY = re.compile(
    rf"""\b(?:across|in|throughout|over)\s+(?:all|every|each)\b.*\b(?:interviews?|transcripts?|participants?)\b
    | \bhow\s+many\s+(?:\w+\s+){{0,2}}{_PEOPLE}\b
    | \b(?:how\s+many|{SHARE})\s+{_DO}
    | \b(?:which|{SHARE}\s+of(?:\s+the)?)\s+(?:\w+\s+)?{_PEOPLE}\b
    | \b(?:main|common|commonest|key|recurring)\s+themes?\b
    | ^\W*(?:did|does|do|has|have|was|were|is)\s+(?:any|every|no)(?:one|body)\b
    | \bcompare\b.*\b{_PEOPLE}\b
    | ^\W*who\s+(?:else\s+)?(?:(?:did|does|do)(?:\s+not|n['’]t)\b|rais(?:es?|ed)|brought\s+up|brings?\s+up|opposed?s?|said|says|
        thinks?|thought|felt|feels|had|has|lost|objected|fear(?:ed|s)?|mention(?:s|ed)?|
        complain(?:s|ed)?|want(?:s|ed)?|disagreed?s?|agreed?s?|spoke|speaks|talks?|talked|believes?|believed|reported|
        described|experienced|struggled|worried|never)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


_WHAT_COMES_UP = re.compile(
    r"\b(?:main|common|commonest|key|recurring|major|central|top)\s+(?:themes?|topics?|issues?)\b"
    r"|\bwhat\s+(?:themes?|topics?)\b|\bwhat\s+(?:comes|came)\s+up\b",
    re.IGNORECASE,
)


_SAYS = r"""(?:say|said|saying|says|tell|told|tells|mention(?:s|ed)?|talk(?:s|ed)?|spoke|speaks?|complain(?:s|ed)?|report(?:s|ed)?
    |rais(?:es?|ed)|describ(?:es?|ed)|discuss(?:es|ed)?|believ(?:es?|ed)|thinks?|thought|agreed?s?|feels?|felt)"""
_NOT = r"(?:never|(?:do|does|did|have|has|had)(?:\s+not|\s+never|n['’]t))"
_OF_WHO_DOES_NOT = re.compile(
    rf"^\W*(?:who|which\s+(?:of\s+)?(?:the\s+)?\w+|how\s+many(?:\s+(?:of\s+)?(?:the\s+)?\w+)?)\s+{_NOT}\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"""^\W*(?:(?:across|in|throughout|over|of)\s+(?:all\s+|every\s+|each\s+|of\s+|the\s+|these\s+)+{_PEOPLE}\s*,?\s*)?
    (?:and\s+)?(?:
        (?:how\s+many|which|{SHARE}\s+of)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)??{_PEOPLE}
      | (?:how\s+many|{SHARE})(?=\s+{_DO})
      | (?:for\s+whom|who)(?:\s+else)?
      | (?:did|does|do|has|have|had|was|were|is|are)\s+
        (?:(?:any|every|no)(?:one|body)(?:\s+else)? | any\s+(?:of\s+)?(?:the\s+)?{_PEOPLE})
    )\b\s*(?:who\s+)?(?:{_NOT}\s+)?(?:(?:do|does|did|have|has|had)\s+(?={_SAYS}\b))?
    (?:{_SAYS}\s+(?:(?:anything|something|things?)\s+)?(?:about|of|that)\s+
      | (?:say|said|says|thinks?|thought|believ(?:es?|ed))\s+(?=(?:there|they|it|he|she|we|the|people)\b)
      | (?:mention(?:s|ed)?|rais(?:es?|ed)|describ(?:es?|ed)|discuss(?:es|ed)?|report(?:s|ed)?)\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)

_ALSO_WORDS = frozenset(
    """april art august bill chance chase dawn drew faith frank grace grant guy hope iris jack joy june lily mark may miles
    misty olive pat patience rich rob rose ruby sandy sky sue summer trinity victor will""".split()
)
"""Names that are ordinary words, besides those that say nothing of what is asked (rag.speech.question)."""


def counted_theme(question: str) -> str:
    """What people are counted by: the question without the words that ask for people.

    >>> counted_theme("How many participants mention childcare?"), counted_theme("Who felt ignored?")
    ('childcare?', 'felt ignored?')
    >>> counted_theme("How many spoke about the war?"), counted_theme("What proportion were paid?")
    ('the war?', 'were paid?')
    >>> counted_theme("What was said about vouchers?")
    'What was said about vouchers?'
    """
    theme = _COUNTED.sub("", question.strip(), count=1)
    return theme if content_words(theme) else question


def asks_who_does_not(question: str) -> bool:
    """Whether a question asks for those who do not speak to something.

    >>> asks_who_does_not("Which participants never mention vouchers?"), counted_theme("Who did not mention benefits?")
    (True, 'benefits?')
    >>> asks_who_does_not("Who was never paid?")
    False
    """
    return _OF_WHO_DOES_NOT.search(question) is not None


def asks_for_themes(question: str) -> bool:
    """Whether a question asks what comes up, and names nothing that could be looked for.

    >>> asks_for_themes("What are the main themes?"), asks_for_themes("What came up about childcare?")
    (True, False)
    """
    return _WHAT_COMES_UP.search(question) is not None and not re.search(
        r"\b(?:about|on|of|regarding|concerning|when\s+it\s+comes\s+to)\s+(?!(?:the\s+|these\s+|all\s+)*(?:interviews?|transcripts?|corpus)\b)",
        question,
        re.IGNORECASE,
    )


def asks_everybody(question: str, names: Sequence[str] = ()) -> bool:
    """Whether a question can be answered only by reading every interview; never where it names one of the speakers.

    >>> asks_everybody("How many participants were paid late?"), asks_everybody("Who chaired the meeting?")
    (True, False)
    >>> asks_everybody("Did anyone else say what Amara said?", ["Amara"])
    False
    """
    return _EVERYBODY.search(question) is not None and not any(_is_named(name, question) for name in names)


def _is_named(name: str, question: str) -> bool:
    """Whether a question names a speaker: with a capital, or a figure, as labels are written; and not where a sentence begins,
    if the name is an ordinary word (“Will anybody …?”)."""
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE) if len(name) > 1 else ():
        written, before = found[0], question[: found.start()]
        opens = re.search(r"(?:^|[.!?:…])\W*$", before) is not None
        is_word = name.casefold() in _ALSO_WORDS or not content_words(name)
        has_capital = written != written.lower() or written == written.upper() or any(map(str.isdigit, written))
        if has_capital and not (opens and is_word):
            return True
    return False
