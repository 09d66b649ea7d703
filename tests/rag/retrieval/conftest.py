"""A library of a few interviews, and the embedder behind it, which tells what it was asked to embed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import Library
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder


@pytest.fixture
def behind() -> WordHashEmbedder:
    return WordHashEmbedder()


@pytest.fixture
def library(tmp_path: Path, behind: WordHashEmbedder) -> Library:
    write_interviews(tmp_path / "files", range(4))
    library = library_at(tmp_path / "library", behind)
    ingested(library, tmp_path / "files", behind)
    behind.embedded.clear()
    return library
