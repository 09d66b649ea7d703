"""A phrase of the topic that participants say brings in its passages, however much interviewers say it."""

from __future__ import annotations

from pathlib import Path

from corpus.store import Scope
from rag.quotes.finder import QuoteFinder, Wanted
from rag.quotes.quote import Length
from rag.quotes.said import said_by_participants
from rag.retrieval.retriever import Retriever
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder

FORM = "Harbour College of Skerry, this is Harbour College of Skerry, for the Harbour College of Skerry archive."
SAID = (
    "I learned to splice a rope in a shed that belonged to Harbour College before they pulled it down one windy March."
)


def retriever_of(path: Path) -> Retriever:
    files = path / "files"
    files.mkdir()
    for number in range(25):
        words = (
            SAID
            if number == 13
            else f"My cousin number {number} mended nets with his cold hands all through that year."
        )
        text = (
            f"Interviewer: {FORM}\n\nPerson{number}: We were there, and we are Skerry people.\n\nInterviewer: And?\n\n"
        )
        (files / f"t{number:02}.txt").write_text(f"{text}Person{number}: {words}\n", encoding="utf-8")
    library = library_at(path / "library", WordHashEmbedder())
    ingested(library, files, WordHashEmbedder())
    return Retriever(library, WordHashEmbedder())


def test_what_a_participant_says_word_for_word_comes_first(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path)
    quotes = QuoteFinder(retriever).find("the Harbour College", Wanted(top=3, length=Length(least=6)))
    assert SAID in [quote.text for quote in quotes][:1]


def test_only_participants_and_only_names_and_rare_phrases_are_looked_for(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path)

    def said(topic: str) -> list[str]:
        spans = said_by_participants(topic, retriever, Scope())
        return [retriever.library.transcript(span.transcript_id).quote(span) for span in spans]

    assert said("the Harbour College") == ["Harbour College"]
    assert said("rope in a shed") == ["rope in a shed"]
    assert said("his cold hands") == []  # neither rare nor a name
    assert said("Harbour College of Skerry") == ["Harbour College"]  # the whole of it is the interviewers' alone
    assert said('"Harbour College"') == said("College") == []
