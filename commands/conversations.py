"""Conversations on the command line: a question that goes on from the ones before it, and the files they are kept in."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import ExportOption, JsonOption, LibraryOption, check_export, print_json, settings_for

if TYPE_CHECKING:
    from corpus.reading import LibraryReader
    from corpus.store import Scope
    from rag.answer import Answer
    from rag.answering.assistant import Assistant, Findings
    from rag.answering.conversations import Conversation
    from rag.conversation.dialogue import Exchange

commands = typer.Typer()


@commands.command()
def conversations(
    conversation: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One of them; else they are listed.")
    ] = None,
    rename: Annotated[str | None, typer.Option("--rename", metavar="TITLE", help="Give it another title.")] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Overwrite and remove its file.")] = False,
    export: ExportOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the kept conversations, or print, rename or delete one."""
    from datetime import UTC, datetime

    from corpus.library import open_library
    from rag.answering.keeper import Keeper
    from rag.speech.pseudonyms import pseudonyms_of

    check_export(export)
    if conversation is None and export is not None:
        raise typer.BadParameter("say which conversation: testimony conversations ID --export FILE")
    if conversation is None and (rename is not None or delete):
        raise typer.BadParameter("say which conversation: testimony conversations ID --rename TITLE")
    opened = open_library(settings_for(library).place)
    keeper = Keeper(lambda: opened, lambda: datetime.now(UTC))
    if conversation is not None:
        held, exchanges = keeper.open(conversation)  # a name that there is not is said, whatever is wanted of it
        names = pseudonyms_of(opened)
        if export is not None:
            from exports.answers import answers_export
            from exports.files import write_export

            write_export(export, answers_export(held.title, [exchange.answer for exchange in exchanges], names))
        if delete:
            keeper.delete(conversation)
        else:
            if rename is not None:
                keeper.rename(conversation, rename)
            if not as_json:
                print(keeper.markdown(conversation, names), end="")
                return
    told = keeper.headings()
    if as_json:
        print_json({"conversations": [{"id": o.id, "title": o.title, "begun": o.begun.isoformat()} for o in told]})
    else:
        names = pseudonyms_of(opened)
        listed = [f"{one.id}  {names.text(one.title, keeps_quoted=False)}" for one in told]
        print("\n".join(listed) or "No conversation is kept.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedNow:
    """An answer in a conversation; `findings` is None where it is the answer before, made over."""

    answer: Answer
    exchange: Exchange
    findings: Findings | None


class Talk:
    """A conversation that a question belongs to: none, a new one ("new"), or a kept one. Raises KeptFileError."""

    def __init__(self, library: LibraryReader, name: str | None) -> None:
        from rag.answering.conversations import exchange_from, open_conversation

        self._library = library
        self._name = name
        self._kept: Conversation | None = None
        self._before: list[Exchange] = []
        if name not in (None, "new"):
            self._kept = open_conversation(library.path, str(name))
            self._before = [exchange_from(each, library.transcript) for each in self._kept.exchanges]

    def ask(self, assistant: Assistant, question: str, scope: Scope) -> AskedNow:
        """Understand the question after those before it, and answer it."""
        from rag.conversation.dialogue import Exchange

        meant = assistant.understand(question, self._before, scope)
        if isinstance(meant, Exchange):
            return AskedNow(answer=meant.answer, exchange=meant, findings=None)
        findings = assistant.find(question, meant)
        answer = assistant.answer(findings, list(assistant.write(findings)))
        exchange = Exchange(answer=answer, scope=scope, looked_in=meant.scope)
        return AskedNow(answer=answer, exchange=exchange, findings=findings)

    def keep(self, asked: AskedNow, record: str | None) -> str | None:
        """Write the conversation with this answer; its id, None where there is no conversation or it cannot be written."""
        from datetime import UTC, datetime

        from rag.answering.conversations import add_exchange, begin_conversation
        from rag.errors import KeptFileError

        if self._name is None:
            return None
        now = datetime.now(UTC)
        try:
            held = self._kept or begin_conversation(self._library.path, asked.answer.question, now)
            return add_exchange(self._library, held.id, asked.exchange, now, record).id
        except KeptFileError as error:
            print(f"testimony: the conversation was not kept: {error}", file=sys.stderr)
            return None
