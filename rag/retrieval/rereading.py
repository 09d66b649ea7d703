"""Evidence read again, each stretch together with the question: near words need not be an answer, nor an answer near words.

A cross-encoder costs a thousand times what a cosine does, so only the stretches that came first are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from corpus.transcript import Transcript
from models.cross_encoder import CrossEncoder, Utterance
from rag.answer import Evidence
from rag.speech.question_before import question_before
from rag.speech.words import in_line

_READ = 12
_WEIGHT = 0.02
_EVEN = -2.5  # log odds that leave a score as it is: of what comes first, most is no answer
_SURE = 6.0  # log odds beyond which more says nothing


def read_again(
    question: str,
    candidates: Sequence[Evidence],
    transcript_of: Callable[[str], Transcript],
    cross_encoder: CrossEncoder,
) -> list[Evidence]:
    """The first candidates, best first, their scores moved by the log odds that they answer the question.

    Raises ModelError.
    """
    first = candidates[:_READ]
    heard = [_heard(one, transcript_of(one.citation.span.transcript_id)) for one in first]
    log_odds = np.clip(cross_encoder.log_odds(question, heard), -_SURE, _SURE)
    added = _WEIGHT * (log_odds - _EVEN)
    moved = [replace(one, score=one.score + float(more)) for one, more in zip(first, added, strict=True)]
    return sorted(moved, key=lambda one: -one.score)


def _heard(one: Evidence, transcript: Transcript) -> Utterance:
    asked = question_before(transcript, one.citation.span.start)
    return Utterance(said=in_line(one.citation.quote), asked=in_line(asked.quote) if asked else "")
