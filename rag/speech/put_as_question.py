"""Which sentences of speech without labels ask something: in an interview, those are the interviewer's.

Speech-to-text leaves question marks out, and begins a new speaker's words with a capital in the middle of a sentence.
"""

from __future__ import annotations

import re

_CLOSING = "\"'”’)"
_PUT = re.compile(
    r"(?<![^\s,.…–—-])(?:"
    r"(?:Is|Are|Was|Were|Do|Does|Did|Have|Has|Can|Could|Would|Will|Should) (?:you|your|there|they|people|anybody|anyone|it|that|this)"
    r"|(?:What|How|Why|Where|When|Who|Which) (?:is|are|was|were|do|does|did|would|could|has|have|about|many|much|long|often)"
    r")\b"
)


def is_put_as_question(sentence: str) -> bool:
    """Whether a sentence ends in a question mark, or holds words put as a question.

    >>> is_put_as_question("So, uh huh Is your involvement voluntary in this, or is this information Yeah.")
    True
    >>> is_put_as_question("What I do is ring them up, and is there an answer, no.")
    False
    """
    return sentence.rstrip().rstrip(_CLOSING).endswith("?") or _PUT.search(sentence) is not None
