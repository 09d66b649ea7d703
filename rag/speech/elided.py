"""What a follow-up leaves out because the question before it said it: "what didn't?", "and he about her?", "was it late?".

Each function puts it back, in the words of both questions, and gives None where it does not fit. Pure, English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MODALS = "can could will would should must".split()
_FAMILIES = (("do", "does", "did"), ("is", "are", "was", "were"), ("has", "have", "had"), *((one,) for one in _MODALS))
_AUX = "|".join(each for family in _FAMILIES for each in family)
_NOT_DO = "|".join(each for family in _FAMILIES[1:] for each in family)
_NOT = {"can": "cannot", "ca": "cannot", "wo": "will not"}
_OF_MANY = {"is": "are", "was": "were", "does": "do", "has": "have"}
_SUBJECT = r"""(?:(?:people|participants|interviewees|they|anyone|anybody|everyone|everybody|someone|somebody|he|she|it|we|volunteers
        |carers|researchers|(?-i:[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?))\b
    |(?:the|a|an|any|this|that|these|those|our|their|his|her)\s+(?:(?:other|young|older|younger|new)\s+)?[\w'’-]+)"""
_PAST = r"""(?:\w+ed|made|kept|got|said|told|thought|felt|found|lost|paid|left|brought|held|had|heard|meant|met|sent|spent|built
    |bought|taught|caught|led|read|set|put|cut|let|cost|hurt)"""  # past and participle are one word

_WHICH_NOT = re.compile(
    rf"""^(?P<who>who|what|which|(?:those|people|(?:the\s+)?ones)\s+who)(?:\s+of\s+them)?\s+
    (?P<aux>{_AUX}|ca(?=n['’]t)|wo(?=n['’]t))(?P<no>n['’]t|not|\s+not)?$""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_WHETHER = re.compile(rf"^(?P<aux>{_AUX})\s+(?P<who>{_SUBJECT})\s+(?P<does>\S.*)$", re.IGNORECASE | re.VERBOSE)
_ASKS_WHO = re.compile(
    rf"^(?:who|what)\s+(?P<aux>{_NOT_DO})\s+(?!{_SUBJECT}\s)(?P<does>\S.*)$", re.IGNORECASE | re.VERBOSE
)
_ASKS_WHO_DID = re.compile(rf"^(?:who|what)\s+(?P<does>{_PAST}\s.*)$", re.IGNORECASE | re.VERBOSE)
_ASKS_WHO_DOES = re.compile(
    r"^(?:who|what)\s+(?P<verb>(?!(?:does|has|is|was)\b)\w+[^\Wsiu]s)\s+(?P<does>\S.*)$", re.IGNORECASE
)

_SOMEBODY_TOLD = re.compile(
    rf"""^(?P<lead>(?:what|how|why|when|where)\s+(?:else\s+)?)(?P<aux>{_AUX})\s+(?P<who>\S+(?:\s+\S+){{0,3}}?)\s+
    (?P<says>(?:say|said|think|thought|feel|felt|talk|speak|hear|tell|know|believe)(?:\s+(?:me|us|anything|more))?)\s+
    (?P<about>about|of|on|to|regarding)\s+(?P<topic>\S.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
_GAP = re.compile(
    r"^(?P<who>\S+(?:\s+\S+){0,2}?)\s+(?P<about>about|of|on|to|regarding)\s+(?P<topic>\S+(?:\s+\S+){0,4})$",
    re.IGNORECASE,
)
_SUBJECT_ALONE = re.compile(rf"^(?:{_SUBJECT}|\w+)$", re.IGNORECASE | re.VERBOSE)
_PERSONAL = re.compile(r"^(?:he|she|they|him|her|them|it)$", re.IGNORECASE)
_OWN = re.compile(r"^(?:his|her|their)\s+(?=\w)", re.IGNORECASE)

_POINTED_AT = re.compile(
    rf"""^(?P<lead>(?:(?:why|how|when|where|how\s+(?:much|often|long))\s+)?)(?P<aux>{_AUX})\s+(?P<what>it|that|this|these|those)\s+
    (?P<does>(?!true\s+that|the\s+same)\S.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
_HOW_OFTEN = re.compile(r"^(?:never|always|ever|sometimes|often|usually|still|mostly|only)$", re.IGNORECASE)
_SAME_FOR = re.compile(
    r"""^(?:(?:is|was|are|were)\s+(?:it|that|this|they|things)\s+)?(?:the\s+|any\s+)?
    (?:same|different|similar|true|better|worse)\s+(?=(?:for|with|of|in|at|among|from|on)\s+\S)""",
    re.IGNORECASE | re.VERBOSE,
)
_TOO = re.compile(r"[\s,]+(?:too|as\s+well|also|either)$", re.IGNORECASE)
_FROM = re.compile(
    r"^(?:what|anything|something|any\s+(?:\w+\s+)?(?:views?|thoughts?|quotes?|comments?|examples?))\s+from\s+(?P<who>\S.*)$",
    re.IGNORECASE,
)
_AND_THEIRS = {"his": "his", "hers": "her", "theirs": "their"}
_MOST_WORDS = 5  # of a topic that stands in for "it"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """A question, and whom it asks about."""

    question: str
    who: str


def without_too(rest: str) -> str:
    """A follow-up without the word that says it comes on top of the question before it.

    >>> without_too("the researchers as well"), without_too("too")
    ('the researchers', 'too')
    """
    return _TOO.sub("", rest)


def where_the_same(rest: str) -> str:
    """For whom or where it is asked whether it is the same.

    >>> where_the_same("was it the same for young people"), where_the_same("better pay")
    ('for young people', 'better pay')
    """
    return _SAME_FOR.sub("", rest)


def is_elided(rest: str) -> bool:
    """Whether a follow-up, without its "and", lacks what only the question before it says.

    >>> [is_elided(rest) for rest in ("what didn't", "same for carers", "always", "what changed")]
    [True, True, True, False]
    """
    return any(rule.match(rest) for rule in (_WHICH_NOT, _SAME_FOR, _HOW_OFTEN, _FROM))


def the_contrary(last: str, rest: str) -> str | None:
    """ "Who was paid?", "who wasn't?": the same of those of whom it does not hold.

    >>> the_contrary("Were people told about the tax", "who wasn't"), the_contrary("What made it easy", "what didn't")
    ('who was not told about the tax', 'what has not made it easy')
    """
    found = _WHICH_NOT.match(rest)
    if found is None:
        return None
    aux = found["aux"].lower()
    negated = _NOT.get(aux, f"{aux} not") if found["no"] else aux
    who = "who" if "who" in found["who"].lower() else found["who"].lower()
    asked = _ASKS_WHETHER.match(last) or _ASKS_WHO.match(last)
    if asked and _are_alike(aux, asked["aux"]) and (found["no"] or aux not in _FAMILIES[0]):
        return f"{who} {negated} {asked['does']}"
    if not found["no"]:
        return None
    if (past := _ASKS_WHO_DID.match(last)) and aux in ("did", "has", "have", "had"):
        return f"{who} has not {past['does']}"
    if (present := _ASKS_WHO_DOES.match(last)) and aux in ("does", "do"):
        return f"{who} does not {_infinitive(present['verb'])} {present['does']}"
    return None


def why_not(last: str, rest: str) -> str | None:
    """ "Were people paid?", "why not?": why it does not hold.

    >>> why_not("Were people paid in vouchers", "why not"), why_not("Why do people refuse", "why not")
    ('why were people not paid in vouchers', None)
    """
    asked = _ASKS_WHETHER.match(last) if rest.lower() == "why not" else None
    return f"why {asked['aux'].lower()} {asked['who']} not {asked['does']}" if asked else None


def how_many_of(last: str) -> str | None:
    """A question whether or who, as one that has the people counted.

    >>> how_many_of("Were people paid in vouchers"), how_many_of("Who was paid late"), how_many_of("What came up")
    ('how many people were paid in vouchers', 'how many people were paid late', None)
    """
    if (asked := _ASKS_WHETHER.match(last)) and not re.search(r"\b(?:not|[A-Z]\w+)$", asked["who"]):
        told = _OF_MANY.get(asked["aux"].lower(), asked["aux"].lower())
        return f"how many people {asked['does']}" if told in _FAMILIES[0] else f"how many people {told} {asked['does']}"
    if last.lower().startswith("who ") and (who := _ASKS_WHO.match(last)):
        return f"how many people {_OF_MANY.get(who['aux'].lower(), who['aux'].lower())} {who['does']}"
    return None


def gapped(last: str, rest: str) -> AskedOf | None:
    """ "What did A say about B?", "and B about A?": other people in the places of both, pronouns read as the first two.

    >>> gapped("What did Shabnam say about her husband", "he about her").question
    'What did Shabnam’s husband say about Shabnam'
    >>> gapped("What did Colin say about trains", "Amara about buses")
    AskedOf(question='What did Amara say about buses', who='Amara')
    """
    told, found = _SOMEBODY_TOLD.match(last), _GAP.match(rest)
    if told is None or found is None or not (_PERSONAL.match(found["who"]) or _SUBJECT_ALONE.match(found["who"])):
        return None
    who, topic = found["who"], found["topic"]
    if _PERSONAL.match(who):
        who = _OWN.sub(f"{told['who']}’s ", told["topic"])
        if len(who.split()) > _MOST_WORDS:
            return None
    if _PERSONAL.match(topic) or topic.casefold() == told["who"].casefold():
        topic = told["who"]
    elif (owned := _AND_THEIRS.get(topic.lower())) and _OWN.match(told["topic"]):
        topic = _OWN.sub(f"{owned} ", told["topic"])
    many = who.endswith("s") and who.islower()
    aux = _OF_MANY.get(told["aux"].lower(), told["aux"]) if many else told["aux"]
    return AskedOf(question=f"{told['lead']}{aux} {who} {told['says']} {found['about']} {topic}", who=who)


def of_the_topic(topic: str | None, rest: str) -> str | None:
    """ "was it late?", of what the question before it was about.

    >>> of_the_topic("the taxi", "was it late"), of_the_topic("vouchers", "is it fair")
    ('was the taxi late', 'are vouchers fair')
    """
    found = _POINTED_AT.match(rest)
    if found is None or topic is None or len(topic.split()) > _MOST_WORDS or " and " in topic:
        return None
    many = re.search(r"(?<![sui'’])s$", topic) is not None
    if found["what"].lower() in ("these", "those") and not many:
        return None
    aux = _OF_MANY.get(found["aux"].lower(), found["aux"]) if many else found["aux"]
    return f"{found['lead']}{aux} {topic} {found['does']}"


def how_often(last: str, rest: str) -> str | None:
    """ "never?", "always?": the same question with that word in it.

    >>> how_often("Does the university pay on time", "never")
    'Does the university never pay on time'
    """
    if not _HOW_OFTEN.match(rest):
        return None
    asked = _ASKS_WHETHER.match(last)
    return f"{asked['aux']} {asked['who']} {rest.lower()} {asked['does']}" if asked else f"{last}, and {rest.lower()}"


def heard_from(topic: str | None, rest: str) -> AskedOf | None:
    """ "anything from finance?", of what was told before.

    >>> heard_from("bank forms", "anything from finance")
    AskedOf(question='what did finance say about bank forms', who='finance')
    """
    found = _FROM.match(rest)
    if found is None or topic is None:
        return None
    return AskedOf(question=f"what did {found['who']} say about {topic}", who=found["who"])


def _are_alike(one: str, other: str) -> bool:
    one = {"ca": "can", "wo": "will"}.get(one, one)
    return any(one in family and other.lower() in family for family in _FAMILIES)


def _infinitive(verb: str) -> str:
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ch|sh|[sxzo])es$", verb) else verb[:-1]
