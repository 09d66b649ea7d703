"""A question and its answer: statements as they are checked, each with the numbers of the words it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corpus.records import TranscriptRecord
from corpus.store import Scope
from rag.answer import (
    NOT_IN_TRANSCRIPTS,
    NOT_VERIFIED,
    NOTES_ON_ABSENCE,
    REPAIRED,
    Answer,
    Citation,
    Statement,
    Support,
)
from rag.everybody.answers import is_of_the_best
from rag.spending import spent_in_words
from ui.asking import Asking
from ui.components.status import voices_of
from ui.escaping import as_label
from ui.wording import clock, count, numbered

_UNVERIFIED_MEANS = (
    "Not verified: this sentence rests on no passage, quotes words that nobody said, or holds a number that does not "
    "stand in what it cites. Read the sources before you use it."
)
_HANGING_UP_SECONDS = 1.0
_LEAD_WORDS = 12  # spaces in "A speaker in … says: "; more is a sentence of its own
_REPAIRED_MEANS = (
    "Repaired: the model’s quotation differed from what was said, and the source’s own words are shown instead. Read "
    "whether the sentence still fits them."
)


_BEST_ALONE = "This is from the best passages. The page *Whole corpus* reads every interview and counts people."


@dataclass(frozen=True, slots=True, kw_only=True)
class Does:
    """What happens when a person clicks: `open(exchange, number)` shows a citation, `stop()` ends the writing,
    `again()` asks once more, `understand(key)` does so understood as the box with that key says, `widen()` asks everybody.
    """

    open: Callable[[int, int], None]
    stop: Callable[[], None]
    again: Callable[[], None]
    understand: Callable[[str], None]
    widen: Callable[[], None]


def show_exchange(
    asking: Asking, exchange: int, opened: int | None, does: Does, records: Sequence[TranscriptRecord]
) -> None:
    """Draw one question and follow its answer to the end; `opened` is the number that the source pane shows, and `records`
    are the library's."""
    with st.container(key=f"question-{exchange}"):
        st.text(asking.question, width="stretch")
        meant = st.container(key=f"understood-{exchange}", horizontal=True, vertical_alignment="center", gap="small")
    with st.container(key=f"answer-{exchange}", gap="medium"):
        written = st.container(key=f"written-{exchange}", gap="medium")
        waiting = st.empty()
        _follow(asking, exchange, opened, does, written, waiting)
        with meant:
            _show_understanding(asking, exchange, does)
        if asking.stopped:
            asking.wait_until_kept(_HANGING_UP_SECONDS)  # what was verified, and what it took, is known a moment later
        if asking.error:
            _show_error(asking, exchange, does)
        elif asking.answer and not asking.answer.found:
            _show_nothing_found(asking, asking.answer, exchange, opened, does)
        elif asking.answer:
            _show_notes(asking.answer.notes)
            st.caption(_summary(asking.answer))
            if asking.findings and asking.findings.minutes.interruption:
                _offer_again(exchange, does)
        if asking.answer and not asking.answer.found and asking.answer.spent:
            st.caption(f"It took {as_label(spent_in_words(asking.answer.spent))}.")
        if asking.answer and is_of_the_best(asking.answer, records):
            st.caption(f":material/info: {_BEST_ALONE}")


def _show_understanding(asking: Asking, exchange: int, does: Does) -> None:
    """How a follow-up was understood, and the means to have it understood otherwise."""
    if asking.understood is None or asking.understood == " ".join(asking.question.split()):
        return
    voices = asking.looked_in.speakers if asking.looked_in != asking.scope else ()
    only = f" Only the words of {as_label(', '.join(voices))}." if voices else ""
    st.caption(f"Understood as: {as_label(asking.understood)}{only}")
    with st.popover("Change", key=f"change-{exchange}", type="tertiary"):
        key = f"meant-{exchange}"
        st.text_input("Ask this instead", value=asking.understood, key=key, max_chars=500)
        st.button("Ask", key=f"ask-{key}", on_click=does.understand, args=(key,))


def show_chip(citation: Citation, number: int | None, key: str, *, is_open: bool, on_click: Callable[[], None]) -> None:
    """A citation to click on, with its number where it has one and whose words it is."""
    name = citation.speaker or citation.title
    time = f" · {as_label(clock(citation.time_start))}" if citation.time_start is not None else ""
    st.button(
        f"{f'**{number}** ' if number else ''}{as_label(name, most=26)}{time}",
        key=key,
        icon=":material/visibility:"
        if is_open
        else None,  # a button of another type would be a new one, without the focus
        on_click=on_click,
        wrap=False,
    )


def show_mark(statement: Statement) -> None:
    """The badge of a statement that did not hold, or whose quotation was put right; none of a verified one."""
    if statement.is_only_repaired:
        st.badge(REPAIRED.capitalize(), icon=":material/healing:", color="blue", help=_REPAIRED_MEANS)
    elif statement.support is not Support.VERIFIED:
        why = " ".join(as_label(problem) for problem in statement.problems)
        st.badge(NOT_VERIFIED.capitalize(), icon=":material/help:", color="orange", help=why or _UNVERIFIED_MEANS)


def citations_of(asking: Asking) -> list[Citation]:
    """What can be opened, in order of its numbers: the citations, or the nearest passages when nothing was found."""
    if asking.answer and not asking.answer.found:
        return list(asking.answer.nearest)
    return list(numbered(asking.statements))


def _follow(
    asking: Asking,
    exchange: int,
    opened: int | None,
    does: Does,
    written: DeltaGenerator,
    waiting: DeltaGenerator,
) -> None:
    statements: list[Statement] = []
    drawn_waiting = False
    with written:
        introduction = st.empty()
    for statement in asking.follow():
        if statement is not None:
            statements.append(statement)
            with written:
                _show_statement(statements, exchange, opened, does)
        if not asking.finished and not drawn_waiting:
            drawn_waiting = True
            with waiting.container(key=f"waiting-{exchange}", horizontal=True, vertical_alignment="center"):
                said = st.empty()
                st.button("Stop", key=f"stop-{exchange}", on_click=does.stop, icon=":material/stop_circle:")
        if drawn_waiting and not asking.finished:
            said.markdown(":shimmer[Reading the interviews …]" if asking.findings is None else ":shimmer[Writing …]")
    waiting.empty()
    if asking.answer and asking.answer.introduction:
        introduction.caption(as_label(asking.answer.introduction))


def _show_statement(statements: list[Statement], exchange: int, opened: int | None, does: Does) -> None:
    statement, position = statements[-1], len(statements) - 1
    numbers = numbered(statements)
    before = statements[-2] if position else None
    if statement.heading and (before is None or before.heading != statement.heading):
        with st.container(key=f"theme-{exchange}-{position}"):
            st.text(statement.heading)
    lead = _lead_of(statement)
    if lead is not None and (before is None or not _same_transcript(before, statement)):
        with st.container(key=f"from-{exchange}-{position}"):
            st.text(statement.citations[0].title)
    with st.container(key=f"{'prose' if lead is None else 'quote'}-{exchange}-{position}", gap="xsmall"):
        st.text(statement.text if lead is None else f"“{statement.citations[0].quote}”", width="stretch")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            for citation in statement.citations:
                number = numbers[citation]
                show_chip(
                    citation,
                    number,
                    f"cite-{exchange}-{position}-{number}",
                    is_open=number == opened,
                    on_click=partial(does.open, exchange, number),
                )
            show_mark(statement)


def _show_nothing_found(asking: Asking, answer: Answer, exchange: int, opened: int | None, does: Does) -> None:
    with st.container(key=f"nothing-{exchange}", gap="xsmall"):
        absence = NOTES_ON_ABSENCE[answer.absence] if answer.absence else NOT_IN_TRANSCRIPTS
        st.text(absence)
        _show_notes([note for note in answer.notes if note != absence])
        _show_narrowness(asking, answer, exchange, does)
        if not answer.nearest:
            return
        st.caption("What comes nearest, though it does not answer the question:")
    for number, citation in enumerate(answer.nearest, 1):
        with st.container(key=f"quote-{exchange}-near-{number}", gap="xsmall"):
            st.text(f"“{citation.quote}”", width="stretch")
            show_chip(
                citation,
                number,
                f"cite-{exchange}-near-{number}",
                is_open=number == opened,
                on_click=partial(does.open, exchange, number),
            )


def _show_narrowness(asking: Asking, answer: Answer, exchange: int, does: Does) -> None:
    """Where a filter may be why nothing was found: what was left out, and the means to look there, too."""
    if asking.scope == Scope() or (answer.absence is not None and not answer.absence.is_searched):
        return
    voices = f", at the words of {voices_of(asking.scope)} alone" if asking.scope.speakers else ""
    with st.container(key=f"narrow-{exchange}", horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            f"Because of the filter, only {count(answer.coverage.count, 'interview was', 'interviews were')} looked at{voices}."
        )
        st.button("Ask all interviews", key=f"widen-{exchange}", icon=":material/filter_list_off:", on_click=does.widen)


def _show_error(asking: Asking, exchange: int, does: Does) -> None:
    told = as_label(asking.error or "")
    if not asking.stopped:
        st.error(told, icon=":material/error:")
    elif asking.exchange and asking.exchange.answer.spent:
        st.caption(f"{told} It took {as_label(spent_in_words(asking.exchange.answer.spent))}.")
    else:
        st.caption(told)
    _offer_again(exchange, does)


def _offer_again(exchange: int, does: Does) -> None:
    st.button("Ask again", key=f"again-{exchange}", on_click=does.again, icon=":material/refresh:")


def _show_notes(notes: Sequence[str]) -> None:
    with st.container(gap="xsmall"):
        for note in notes:
            st.caption(f":material/info: {as_label(note)}")


def _summary(answer: Answer) -> str:
    speaking, searched = len(answer.coverage.with_evidence), answer.coverage.count
    how = (
        "word for word, chosen without a language model"
        if answer.model is None
        else f"written by {as_label(answer.model)}, quotations cut from the transcripts"
    )
    took = f" · {as_label(spent_in_words(answer.spent))}" if answer.spent else ""
    return f"{speaking} of {count(searched, 'interview')} {'speaks' if speaking == 1 else 'speak'} to this in the passages read · {how}{took}"


def _lead_of(statement: Statement) -> str | None:
    """What stands before a statement's quotation ("Amara says:"), where it is one quotation and nothing else."""
    if len(statement.citations) != 1:
        return None
    quotation = f"“{statement.citations[0].quote}”"
    lead = statement.text.removesuffix(quotation)
    is_ours = statement.support is Support.VERIFIED and not statement.quotes and lead.count(" ") <= _LEAD_WORDS
    return lead if statement.text.endswith(quotation) and is_ours else None


def _same_transcript(one: Statement, other: Statement) -> bool:
    return {citation.span.transcript_id for citation in one.citations} == {
        citation.span.transcript_id for citation in other.citations
    }
