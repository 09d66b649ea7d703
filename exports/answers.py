"""Answers and conversations as exports: statements with their sources footnoted. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.pieces import SAID, Export, Heading, Paragraph, Piece, Table, quoted_from
from exports.wording import coverage_sentence
from rag.answer import NOT_IN_TRANSCRIPTS, Answer
from rag.answering.under_pseudonyms import answer_under
from rag.everybody.summaries import SUMMARY
from rag.speech.pseudonyms import Pseudonyms
from rag.spending import spent_in_words

HEADER = ("question", "heading", "statement", "support", *SAID)


def answers_export(title: str, answers: Sequence[Answer], names: Pseudonyms) -> Export:
    """One answer, or those of a conversation in order, under pseudonyms. The question of a single one is not repeated below
    the title."""
    title = names.text(title, keeps_quoted=False)
    answers = [answer_under(answer, names) for answer in answers]
    pieces = [piece for answer in answers for piece in _pieces(answer)]
    lead = ""
    if len(answers) == 1:
        lead = answers[0].introduction or ""
        pieces = pieces[1:] if answers[0].question == title else pieces
    rows = [row for answer in answers for row in _rows(answer)]
    return Export(
        title=title, pieces=tuple(pieces), lead=lead, table=Table(heading=title, header=HEADER, rows=tuple(rows))
    )


def _pieces(answer: Answer) -> Iterator[Piece]:
    yield Heading(text=answer.question)
    if not answer.found:
        yield Paragraph(text=" ".join(answer.notes) or NOT_IN_TRANSCRIPTS)
    elif answer.introduction:
        yield Paragraph(text=answer.introduction)
    heading = None
    for statement in answer.statements:
        if statement.heading not in (None, heading):
            heading = statement.heading
            yield Heading(text=heading or "", level=2)
        unsure = f" ({statement.marked})" if statement.marked else ""
        under = "" if heading in (None, SUMMARY) else heading
        sources = tuple(replace(quoted_from(one), held_against=under or "") for one in statement.citations)
        yield Paragraph(text=statement.text + unsure, sources=sources)
    if answer.absence is not None and not answer.absence.is_searched:
        return
    for note in answer.notes if answer.found else ():
        yield Paragraph(label="Note:", text=note)
    by = f"{answer.model}, prompt {answer.prompt}" if answer.model else "no language model"
    took = f" It took {spent_in_words(answer.spent)}." if answer.spent else ""
    cut = " Quotations are cut from the transcripts." if answer.statements else ""
    yield Paragraph(text=f"{coverage_sentence(answer.coverage)}. Written by: {by}.{cut}{took}")


def _rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    for statement in answer.statements:
        facts = (answer.question, statement.heading or "", statement.text, statement.support.value)
        for one in statement.citations:
            yield (*facts, *quoted_from(one).cells)
        if not statement.citations:
            yield (*facts, *[""] * len(SAID))
    if not answer.statements:
        yield (answer.question, "", NOT_IN_TRANSCRIPTS, *[""] * (len(HEADER) - 3))
