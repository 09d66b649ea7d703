"""Whole replies of a model, kept in the library so that what was answered is not asked again.

A file for every request, found by all that the model was sent: other words, another prompt or another model are another
request. It names the version of every transcript whose words were sent, and goes when one of them goes (corpus.readings).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.errors import TranscriptUnknown
from corpus.generations import erase_file
from corpus.reading import LibraryReader
from corpus.readings import READINGS
from models.chat import ChatMessage
from rag.errors import KeptFileError
from rag.kept_files import read_kept, write_kept


class KeptRequest(BaseModel):
    """A reply, and what it answers. `asked` is a hash: nothing of what was sent is kept, only the reply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    versions: dict[str, str]
    prompt: str
    model: str
    asked: str
    reply: str = ""


class KeptReplies:
    """The kept replies of one library to one prompt by one model. Threads may share it."""

    def __init__(self, library: LibraryReader, prompt: str, model: str, versions: Mapping[str, str]) -> None:
        """`versions` are those of the transcripts (by id) that is read from: list them before any of them is read."""
        self._library = library
        self._prompt = prompt
        self._model = model
        self._versions = versions

    def reply_to(self, messages: Sequence[ChatMessage], transcripts: Iterable[str]) -> str | None:
        """The reply that is kept to these messages, which hold words of these transcripts (ids); None where there is none."""
        wanted = self._request(messages, transcripts)
        try:
            kept = read_kept(self._path(wanted), KeptRequest)
        except KeptFileError:
            return None
        return kept.reply if kept.model_copy(update={"reply": ""}) == wanted else None

    def asked(
        self,
        messages: Sequence[ChatMessage],
        transcripts: Iterable[str],
        ask: Callable[[], str],
        is_readable: Callable[[str], bool],
    ) -> str:
        """The reply to these messages: what is kept, else what `ask` gets. Only what can be read is kept.

        Raises what `ask` raises, KeptFileError, and TranscriptUnknown for a transcript that is gone by now.
        """
        wanted = self._request(messages, transcripts)
        kept = self.reply_to(messages, wanted.versions)
        if kept is not None:
            return kept
        reply = ask()
        if is_readable(reply):
            path = self._path(wanted)
            write_kept(path, wanted.model_copy(update={"reply": reply}))
            erase_unless_current(self._library, path, wanted.versions)
        return reply

    def _request(self, messages: Sequence[ChatMessage], transcripts: Iterable[str]) -> KeptRequest:
        sent = "\0".join(f"{message.role}\0{message.text}" for message in messages)
        return KeptRequest(
            # one that came only now has no version here: what is said of it is not kept
            versions={each: self._versions.get(each, "") for each in sorted(set(transcripts))},
            prompt=self._prompt,
            model=self._model,
            asked=hashlib.sha256(sent.encode()).hexdigest(),
        )

    def _path(self, wanted: KeptRequest) -> Path:
        digest = hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()[:32]
        return self._library.path / READINGS / f"{digest}.json"


def versions_in(library: LibraryReader) -> dict[str, str]:
    """The version of every transcript (by id) that the library has now. Raises LibraryError."""
    return {record.id: record.version for record in library.list_records()}


def erase_unless_current(library: LibraryReader, path: Path, versions: Mapping[str, str]) -> None:
    """Erase a file that was just written where a transcript whose words it repeats was forgotten or replaced meanwhile.

    Raises TranscriptUnknown for a transcript that is gone.
    """
    try:
        is_current = all(library.record(each).version == version for each, version in versions.items())
    except TranscriptUnknown:
        erase_file(path)
        raise
    if not is_current:
        erase_file(path)
