"""One generation counts, and nobody writes to it."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.chroma import Chroma
from corpus.embedded import EmbeddedStore
from corpus.errors import BeyondRepair, DiskFull, LibraryDamaged, LibraryLocked, LibraryMismatch, LibraryMissing
from corpus.forgetting import forget
from corpus.library import Library, damaged_library, open_library
from corpus.lock import writing
from corpus.place import Place
from corpus.store import Database, HeldPassage, Scope, T
from ingest.discover import discover
from ingest.job import ingest
from ingest.verify import verify
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder

EMBEDDER = WordHashEmbedder()


class _Stopped(BaseException):
    """What a kill looks like from inside."""


class _StoppingStore(EmbeddedStore):
    """Dies at its n-th write."""

    writes_left = 0

    def write(self, action: Callable[[Database], T]) -> T:
        if self.writes_left == 0:
            raise _Stopped
        self.writes_left -= 1
        return super().write(action)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_interviews(tmp_path / "files", range(3), turns=10)
    return tmp_path / "files"


def versions(folder: Path) -> dict[str, str]:
    return {record.id: record.version for record in open_library(folder).list_records()}


def test_no_library_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="testimony ingest"):
        open_library(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_open_library_sees_what_a_later_job_brought(tmp_path: Path, files: Path) -> None:
    library_at(tmp_path / "library", EMBEDDER)
    reader = open_library(tmp_path / "library")
    assert reader.list_records() == []
    ingested(library_at(tmp_path / "library", EMBEDDER), files, EMBEDDER)
    assert len(reader.list_records()) == 3
    assert [path.name for path in (tmp_path / "library").glob("chroma*")] == [reader.state()]


@pytest.mark.parametrize("writes", [0, 1, 2, 4, 6, 9, 13])
def test_a_writer_that_stops_anywhere_leaves_the_old_version_or_the_new(
    tmp_path: Path, files: Path, writes: int
) -> None:
    folder = tmp_path / "library"
    ingested(library_at(folder, EMBEDDER), files, EMBEDDER)
    old = versions(folder)
    write_interviews(files, range(3), turns=10, edition="And the tide came in.")
    ingested(library_at(tmp_path / "whole", EMBEDDER), files, EMBEDDER)
    new = versions(tmp_path / "whole")
    store = _StoppingStore(folder)
    store.writes_left = writes
    with pytest.raises(_Stopped):
        ingest(Library(Place(folder=folder), store), discover([files]), EMBEDDER)
    library = open_library(folder)
    for record in library.list_records():
        assert record.version in (old[record.id], new[record.id])
        assert len(library.held(record)) == record.passages
        assert library.transcript(record.id).text
    assert versions(folder).keys() == old.keys()
    ingested(library_at(folder, EMBEDDER), files, EMBEDDER)
    assert versions(folder) == new


def test_a_generation_a_killed_writer_left_is_cleared_by_the_next(tmp_path: Path, files: Path) -> None:
    folder = tmp_path / "library"
    library = library_at(folder, EMBEDDER)
    (folder / "chroma-000099").mkdir()
    (folder / "chroma-000099" / "chroma.sqlite3").write_bytes(b"half a database")
    ingested(library, files, EMBEDDER)
    assert [path.name for path in folder.glob("chroma*")] == [library.state()]


def test_the_second_writer_is_told_who_holds_the_library(tmp_path: Path, files: Path) -> None:
    library = library_at(tmp_path / "library", EMBEDDER)
    with writing(tmp_path / "library"), pytest.raises(LibraryLocked, match=r"process \d+ on .+, since \d{4}-"):
        ingested(library, files, EMBEDDER)


def test_what_a_dead_writer_said_of_itself_stops_nobody(tmp_path: Path, files: Path) -> None:
    library = library_at(tmp_path / "library", EMBEDDER)
    (tmp_path / "library" / "writer.json").write_text('{"process": 1, "host": "gone", "since": "1999-01-01"}')
    assert len(ingested(library, files, EMBEDDER).added) == 3


def test_a_newer_library_is_refused_before_its_database_is_opened(tmp_path: Path) -> None:
    (tmp_path / "current").write_text(json.dumps({"name": "chroma-000001", "format": 99, "residue": False}))
    with pytest.raises(LibraryMismatch, match="Update Testimony"):
        open_library(tmp_path)


def test_a_library_of_the_first_format_is_read_and_then_moved_by_the_next_writer(tmp_path: Path, files: Path) -> None:
    folder = tmp_path / "library"
    made = library_at(folder, EMBEDDER)
    ingested(made, files, EMBEDDER)
    shutil.move(folder / made.state(), folder / "chroma")
    (folder / "current").unlink()
    assert len(open_library(folder).list_records()) == 3
    report = ingested(library_at(folder, EMBEDDER), files, EMBEDDER)
    assert len(report.unchanged) == 3
    assert not (folder / "chroma").exists()
    assert len(open_library(folder).list_records()) == 3


def test_a_truncated_vector_file_is_a_sentence_and_not_an_abort(tmp_path: Path, files: Path) -> None:
    folder = tmp_path / "library"
    library = library_at(folder, EMBEDDER)
    ingested(library, files, EMBEDDER)
    for vectors in (folder / library.state()).rglob("data_level0.bin"):
        os.truncate(vectors, vectors.stat().st_size // 2)
    with pytest.raises(LibraryDamaged, match="testimony verify"):
        open_library(folder)


def test_a_truncated_database_is_said_to_be_beyond_repair(tmp_path: Path, files: Path) -> None:
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    os.truncate(library.path / library.state() / "chroma.sqlite3", 20_000)
    with pytest.raises(BeyondRepair, match="import-library"):
        verify(damaged_library(library.path), lambda: EMBEDDER)


def test_the_room_for_more_vectors_holds_nothing_of_the_process(tmp_path: Path, files: Path) -> None:
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    open_library(library.path).nearest(EMBEDDER.embed(["the ferry"])[0], 3, Scope())
    for header in library.path.rglob("header.bin"):
        _, _, _, holding, size = struct.unpack("<iQQQQ", header.read_bytes()[:36])
        assert holding
        assert set((header.parent / "data_level0.bin").read_bytes()[holding * size :]) <= {0}
        lengths = np.fromfile(header.parent / "length.bin", dtype=np.float32)
        assert set(lengths[np.abs(lengths - 1) > 0.001]) <= {0.0}


def test_a_database_written_anew_holds_the_same_vectors_to_the_last_bit(tmp_path: Path, files: Path) -> None:
    """A last bit decides between two interviews that say the same."""
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    gone, *others = library.list_records()
    before = [{one.passage.id: _bits(one) for one in library.held(record, vectors=True)} for record in others]
    forget(library, [gone.id])
    after = [{one.passage.id: _bits(one) for one in library.held(record, vectors=True)} for record in others]
    assert all(before)
    assert after == before


def _bits(one: HeldPassage) -> bytes:
    assert one.vector is not None
    return one.vector.tobytes()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_fills_up_is_a_sentence_and_loses_nothing(tmp_path: Path, small_disk: Path) -> None:
    folder = small_disk / "library"
    write_interviews(tmp_path / "few", range(2), turns=10)
    write_interviews(tmp_path / "many", range(2, 60))
    ingested(library_at(folder, EMBEDDER), tmp_path / "few", EMBEDDER)
    before = versions(folder)
    with pytest.raises(DiskFull, match="Nothing is lost"):
        ingested(library_at(folder, EMBEDDER), tmp_path / "many", EMBEDDER)
    assert versions(folder) == before
    library = open_library(folder)
    assert library.nearest(EMBEDDER.embed(["the ferry"])[0], 3, Scope())
    assert [path.name for path in folder.glob("chroma*")] == [library.state()]


def test_copying_that_finds_no_room_is_the_same_sentence(tmp_path: Path, files: Path) -> None:
    folder = tmp_path / "library"
    library_at(folder, EMBEDDER)

    def no_room(path: Path) -> Database:
        if path.name != open_library(folder).state():
            raise OSError(28, "No space left on device")
        return Chroma.embedded(path)

    with pytest.raises(DiskFull):
        ingest(Library(Place(folder=folder), EmbeddedStore(folder, open_database=no_room)), discover([files]), EMBEDDER)
    assert open_library(folder).list_records() == []


def test_records_are_read_once_for_each_state_and_never_from_the_one_before(tmp_path: Path, files: Path) -> None:
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    asked: list[str] = []
    read = library.store.read

    def counted(action: Callable[[Database], T]) -> T:
        asked.append("")
        return read(action)

    library.store.read = counted  # type: ignore[method-assign]
    first, *others = library.list_records()
    assert [library.record(one.id) for one in (first, *others)] == library.list_records()
    assert len(asked) == 1
    forget(open_library(tmp_path / "library"), [first.id])  # another process would do it so
    assert library.list_records() == others


def test_who_writes_sees_the_records_that_were_just_written(tmp_path: Path, files: Path) -> None:
    library = library_at(tmp_path / "library", EMBEDDER)
    ingested(library, files, EMBEDDER)
    before = library.list_records()
    with library.writing():
        library.remove(before[0].id)
        assert library.list_records() == before[1:]
    assert library.list_records() == before[1:]
