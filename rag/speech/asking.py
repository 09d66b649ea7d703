"""Questions that no interview can answer: work that has nothing to do with what people said."""

from __future__ import annotations

import re

_NO_QUESTION = re.compile(
    r"""^\s*(?:please\s+|can\s+you\s+|could\s+you\s+)*(?:
        (?:write|compose|make\s+up|invent)\s+(?:me\s+)?(?:an?\s+|some\s+)?
          (?:poem|song|story|joke|essay|code|program|script|email|letter|haiku|limerick)\b
      | tell\s+(?:me\s+)?a\s+(?:joke|story)\b
      | (?:what(?:'s|\s+is)\s+)?[\d\s.]+[-+*/x×][-+*/x×\d\s.()]+[=?\s]*$
      | (?:who|what)\s+are\s+you\b | what\s+can\s+you\s+do\b
      | what(?:'s|\s+is)\s+the\s+(?:weather|time|date|capital\s+of)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_out_of_scope(question: str) -> bool:
    """Whether a question asks for something else than what people said. When in doubt, it does not.

    >>> is_out_of_scope("Write me a poem about rain"), is_out_of_scope("What did people write about rain?")
    (True, False)
    """
    return _NO_QUESTION.match(question.replace("’", "'")) is not None
