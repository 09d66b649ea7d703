"""What evidence is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.embedder import Vectors
from rag.speech.naming import Voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What evidence is looked for: a unit vector of shape (dimensions,), and what is known of the question's words.

    `text` is the question without names, and the vector is its. `weights` are its stems with their idf, and `named` the speakers it
    names; `voices` says whose words alone can answer it: whoever asks what Amara said wants Amara.
    `kind` is that of what answers it. `asks` says that a question is to be answered: then a stretch is also scored by the
    passage it stands in. Without all that it is scored by its cosine alone.
    """

    vector: Vectors
    text: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    voices: Voices = field(default_factory=Voices)
    kind: str | None = None
    asks: bool = False
