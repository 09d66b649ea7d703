"""Conversations kept in the library's folder `conversations`, one file each: listed, opened, renamed, deleted, exported.

They hold words of the transcripts, as the answers did: `testimony forget` erases those that repeat a transcript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from corpus.beside import put_in_place
from corpus.generations import erase_file
from corpus.store import Scope
from corpus.transcript import Transcript
from rag.answer import Support, mark_on
from rag.answering.under_pseudonyms import answer_under
from rag.as_json import answer_json
from rag.conversation.dialogue import Exchange, Feedback
from rag.conversation.kept_answers import answer_from
from rag.errors import KeptFileError
from rag.kept_files import Transcripts, free_name, read_kept, rewriting, still_said, unknown, write_kept
from rag.speech.pseudonyms import Pseudonyms

CONVERSATIONS = "conversations"
"""The folder of the conversations, in the library's."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptScope(_Kept):
    """The ids and speakers that something was limited to."""

    transcripts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


class KeptExchange(_Kept):
    """A question and its answer, as `ask --json` has it, without the interviews that are silent.

    `transcripts` and `speakers` say where it was looked in the end; `filter` what the person had set.
    """

    asked: datetime
    question: str
    answer: dict[str, JsonValue]
    transcripts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    filter: KeptScope = KeptScope()
    record: str | None = None
    feedback: Feedback | None = None


class Conversation(_Kept):
    """A kept conversation. `id` is its file's name without the ending."""

    format: int = 1
    id: str
    title: str
    begun: datetime
    exchanges: tuple[KeptExchange, ...] = ()


def begin_conversation(library: Path, title: str, now: datetime) -> Conversation:
    """A new, empty conversation, written at once. Raises KeptFileError."""
    title = " ".join(title.split()) or "Conversation"
    path = free_name(library / CONVERSATIONS, now.strftime("%Y-%m-%d-%H%M"), title)
    return _written(library, Conversation(id=path.stem, title=title, begun=now))


def list_conversations(library: Path) -> list[Conversation]:
    """Every conversation that can be read, the newest first. One that cannot is passed over: opening it says why."""
    found = []
    for path in sorted((library / CONVERSATIONS).glob("*.json")):
        try:
            found.append(read_kept(path, Conversation))
        except KeptFileError:
            continue
    return sorted(found, key=lambda one: one.begun, reverse=True)


def open_conversation(library: Path, identity: str) -> Conversation:
    """The conversation with this id. Raises KeptFileError."""
    return read_kept(_path(library, identity), Conversation)


def kept_exchange(exchange: Exchange, now: datetime, record: str | None = None) -> KeptExchange:
    """An exchange as it is kept. Silent interviews are counted and not named: forgetting one costs no conversation."""
    told = dict(answer_json(exchange.answer))
    coverage = exchange.answer.coverage
    told["coverage"] = {"searched": coverage.count, "with_evidence": list(coverage.with_evidence), "silent": []}
    looked_in, chosen = exchange.looked_in, exchange.scope
    return KeptExchange(
        asked=now,
        question=exchange.answer.question,
        answer=told,
        transcripts=looked_in.transcripts,
        speakers=looked_in.speakers,
        filter=KeptScope(transcripts=chosen.transcripts, speakers=chosen.speakers),
        record=record,
        feedback=exchange.feedback,
    )


def exchange_from(kept: KeptExchange, transcript_of: Callable[[str], Transcript]) -> Exchange:
    """A kept exchange as the conversation goes on from it, its quotations cut anew. Raises KeptFileError."""
    try:
        answer = answer_from(kept.answer, transcript_of)
    except ValidationError as error:
        raise KeptFileError(
            Path(CONVERSATIONS), f"an answer in it cannot be read ({error.error_count()} faults)"
        ) from None
    return Exchange(
        answer=answer,
        scope=Scope(transcripts=kept.filter.transcripts, speakers=kept.filter.speakers),
        looked_in=Scope(transcripts=kept.transcripts, speakers=kept.speakers),
        feedback=kept.feedback,
    )


def keep_exchanges(library: Transcripts, conversation: Conversation, exchanges: Sequence[KeptExchange]) -> Conversation:
    """The conversation with these exchanges and no others, written at once by whoever holds the kept files (`rewriting`).

    An exchange with words that no transcript holds any more is left out: their interview was forgotten or replaced meanwhile.
    Raises KeptFileError and LibraryError.
    """
    path = _path(library.path, conversation.id)
    whole = conversation.model_copy(update={"exchanges": tuple(exchanges)})
    write_kept(path, whole)
    # Looked up when it is written: who forgets an interview later than that finds its words in the file.
    left = whole.model_copy(update={"exchanges": tuple(each for each in exchanges if _is_said(each, library))})
    if left != whole:
        put_in_place(path, left.model_dump_json(indent=1))
    return left


def add_exchange(
    library: Transcripts, identity: str, exchange: Exchange, now: datetime, record: str | None = None
) -> Conversation:
    """The conversation with this id with one more answer, after those that it holds by now, written at once.

    Raises KeptFileError and LibraryError.
    """
    with rewriting(library.path):
        held = open_conversation(library.path, identity)
        return keep_exchanges(library, held, [*held.exchanges, kept_exchange(exchange, now, record)])


def rename_conversation(library: Path, identity: str, title: str) -> Conversation:
    """The conversation under another title; its file keeps its name. Raises KeptFileError."""
    title = " ".join(title.split())
    with rewriting(library):
        held = open_conversation(library, identity)
        return _written(library, held.model_copy(update={"title": title or held.title}))


def delete_conversation(library: Path, identity: str) -> None:
    """Overwrite and remove a conversation. Raises KeptFileError where there is none."""
    path = _path(library, identity)
    with rewriting(library):
        if not path.is_file():
            raise unknown(path)
        erase_file(path)


def conversation_under(
    conversation: Conversation, names: Pseudonyms, transcript_of: Callable[[str], Transcript]
) -> Conversation:
    """The conversation with its answers under pseudonyms: to be shown, not to be kept. Raises KeptFileError."""
    if not names:
        return conversation
    exchanges = [
        each.model_copy(
            update={
                "question": names.text(each.question, keeps_quoted=False),
                "answer": answer_json(answer_under(exchange_from(each, transcript_of).answer, names)),
            }
        )
        for each in conversation.exchanges
    ]
    title = names.text(conversation.title, keeps_quoted=False)
    return conversation.model_copy(update={"title": title, "exchanges": tuple(exchanges)})


def conversation_markdown(conversation: Conversation) -> str:
    """The conversation as Markdown: every question, its statements, and the place of every quotation."""
    lines = [f"# {conversation.title}", "", f"{conversation.begun:%d %B %Y}", ""]
    for exchange in conversation.exchanges:
        lines += [f"## {exchange.question}", "", *_answer_lines(exchange.answer)]
    return "\n".join(lines).rstrip() + "\n"


def _answer_lines(answer: dict[str, JsonValue]) -> Iterator[str]:
    standalone = answer.get("standalone_question")
    if standalone and standalone != answer.get("question"):
        yield from (f"*Understood as: {standalone}*", "")
    if answer.get("introduction"):
        yield from (str(answer["introduction"]), "")
    heading: JsonValue = None
    sources: dict[tuple[str, int, int], str] = {}
    for statement in _dicts(answer.get("statements")):
        if statement.get("heading") not in (None, heading):
            heading = statement.get("heading")
            yield from (f"### {heading}", "")
        labels = "".join(f"[{_number(sources, each)}]" for each in _dicts(statement.get("citations")))
        problems = statement.get("problems")
        marked = mark_on(
            Support(str(statement.get("support"))),
            problems=problems if isinstance(problems, list) else (),
            is_cited=bool(statement.get("citations")),
        )
        unsure = f" *({marked})*" if marked else ""
        yield f"- {' '.join(str(statement.get('text')).split())} {labels}{unsure}"
    if sources:
        yield ""
    for number, place in enumerate(sources.values(), 1):
        yield f"{number}. {place}"
    notes = answer.get("notes")
    yield from ("", *(f"*{note}*" for note in (notes if isinstance(notes, list) else ()) if isinstance(note, str)), "")


def _number(sources: dict[tuple[str, int, int], str], citation: dict[str, JsonValue]) -> int:
    key = (str(citation.get("transcript")), int(str(citation.get("start"))), int(str(citation.get("end"))))
    quote = " ".join(str(citation.get("quote")).split())
    who = citation.get("speaker") or "speaker not labelled"
    consent = f" Consent: {citation['consent']}" if citation.get("consent") else ""
    names = citation.get("names_told")
    told = (
        f" As said, the words tell the real name of {' and '.join(map(str, names))}." if isinstance(names, list) else ""
    )
    sources.setdefault(key, f"{citation.get('title')}, {who}, characters {key[1]}–{key[2]}: “{quote}”{consent}{told}")
    return list(sources).index(key) + 1


def _dicts(value: object) -> list[dict[str, JsonValue]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _is_said(kept: KeptExchange, library: Transcripts) -> bool:
    """Whether every quotation of an answer is still said in its transcript."""
    told = [*_dicts(kept.answer.get("nearest"))]
    for statement in _dicts(kept.answer.get("statements")):
        told += _dicts(statement.get("citations"))
    return all(still_said(str(each.get("quote")), str(each.get("transcript")), library) for each in told)


def _written(library: Path, conversation: Conversation) -> Conversation:
    write_kept(_path(library, conversation.id), conversation)
    return conversation


def _path(library: Path, identity: str) -> Path:
    path = library / CONVERSATIONS / f"{identity}.json"
    if Path(identity).name != identity or identity in ("", ".", ".."):
        raise KeptFileError(path, "that is no name of a conversation")
    return path
