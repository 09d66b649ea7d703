"""Answers and conversations kept in the library's folder, for a page that many threads, and processes, write from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.reading import LibraryReader
from corpus.settings import Settings
from rag.answer import Answer
from rag.answering.assistant import Findings
from rag.answering.conversations import (
    CONVERSATIONS,
    Conversation,
    begin_conversation,
    conversation_markdown,
    conversation_under,
    delete_conversation,
    exchange_from,
    keep_exchanges,
    kept_exchange,
    open_conversation,
    rename_conversation,
)
from rag.answering.records import keep_record, record_of, settings_digest
from rag.conversation.dialogue import Exchange
from rag.errors import KeptFileError, KeptUnknown
from rag.kept_files import read_kept, rewriting
from rag.speech.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A kept conversation in a list."""

    id: str
    title: str
    begun: datetime


class Keeper:
    """One library's kept answers and conversations. Safe to call from several threads."""

    def __init__(self, library: Callable[[], LibraryReader], now: Callable[[], datetime]) -> None:
        self._library = library
        self._now = now
        self._headings: dict[Path, tuple[int, Heading | None]] = {}

    def keep_record(self, findings: Findings, answer: Answer, settings: Settings) -> str:
        """Keep the record of an answer; its path. Raises KeptFileError."""
        library = self._library()
        made = record_of(findings, answer, settings_digest(settings), self._now(), library.transcript)
        return str(keep_record(library.path, made))

    def keep(self, identity: str, title: str, exchanges: Sequence[tuple[Exchange, datetime]]) -> str:
        """Write a conversation as it is now, under its id, or as a new one where there is none; its id.

        Exchanges that hold words of an interview which is not in the library any more are left out: it was forgotten.
        Raises KeptFileError and LibraryError.
        """
        library = self._library()
        with rewriting(library.path):
            there = {record.id for record in library.list_records()}
            kept = [kept_exchange(each, asked) for each, asked in exchanges if rests_on(each.answer) <= there]
            if not kept:
                return identity
            conversation = self._opened(library.path, identity, title)
            return keep_exchanges(library, conversation, kept).id

    def headings(self) -> list[Heading]:
        """The kept conversations, the newest first. A file that cannot be read is passed over: opening it says why."""
        found: dict[Path, tuple[int, Heading | None]] = {}
        for path in (self._library().path / CONVERSATIONS).glob("*.json"):
            try:
                stamp = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue  # deleted by somebody else this moment
            known = self._headings.get(path)
            found[path] = known if known and known[0] == stamp else (stamp, _heading(path))
        self._headings = found
        told = [heading for _, heading in found.values() if heading is not None]
        return sorted(told, key=lambda one: one.begun, reverse=True)

    def open(self, identity: str) -> tuple[Conversation, list[Exchange]]:
        """A kept conversation, and its exchanges with every quotation cut anew. Raises KeptFileError."""
        library = self._library()
        conversation = open_conversation(library.path, identity)
        return conversation, [exchange_from(each, library.transcript) for each in conversation.exchanges]

    def markdown(self, identity: str, names: Pseudonyms) -> str:
        """A kept conversation as Markdown, under pseudonyms. Raises KeptFileError."""
        library = self._library()
        conversation = open_conversation(library.path, identity)
        return conversation_markdown(conversation_under(conversation, names, library.transcript))

    def rename(self, identity: str, title: str) -> None:
        """Give a kept conversation another title. Raises KeptFileError."""
        rename_conversation(self._library().path, identity, title)

    def delete(self, identity: str) -> None:
        """Overwrite and remove a kept conversation; one that is gone already is gone. Raises KeptFileError."""
        with suppress(KeptUnknown):
            delete_conversation(self._library().path, identity)

    def _opened(self, folder: Path, identity: str, title: str) -> Conversation:
        if identity and (folder / CONVERSATIONS / f"{identity}.json").exists():
            held = open_conversation(folder, identity)
            return held.model_copy(update={"title": title}) if title else held
        return begin_conversation(folder, title, self._now())


def rests_on(answer: Answer) -> set[str]:
    """The ids of the transcripts whose words stand in an answer."""
    spans = [citation.span for statement in answer.statements for citation in statement.citations]
    return {span.transcript_id for span in (*spans, *(citation.span for citation in answer.nearest))}


def _heading(path: Path) -> Heading | None:
    try:
        read = read_kept(path, Conversation)
    except KeptFileError:
        return None
    return Heading(id=path.stem, title=read.title, begun=read.begun)
