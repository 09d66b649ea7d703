"""An answer as one paragraph to paste: its statements with numbers, then the sources the numbers stand for. Pure."""

from __future__ import annotations

from exports.pieces import quoted_from
from exports.wording import numbered, with_condition
from rag.answer import Answer, Citation
from rag.answering.under_pseudonyms import answer_under
from rag.speech.pseudonyms import Pseudonyms


def footnoted_paragraph(answer: Answer, names: Pseudonyms) -> str:
    """The statements in order, each followed by its numbers ("[1]"); below, one source a line. Under pseudonyms.

    A source that several statements cite has one number. A statement that is not verified says so.
    """
    answer = answer_under(answer, names)
    numbers = numbered(answer.statements)
    sentences = []
    for statement in answer.statements:
        marks = "".join(f"[{numbers[each]}]" for each in statement.citations)
        unsure = f"({statement.marked})" if statement.marked else ""
        sentences.append(" ".join(part for part in (" ".join(statement.text.split()), marks, unsure) if part))
    sources = [f"[{number}] {_source(citation)}" for citation, number in numbers.items()]
    return "\n".join([" ".join(sentences), "", *sources]).strip()


def _source(citation: Citation) -> str:
    shown = quoted_from(citation)
    place = f"{shown.span.transcript_id}, characters {shown.span.start}–{shown.span.end}"
    source = ", ".join(part for part in (shown.who, shown.place, shown.time, place) if part)
    return f"{with_condition(source, shown.consent, shown.tells)}."
