"""Which kind of people a question asks about (“how many carers …”), where the interviews' metadata says who is one. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.everybody.questions import SHARE, asks_for_themes
from rag.speech.groups import Groups, groups_named, interviews_of

_COUNTED = re.compile(
    rf"^\W*(?:across\s+(?:all|every)\s+\w+,?\s+)?(?:and\s+)?(?:how\s+many|which|{SHARE}\s+of)\s+"
    r"(?P<of>(?:of\s+)?(?:(?:the|these|those|all)\s+)*)",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(r"^\W*(?:what|how|why)\s+(?:else\s+)?(?:did|do)\s+(?P<of>(?:the\s+)?)", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among|amongst|for|from|of|in|by)\s+(?P<who>[\w' ’-]{3,40}?)[\s?.!]*$", re.IGNORECASE)
_KINDS = re.compile(r"(?:carers?|patients?|service users?|researchers?|clinicians?|nurses?|members)\b", re.IGNORECASE)
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAGroup:
    """A question without the kind of people it asks about, the interviews of that kind, and a note that says so.

    Where it asks about a kind that no metadata names, `question` and `interviews` are None and the note says that.
    """

    question: str | None
    interviews: tuple[str, ...] | None
    note: str


def asked_of_a_group(question: str, groups: Groups, interviews: int) -> OfAGroup | None:
    """The kind of people that a question is put to, of so many interviews in all; None where it is put to everybody.

    >>> found = asked_of_a_group("How many of the carers were paid late?", {"carer": ("a", "b")}, 9)
    >>> found.question, found.interviews, found.note
    ('How many participants were paid late?', ('a', 'b'), 'Asked of the interviews whose metadata says carer: 2 of 9.')
    >>> asked_of_a_group("How many people were paid late?", {"carer": ("a",)}, 9) is None
    True
    """
    for pattern, everybody in ((_COUNTED, "participants"), (_SPOKEN_OF, "people")):
        if (head := pattern.match(question)) is None:
            continue
        words = list(re.finditer(r"[\w'’-]+", question[head.end() :]))[:_MOST_WORDS]
        for last in reversed(words):
            if named := groups_named(question[head.end() :][: last.end()], groups):
                rest = question[head.end() + last.end() :]
                return _of(named, f"{question[: head.start('of')]}{everybody}{rest}", groups, interviews)
        if everybody == "participants" and (kind := _KINDS.match(question, head.end())):
            return OfAGroup(
                question=None,
                interviews=None,
                note=f"Nothing known of the interviews says who is one of the {kind[0].lower()}, so everybody was asked about.",
            )
    if (
        asks_for_themes(question)
        and (among := _AMONG.search(question))
        and (named := groups_named(among["who"], groups))
    ):
        return _of(named, question[: among.start()].rstrip() + "?", groups, interviews)
    return None


def _of(named: tuple[str, ...], question: str, groups: Groups, interviews: int) -> OfAGroup:
    ids = interviews_of(named, groups)
    told = f"Asked of the interviews whose metadata says {' or '.join(named)}: {len(ids)} of {interviews}."
    return OfAGroup(question=question, interviews=ids, note=told)
