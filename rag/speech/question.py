"""What a question is about: its words without the ones that only ask."""

from __future__ import annotations

import re

_INSTRUCTIONS = re.compile(
    r"""^\s*(?:please\s+|can\s+you\s+|could\s+you\s+|i\s+want\s+to\s+know\s+|tell\s+me\s+)*
    (?:
        (?:(?:give|write|provide|make)\s+(?:me\s+)?(?:a\s+)?(?:short\s+|brief\s+)?)?
          (?:summar(?:y|i[sz]e|i[sz]ation)|overview|list|describe|explain|outline|discuss|recap)
          (?:\s+(?:of|all|what|the))*
          (?:\s+(?:discussions?|conversations?|talk|debate|opinions?|views?)\s+(?:about|on|of|regarding))?
      | what\s+(?:was|were|is|has\s+been|did\s+(?:they|people|participants|anyone|interviewees|the\s+\w+))\s+
          (?:said|say|talked|talk|mention(?:ed)?|discuss(?:ed)?|think|feel)\s*(?:about|on|of|regarding)?
      | what\s+do(?:es)?\s+(?:they|people|participants|anyone|interviewees)\s+(?:say|think|feel)\s*(?:about|on|of)?
      | (?:did|does|do|has|have)\s+(?:anyone|anybody|someone|they|people|participants)\s+
          (?:say|said|mention(?:ed)?|talk(?:ed)?|discuss(?:ed)?|raised?)\s*(?:anything\s+)?(?:about|on|of)?
      | (?:is|are|was|were)\s+there\s+(?:anything|something|any\s+mention)\s*(?:said\s+)?(?:about|on|of)?
      | find\s+(?:me\s+)?(?:quotes?|passages?|examples?|evidence)\s*(?:about|on|of|for)?
    )\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_TRAILING = re.compile(
    r"\s+(?:came|come|were|was|are|is|did\s+\w+|do\s+\w+)?\s*(?:up|raised|mentioned|discussed|reported|described|said)\s*"
    r"(?:in|by|across)?\s*(?:the\s+|all\s+)?(?:interviews?|transcripts?|participants?)?\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_ASKING = frozenset(
    """a about all an and any anyone anything are as at be been but by came can come could did discuss discussed do does
    for from had has have how i if in into is it its me mention mentioned more my of on or our people participant
    participants said say says so some something tell than that the their them there they this to up us was we were
    what when where which who whom whose why will with would you your interview interviews transcript transcripts
    interviewee interviewees anybody somebody someone talk talked think thought feel felt raise raised""".split()
)
_KINDS_OF_FINDING = frozenset(
    """advantage advantages advice affect affects approach approaches aspect aspects attitude attitudes barrier barriers
    challenge challenges concern concerns consequence consequences difficulties difficulty disadvantage disadvantages effect
    effects enabler enablers evidence example examples experience experiences facilitator facilitators factor factors finding
    findings impact impacts influence influences issue issues kind kinds obstacle obstacles opinion opinions perception
    perceptions perspective perspectives problem problems reason reasons recommendation recommendations role roles sort sorts
    suggestion suggestions theme themes topic topics type types view views""".split()
)
_PATH = re.compile(r"\s+[>›»→]\s+|\\+")
_PREPOSITION = re.compile(r"^(?:on|about|regarding|concerning)\s+(?=\S)", re.IGNORECASE)
_KINDS = {
    "time": re.compile(r"\bhow\s+(?:long|soon|quickly|late)\b", re.IGNORECASE),
    "money": re.compile(r"\bhow\s+much\b|\bcosts?\b|\bwhat\s+(?:\w+\s+){0,3}(?:fee|price|fare|sum)\b", re.IGNORECASE),
    "number": re.compile(r"\bhow\s+(?:many|often|old|far)\b", re.IGNORECASE),
}
_FEWEST_SAID = 3
_WORD = re.compile(r"\w+(?:['’]\w+)?")


def subject(question: str) -> str:
    """The question without instruction words; the whole question when nothing would be left.

    >>> subject("What was said about nuclear fusion?")
    'nuclear fusion?'
    >>> subject("what barriers to paying participants came up?")
    'what barriers to paying participants'
    """
    without = _INSTRUCTIONS.sub("", question.strip(), count=1)
    shorter = _TRAILING.sub("", without)
    found = next((text for text in (shorter, without) if content_words(text)), question.strip())
    bare = _PREPOSITION.sub("", found)
    return bare if content_words(bare) else found


def theme_itself(question: str) -> str:
    """The last of a path of themes, as codebooks write it; the whole subject where it is no path.

    >>> theme_itself("Payment > Ways > Paid in vouchers"), theme_itself("being paid in vouchers")
    ('Paid in vouchers', 'being paid in vouchers')
    """
    about = subject(question)
    steps = [step.strip() for step in _PATH.split(about) if step.strip()]
    return steps[-1] if steps and content_words(steps[-1]) else about


def is_statement(question: str) -> bool:
    """Whether a sentence that says something was given, not a question, an instruction or a theme.

    >>> [is_statement(text) for text in ("They paid the women late.", "Who paid the women late?", "paying women")]
    [True, False, False]
    """
    text = question.strip()
    said = text.endswith((".", "!", ".”", '."')) and subject(text).rstrip('.!”"') == text.rstrip('.!”"')
    return said and len(content_words(text)) >= _FEWEST_SAID


def kind_asked(question: str) -> str | None:
    """The kind of thing that answers a question, where its words say so (Li and Roth 2002): a time, money or a number.

    >>> kind_asked("How long did they wait?"), kind_asked("How much was the fee?"), kind_asked("Who waited?")
    ('time', 'money', None)
    """
    if is_statement(question):
        return None
    return next((kind for kind, asked in _KINDS.items() if asked.search(question)), None)


def content_words(text: str) -> list[str]:
    """The words that carry a subject, in lower case and in order."""
    return [word for match in _WORD.finditer(text.lower()) if (word := match[0].split("'")[0]) not in _ASKING]


def words_to_hear(question: str) -> list[str]:
    """The content words that speech on the subject may hold; all of them where nothing else would be left.

    A researcher asks for barriers and experiences; nobody who tells of one calls it that.

    >>> words_to_hear("What barriers to paying people came up?")
    ['paying']
    """
    words = content_words(question)
    return [word for word in words if word not in _KINDS_OF_FINDING] or words
