"""The caption libraries we are measured beside, each behind one function from a file to its captions."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A caption as a library gives it. `texts` are its spellings of the words (as written, and without markup): a
    library agrees when one of them does. Times in seconds."""

    start: float
    end: float
    id: str
    texts: tuple[str, ...]


def with_webvtt_py(path: Path) -> list[Seen]:
    """The captions webvtt-py finds. Raises what it raises."""
    import webvtt

    captions = webvtt.from_buffer(io.BytesIO(path.read_bytes()), format=path.suffix.lstrip("."))
    return [
        Seen(
            start=caption.start_in_seconds + caption.start_time.milliseconds / 1000,
            end=caption.end_in_seconds + caption.end_time.milliseconds / 1000,
            id=caption.identifier or "",
            texts=(caption.raw_text, caption.text),
        )
        for caption in captions.captions
    ]


def with_pysubs2(path: Path) -> list[Seen]:
    """The captions pysubs2 finds. Raises what it raises. It keeps no ids."""
    import pysubs2

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        events = pysubs2.SSAFile.load(str(path))
    return [
        Seen(start=event.start / 1000, end=event.end / 1000, id="", texts=(event.text, event.plaintext))
        for event in events
        if not event.is_comment
    ]


PEERS: Mapping[str, tuple[frozenset[str], Callable[[Path], list[Seen]]]] = {
    "webvtt-py": (frozenset({".vtt", ".srt", ".sbv"}), with_webvtt_py),
    "pysubs2": (frozenset({".vtt", ".srt", ".ssa", ".ass", ".ttml", ".json"}), with_pysubs2),
}
"""By name: the endings of the files it reads, and how."""
