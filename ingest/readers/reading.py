"""The seam between files and transcripts: what a reader is given, and what it makes of it.

A format is one module with one `Format`, and a line in `ingest.readers.FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from corpus.transcript import Cue, Mark, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file as it lies on disk or in an archive. `name` is what errors call it: a path or `archive.zip/inner.vtt`."""

    name: str
    raw: bytes

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, with its dot; empty when it has none."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A read file. Every visible character of `text` lies in a turn or a mark; `meta` is what the file says of itself
    (`title`, `date`, `site`, `group`, `consent` …)."""

    text: str
    turns: tuple[Turn, ...]
    marks: tuple[Mark, ...] = ()
    cues: tuple[Cue, ...] = ()
    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file. `recognises` looks at content, cheaply and without raising; `read` raises ReadError.

    `suffixes` are the endings such files usually have: they decide which files of a folder are looked at, and between
    formats when content does not.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[RawFile], bool]
    read: Callable[[RawFile], Reading]
