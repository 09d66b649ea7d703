"""What a model replied, kept in the library so that a reading which was stopped goes on without asking again.

A file for every transcript in one version, theme, prompt and model. Replies are kept as they came and checked anew each time.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.reading import LibraryReader
from corpus.readings import READINGS
from corpus.records import TranscriptRecord
from rag.errors import KeptFileError
from rag.everybody.theme_replies import read_reply
from rag.kept_files import read_kept, rewriting, write_kept
from rag.prompting.kept_replies import erase_unless_current
from rag.prompting.stretches import Stretch


class KeptReply(BaseModel):
    """A model's reply on one stretch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    end: int
    reply: str


class KeptReading(BaseModel):
    """All of a model's replies on one transcript for one theme."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    transcript: str
    version: str
    theme: str
    prompt: str
    model: str
    replies: tuple[KeptReply, ...] = ()

    def reply_on(self, stretch: Stretch) -> str | None:
        """The reply on this stretch; None when there is none that can be read."""
        replies = [one.reply for one in self.replies if (one.start, one.end) == (stretch.start, stretch.end)]
        return next((reply for reply in reversed(replies) if not read_reply(reply).broken), None)

    def reaches_into(self, stretch: Stretch) -> bool:
        """Whether there are replies on parts of this stretch: it was too long for the model once."""
        within = [(one.start, one.end) for one in self.replies if stretch.start <= one.start and one.end <= stretch.end]
        return any(each != (stretch.start, stretch.end) for each in within)


class KeptReadings:
    """The kept readings of one library with one prompt and one model."""

    def __init__(self, library: LibraryReader, prompt: str, model: str) -> None:
        self._library = library
        self._prompt = prompt
        self._model = model

    def of(self, record: TranscriptRecord, theme: str) -> KeptReading:
        """What is kept; an empty reading where there is nothing, or nothing that can be read."""
        fresh = KeptReading(
            transcript=record.id, version=record.version, theme=theme, prompt=self._prompt, model=self._model
        )
        return self._held(fresh)

    def keep(self, reading: KeptReading, stretch: Stretch, reply: str) -> KeptReading:
        """Add a reply. It is erased again where the transcript was forgotten or replaced meanwhile.

        Raises KeptFileError, and TranscriptUnknown for a transcript that is gone.
        """
        added = KeptReply(start=stretch.start, end=stretch.end, reply=reply)
        path = self._path(reading)
        with rewriting(self._library.path):  # two people may have the same theme read at once
            held = self._held(reading)
            reading = held.model_copy(update={"replies": (*held.replies, added)})
            write_kept(path, reading)
        erase_unless_current(self._library, path, {reading.transcript: reading.version})
        return reading

    def _held(self, reading: KeptReading) -> KeptReading:
        fresh = reading.model_copy(update={"replies": ()})
        path = self._path(reading)
        if not path.exists():
            return fresh
        try:
            kept = read_kept(path, KeptReading)
        except KeptFileError:
            return fresh
        return kept if kept.model_copy(update={"replies": ()}) == fresh else fresh

    def _path(self, reading: KeptReading) -> Path:
        names = [reading.transcript, reading.version, reading.theme, reading.prompt, reading.model]
        digest = hashlib.sha256("\0".join(names).encode()).hexdigest()[:32]
        return self._library.path / READINGS / f"{digest}.json"
