"""What the writers of JSON exports share: the conversation's words with their times, and clocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from ingest.readers.json_exports.parsing import Json
from tests.ingest.readers.conversation import SEGMENTS, SPEAKERS, Said

MILLISECOND = timedelta(milliseconds=1)


class Spoken(NamedTuple):
    """A word, or a punctuation mark of its own, with its share of its segment's time."""

    text: str
    start: float
    end: float
    attaches: str


def seconds(time: timedelta) -> float:
    return time / timedelta(seconds=1)


def clock(time: timedelta) -> str:
    whole = time // MILLISECOND
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def number(said: Said) -> int:
    return SPEAKERS.index(said.speaker)


def words(said: Said, *, marks_apart: bool = False) -> list[Spoken]:
    pattern = r"¡|[.,:?!]+(?=\s|$)|(?:(?![.,:?!]+(?:\s|$))[^\s¡])+" if marks_apart else r"\S+"
    texts = re.findall(pattern, said.text)
    attaches = {"¡": "next"} | dict.fromkeys(".,:?!", "previous")
    timed = [text not in attaches for text in texts]  # a mark takes no time
    share = (seconds(said.end) - seconds(said.start)) / sum(timed)
    times = [round(seconds(said.start) + share * sum(timed[:index]), 3) for index in range(len(texts) + 1)]
    return [
        Spoken(text, times[index], times[index + 1], attaches.get(text, "none")) for index, text in enumerate(texts)
    ]


def each(write: Callable[[Said], Json], pieces: Iterable[Said] = SEGMENTS) -> list[Json]:
    return [write(said) for said in pieces]


WHOLE = " ".join(said.text for said in SEGMENTS)
