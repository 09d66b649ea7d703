"""What stands behind the pages, asked without a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import LibraryMismatch, ServerAway
from corpus.settings import read_settings
from tests.fakes import WordHashEmbedder
from ui.manner import Choice
from ui.services import Services
from ui.uploads import Upload

_NOBODY = "127.0.0.1"  # at the port of “discard”, where nothing listens
_UPLOAD = Upload(name="kim.txt", raw=b"Interviewer: What happened?\n\nKim: We moved house.\n")


def test_the_app_looks_where_the_commands_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CHROMA_HOST": _NOBODY, "CHROMA_PORT": "9", "CHROMA_PATIENCE": "0"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ServerAway, match=r"http://127\.0\.0\.1:9"):
        Services(read_settings(tmp_path)).library()


def test_another_embedders_library_is_refused_before_an_endpoint_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESTIMONY_EMBEDDER", "openai:other")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://{_NOBODY}:9/v1")
    settings = read_settings(tmp_path)
    Services(settings, lambda _: WordHashEmbedder()).read_in([_UPLOAD])
    services = Services(settings)
    with pytest.raises(LibraryMismatch, match="openai:other"):
        services.assistant(Choice())
    with pytest.raises(LibraryMismatch, match="openai:other"):
        services.read_in([_UPLOAD])


def test_a_forgotten_interview_comes_back_only_when_it_is_dropped_by_itself(tmp_path: Path) -> None:
    services = Services(read_settings(tmp_path), lambda _: WordHashEmbedder())
    other = Upload(name="lee.txt", raw=b"Interviewer: And you?\n\nLee: I stayed where I was.\n")
    services.read_in([_UPLOAD, other])
    (kim,) = (record.id for record in services.library().list_records() if record.source == "kim.txt")
    services.forget(kim)
    report = services.read_in([_UPLOAD, other])
    assert not report.added
    assert any("was forgotten" in warning for warning in report.warnings)
    assert services.read_in([_UPLOAD]).added == [kim]
