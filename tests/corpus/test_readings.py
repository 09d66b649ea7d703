"""What a model said of a transcript goes with the transcript, and with its version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import TranscriptUnknown
from corpus.forgetting import forget
from corpus.library import Library
from corpus.readings import READINGS
from ingest.verify import verify
from models.chat import ChatMessage
from rag.everybody.kept_readings import KeptReadings
from rag.prompting.kept_replies import KeptReplies, versions_in
from rag.prompting.stretches import Stretch
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder

EMBEDDER = WordHashEmbedder()
STRETCH = Stretch(start=0, end=10)
SHORT = '{"asked": [], "items": [{"speaker": "Speaker0", "quote": "it cost", "stance": "says"}]}'
"""Holds no five words in a row of anybody's: found by whose it is, not by what it says."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_interviews(tmp_path / "files", range(2), turns=6)
    made = library_at(tmp_path / "library", EMBEDDER)
    ingested(made, tmp_path / "files", EMBEDDER)
    kept = KeptReadings(made, "read-theme@1", "scripted")
    for record in made.list_records():
        kept.keep(kept.of(record, "cost"), STRETCH, SHORT)
    return made


def readings(library: Library) -> list[str]:
    return sorted(path.name for path in (library.path / READINGS).iterdir())


def test_a_kept_reply_is_there_again_for_the_same_version_theme_prompt_and_model_only(library: Library) -> None:
    record = library.list_records()[0]
    kept = KeptReadings(library, "read-theme@1", "scripted")
    assert kept.of(record, "cost").reply_on(STRETCH) == SHORT
    assert kept.of(record, "other").replies == ()
    assert KeptReadings(library, "read-theme@2", "scripted").of(record, "cost").replies == ()
    assert KeptReadings(library, "read-theme@1", "other").of(record, "cost").replies == ()


def test_what_two_people_have_read_at_once_is_kept_of_both(library: Library) -> None:
    kept = KeptReadings(library, "read-theme@1", "scripted")
    record = library.list_records()[0]
    before = kept.of(record, "cost")
    later = Stretch(start=10, end=20)
    kept.keep(before, later, SHORT)
    kept.keep(before, Stretch(start=20, end=30), SHORT)
    assert kept.of(record, "cost").reply_on(later) == SHORT
    assert len(kept.of(record, "cost").replies) == 3


def test_a_damaged_file_is_as_good_as_none(library: Library) -> None:
    for path in (library.path / READINGS).iterdir():
        path.write_text("{", encoding="utf-8")
    kept = KeptReadings(library, "read-theme@1", "scripted")
    assert kept.of(library.list_records()[0], "cost").replies == ()
    assert len(verify(library, lambda: EMBEDDER, repair=False)) == 2


def test_a_forgotten_transcripts_readings_are_erased_and_no_others(library: Library) -> None:
    before = readings(library)
    forgotten = forget(library, ["interview-000"])
    (gone,) = forgotten.files
    assert gone.startswith(f"{READINGS}/")
    assert readings(library) == [name for name in before if name != gone.partition("/")[2]]


def test_a_transcript_read_anew_loses_what_was_said_of_it_before(library: Library, tmp_path: Path) -> None:
    before = readings(library)
    path = tmp_path / "files" / "interview-000.txt"
    path.write_text(path.read_text("utf-8").replace("Speaker0:", "Zoe:"), encoding="utf-8")
    report = ingested(library, tmp_path / "files", EMBEDDER)
    assert len(report.taken_out) == 1
    assert len(readings(library)) == len(before) - 1
    assert verify(library, lambda: EMBEDDER, repair=False) == []


def test_a_pruned_transcripts_readings_go_with_it(library: Library, tmp_path: Path) -> None:
    (tmp_path / "files" / "interview-000.txt").unlink()
    ingested(library, tmp_path / "files", EMBEDDER, prune=True)
    assert len(readings(library)) == 1


def test_what_is_written_after_forgetting_is_erased_again(library: Library) -> None:
    kept = KeptReadings(library, "read-theme@1", "scripted")
    record = library.record("interview-000")
    reading = kept.of(record, "another theme")
    forget(library, [record.id])
    with pytest.raises(TranscriptUnknown):
        kept.keep(reading, STRETCH, SHORT)
    assert len(readings(library)) == 1


def test_verify_names_and_erases_what_a_killed_job_left(library: Library) -> None:
    path = next((library.path / READINGS).iterdir())
    told = path.read_text("utf-8")
    path.with_name("old.json").write_text(told.replace('"version": "', '"version": "x'), encoding="utf-8")
    path.with_name("half.draft").write_text(told[:40], encoding="utf-8")
    found = verify(library, lambda: EMBEDDER, repair=False)
    assert sorted(one.problem.split()[0] for one in found) == ["readings/half.draft", "readings/old.json"]
    assert len(verify(library, lambda: EMBEDDER)) == 2
    assert verify(library, lambda: EMBEDDER) == []
    assert len(readings(library)) == 2


MESSAGES = [ChatMessage(role="user", text="Who was paid?")]


def test_a_reply_on_several_transcripts_is_kept_for_their_versions_and_goes_with_any_of_them(library: Library) -> None:
    ids = [record.id for record in library.list_records()]
    kept = KeptReplies(library, "check@2", "scripted", versions_in(library))
    assert kept.asked(MESSAGES, ids, lambda: SHORT, bool) == SHORT
    assert kept.asked(MESSAGES, ids, lambda: "other", bool) == SHORT
    for other in (KeptReplies(library, "check@3", "scripted", versions_in(library)),
                  KeptReplies(library, "check@2", "other", versions_in(library)),
                  KeptReplies(library, "check@2", "scripted", dict.fromkeys(ids, "old"))):  # fmt: skip
        assert other.reply_to(MESSAGES, ids) is None
    assert kept.reply_to([replace(MESSAGES[0], text="Who was not?")], ids) is None
    assert kept.asked(MESSAGES, ids[:1], lambda: "", bool) == ""
    assert len(readings(library)) == 3
    forget(library, [ids[1]])
    assert len(readings(library)) == 1
    assert kept.reply_to(MESSAGES, ids) is None


def test_a_reply_on_a_transcript_that_is_new_or_replaced_meanwhile_is_not_kept(library: Library) -> None:
    ids = [record.id for record in library.list_records()]
    before = readings(library)
    for versions in ({}, {**versions_in(library), ids[0]: "old"}):
        kept = KeptReplies(library, "check@2", "scripted", versions)
        assert kept.asked(MESSAGES, ids, lambda: SHORT, bool) == SHORT
        assert readings(library) == before
