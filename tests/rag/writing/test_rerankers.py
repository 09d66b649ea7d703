"""A reranker reads the first finds again; it puts into order and changes no word."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from corpus.errors import SettingsError
from corpus.library import Library
from corpus.settings import Settings, read_settings
from corpus.store import Scope
from models.errors import ModelError
from models.metering import Request
from models.reranker import Reranker
from rag.retrieval.retriever import Retriever
from rag.writing.rerankers import ModelReranker, reranker_for
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import Choosing, WordHashEmbedder

QUESTION = "What was said about the ferry on number 2003?"


class ShortestFirst:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, question: str, texts: Sequence[str], requests: list[Request]) -> Sequence[float]:
        self.asked.append(question)
        return [-float(len(text)) for text in texts]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    embedder = WordHashEmbedder()
    write_interviews(tmp_path / "files", range(4))
    library = library_at(tmp_path / "library", embedder)
    ingested(library, tmp_path / "files", embedder)
    return library


def test_the_first_finds_come_in_its_order_with_falling_scores(library: Library) -> None:
    reranker = ShortestFirst()
    plain = Retriever(library, WordHashEmbedder()).search(QUESTION, Scope(), 30)
    found = Retriever(library, WordHashEmbedder(), reranker=reranker).search(QUESTION, Scope(), 30)
    assert len(plain) > 3
    assert sorted(one.passage.id for one in found) == sorted(one.passage.id for one in plain)
    assert [len(one.passage.text) for one in found] == sorted(len(one.passage.text) for one in plain)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert reranker.asked == ["the ferry on number 2003?"]


def test_a_phrase_search_asks_no_reranker(library: Library) -> None:
    reranker = ShortestFirst()
    Retriever(library, WordHashEmbedder(), reranker=reranker).search('"number 2003"', Scope(), 5)
    assert reranker.asked == []


@pytest.mark.parametrize(
    ("reply", "order"),
    [
        ("3, 1", ["c", "a", "b", "d"]),
        ("none", ["a", "b", "c", "d"]),
        ("I'd say 4 and then 9", ["d", "a", "b", "c"]),
        ("", ["a", "b", "c", "d"]),
    ],
)
def test_what_a_model_names_comes_first_and_the_rest_stays_as_it_was(reply: str, order: list[str]) -> None:
    texts = ["a", "b", "c", "d"]
    requests: list[Request] = []
    scores = ModelReranker(Choosing(reply)).scores("the ferry", texts, requests)
    assert [(one.prompt, one.tokens_in > 100) for one in requests] == [("rank@1", True)]
    assert [texts[at] for at in sorted(range(4), key=lambda at: -scores[at])] == order


def test_what_does_not_fit_into_the_window_is_not_sent_and_comes_last() -> None:
    chat = Choosing("2")
    texts = ["long " * 5_000, "short", "long " * 9_000, "last"]
    scores = ModelReranker(chat).scores("the ferry", texts, [])
    assert sorted(range(4), key=lambda at: -scores[at]) == [1, 0, 2, 3]
    assert "short" in chat.sent and "last" not in chat.sent.split()


def test_settings_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(value: str, **others: str) -> Settings:
        for name, given in {"TESTIMONY_RERANKER": value, **others}.items():
            monkeypatch.setenv(name, given)
        return read_settings()

    assert reranker_for(read_settings()) is None
    with pytest.raises(SettingsError, match="names no reranker"):
        reranker_for(chosen("best"))
    with pytest.raises(SettingsError, match="needs a language model"):
        reranker_for(chosen("model"))
    assert isinstance(reranker_for(chosen("model", OPENAI_BASE_URL="http://127.0.0.1:9/v1")), ModelReranker)


def test_a_cross_encoder_of_fastembed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class TextCrossEncoder:
        def __init__(self, name: str, cache_dir: str) -> None:
            if name == "nobody/knows":
                raise ValueError("not supported")
            assert cache_dir == str(tmp_path / "fastembed")

        def rerank(self, question: str, documents: Iterable[str]) -> Iterable[float]:
            yield from (float(question in document) for document in documents)

    def named(name: str) -> Reranker:
        monkeypatch.setenv("TESTIMONY_CACHE", str(tmp_path))
        monkeypatch.setenv("TESTIMONY_RERANKER", f"fastembed:{name}")
        reranker = reranker_for(read_settings())
        assert reranker is not None
        return reranker

    monkeypatch.setitem(sys.modules, "fastembed", None)
    with pytest.raises(ModelError, match="fastembed is not installed"):
        named("some/encoder").scores("ferry", ["x"], [])
    module = ModuleType("fastembed.rerank.cross_encoder")
    module.TextCrossEncoder = TextCrossEncoder  # type: ignore[attr-defined]
    for name in ("fastembed", "fastembed.rerank"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "fastembed.rerank.cross_encoder", module)
    assert named("some/encoder").scores("ferry", ["a ferry", "a bus"], []) == [1.0, 0.0]
    with pytest.raises(ModelError, match="cannot load 'nobody/knows'"):
        named("nobody/knows").scores("ferry", ["x"], [])
