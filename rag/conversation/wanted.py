"""What a person wants of the answer that is there: shorter, narrower, of fewer interviews, by speaker, in quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.store import Scope
from rag.conversation.terse import request_itself
from rag.speech.groups import Groups, groups_named, interviews_of

_POLITE = r"^\s*(?:please\s+|can\s+you\s+|could\s+you\s+|now\s+)*"
_SHORTER = re.compile(
    _POLITE + r"(?:(?:make|keep)\s+(?:it|that|this|the\s+answer)\s+)?(?:(?:a\s+(?:bit|little)|much|even)\s+)?"
    r"(?:shorter|briefer|more\s+concise|shorten\s+(?:it|that|this|the\s+answer)|in\s+(?:short|brief)|briefly|less)"
    r"(?:,?\s+please)?[\s.!?]*$",
    re.IGNORECASE,
)
_FEW = {"one": 1, "a single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a few": 3}
_IN_SO_MANY = re.compile(
    rf"\s*\bin\s+(?:(?P<most>{'|'.join(_FEW)}|\d)\s+(?:short\s+)?(?:lines?|sentences?|quotes?|points?|words?)|brief|short|a\s+nutshell|fewer\s+words)$",
    re.IGNORECASE,
)
_SUM_UP = re.compile(
    r"""^(?:(?:say|put|repeat|give|tell)\s+(?:me\s+)?(?:it|that|this|them)\s+(?:again,?\s+)?(?:but\s+)?
          (?:(?:a\s+(?:bit|little)|much)\s+)?(?:shorter|briefer|short|briefly)
      |(?:sum|summari[sz]e|shorten|cut|boil|condense)(?:\s+(?:it|that|this|them|all\s+(?:of\s+)?(?:that|this)|the\s+answer))?
          (?:\s+(?:up|down))?(?:\s+(?:it|that|this))?(?:\s+for\s+me)?
      |(?:(?:that|it)(?:\s+is|['’]?s)\s+)?(?:(?:much|far|way)\s+)?too\s+long|tl[;,]?\s?dr|keep\s+(?:it|that)\s+short
      |(?:the|a)\s+(?:short(?:er)?\s+(?:version|answer|summary)|gist|summary|headlines?)(?:\s+of\s+(?:it|that|this))?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_SAY_IT = re.compile(r"^(?:(?:say|put|repeat)\s+(?:it|that|this)(?:\s+again)?)?$", re.IGNORECASE)
_AGAIN = re.compile(
    r"^(?:(?:say|repeat|show|read)\s+(?:it|that|this)(?:\s+(?:again|once\s+more))?|once\s+more|again)$", re.I
)
_NARROWER = re.compile(
    _POLITE + r"(?:(?:make|keep)\s+(?:it|that|this|the\s+answer)\s+)?(?:narrower|narrow\s+(?:it|that|this)(?:\s+down)?)"
    r"(?:\s+please)?\s*(?:(?:[:,–-]|to|on|about)\s*(?P<about>[^.?!]+?))?[\s.!?]*$",
    re.IGNORECASE,
)
_WHO_SAYS_SO = re.compile(
    r"""^(?:who\s+(?:exactly\s+)?(?:said|says|thinks|thought|told\s+(?:you|us|them))\s+(?:that|this|it|so|these|those|all\s+(?:of\s+)?(?:that|this|it))
      |who\s+(?:is|was|are|were)\s+(?:that|this|it|they|these|those|speaking|talking|saying\s+(?:that|this|it))
      |says\s+who|(?:said\s+)?by\s+whom|whose\s+words\s+(?:are|were)\s+(?:that|this|these|those|they))$""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(
    r"""^(?:(?:only|just)\s+)?(?:(?:(?:their|the|his|her|what\s+are\s+(?:their|the))\s+)?(?:exact|actual|own|original|very)\s+words
      |(?:only\s+|just\s+)?(?:the\s+)?(?:quotes|quotations)|in\s+(?:their|his|her)\s+own\s+words)$""",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY = re.compile(
    _POLITE + r"(?:and\s+)?(?:only|just)\s+(?:in\s+|from\s+|by\s+|with\s+)?(?P<who>[^?!]+?)(?:\s+please)?[\s.!?]*$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    _POLITE
    + r"(?:(?:and|but)\s+)?(?:not|without|except(?:\s+for)?|leave\s+out|leaving\s+out|exclude|excluding|apart\s+from|other\s+than"
    r"|every(?:one|body)\s+(?:but|except))\s+(?P<who>[^?!]+?)[\s.!?]*$",
    re.IGNORECASE,
)
_ONLY_ABOUT = re.compile(r"(?:about|on|what\s+concerns)\s+(?P<about>.+)$", re.IGNORECASE)
_THESE = re.compile(r"^(?:(?:this|these|those|the\s+(?:chosen|selected))\s*)?(?:interviews?|transcripts?|ones?)$", re.I)
_INTERVIEW = re.compile(r"^(?:the\s+)?(?:interviews?|transcripts?)\s+(?:with|of)\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """How an answer is to be made over, one of: shorter (with `most` statements, or half), narrower (`about` something, or
    not), `by_speaker`, in quotations alone (`quoted`), as it was (`again`), and of these interviews or speakers alone."""

    shorter: bool = False
    most: int | None = None
    narrower: bool = False
    about: str = ""
    by_speaker: bool = False
    quoted: bool = False
    again: bool = False
    transcripts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


def wanted_of(
    question: str,
    titles: Mapping[str, str],
    speakers: Sequence[str],
    scope: Scope = Scope(),  # noqa: B008  # frozen
    groups: Groups | None = None,
) -> Refinement | None:
    """What a follow-up wants of the answer before it; None for a question.

    `titles` are interviews by id; `scope` is the filter that is set, which "only these interviews" means; `groups` are those
    of the interviews' metadata.

    >>> wanted_of("What was shorter?", {}, ()), wanted_of("Only Denise", {}, ("Denise", "Amara")).speakers
    (None, ('Denise',))
    >>> wanted_of("make it shorter please", {}, ()).shorter, wanted_of("narrower: travel", {}, ()).about
    (True, 'travel')
    >>> wanted_of("can you sum that up in one line?", {}, ()).most, wanted_of("who said that?", {}, ()).by_speaker
    (1, True)
    >>> wanted_of("not the carers", {"a": "Amara", "b": "Priya"}, (), groups={"carer": ("a",)}).transcripts
    ('b',)
    """
    if _SHORTER.match(question):
        return Refinement(shorter=True)
    if narrower := _NARROWER.match(question):
        return Refinement(narrower=True, about=(narrower["about"] or "").strip())
    asked = request_itself(question.rstrip("?.! "))
    if (made := _in_another_form(asked)) is not None:
        return made
    if without := _WITHOUT.match(question):
        left_out = interviews_of(groups_named(without["who"], groups or {}), groups or {})
        kept = tuple(each for each in titles if each not in left_out)
        return Refinement(transcripts=kept) if left_out and kept else None
    only = _ONLY.match(question)
    if only is None:
        return None
    if about := _ONLY_ABOUT.match(only["who"]):
        return Refinement(narrower=True, about=about["about"].strip())
    return _these(only["who"], titles, speakers, scope)


def _in_another_form(asked: str) -> Refinement | None:
    """Shorter in so many words, by who says it, in quotations, or once more."""
    so_many = _IN_SO_MANY.search(asked)
    whole = asked[: so_many.start()] if so_many else asked
    if _SUM_UP.match(whole) or (so_many and _SAY_IT.match(whole)):
        most = (so_many["most"] or "").lower() if so_many else ""
        return Refinement(shorter=True, most=int(most) if most.isdigit() else _FEW.get(most))
    if _WHO_SAYS_SO.match(asked):
        return Refinement(by_speaker=True)
    if _QUOTED.match(asked):
        return Refinement(quoted=True)
    return Refinement(again=True) if _AGAIN.match(asked) else None


def _these(who: str, titles: Mapping[str, str], speakers: Sequence[str], scope: Scope) -> Refinement | None:
    if _THESE.match(who.strip()):
        return None if scope.is_everything else Refinement(transcripts=scope.transcripts, speakers=scope.speakers)
    transcripts: list[str] = []
    voices: list[str] = []
    for name in _AND.split(_INTERVIEW.sub("", who.strip())):
        wanted = name.strip().casefold()
        said_by = [each for each in speakers if wanted and wanted in (each.casefold(), each.casefold().split()[0])]
        stands = [one for one, title in titles.items() if wanted and wanted in (one.casefold(), title.casefold())]
        if not said_by and not stands:
            return None  # a question that begins with "only", perhaps: it is not ours to guess
        voices += said_by
        transcripts += [] if said_by else stands
    both = bool(voices) and bool(transcripts)
    return None if both else Refinement(transcripts=tuple(transcripts), speakers=tuple(voices))
