"""What a reader makes of a file: canonical text, who speaks where, and what is not speech."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from corpus.transcript import Mark, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A read file. Every visible character of `text` lies in a turn or a mark."""

    text: str
    turns: tuple[Turn, ...]
    marks: tuple[Mark, ...] = ()
    title: str | None = None
    warnings: tuple[str, ...] = ()


Reader: TypeAlias = Callable[[str], Reading]
"""Canonical text in, Reading out. Raises nothing: text that has no structure is unlabelled speech."""
