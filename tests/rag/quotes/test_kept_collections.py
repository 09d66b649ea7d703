"""Collections of quotes: nothing that two people save is lost, and nothing that was forgotten comes back."""

from __future__ import annotations

import json
import multiprocessing
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from corpus.forgetting import forget
from corpus.library import Library
from exports.quotes import collection_export
from rag.errors import KeptFileError, KeptUnknown
from rag.quotes.kept_collections import (
    begin_collection,
    collection_named,
    delete_collection,
    drop_quote,
    list_collections,
    save_quote,
    still_there,
)
from rag.quotes.quote import Quote, quote_of
from rag.speech.pseudonyms import Pseudonyms
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.talks import BERYL, Shelf, talk

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONG = talk("ana", "Ana", ("Ana", " ".join(f"This is sentence {number} of mine." for number in range(100, 200))))
ADA, BOB = "The office lost the forms every week.", "They paid the ferry money before we sailed."
EACH = 15


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two interviews, of Ada and of Bob."""
    files = tmp_path / "files"
    files.mkdir()
    for name, words in (("ada", ADA), ("bob", BOB)):
        (files / f"{name}.txt").write_text(f"Interviewer: And then?\n\n{name.title()}: {words}\n", encoding="utf-8")
    embedder = WordHashEmbedder()
    library = library_at(tmp_path / "library", embedder)
    ingested(library, files, embedder)
    return library


def said(library: Library, name: str, words: str) -> Quote:
    transcript = library.transcript(f"{name}.txt")
    start = transcript.text.index(words)
    return quote_of(transcript, start, start + len(words), name.title(), 0.5)


def kept_words(library: Library) -> str:
    """All that the files of the collections hold."""
    return "".join(path.read_text(encoding="utf-8") for path in (library.path / "collections").glob("*.json"))


def some_quote() -> Quote:
    turn = BERYL.turns[1]
    return quote_of(BERYL, turn.start, turn.end, "Beryl", 0.5)


def saves(folder: Path, first: int, ready: Barrier) -> None:
    """What a process does that saves quotes in the collection “Shared”."""
    ready.wait()
    begun = collection_named(folder, "Shared", NOW)
    for number in range(first, first + EACH):
        words = f"This is sentence {number} of mine."
        start = LONG.text.index(words)
        quote = quote_of(LONG, start, start + len(words), "Ana", 0.5)
        save_quote(Shelf(folder, {LONG.id: LONG}), begun.id, quote, NOW)


def test_of_the_quotes_that_two_processes_save_at_once_none_is_lost(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(2)
    at_work = [context.Process(target=saves, args=(tmp_path, first, ready)) for first in (100, 150)]
    for each in at_work:
        each.start()
    for each in at_work:
        each.join(60)
    (kept,) = list_collections(tmp_path)
    assert len(kept.quotes) == len(at_work) * EACH


def test_a_collection_is_kept_opened_and_dropped_from(tmp_path: Path) -> None:
    collection = begin_collection(tmp_path, "Money, and  the lack of it", NOW)
    saved = save_quote(Shelf(tmp_path), collection.id, some_quote(), NOW, topic="pay")
    saved = save_quote(Shelf(tmp_path), saved.id, some_quote(), NOW)
    assert list_collections(tmp_path) == [saved]
    assert len(saved.quotes) == 1
    assert saved.quotes[0].text == some_quote().text
    assert collection_named(tmp_path, "money, and the lack of it", NOW) == saved
    assert still_there(saved.quotes[0], lambda identity: BERYL)
    assert drop_quote(tmp_path, saved.id, saved.quotes[0].span).quotes == ()
    delete_collection(tmp_path, saved.id)
    assert list_collections(tmp_path) == []
    with pytest.raises(KeptFileError, match=r"No “.+” is kept in .+collections\. Nothing is\."):
        delete_collection(tmp_path, saved.id)


def test_a_collection_keeps_when_and_with_what_a_quote_was_found_and_an_old_file_still_opens(tmp_path: Path) -> None:
    saved = save_quote(
        Shelf(tmp_path), begin_collection(tmp_path, "Money", NOW).id, some_quote(), NOW, topic="being paid"
    )
    (collection,) = list_collections(tmp_path)
    (kept,) = collection.quotes
    assert (kept.saved, kept.topic) == (NOW, "being paid")
    assert kept.question == "Would fifty pounds a day have been fair, do you think?"
    export = collection_export(collection, Pseudonyms({}))
    assert export.quotes[0].below == (f"Asked: {kept.question}", "Saved on 24 November 2026, found with “being paid”")
    row = dict(zip(export.table.header, export.table.rows[0], strict=True))
    assert (row["question"], row["topic"], row["saved"]) == (kept.question, "being paid", "2026-11-24 09:00")
    path = tmp_path / "collections" / f"{saved.id}.json"
    old = json.loads(path.read_text(encoding="utf-8"))
    for name in ("saved", "question", "time_start"):
        del old["quotes"][0][name]
    path.write_text(json.dumps(old), encoding="utf-8")
    ((older,),) = [one.quotes for one in list_collections(tmp_path)]
    assert (older.text, older.saved, older.question) == (kept.text, None, "")


def test_a_quote_that_another_saved_meanwhile_stays(tmp_path: Path) -> None:
    begun = begin_collection(tmp_path, "Money", NOW)
    save_quote(Shelf(tmp_path), begun.id, some_quote(), NOW)
    turn = BERYL.turns[3]
    other = quote_of(BERYL, turn.start, turn.end, "Beryl", 0.5)
    assert len(save_quote(Shelf(tmp_path), begun.id, other, NOW).quotes) == 2
    assert [one.span for one in drop_quote(tmp_path, begun.id, other.citation.span).quotes] == [
        some_quote().citation.span
    ]


def test_a_quote_is_still_there_only_where_its_words_are(tmp_path: Path) -> None:
    (kept,) = save_quote(Shelf(tmp_path), begin_collection(tmp_path, "Money", NOW).id, some_quote(), NOW).quotes
    assert still_there(kept, Shelf(tmp_path).transcript)
    assert not still_there(kept, Shelf(tmp_path, {}).transcript)
    moved = talk("beryl", "Beryl Stott", ("Interviewer", "Hello."), ("Beryl", kept.text))
    assert not still_there(kept, Shelf(tmp_path, {"beryl": moved}).transcript)


def test_quotes_whose_words_only_moved_stay_and_those_that_nobody_says_any_more_go(tmp_path: Path) -> None:
    begun = begin_collection(tmp_path, "Money", NOW)
    (kept,) = save_quote(Shelf(tmp_path), begun.id, some_quote(), NOW).quotes
    start = LONG.turns[0].start
    another = quote_of(LONG, start, start + 29, "Ana", 0.5)
    moved = talk(
        "beryl",
        "Beryl Stott",
        ("Interviewer", "Hello."),
        ("Beryl", kept.text.replace("twelve pounds,", "twelve pounds –")),
    )
    saved = save_quote(Shelf(tmp_path, {"beryl": moved, LONG.id: LONG}), begun.id, another, NOW)
    assert [one.transcript for one in saved.quotes] == ["beryl", "ana"]
    rewritten = talk("beryl", "Beryl Stott", ("Beryl", "I have nothing to say."))
    again = quote_of(LONG, start + 30, start + 59, "Ana", 0.5)
    saved = save_quote(Shelf(tmp_path, {"beryl": rewritten, LONG.id: LONG}), begun.id, again, NOW)
    assert [one.transcript for one in saved.quotes] == ["ana", "ana"]
    assert list_collections(tmp_path) == [saved]


@pytest.mark.parametrize("identity", ["../elsewhere", "", "..", "a/b"])
def test_a_collection_is_never_looked_for_elsewhere(identity: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text("{}", encoding="utf-8")
    with pytest.raises(KeptFileError, match="no name of a collection"):
        delete_collection(tmp_path, identity)
    with pytest.raises(KeptFileError, match="no name of a collection"):
        save_quote(Shelf(tmp_path), identity, some_quote(), NOW)
    assert (tmp_path / "elsewhere.json").is_file()


def test_forgetting_an_interview_leaves_none_of_its_words_in_any_collection(library: Library) -> None:
    begun = begin_collection(library.path, "Ferries", NOW)
    for name, words in (("ada", ADA), ("bob", BOB)):
        save_quote(library, begun.id, said(library, name, words), NOW)
    assert ADA in kept_words(library)
    forget(library, ["ada.txt"])
    assert ADA not in kept_words(library)
    assert BOB in kept_words(library)


def test_what_was_forgotten_since_a_collection_was_opened_does_not_come_back_with_the_next_quote(
    library: Library,
) -> None:
    ada, bob = said(library, "ada", ADA), said(library, "bob", BOB)
    opened = save_quote(library, begin_collection(library.path, "Ferries", NOW).id, bob, NOW)
    opened = save_quote(library, opened.id, ada, NOW)
    forget(library, ["ada.txt"])
    assert len(save_quote(library, opened.id, bob, NOW).quotes) == 1
    assert ADA not in kept_words(library)
    late = save_quote(library, opened.id, ada, NOW)  # found before, saved after
    assert [one.text for one in late.quotes] == [BOB]
    assert ADA not in kept_words(library)
    forget(library, ["bob.txt"])
    with pytest.raises(KeptUnknown, match="erased with it"):
        save_quote(library, opened.id, bob, NOW)


def test_where_nothing_can_be_kept_that_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(KeptFileError, match="nothing can be kept in it"):
        collection_named(tmp_path / "library", "Money", NOW)
