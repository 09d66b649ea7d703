"""Words that a job makes outdated: an interview that was replaced or removed lives on in no kept answer or conversation."""

from __future__ import annotations

from corpus.beside import KeptFiles, Traces, phrases_of
from corpus.forgetting import spoken_phrases
from corpus.library import Library
from corpus.readings import erase_readings
from corpus.records import TranscriptRecord
from corpus.transcript import Transcript


class Outdated:
    """Takes words out of the files beside the database before the library loses them, so that a kill leaves none behind."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept = KeptFiles(library.path)
        self._gone: list[Traces] = []
        self._changed: list[str] = []
        self._versions: dict[str, str] = {}

    def replaced(self, before: TranscriptRecord, transcript: Transcript, version: str) -> None:
        """The words that `before` has and its new reading has not; and what a model said of `before`."""
        self._versions[before.id] = version
        self._changed += erase_readings(self._library.path, before.id, but_version=version)
        gone = spoken_phrases(self._library, before) - phrases_of(transcript.text)
        if gone:
            self._take_out(Traces(phrases=gone))

    def removed(self, record: TranscriptRecord) -> None:
        """All words of a transcript, and its id."""
        self._take_out(Traces(ids=(record.id,), phrases=spoken_phrases(self._library, record)))

    def taken_out(self) -> list[str]:
        """Look again, for what an app wrote meanwhile; the files that lost words, each once."""
        for traces in self._gone:
            self._changed += self._kept.take_out(traces)
        for transcript_id, version in self._versions.items():
            self._changed += erase_readings(self._library.path, transcript_id, but_version=version)
        return list(dict.fromkeys(self._changed))

    def _take_out(self, traces: Traces) -> None:
        self._gone.append(traces)
        self._changed += self._kept.take_out(traces)
