"""What is asked of everybody is answered by going through every interview; what a model writes is of what it was shown."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from corpus.store import Scope
from rag.answer import Absence, Evidence, Statement
from rag.answering.assistant import Assistant
from rag.everybody.answers import is_of_the_best
from rag.prompting.minutes import Minutes
from rag.retrieval.retriever import Retriever
from rag.writing.extractive import ExtractiveWriter
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder

_MONEY = "They paid the parking money late and the parking money never came. I rang about the parking money."
_BAKING = "We bake bread and scones on Fridays. The bread oven smokes, and scones are what people come for."
_SAID = {"Ann": (_MONEY,), "Bea": (_BAKING, _MONEY), "Col": (_BAKING,)}


class _Model(ExtractiveWriter):
    """A writer with a model, as far as anybody can tell."""

    mode = "generated"
    model = "scripted"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def write(
        self, question: str, evidence: Sequence[Evidence], minutes: Minutes | None = None
    ) -> Generator[Statement, None, None]:
        self.asked.append(question)
        yield from super().write(question, evidence, minutes)


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    files = tmp_path / "files"
    files.mkdir()
    for name, said in _SAID.items():
        turns = [f"Interviewer: And what happened then?\n\n{name}: {words}\n" for words in said]
        (files / f"{name}.txt").write_text("\n".join(turns))
    embedder = WordHashEmbedder(1024)
    library = library_at(tmp_path / "library", embedder)
    ingested(library, files, embedder)
    return Retriever(library, embedder)


def test_a_question_to_everybody_is_counted(retriever: Retriever) -> None:
    answer = Assistant(retriever, ExtractiveWriter()).ask("Who mentions the late parking money?")
    assert answer.found
    assert answer.coverage.whole
    assert answer.question == "Who mentions the late parking money?"
    assert answer.introduction is not None
    assert "2 of 3 participants" in answer.introduction
    assert {one.citations[0].speaker for one in answer.statements} == {"Ann", "Bea"}


def test_what_nobody_speaks_of_is_not_counted(retriever: Retriever) -> None:
    answer = Assistant(retriever, ExtractiveWriter()).ask("How many participants mention nuclear fusion reactors?")
    assert not answer.found
    assert answer.absence is Absence.NOT_IN_TRANSCRIPTS
    assert answer.nearest


def test_a_question_about_one_person_or_in_one_interview_is_answered_from_passages(retriever: Retriever) -> None:
    assistant = Assistant(retriever, ExtractiveWriter())
    assert not assistant.ask("Who mentions Ann and the late parking money?").coverage.whole
    (ann,) = (record.id for record in retriever.library.list_records() if "Ann" in record.speakers)
    assert not assistant.ask("Who mentions the late parking money?", Scope(transcripts=(ann,))).coverage.whole


def test_a_model_is_asked_as_ever_but_not_what_the_themes_are(retriever: Retriever) -> None:
    model = _Model()
    counted = Assistant(retriever, model).ask("Who mentions the late parking money?")
    assert not counted.coverage.whole
    assert model.asked == ["Who mentions the late parking money?"]
    themes = Assistant(retriever, model).ask("What are the main themes?")
    assert model.asked == ["Who mentions the late parking money?"]
    assert themes.model is None
    assert themes.mode == "extractive"


def test_an_answer_from_passages_to_what_everybody_is_asked_is_known_by_question_scope_and_names(
    retriever: Retriever,
) -> None:
    records = retriever.library.list_records()
    (ann,) = (record.id for record in records if "Ann" in record.speakers)
    asked = Assistant(retriever, _Model()).ask
    assert is_of_the_best(asked("Who mentions the late parking money?"), records)
    assert not is_of_the_best(asked("Who mentions the late parking money?", Scope(transcripts=(ann,))), records)
    assert not is_of_the_best(asked("Who mentions Ann and the late parking money?"), records)
    assert not is_of_the_best(asked("What of the late parking money?"), records)
    assert not is_of_the_best(Assistant(retriever, ExtractiveWriter()).ask("Who mentions the parking money?"), records)


def test_what_comes_up_is_told_by_themes(retriever: Retriever) -> None:
    answer = Assistant(retriever, ExtractiveWriter()).ask("What are the main themes?")
    assert answer.found
    assert answer.coverage.whole
    assert all(one.heading and "of 3 participants" in one.heading for one in answer.statements)
    for one in answer.statements:
        (citation,) = one.citations
        assert retriever.library.transcript(citation.span.transcript_id).quote(citation.span) == citation.quote
        assert citation.quote in one.text


def test_a_question_to_a_kind_of_people_has_their_number_below_the_line(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for name, said in _SAID.items():
        (files / f"{name}.txt").write_text(f"Interviewer: And what happened then?\n\n{name}: {' '.join(said)}\n")
    (files / "transcripts.csv").write_text("file,group\nAnn.txt,carer\nBea.txt,funder\nCol.txt,carer\n")
    embedder = WordHashEmbedder(1024)
    library = library_at(tmp_path / "library", embedder)
    ingested(library, files, embedder)
    answer = Assistant(Retriever(library, embedder), ExtractiveWriter()).ask(
        "How many carers mention the late parking money?"
    )
    assert answer.introduction is not None
    assert "of 2 participants" in answer.introduction
    assert {one.citations[0].speaker for one in answer.statements} <= {"Ann", "Col"}
    assert answer.standalone_question == "How many carers mention the late parking money?"
    assert any("2 of 3" in note for note in answer.notes)
