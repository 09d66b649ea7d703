"""Sentences embedded before anybody asks."""

from __future__ import annotations

from corpus.forgetting import forget
from corpus.library import Library
from corpus.store import Scope
from models.remembering import RememberingEmbedder
from rag.answering.assistant import Assistant
from rag.everybody.counting import ReadsEverybody
from rag.retrieval.reading_ahead import ReadsAhead
from rag.retrieval.retriever import Retriever
from rag.writing.extractive import ExtractiveWriter
from tests.fakes import WordHashEmbedder

QUESTION = "What was said about the ferry on number 2003?"


def test_a_question_then_waits_for_its_own_words_alone(library: Library, behind: WordHashEmbedder) -> None:
    remembering = RememberingEmbedder(behind)
    retriever = Retriever(library, remembering)
    ahead = ReadsAhead(retriever, remembering)
    ahead.look()
    ahead.wait()
    behind.embedded.clear()
    answer = Assistant(retriever, ExtractiveWriter()).ask(QUESTION)
    assert answer.found
    assert len(behind.embedded) == 1
    ReadsEverybody(retriever).count(["ferries in winter"], Scope(), lambda *_: None)
    assert behind.embedded[1:] == ["ferries in winter"]
    behind.embedded.pop()
    ahead.look()
    ahead.wait()
    assert len(behind.embedded) == 1


def test_an_answer_is_the_same_as_without_it(library: Library, behind: WordHashEmbedder) -> None:
    remembering = RememberingEmbedder(behind)
    retriever = Retriever(library, remembering)
    ahead = ReadsAhead(retriever, remembering)
    ahead.look()
    ahead.wait()
    plain = Assistant(Retriever(library, behind), ExtractiveWriter()).ask(QUESTION)
    assert Assistant(retriever, ExtractiveWriter()).ask(QUESTION) == plain


def test_of_what_left_the_library_no_vector_is_kept(library: Library, behind: WordHashEmbedder) -> None:
    remembering = RememberingEmbedder(behind)
    retriever = Retriever(library, remembering)
    ahead = ReadsAhead(retriever, remembering)
    ahead.look()
    ahead.wait()
    before = remembering.count
    forget(library, [library.list_records()[0].id])
    ahead.look()
    ahead.wait()
    assert 0 < remembering.count < before


def test_it_stops_where_no_more_can_be_remembered(library: Library, behind: WordHashEmbedder) -> None:
    remembering = RememberingEmbedder(behind, most=10)
    ahead = ReadsAhead(Retriever(library, remembering), remembering)
    behind.embedded.clear()
    ahead.look()
    ahead.wait()
    assert 10 <= len(behind.embedded) <= 64
    assert remembering.count == 10
