"""Follow-ups that ask something of the answer before them: what a rule makes of each, and what then is answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.store import Scope
from corpus.transcript import Span
from rag.answer import Absence, Answer
from rag.answering.assistant import Assistant
from rag.conversation.dialogue import ALREADY_THERE, Exchange
from rag.conversation.dialogue import understood as understand
from rag.conversation.followups import Asked, Standalone
from rag.conversation.of_the_answer import (
    COMPARE,
    LEFT_OUT,
    NOT_COUNTED,
    NOT_JUDGED,
    NOT_RANKED,
    NOT_UNDERSTOOD,
    of_the_answer,
)
from rag.conversation.refining import by_speaker, in_quotations, shortened
from rag.conversation.wanted import Refinement, wanted_of
from rag.retrieval.retriever import Retriever
from rag.writing.extractive import ExtractiveWriter
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder
from tests.rag.answering.test_records import extractive, generated

GROUPS = {"carer": ("ann", "bea"), "young person": ("cy",), "Leeds": ("bea", "cy")}
SPEAKERS = ("Ann", "Bea", "Cy", "Dan")
SHOWN = (Span(transcript_id="ann", start=3, end=40),)


def understood(typed: str, before: str, *, quoted: tuple[str, ...] = (), scope: Scope | None = None) -> Standalone:
    asked = Asked(question=before, scope=Scope(), shown=SHOWN, quoted=quoted, beside=("Ann", "Dan"))
    found = of_the_answer(typed, [asked], scope or Scope(), SPEAKERS, GROUPS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "before", "meant"),
    [
        ("what else?", "What did Ann say about fees?", "What else did Ann say about fees?"),
        ("what else did she say?", "What did Ann say about fees?", "What else did Ann say about fees?"),
        ("more?", "What else did Ann say about fees?", "What else did Ann say about fees?"),
        ("any others?", "What barriers came up?", "What other barriers came up?"),
        ("tell me more about that", "What other barriers came up?", "What other barriers came up?"),
    ],
)
def test_more_is_asked_for_beyond_what_was_shown(typed: str, before: str, meant: str) -> None:
    found = understood(typed, before)
    assert (found.question, found.beyond, found.notes) == (meant, SHOWN, (LEFT_OUT,))


@pytest.mark.parametrize(
    ("typed", "before", "meant", "interviews"),
    [
        ("and carers?", "What barriers came up?", "What barriers came up?", ("ann", "bea")),
        ("only carers?", "What barriers came up?", "What barriers came up?", ("ann", "bea")),
        ("what did young people say about it?", "What barriers came up?", "What barriers came up?", ("cy",)),
        ("what about the ones in Leeds", "Why do people wait?", "Why do people wait?", ("bea", "cy")),
        ("do carers say the same?", "What barriers came up?", "What barriers came up?", ("ann", "bea")),
        ("and the carers?", "What did young people say about fees?", "What did the carers say about fees?", ("ann", "bea")),
        ("young people?", "What did carers say about fees?", "What did young people say about fees?", ("cy",)),
    ],
)  # fmt: skip
def test_a_group_of_the_metadata_is_asked_in_its_interviews(
    typed: str, before: str, meant: str, interviews: tuple[str, ...]
) -> None:
    found = understood(typed, before)
    assert (found.question, found.scope.transcripts) == (meant, interviews)


def test_the_filter_that_is_set_holds_for_a_group_and_only_narrows_further() -> None:
    assert understood("carers?", "Why?", scope=Scope(transcripts=("bea",))).scope.transcripts == ("bea",)
    before = [Asked(question="Why do people wait?", scope=Scope(transcripts=("ann", "bea")))]
    only, instead = (
        of_the_answer(typed, before, Scope(), SPEAKERS, GROUPS) for typed in ("only in Leeds", "and in Leeds?")
    )
    assert only is not None
    assert instead is not None
    assert (only.scope.transcripts, instead.scope.transcripts) == (("bea",), ("bea", "cy"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("which was worst?", NOT_RANKED),
        ("which matters most?", NOT_RANKED),
        ("what's the main one?", NOT_RANKED),
        ("which was the most common?", NOT_COUNTED),
        ("most of them?", NOT_COUNTED),
        ("really?", NOT_JUDGED),
        ("is that true?", NOT_JUDGED),
        ("I don’t understand", NOT_UNDERSTOOD),
    ],
)
def test_what_no_search_can_answer_is_said_and_not_searched_for(typed: str, why: str) -> None:
    found = understood(typed, "What barriers came up?")
    assert (found.unclear, found.notes, found.question) == (True, (why,), typed)


def test_a_count_and_a_measure_are_asked_for() -> None:
    assert understood("how common is that?", "Were people paid in vouchers?").question == (
        "How many people were paid in vouchers?"
    )
    longest = understood("who waited longest?", "Did people wait?")
    assert (longest.question, longest.notes) == ("Did people wait, and who waited longest?", (COMPARE,))


def test_he_is_the_one_person_quoted_or_the_other_who_speaks_there_and_else_asked_back() -> None:
    assert understood("and he?", "Who waited?", quoted=("Dan",)).scope.speakers == ("Dan",)
    other = understood("and he?", "What did Ann say about fees?", quoted=("Ann",))
    assert (other.question, other.scope.speakers) == ("What did Dan say about fees?", ("Dan",))
    unclear = understood("and he?", "Who waited?", quoted=("Bea", "Dan"))
    assert unclear.unclear
    assert "quotes Bea, Dan" in unclear.notes[0]


@pytest.mark.parametrize(
    "typed",
    [
        "And who pays for the train?",
        "what happened next?",
        "The rest home?",
        "more money?",
        "true stories?",
        "What was Leeds like?",
    ],
)
def test_other_follow_ups_are_left_to_the_other_rules(typed: str) -> None:
    assert of_the_answer(typed, [Asked(question="What barriers came up?")], Scope(), SPEAKERS, GROUPS) is None


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("can you say that again shorter", Refinement(shorter=True)),
        ("sum that up in one line", Refinement(shorter=True, most=1)),
        ("in two sentences please", Refinement(shorter=True, most=2)),
        ("who said that?", Refinement(by_speaker=True)),
        ("can i see the exact words", Refinement(quoted=True)),
        ("say that again", Refinement(again=True)),
        ("not the carers", Refinement(transcripts=("cy",))),
        ("who said that fees are low?", None),
        ("not enough money?", None),
    ],
)
def test_what_is_wanted_of_the_answer_is_told_from_a_question(typed: str, wanted: Refinement | None) -> None:
    titles = {"ann": "Ann", "bea": "Bea", "cy": "Cy"}
    assert wanted_of(typed, titles, SPEAKERS, groups=GROUPS) == wanted


def test_an_answer_by_speaker_or_in_quotations_holds_what_it_held() -> None:
    _, answer = extractive()
    ordered = by_speaker(answer)
    assert {each.text for each in ordered.statements} == {each.text for each in answer.statements}
    assert [each.heading for each in ordered.statements[:1]] == ["Beryl, Beryl Stott"]
    assert ordered.introduction == "In order of who says it: Beryl, Beryl Stott · Olwen, Olwen Prys."
    assert len(shortened(answer, 1).statements) == 1
    _, written = generated()
    cited = {citation.quote for each in written.statements for citation in each.citations}
    assert {each.text.partition("“")[2][:-1] for each in in_quotations(written).statements} == cited


def test_a_conversation_goes_on_beyond_what_it_showed_until_nothing_is_left(tmp_path: Path) -> None:
    embedder = WordHashEmbedder()
    write_interviews(tmp_path / "files", range(2), turns=12)
    (tmp_path / "files" / "transcripts.csv").write_text(
        "file,group\ninterview-000.txt,carer\ninterview-001.txt,patient\n", encoding="utf-8"
    )
    library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    assistant = Assistant(Retriever(library, embedder), ExtractiveWriter())

    def answered(typed: str, meant: Standalone | Exchange) -> Answer:
        assert isinstance(meant, Standalone)
        findings = assistant.find(typed, meant)
        return assistant.answer(findings, list(assistant.write(findings)))

    def ask(typed: str, *before: Answer) -> Answer:
        return answered(typed, assistant.understand(typed, [Exchange(answer=each) for each in before]))

    whole = ask("Did the ferry cost more than the council was ready to pay?")
    first = replace(whole, statements=whole.statements[:1])
    doubted = ask("really?", first)
    assert (doubted.absence, doubted.notes[-1]) == (Absence.UNCLEAR, NOT_JUDGED)
    more = ask("what else?", first, doubted)
    assert more.notes[0] == LEFT_OUT
    assert {each.text for each in first.statements}.isdisjoint(each.text for each in more.statements)
    assert more.found
    nothing = ask("what else?", whole, more)
    assert (nothing.absence, nothing.nearest, nothing.statements) == (Absence.NOTHING_MORE, (), ())
    assert {each.citations[0].speaker for each in ask("only carers?", first).statements} == {"Speaker0"}

    # what the answer before has of a group stands where nothing is found of it anew
    lost = answered("carers?", Standalone(question="zymurgy", scope=Scope(), leant=True, otherwise=whole))
    assert (lost.found, lost.statements) == (True, whole.statements)


def test_the_same_question_put_to_a_group_falls_back_on_what_the_answer_before_has_of_it() -> None:
    _, answer = extractive()
    meant = understood_after(Exchange(answer=answer), "only carers?")
    assert isinstance(meant, Standalone)
    assert meant.otherwise is not None
    assert {each.citations[0].speaker for each in meant.otherwise.statements} == {"Beryl"}
    assert meant.otherwise.notes[0] == ALREADY_THERE


def understood_after(before: Exchange, typed: str) -> Exchange | Standalone:
    return understand(
        typed,
        [before],
        Scope(),
        titles={"beryl": "Beryl Stott", "olwen": "Olwen Prys"},
        speakers=("Beryl", "Olwen"),
        beside={},
        groups={"carer": ("beryl",)},
        condense=lambda *_: None,
    )
