"""Counting everybody: who is read, who is counted, and which questions ask for it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store import Scope
from corpus.transcript import Role
from exports.answers import answers_export
from exports.pieces import Paragraph
from rag.answer import Answer, cite
from rag.everybody.count_reply import corpus_answer, count_json, limits_of, sentence
from rag.everybody.counting import ReadsEverybody, ThemeCount, Voice
from rag.everybody.questions import asks_everybody, counted_theme
from rag.everybody.speaking import Spoken, scores, strength
from rag.retrieval.retriever import Retriever
from rag.retrieval.spoken_windows import hear
from rag.speech.pseudonyms import Pseudonyms
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.talks import BERYL

SPEAKERS = ["Amara", "P7", "I"]


@pytest.mark.parametrize(
    "question",
    [
        "How many participants were paid late?",
        "Did anyone fear for their benefits?",
        "Does everyone want vouchers?",
        "Which interviews mention childcare?",
        "What are the main themes?",
        "Across all interviews, what was said about travel?",
        "Who said that payment took months?",
        "What share of carers was out of pocket?",
        "Compare what carers and patients say about pay.",
        "How many spoke about the war?",
        "How many were paid late?",
        "How many of them mentioned childcare?",
        "How many had children?",
        "How many never felt heard?",
        "What proportion were paid?",
    ],
)
def test_a_question_to_everybody_is_known(question: str) -> None:
    assert asks_everybody(question, SPEAKERS)


@pytest.mark.parametrize(
    "question",
    [
        "How many abbreviations did Amara write down?",
        "Who chaired the meeting?",
        "How many weeks did payment take?",
        "Did anyone help Amara with the form?",
        "What did P7 say about how many people claim?",
        "How long do people wait for their money?",
        "What was said about vouchers?",
        "Which bus did they take?",
        "How many times were they paid?",
        "How many reports were written?",
        "How many were there?",
        "How many have they had?",
        "What share of the money was paid?",
        "What percentage was paid?",
        "",
    ],
)
def test_a_question_to_some_is_left_alone(question: str) -> None:
    assert not asks_everybody(question, SPEAKERS)


@pytest.mark.parametrize(
    ("question", "name", "to_everybody"),
    [
        ("How many participants will lose their benefits?", "Will", True),
        ("Who said they will? Will anyone else?", "Will", True),
        ("How many people may claim, and did anyone hope for more?", "May", True),
        ("How many participants hope for more?", "Hope", True),
        ("How many people asked me?", "Me", True),
        ("Did anyone agree with Will?", "Will", False),
        ("Did anyone agree with Hope’s mother?", "Hope", False),
        ("Amara waited. How many people did not?", "Amara", False),
        ("Who said what AMARA said?", "Amara", False),
        ("Who said what p7 said?", "P7", False),
        ("How many people thought 阿明 was right?", "阿明", False),
    ],
)
def test_a_name_that_is_a_word_is_a_name_only_with_its_capital_within_a_sentence(
    question: str, name: str, to_everybody: bool
) -> None:
    assert asks_everybody(question)
    assert asks_everybody(question, [name]) is to_everybody


@pytest.mark.parametrize(
    ("people", "told"), [(12, "P11, P12."), (13, "P11, P12 and 1 other."), (183, "P11, P12 and 171 others.")]
)
def test_a_sentence_names_twelve_people_and_counts_the_others_and_json_names_all(people: int, told: str) -> None:
    voices = tuple(
        Voice(participant=f"P{number}", called=f"P{number}", quotes=(), asked=True) for number in range(1, people + 1)
    )
    one = ThemeCount(theme="pay", voices=voices)
    assert sentence(one).endswith(f"P10, {told}")
    assert count_json(one)["silent"] == [voice.participant for voice in voices]


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("How many participants said that payment came late?", "payment came late?"),
        ("Which of the participants talk about vouchers?", "vouchers?"),
        ("Across all interviews, who mentions childcare?", "childcare?"),
        ("Did anyone complain about the room?", "the room?"),
        ("Were any of the carers unhappy with the forms?", "unhappy with the forms?"),
        ("Who said there was too little money?", "there was too little money?"),
        ("Who felt ignored?", "felt ignored?"),
        ("How many spoke about the war?", "the war?"),
        ("How many were paid late?", "were paid late?"),
        ("How many of them mentioned childcare?", "childcare?"),
        ("What proportion were paid?", "were paid?"),
        ("How many times did they talk about pay?", "How many times did they talk about pay?"),
        ("How many people did they talk to?", "How many people did they talk to?"),
        ("What was said about vouchers?", "What was said about vouchers?"),
        ("How many participants?", "How many participants?"),
        ("paid in vouchers", "paid in vouchers"),
    ],
)
def test_people_are_counted_by_what_they_are_asked_about(question: str, theme: str) -> None:
    assert counted_theme(question) == theme


def test_an_interviewer_is_never_heard_and_every_sentence_begins_a_window() -> None:
    heard = hear(BERYL)
    for window in heard.windows:
        assert " ".join(BERYL.quote(window.span).split()) == window.text
        assert all(turn.role is not Role.INTERVIEWER for turn in BERYL.turns_in(window.span.start, window.span.end))
    said = [BERYL.text[turn.start : turn.end] for turn in BERYL.turns if turn.role is not Role.INTERVIEWER]
    assert {window.span.start for window in heard.windows} >= {BERYL.text.index(words) for words in said}
    assert heard.asked == ("Would fifty pounds a day have been fair, do you think?", "And the travelling?")


def test_nobodys_own_words_are_a_second_look_at_themselves() -> None:
    vectors = np.eye(4, dtype=np.float32)
    spoken = Spoken(
        vectors=vectors,
        stems=[frozenset({word}) for word in ("pay", "bus", "tea", "dog")],
        runs=np.arange(4),
        people=np.zeros(4, dtype=np.intp),
    )
    found = scores(spoken, vectors[0], ["pay"])
    assert found.argmax() == 0
    assert np.isfinite(found).all()
    assert strength(found[:0]) == -np.inf


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20), st.floats(0, 10))
def test_a_person_who_says_more_of_it_is_never_weaker(own: list[float], more: float) -> None:
    raised = np.array(own)
    raised[raised.argmax()] += more
    assert strength(raised) >= strength(np.array(own))


def test_everybody_has_a_place_and_the_denominator_is_all_of_them(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for name in ("Ann", "Bea", "Col"):
        money = "The parking money came late. The late parking money."
        garden = "We grew tomatoes and beans all summer. My sister brought a cake on the bus every Friday."
        said = money if name == "Ann" else garden
        (files / f"{name}.txt").write_text(f"Interviewer: And what happened then, would you say?\n\n{name}: {said}\n")
    embedder = WordHashEmbedder(1024)
    library = library_at(tmp_path / "library", embedder)
    ingested(library, files, embedder)
    reader = ReadsEverybody(Retriever(library, embedder))
    late, absent = reader.count(["late parking money", "nuclear fusion reactors"], Scope(), lambda *_: None)
    assert len(late.voices) == len(absent.voices) == 3
    assert not absent.speaking
    assert ": 0 of 3 participants have passages that speak to this. Not asked" in sentence(absent)
    assert not corpus_answer("?", absent, ["a"]).found
    (ann,) = late.speaking
    assert ann.participant == "Ann"
    assert ann.strength == max(one.strength for one in late.voices)
    assert ann.quotes
    for quote in ann.quotes:
        assert library.transcript(quote.span.transcript_id).quote(quote.span) == quote.quote
        assert (quote.speaker, quote.role) == ("Ann", Role.PARTICIPANT)
        assert "parking money" in quote.quote
    assert [voice.participant for voice in (*late.silent, *late.never_asked)] == ["Bea", "Col"]
    told = count_json(late)
    assert (told["participants"], told["speaking"]) == (3, 1)


def test_a_count_cannot_be_read_without_its_reservation_and_calls_people_by_their_labels() -> None:
    said = next(turn for turn in BERYL.turns if turn.role is not Role.INTERVIEWER)
    beryl = Voice(participant="beryl-hope", called="Beryl", quotes=(cite(BERYL, said.start, said.end),), asked=True)
    silent = Voice(participant="ann-low", called="Ann", quotes=(), asked=True)
    one = ThemeCount(theme="pay", voices=(beryl, silent))
    answer = corpus_answer("?", one, [BERYL.id])
    told = _paragraphs_of(answer)
    reserved = "Matched by likeness and judged by nobody: 1 of 2 participants has passages that speak to this, for it,"
    assert answer.introduction == sentence(one)
    assert told[0].startswith(reserved)
    assert told[0].endswith("Asked, and nothing near enough found: Ann.")
    assert re.findall(r"\d+ of \d+", " ".join(told)) == ["1 of 2"]
    assert limits_of([one]) in told
    assert answer.statements[0].text.startswith("Beryl says: ")


def _paragraphs_of(answer: Answer) -> list[str]:
    """Our words in its export."""
    return [
        piece.text for piece in answers_export("?", [answer], Pseudonyms({})).pieces if isinstance(piece, Paragraph)
    ]
