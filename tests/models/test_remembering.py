"""Embedding no text twice."""

from __future__ import annotations

import threading

import numpy as np

from models.remembering import RememberingEmbedder
from tests.fakes import WordHashEmbedder

TEXTS = [f"sentence number {number}" for number in range(150)]


def test_vectors_come_in_the_order_of_the_texts_whatever_was_known_before() -> None:
    plain, remembering = WordHashEmbedder(), RememberingEmbedder(WordHashEmbedder())
    remembering.embed(TEXTS[40:60])
    asked = [*TEXTS[50:], TEXTS[0], *TEXTS[:50], TEXTS[0]]
    assert np.array_equal(remembering.embed(asked), plain.embed(asked))
    assert remembering.embed([]).shape == (0, plain.dimensions)


def test_a_text_is_embedded_once() -> None:
    behind = WordHashEmbedder()
    remembering = RememberingEmbedder(behind)
    for _ in range(3):
        remembering.embed([*TEXTS, *TEXTS])
    assert sorted(behind.embedded) == sorted(TEXTS)


def test_ten_who_ask_at_once_embed_a_text_once() -> None:
    behind = WordHashEmbedder()
    remembering = RememberingEmbedder(behind)
    threads = [threading.Thread(target=remembering.embed, args=(TEXTS,)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(behind.embedded) == sorted(TEXTS)


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    behind = WordHashEmbedder()
    remembering = RememberingEmbedder(behind, most=3)
    remembering.embed(["one", "two", "three"])
    remembering.embed(["one"])
    remembering.embed(["four"])
    behind.embedded.clear()
    assert remembering.count == 3
    remembering.embed(["one", "three", "four", "two"])
    assert behind.embedded == ["two"]


def test_what_is_forgotten_is_embedded_anew() -> None:
    behind = WordHashEmbedder()
    remembering = RememberingEmbedder(behind)
    remembering.embed(["one"])
    remembering.forget()
    assert remembering.count == 0
    remembering.embed(["one"])
    assert behind.embedded == ["one", "one"]
