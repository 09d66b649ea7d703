"""Which sentences of a transcript may stand as what a participant said.

Not one that was marked as no speech; and where nobody knows who asks, not one that asks: in an interview, questions are the
interviewer's. Speech-to-text leaves question marks out, and begins a new speaker's words with a capital in the middle of a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.transcript import WITHIN_SPEECH, Mark, Role, Transcript

_CLOSING = "\"'”’)"
_PUT = re.compile(
    r"(?<![^\s,.…–—-])(?:"
    r"(?:Is|Are|Was|Were|Do|Does|Did|Have|Has|Can|Could|Would|Will|Should) (?:you|your|there|they|people|anybody|anyone|it|that|this)"
    r"|(?:What|How|Why|Where|When|Who|Which) (?:is|are|was|were|do|does|did|would|could|has|have|about|many|much|long|often)"
    r")\b"
)
_TAKES_UP = re.compile(
    r"\b(?:(?:what|as|like|way(?: that)?|when|if) you(?: have|['’]ve|['’]re|['’]d| had| were| just)*"
    r" (?:describ(?:ed|ing)|mention(?:ed|ing)|told me|touched on|(?:talked|talking|spoke) (?:about|of)|explained|alluded to)"
    r"|you(?: have|['’]ve)(?: just)? (?:described|mentioned|told me|touched on|alluded to)"
    r"|(?:hear|hearing) you (?:describe|say|talk|tell|explain)"
    r"|your (?:own |direct |personal )+(?:experience|account|story|involvement)"
    r"|(?:when we were|as we were) (?:talking|speaking) (?:earlier|before)"
    r"|I['’]?m guessing (?:that )?you)\b",
    re.IGNORECASE,
)


def is_put_as_question(sentence: str) -> bool:
    """Whether a sentence ends in a question mark, or holds words put as a question.

    >>> is_put_as_question("So, uh huh Is your involvement voluntary in this, or is this information Yeah.")
    True
    >>> is_put_as_question("What I do is ring them up, and is there an answer, no.")
    False
    """
    return sentence.rstrip().rstrip(_CLOSING).endswith("?") or _PUT.search(sentence) is not None


def takes_up_an_account(sentence: str) -> bool:
    """Whether a sentence speaks to somebody of what they have told: where nobody is labelled, so speaks an interviewer.

    >>> takes_up_an_account("I think what you've described is the whole of it.")
    True
    >>> takes_up_an_account("They asked what you had done all day.")
    False
    """
    return _TAKES_UP.search(sentence) is not None


def barriers_in(transcript: Transcript) -> list[Mark]:
    """The marks of what nobody said or nobody could hear: no quote runs over them."""
    return [mark for mark in transcript.marks if mark.reason not in WITHIN_SPEECH]


def may_be_quoted(transcript: Transcript, role: Role, start: int, end: int, barriers: Sequence[Mark]) -> bool:
    """Whether the sentence from `start` to `end`, said in this role, may stand as a participant's; `barriers` are those in
    the transcript."""
    if any(mark.start < end and start < mark.end for mark in barriers):
        return False
    if role is not Role.UNKNOWN:
        return True
    said = transcript.text[start:end]
    turn = transcript.turn_at(start)
    is_labelled = turn is not None and turn.speaker is not None  # in a meeting, people take up what others said
    return not is_put_as_question(said) and (is_labelled or not takes_up_an_account(said))
