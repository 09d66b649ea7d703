"""Follow-ups that ask something of the answer before them: for more of it, how common that is, which was worst, if it is true.

None of their words is said in an interview, so none can be searched for as it stands. Pure, English.
"""

from __future__ import annotations

import re
from enum import StrEnum

from rag.speech.stems import stems

_REQUEST = re.compile(
    r"""^(?:(?:please|now|just)[\s,]+)*
    (?:(?:(?:can|could|would|will|may)\s+(?:you|i|we)|(?:i|we)(?:\s+would|['’]d)?\s+(?:want|like|need)(?:\s+to)?)\s+
        (?:(?:please|also)\s+)*(?:(?:give|show|tell|get|find|have|see|hear|know)\s+(?:(?:me|us)\s+)?)?
      |(?:give|show|tell|get|find)\s+(?:me|us)\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEASE = re.compile(r"[\s,]+please$", re.IGNORECASE)
_MORE = re.compile(
    r"""^(?:(?:any|some|the|a\s+few|a\s+bit|a\s+little|(?:what|are|is)\s+there(?:\s+any)?)\s+)*
    (?:(?:what|anything|something)\s+(?:else|more)
      |more|others?|the\s+rest
      |(?:more|other|further)\s+(?:of\s+(?:that|them|it|those|these)|detail|details|examples?|quotes?|extracts?|passages?|answers?
          |evidence|ones|views?|reasons?|people)
      |go\s+on|carry\s+on|continue|keep\s+going|elaborate|next)
    (?:\s+(?:came\s+up|comes\s+up|was\s+(?:said|mentioned|raised)|is\s+there|there
      |(?:did|do|does|has|have)\s+(?:he|she|they|people|participants|anyone|we|you)\s+(?:say|said|think|mention(?:ed)?|have|find|got)
      |(?:he|she|they|people|anyone)\s+said))?
    (?:\s+(?:about|on|of|to|than)\s+(?:it|that|this|them|those|these))?$""",
    re.IGNORECASE | re.VERBOSE,
)
_HOW_COMMON = re.compile(
    r"""^(?:how\s+(?:common|widespread|typical|frequent|usual)\s+(?:is|was|are|were)\s+(?:it|that|this|those|they|these)
      |how\s+many(?:\s+(?:people|participants|interviewees|of\s+(?:them|the\s+people|the\s+participants)))
        (?:\s+(?:say|said|think|thought|mention|mentioned|agree|agreed)(?:\s+(?:so|that|this|it))?)?
      |how\s+many\s+(?:say|said|think|thought)(?:\s+(?:so|that|this|it))?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_DOUBT = re.compile(
    r"""^(?:really|seriously|honestly|truly|true|for\s+real
      |(?:is|was|are|were)(?:\s*n['’]?t)?\s+(?:that|it|this|they)\s+(?:really\s+|actually\s+)?(?:true|right|correct|so|accurate|reliable|a\s+fact)
      |are\s+you\s+(?:really\s+|quite\s+)?(?:sure|certain)(?:\s+(?:of|about)\s+(?:that|it|this))?
      |how\s+(?:do|can|would)\s+(?:you|we|they)\s+know(?:\s+(?:that|it|this))?
      |(?:can|should)\s+(?:i|we)\s+(?:trust|believe|rely\s+on)\s+(?:that|it|this|them))$""",
    re.IGNORECASE | re.VERBOSE,
)
_AT_A_LOSS = re.compile(
    r"""^(?:what|huh|eh|pardon|come\s+again|help|what\s+now
      |i\s+(?:don['’]?t|do\s+not|didn['’]?t|did\s+not)\s+(?:understand|get|follow|see)(?:\s+(?:it|that|this|you|any\s+of\s+it))?
      |what\s+do\s+you\s+mean(?:\s+by\s+(?:that|it|this))?|what\s+(?:does|do)\s+(?:that|it|this|they)\s+mean
      |(?:i\s+am|i['’]?m)?\s*(?:not\s+sure\s+(?:that\s+)?i\s+(?:follow|understand|get\s+it)|lost|confused)
      |(?:please\s+)?explain(?:\s+(?:it|that|this|yourself))?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_SUPERLATIVE = r"(?:the\s+)?(?P<most>worst|best|main|key|most(?:\s+(?!of\b)\w+)?|least(?:\s+\w+)?|\w{2,}est)"
_WHICH_IS = re.compile(
    rf"""^(?:and\s+)?(?:(?:which|what|who)(?:\s+(?:one|ones|people|things?|of\s+(?:them|these|those)))?\s*
        (?:is|was|are|were|['’]s|came\s+up|comes\s+up|gets?|got)?\s+)?
    {_SUPERLATIVE}
    (?:\s+(?:one|ones|thing|things|problem|barrier|reason|issue|part|of\s+(?:all|them|these|those|the\s+lot)|for\s+(?:them|people)|often))?$""",
    re.IGNORECASE | re.VERBOSE,
)
_WHICH_MATTERS = re.compile(
    r"^(?:which|what)(?:\s+(?:one|ones|of\s+(?:them|these|those)))?\s+(?:matters?|mattered|counts?|counted)\s+(?:the\s+)?(?P<most>most|least)$",
    re.IGNORECASE,
)
_WHO_DID_MOST = re.compile(
    r"^(?:who|which|what)\s+(?P<does>\w+)\s+(?:it\s+|for\s+it\s+|for\s+)?(?:the\s+)?(?P<most>\w{2,}est|most|least|worst|best)$",
    re.IGNORECASE,
)
_NO_SUPERLATIVE = frozenset(
    "rest west test guest honest modest interest request forest chest nest harvest protest".split()
)
_COUNTED = re.compile(r"common|frequent|usual|widespread|mentioned|often|typical|popular", re.IGNORECASE)
_MOST_OF_THEM = re.compile(r"^(?:the\s+)?(?:most|least)\s+of\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"^(?:longest|shortest|latest|earliest|oldest|youngest|cheapest|dearest|fastest|slowest|quickest)$", re.IGNORECASE
)


class Order(StrEnum):
    """What would put first what a follow-up wants first."""

    COUNT = "count"
    JUDGEMENT = "judgement"
    MEASURE = "measure"


def request_itself(typed: str) -> str:
    """What is asked for, without the words that ask somebody to give it.

    >>> request_itself("can you give me an example"), request_itself("Tell me more please"), request_itself("please?")
    ('an example', 'more', 'please?')
    """
    short = _PLEASE.sub("", typed.strip())
    return _REQUEST.sub("", short, count=1) or short


def asks_for_more(rest: str) -> bool:
    """Whether a follow-up wants more of what was found, whatever it is.

    >>> [asks_for_more(rest) for rest in ("what else did she say", "any others", "more money")]
    [True, True, False]
    """
    return _MORE.match(rest) is not None


def asks_how_common(rest: str) -> bool:
    """Whether a follow-up wants the people counted who say what was found.

    >>> asks_how_common("how common is that"), asks_how_common("how many of them"), asks_how_common("how many trains")
    (True, True, False)
    """
    return _HOW_COMMON.match(rest) is not None


def is_in_doubt(rest: str) -> bool:
    """Whether a follow-up asks if what was said is so.

    >>> is_in_doubt("really"), is_in_doubt("is that true"), is_in_doubt("is it fair")
    (True, True, False)
    """
    return _IN_DOUBT.match(rest) is not None


def is_at_a_loss(rest: str) -> bool:
    """Whether a person says that the answer is not understood.

    >>> is_at_a_loss("I don't understand"), is_at_a_loss("what do you mean by that")
    (True, True)
    """
    return _AT_A_LOSS.match(rest) is not None


def order_asked(rest: str, before: str) -> Order | None:
    """By what a follow-up wants put in order what was found for the question before; None where it wants something else.

    >>> order_asked("which was worst", "What barriers came up?"), order_asked("the most common", "What came up?")
    (<Order.JUDGEMENT: 'judgement'>, <Order.COUNT: 'count'>)
    >>> order_asked("who waited longest", "Did they wait?"), order_asked("who cooked best", "Did they wait?")
    (<Order.MEASURE: 'measure'>, None)
    """
    found = _WHICH_IS.match(rest) or _WHICH_MATTERS.match(rest)
    measured = _WHO_DID_MOST.match(rest) if found is None else None
    if measured is not None and set(stems(measured["does"])) & set(stems(before)):
        return Order.MEASURE
    if found is None or found["most"].lower() in _NO_SUPERLATIVE:
        return None
    if _COUNTED.search(rest) or _MOST_OF_THEM.match(rest):
        return Order.COUNT
    return Order.MEASURE if _MEASURED.match(found["most"]) else Order.JUDGEMENT
