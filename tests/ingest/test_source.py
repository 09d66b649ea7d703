"""Files inside archives go through the job like files of their own."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus.library import Library, VectorSpace, create_library
from ingest.discover import discover
from ingest.job import IngestReport, JobOptions, ingest
from tests.fakes import WordHashEmbedder

ADA = "I: Were you paid?\nAda: No, never, not once in three years of meetings.\n"
BEN = "I: Were you paid?\nBen: Yes, in vouchers, for a shop that closed.\n"


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in members.items():
            file.writestr(f"export/{name}.txt", text)
    return path


def run(folder: Path, library: Library, **options: bool) -> IngestReport:
    return ingest(library, discover([folder]), WordHashEmbedder(), options=JobOptions(**options))


def opened(tmp_path: Path) -> Library:
    embedder = WordHashEmbedder()
    return create_library(tmp_path / "library", VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions))


def test_each_file_of_an_archive_is_a_transcript_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder, library = tmp_path / "in", opened(tmp_path)
    folder.mkdir()
    archive(folder / "zoom.zip", ada=ADA, ben=BEN)
    first = run(folder, library)
    assert len(first.added) == 2
    assert {record.source for record in library.list_records()} == {
        "zoom.zip/export/ada.txt",
        "zoom.zip/export/ben.txt",
    }
    second = run(folder, library, prune=True)
    assert (len(second.unchanged), second.removed, second.embedded) == (2, [], 0)


def test_a_file_that_left_its_archive_is_pruned_and_the_other_stays(tmp_path: Path) -> None:
    folder, library = tmp_path / "in", opened(tmp_path)
    folder.mkdir()
    archive(folder / "zoom.zip", ada=ADA, ben=BEN)
    run(folder, library)
    archive(folder / "zoom.zip", ada=ADA)
    report = run(folder, library, prune=True)
    assert len(report.unchanged) == len(report.removed) == 1
    assert [record.source for record in library.list_records()] == ["zoom.zip/export/ada.txt"]


def test_a_damaged_archive_is_a_failure_and_the_files_beside_it_go_in(tmp_path: Path) -> None:
    folder, library = tmp_path / "in", opened(tmp_path)
    folder.mkdir()
    whole = archive(folder / "zoom.zip", ada=ADA).read_bytes()
    (folder / "zoom.zip").write_bytes(whole[: len(whole) // 2])
    (folder / "ben.txt").write_text(BEN, encoding="utf-8")
    report = run(folder, library)
    assert len(report.added) == len(report.failed) == 1
    assert "zoom.zip" in report.failed[0].error
