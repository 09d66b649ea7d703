"""What a reranker is: it reads a question beside each text, which a search by vectors and words cannot afford to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.metering import Request


class Reranker(Protocol):
    """Judges a few texts that a search found first."""

    def scores(self, question: str, texts: Sequence[str], requests: list[Request]) -> Sequence[float]:
        """How well each text answers the question: higher is better, no unit. Raises ModelError.

        What was asked of a language model for it goes into `requests`.
        """
