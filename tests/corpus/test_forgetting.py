"""What is forgotten is in no byte of the library."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from corpus.archive import export_library, import_library
from corpus.errors import ArchiveUnusable, LibraryError, TranscriptUnknown
from corpus.forgetting import forget
from corpus.library import Library, open_library
from corpus.receipts import digest_of
from corpus.store import Scope
from evals.forget import CANARY, hits
from ingest.discover import discover
from ingest.job import JobOptions, ingest
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder

EMBEDDER = WordHashEmbedder()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    write_interviews(folder, range(3), turns=10)
    (folder / "canary.txt").write_text(f"Interviewer: And then what?\n\nNerys: {CANARY} So there.\n", encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, files: Path) -> Library:
    made = library_at(tmp_path / "library", EMBEDDER)
    ingested(made, files, EMBEDDER)
    return made


def test_an_unknown_transcript_forgets_nothing(library: Library) -> None:
    with pytest.raises(TranscriptUnknown):
        forget(library, ["nobody"])
    with pytest.raises(LibraryError, match="Nobody called “Zeno”"):
        forget(library, participants=["Zeno"])
    assert len(library.list_records()) == 4


def test_nothing_of_a_forgotten_transcript_is_left_anywhere(library: Library) -> None:
    identity = library.record("canary").id
    for name, text in {
        "derived/index.json": CANARY,
        "conversations/a.json": json.dumps({"quote": CANARY, "cites": identity}),
        "conversations/b.json": json.dumps({"question": "What about the ferry?"}),
        "exports/quotes.html": f"<p>{CANARY.replace(' ', ' <b></b>')}</p>",
    }.items():
        (library.path / name).parent.mkdir(exist_ok=True)
        (library.path / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(library.path / "exports" / "quotes.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:t>{CANARY}</w:t>")
    reader = open_library(library.path)
    assert reader.transcript("canary").text
    assert hits(library.path)
    done = forget(library, ["canary"])
    assert done.ids == (identity,)
    assert set(done.files) == {"conversations/a.json", "exports/quotes.docx", "exports/quotes.html"}
    assert (library.path / "conversations" / "b.json").exists()
    assert hits(library.path) == []
    with pytest.raises(TranscriptUnknown):
        reader.transcript("canary")
    found = reader.nearest(EMBEDDER.embed([CANARY])[0], 50, Scope())
    assert {hit.passage.transcript_id for hit in found} == {record.id for record in library.list_records()}


def test_a_participant_is_forgotten_with_every_transcript_they_speak_in(library: Library) -> None:
    assert forget(library, participants=["nerys"]).ids[0].startswith("canary")
    with pytest.raises(LibraryError):
        forget(library, participants=["Interviewer"])  # an interviewer withdraws nobody's words


def test_a_receipt_says_when_and_how_much_and_no_word(library: Library) -> None:
    record = library.record("canary")
    forget(library, [record.id])
    (receipt,) = library.receipts()
    assert (receipt.transcript, receipt.file) == (digest_of(record.id), record.sha256)
    assert receipt.words == record.words
    assert "canary" not in str(receipt)


def test_a_forgotten_file_does_not_come_back_with_its_folder(library: Library, files: Path) -> None:
    forget(library, ["canary"])
    report = ingested(library, files, EMBEDDER)
    assert not report.added
    assert [Path(path).name for path in report.forgotten] == ["canary.txt"]
    assert "was forgotten on" in report.warnings[0]
    assert len(ingest(library, discover([files / "canary.txt"]), EMBEDDER, options=JobOptions()).added) == 1


def test_the_words_of_a_replaced_version_are_gone_too(library: Library, files: Path) -> None:
    (files / "canary.txt").write_text("Nerys: I would rather not say anything about that.\n", encoding="utf-8")
    assert len(ingested(library, files, EMBEDDER).updated) == 1
    assert hits(library.path) == []


def test_the_words_of_a_pruned_transcript_are_gone_too(library: Library, files: Path) -> None:
    (files / "canary.txt").unlink()
    assert ingested(library, files, EMBEDDER).removed == []
    assert len(ingested(library, files, EMBEDDER, prune=True).removed) == 1
    assert hits(library.path) == []


def test_an_archive_gives_the_same_library_elsewhere(library: Library, files: Path, tmp_path: Path) -> None:
    (library.path / "conversations").mkdir()
    (library.path / "conversations" / "a.json").write_text("{}")
    forget(library, ["interview-000"])
    archive = tmp_path / "library.zip"
    report = export_library(library, archive)
    assert (report.transcripts, report.files) == (3, 1)
    assert import_library(archive, tmp_path / "copy").passages == report.passages
    copy = open_library(tmp_path / "copy")
    assert [record.id for record in copy.list_records()] == [record.id for record in library.list_records()]
    assert [copy.transcript(record.id) for record in copy.list_records()] == [
        library.transcript(record.id) for record in library.list_records()
    ]
    vector = EMBEDDER.embed([CANARY])[0]
    assert [hit.passage for hit in copy.nearest(vector, 9, Scope())] == [
        hit.passage for hit in library.nearest(vector, 9, Scope())
    ]
    assert copy.receipts() == library.receipts()
    assert (copy.path / "conversations" / "a.json").read_text() == "{}"


def test_an_archive_with_one_altered_member_is_refused(library: Library, tmp_path: Path) -> None:
    archive, altered = tmp_path / "library.zip", tmp_path / "altered.zip"
    export_library(library, archive)
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(altered, "w") as out:
        for name in whole.namelist():
            out.writestr(name, whole.read(name).replace(b"ferry", b"fairy"))
    with pytest.raises(ArchiveUnusable, match="is not what was written"):
        import_library(altered, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 but no more", b"not a zip at all"])
def test_what_is_no_archive_is_one_sentence(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(ArchiveUnusable, match="not a whole archive"):
        import_library(tmp_path / "x.zip", tmp_path / "copy")


def test_an_archive_is_not_imported_over_transcripts(library: Library, tmp_path: Path) -> None:
    export_library(library, tmp_path / "library.zip")
    with pytest.raises(ArchiveUnusable, match="already"):
        import_library(tmp_path / "library.zip", library.path)
