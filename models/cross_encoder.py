"""What a cross-encoder is: it reads a question and what somebody said together, and says how likely the one answers the other.

An embedder looks at each alone, and to it "Who paid for the taxi?" is as near to "they never paid for my taxi" as to an
answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

LogOdds: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said, and the interviewer's question it follows; an empty text where there is none."""

    said: str
    asked: str = ""


class CrossEncoder(Protocol):
    """Reads questions and utterances together."""

    def log_odds(self, question: str, utterances: Sequence[Utterance]) -> LogOdds:
        """The log odds that each utterance answers the question, or speaks to the theme, shape (utterances,). Raises ModelError."""
