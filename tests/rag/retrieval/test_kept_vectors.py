"""Vectors of what is said, kept beside the library for the next process, and gone with the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.forgetting import forget
from corpus.library import Library
from corpus.store import Scope
from rag.everybody.counting import ReadsEverybody, ThemeCount
from rag.retrieval import kept_vectors
from rag.retrieval.kept_vectors import KeptEmbedder
from rag.retrieval.retriever import Retriever
from tests.fakes import WordHashEmbedder

TEXTS = [f"sentence number {number}" for number in range(40)]


def _kept(library: Library) -> list[Path]:
    return sorted((library.path / "derived" / "vectors").rglob("*.npy"))


def _read(library: Library, behind: WordHashEmbedder, texts: list[str]) -> np.ndarray:
    embedder = KeptEmbedder(library, behind)
    with embedder.reading():
        return embedder.embed(texts)


def _stopped(embedder: KeptEmbedder) -> None:
    with embedder.reading():
        embedder.embed(TEXTS)
        raise KeyboardInterrupt


def test_the_next_process_embeds_nothing_again_and_gets_the_same_to_the_last_bit(
    library: Library, behind: WordHashEmbedder
) -> None:
    first = _read(library, behind, TEXTS)
    behind.embedded.clear()
    again = _read(library, behind, [*reversed(TEXTS), TEXTS[3]])
    assert behind.embedded == []
    assert np.array_equal(again[:-1], first[::-1])
    assert again.dtype == first.dtype


def test_a_second_count_embeds_its_theme_alone(library: Library, behind: WordHashEmbedder) -> None:
    counts: list[ThemeCount] = []
    for _ in range(2):
        behind.embedded.clear()
        counts += ReadsEverybody(Retriever(library, behind)).count(["ferries in winter"], Scope(), lambda *_: None)
    assert behind.embedded == ["ferries in winter"]
    assert counts[0] == counts[1]


def test_what_is_embedded_outside_a_reading_is_not_kept(library: Library, behind: WordHashEmbedder) -> None:
    embedder = KeptEmbedder(library, behind)
    embedder.embed(TEXTS)
    with embedder.reading():
        embedder.embed(TEXTS[:1])  # a question is not worth a file
    assert _kept(library) == []


def test_a_reading_within_a_reading_is_one(library: Library, behind: WordHashEmbedder) -> None:
    embedder = KeptEmbedder(library, behind)
    with embedder.reading():
        with embedder.reading():
            embedder.embed(TEXTS[:20])
        embedder.embed(TEXTS[20:])
    assert len(_kept(library)) == 1


def test_what_a_killed_reading_had_embedded_before_is_kept(library: Library, behind: WordHashEmbedder) -> None:
    with pytest.raises(KeyboardInterrupt):
        _stopped(KeptEmbedder(library, behind))
    behind.embedded.clear()
    _read(library, behind, TEXTS)
    assert behind.embedded == []


def test_many_files_become_one(library: Library, behind: WordHashEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_vectors, "_MOST_FILES", 3)
    embedder = KeptEmbedder(library, behind)
    whole = [f"{text} of part {part}" for part in range(4) for text in TEXTS]
    for at in range(0, len(whole), len(TEXTS)):
        with embedder.reading():
            embedder.embed(whole[at : at + len(TEXTS)])
    assert len(_kept(library)) == 1
    behind.embedded.clear()
    assert np.array_equal(_read(library, behind, whole), WordHashEmbedder().embed(whole))
    assert behind.embedded == []


def test_forgetting_an_interview_leaves_no_vector_on_the_disk_nor_in_who_reads_next(
    library: Library, behind: WordHashEmbedder
) -> None:
    embedder = KeptEmbedder(library, behind)
    with embedder.reading():
        embedder.embed(TEXTS)
    forget(library, [library.list_records()[0].id])
    assert not (library.path / "derived" / "vectors").exists()
    behind.embedded.clear()
    with embedder.reading():
        embedder.embed(TEXTS)
    assert behind.embedded == TEXTS


def test_an_interview_forgotten_in_the_middle_does_not_come_back_to_the_disk(
    library: Library, behind: WordHashEmbedder
) -> None:
    embedder = KeptEmbedder(library, behind)
    with embedder.reading():
        embedder.embed(TEXTS)
        forget(library, [library.list_records()[0].id])
    assert _kept(library) == []


def test_vectors_of_a_reading_that_the_library_lacks_are_removed(library: Library, behind: WordHashEmbedder) -> None:
    """As after forgetting on a server, by another machine."""
    _read(library, behind, TEXTS)
    (readings,) = (library.path / "derived" / "vectors").rglob("readings.json")
    readings.write_text('[["gone", "1"]]', encoding="utf-8")
    behind.embedded.clear()
    _read(library, behind, TEXTS)
    assert behind.embedded == TEXTS


def test_a_damaged_file_is_made_again(library: Library, behind: WordHashEmbedder) -> None:
    _read(library, behind, TEXTS)
    _kept(library)[0].write_bytes(b"\x93NUMPY broken")
    behind.embedded.clear()
    assert np.array_equal(_read(library, behind, TEXTS), WordHashEmbedder().embed(TEXTS))
    assert behind.embedded == TEXTS


def test_another_embedder_has_vectors_of_its_own(library: Library, behind: WordHashEmbedder) -> None:
    _read(library, behind, TEXTS)
    other = WordHashEmbedder(dimensions=32)
    assert _read(library, other, TEXTS).shape == (len(TEXTS), 32)
