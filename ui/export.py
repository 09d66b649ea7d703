"""A conversation as a Markdown file: every statement with its footnotes, every footnote with its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer import NOT_IN_TRANSCRIPTS, Answer, Citation, Statement, Support
from ui.asking import Asking
from ui.escaping import as_markdown
from ui.state import Conversation
from ui.wording import numbered, place, who


def conversation_markdown(conversation: Conversation) -> str:
    """The whole conversation. Footnotes carry the number of their question and their own, as on the page."""
    parts = [f"# {_line(conversation.title)}\n"]
    for number, asking in enumerate(conversation.exchanges, 1):
        parts.extend(_exchange(asking, number))
    return "\n".join(parts).rstrip() + "\n"


def file_name(title: str) -> str:
    """A name for the file, which every system takes.

    >>> file_name("What was said about money?")
    'what-was-said-about-money.md'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
    return f"{slug or 'conversation'}.md"


def _exchange(asking: Asking, number: int) -> Iterator[str]:
    yield f"## {_line(asking.question)}\n"
    numbers = numbered(asking.statements)
    for statement in asking.statements:
        yield _statement(statement, numbers, number)
    if asking.answer is not None and not asking.answer.found:
        yield f"{NOT_IN_TRANSCRIPTS}\n"
    if asking.error:
        yield f"*{_line(asking.error)}*\n"
    for citation, footnote in numbers.items():
        yield f"[^{number}-{footnote}]: “{_line(citation.quote)}” — {_line(who(citation))}; {_place(citation)}\n"
    if asking.answer is not None:
        yield f"*{_made_by(asking.answer)}*\n"


def _statement(statement: Statement, numbers: dict[Citation, int], number: int) -> str:
    marks = "".join(f"[^{number}-{numbers[citation]}]" for citation in statement.citations)
    unsure = "" if statement.support is Support.VERIFIED else " *(not verified)*"
    return f"{_line(statement.text)}{marks}{unsure}\n"


def _made_by(answer: Answer) -> str:
    speaking, searched = len(answer.coverage.with_evidence), answer.coverage.count
    by = f"{_line(answer.model)}, prompt {answer.prompt}" if answer.model else "no language model"
    return f"{speaking} of {searched} interviews speak to this in the passages read. Written by: {by}. Quotations are cut from the transcripts."


def _place(citation: Citation) -> str:
    return f"{_line(place(citation))} (`{citation.span.transcript_id}`)"


def _line(text: str) -> str:
    return as_markdown(" ".join(text.split()))
