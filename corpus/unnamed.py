"""Ids of interviews that tell nobody's name: made of a file's name, they tell whom it is an interview with."""

from __future__ import annotations

import hashlib
import re

UNNAMED = "interview-"
_FIGURES = re.compile(r"(?<=-)[0-9a-f]{6}\Z")


def unnamed_id(identity: str) -> str:
    """An id without the words of the file's name: by the figures at its end the library finds it all the same.

    >>> unnamed_id("amara-okafor-e502f5")
    'interview-e502f5'
    """
    figures = _FIGURES.search(identity)
    return UNNAMED + (figures[0] if figures else hashlib.blake2s(identity.encode(), digest_size=3).hexdigest())
