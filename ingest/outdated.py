"""Words that a job makes outdated: an interview that was replaced or removed lives on in no kept answer or conversation."""

from __future__ import annotations

from corpus.beside import KeptFiles, Traces, phrases_of
from corpus.forgetting import spoken_phrases
from corpus.library import Library
from corpus.records import TranscriptRecord
from corpus.transcript import Transcript


class Outdated:
    """Takes words out of the files beside the database before the library loses them, so that a kill leaves none behind."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept = KeptFiles(library.path)
        self._gone: list[Traces] = []
        self._changed: list[str] = []

    def replaced(self, before: TranscriptRecord, transcript: Transcript) -> None:
        """The words that `before` has and its new reading has not."""
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
        return list(dict.fromkeys(self._changed))

    def _take_out(self, traces: Traces) -> None:
        self._gone.append(traces)
        self._changed += self._kept.take_out(traces)
