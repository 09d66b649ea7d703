"""What a reading of a file is called: its version follows from the transcript and from how it was made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from corpus.records import TranscriptRecord, transcript_text
from corpus.transcript import Transcript
from ingest.splitter import BUDGET_TOKENS

RECIPE = f"read 4, split 2, {BUDGET_TOKENS} tokens"
"""How files become passages. Raise a number when that changes, and every file is read again at the next ingest."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The file a transcript was read from: its path, the SHA-256 of its bytes, the recipe it was read by (RECIPE and
    what lies beside the file), and what to warn about."""

    path: str
    sha256: str
    recipe: str = RECIPE
    warnings: tuple[str, ...] = ()


def version_of(transcript: Transcript) -> str:
    """The name of this reading: the same transcript, split the same way, is the same version."""
    return hashlib.blake2s(f"{RECIPE}/{transcript_text(transcript)}".encode(), digest_size=6).hexdigest()


def record_of(transcript: Transcript, version: str, passages: int, source: SourceFacts) -> TranscriptRecord:
    """What the library will say of this reading."""
    return TranscriptRecord(
        id=transcript.id,
        version=version,
        title=transcript.title,
        source=transcript.source,
        path=source.path,
        sha256=source.sha256,
        recipe=source.recipe,
        turns=len(transcript.turns),
        passages=passages,
        words=transcript.spoken_words,
        speakers=transcript.speakers,
        roles={speaker: role.value for speaker, role in transcript.roles.items()},
        warnings=source.warnings,
        meta=transcript.meta,
    )
