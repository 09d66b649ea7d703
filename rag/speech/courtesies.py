"""Thanks, greetings and approval: what is said to whoever answers, and asks nothing of the transcripts."""

from __future__ import annotations

import re

_GREETING = r"""(?:hi|hiya|hello|hey|greetings|good\s+(?:morning|afternoon|evening|day))
    (?:\s+(?:there|again|all|everyone|everybody|folks|team))?"""
_THANKS = r"""(?:many\s+|so\s+many\s+)?(?:thanks|thank\s*you|thx|ty|ta|cheers|much\s+appreciated|i\s+appreciate\s+(?:it|that))
    (?:\s+(?:again|anyway|all|both|a\s+lot|a\s+million|a\s+bunch|so\s+much|very\s+much|ever\s+so\s+much
        |for\s+(?:that|this|it|now|everything|all\s+(?:of\s+)?(?:that|this|it)|the\s+(?:answers?|help|quotes?)
            |your\s+(?:help|time|answers?)|looking|asking|checking|explaining|finding\s+(?:it|that|this|them))))*"""
_GOOD = r"""(?:great|good|fine|perfect|lovely|brilliant|excellent|super|superb|fantastic|fab|fabulous|wonderful|amazing
    |awesome|nice|nice\s+one|cool|splendid|marvellous|terrific|impressive|interesting|helpful|useful|informative)"""
_APPROVAL = rf"""(?:(?:very|really|so|absolutely|that|pretty)\s+)*{_GOOD}(?:\s+to\s+know)?
    |well\s+done|good\s+(?:job|work|stuff)|spot\s+on|wow|sounds\s+good
    |(?:that|this|it)(?:'?s|\s+is|\s+was|\s+has\s+been|\s+looks|\s+sounds)\s+(?:(?:just|exactly|really|very|so|all|quite|most|super)\s+)*
        (?:{_GOOD}(?:\s+to\s+know)?|clear|handy|right|what\s+i\s+(?:needed|need|wanted|was\s+(?:after|looking\s+for)))
    |(?:just|exactly)\s+what\s+i\s+(?:needed|need|wanted|was\s+(?:after|looking\s+for))
    |you(?:'ve|\s+have|'re|\s+are)\s+(?:been\s+)?(?:(?:very|really|so|most)\s+)*(?:{_GOOD}|a\s+(?:star|great\s+help))"""
_NOTED = r"""ok|okay|k|h+m+|oh|ah|right|alright|all\s+right|sure|yes|yeah|yep|yup|no|nope|nah|got\s+it|i\s+see|i\s+understand|understood
    |noted|fair\s+enough|(?:that\s+|it\s+)?makes\s+sense|never\s*mind|no\s+(?:worries|problem|(?:more|further)\s+questions)
    |that(?:'?s|\s+is|\s+was|'ll\s+be|\s+will\s+be)\s+(?:all|it|enough)(?:\s+(?:i\s+need(?:ed)?|for\s+(?:now|today)))*
    |that(?:'ll|\s+will)\s+do|sorry|please"""
_PARTING = r"""(?:bye|goodbye)(?:\s+(?:bye|now|for\s+now))?|see\s+you(?:\s+(?:later|soon))?
    |(?:have\s+a|enjoy\s+(?:your|the))\s+(?:(?:good|nice|great|lovely)\s+)?(?:day|evening|week|weekend|one)"""

_CIVIL = rf"(?:{_GREETING}|{_THANKS}|{_PARTING})"
_ANY = rf"(?:{_CIVIL}|{_APPROVAL}|{_NOTED})"
_GAP = r"[\s,.!;:–—-]"
_QUESTION = r"(?:what|how|who|whose|why|when|where|which|did|do|does|tell|show|only|just|make|shorter|narrower)\b"
_NOTHING_ASKED = re.compile(
    rf"{_GAP}*(?:and\s+)?(?:{_ANY}{_GAP}+(?:and\s+)?)*{_ANY}{_GAP}*", re.IGNORECASE | re.VERBOSE
)
_BEFORE_A_QUESTION = re.compile(
    # "thanks, ..." is never part of a question; "Great Yarmouth", "fine" and "right to work" may be
    rf"""{_GAP}*(?:{_ANY}{_GAP}+)*?(?:
        {_CIVIL}(?:\s*[,.!;:–—-]+\s*|\s+(?=(?:and|but|so|also)\b|{_QUESTION}|(?:is|are|was|were|has|have|any|anyone)\b))
      | {_ANY}(?:\s*[.!;]+\s*|\s*[,:–—-]+\s*(?=(?:and|but|so|also)\b|{_QUESTION}|(?:is|are|was|were|has|have|any|anyone|the)\b)
            |\s+(?={_QUESTION}))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_MURMURED = re.compile(
    r"\b(?:m+|m+[- ]?h+m+|h+m+|u[hm]+(?:[- ]huh)?|a+h|o+h|gosh|really|exactly|indeed|absolutely|of\s+course)\b",
    re.IGNORECASE,
)


def without_courtesies(text: str) -> str:
    """What is asked, without the thanks, greeting or approval before it; empty where there is nothing else.

    >>> without_courtesies("Great, thanks! And the carers?"), without_courtesies("ok thank you")
    ('And the carers?', '')
    >>> without_courtesies("Good and bad things about Great Yarmouth?")
    'Good and bad things about Great Yarmouth?'
    """
    asked = " ".join(text.split())
    plain = asked.replace("’", "'")  # the same length: places in it are places in what was typed
    if not any(each.isalnum() for each in plain) or _NOTHING_ASKED.fullmatch(plain):
        return ""
    before = 0
    while found := _BEFORE_A_QUESTION.match(plain, before):
        before = found.end()
    return asked[before:]


def asks_nothing(text: str) -> bool:
    """Whether a text is a courtesy and nothing else.

    >>> asks_nothing("lovely, cheers!"), asks_nothing("Did anyone say thank you?")
    (True, False)
    """
    return not without_courtesies(text)


def is_listening(text: str) -> bool:
    """Whether somebody who says this only shows that they listen. What agrees in full words (“Nothing at all.”) does not.

    >>> is_listening("Mm-hm, right."), is_listening("Nothing at all."), is_listening("Right?")
    (True, False, False)
    """
    heard = _MURMURED.sub(" ", text)
    return "?" not in text and asks_nothing(heard)
