"""The dialects of typed transcripts, written: turns in, text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from tests.ingest.readers.conversation import Said

Writer = Callable[[Sequence[Said]], str]


def clock(time: timedelta, *, hours: bool = True) -> str:
    """`00:01:02`, or `1:02` as Otter has it."""
    seconds = int(time.total_seconds())
    if hours or seconds >= 3600:
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return f"{seconds // 60}:{seconds % 60:02}"


def _each(turn: Callable[[Said], str], between: str) -> Writer:
    return lambda turns: between.join(map(turn, turns)) + "\n"


PLAIN: dict[str, Writer] = {
    "Name: words": _each(lambda t: f"{t.speaker}: {t.text}", "\n"),
    "Name: words, an empty line between": _each(lambda t: f"{t.speaker}: {t.text}", "\n\n"),
    "Name: alone, words below": _each(lambda t: f"{t.speaker}:\n{t.text}", "\n\n"),
    "**Name:** words": _each(lambda t: f"**{t.speaker}:** {t.text}", "\n\n"),
    "**Name**: words": _each(lambda t: f"**{t.speaker}**: {t.text}", "\n\n"),
    "quoted": _each(lambda t: f"> {t.speaker}: {t.text}", "\n\n"),
    "Name, tab, words": _each(lambda t: f"{t.speaker}\t{t.text}", "\n"),
    "NAME on its own line": _each(lambda t: f"{t.speaker.upper()}\n{t.text}", "\n\n"),
    "**Name** on its own line": _each(lambda t: f"**{t.speaker}**\n\n{t.text}", "\n\n"),
    "### Name": _each(lambda t: f"### {t.speaker}\n\n{t.text}", "\n\n"),
    "[Name]: words": _each(lambda t: f"[{t.speaker}]: {t.text}", "\n"),
}
TIMED: dict[str, Writer] = {
    "[00:01:02] Name: words": _each(lambda t: f"[{clock(t.start)}] {t.speaker}: {t.text}", "\n"),
    "**[00:01:02] Name:** words": _each(lambda t: f"**[{clock(t.start)}] {t.speaker}:** {t.text}", "\n\n"),
    "00:01:02 Name: words": _each(lambda t: f"{clock(t.start)} {t.speaker}: {t.text}", "\n"),
    "Name [00:01:02]: words": _each(lambda t: f"{t.speaker} [{clock(t.start)}]: {t.text}", "\n\n"),
    "Name: [00:01:02] words": _each(lambda t: f"{t.speaker}: [{clock(t.start)}] {t.text}", "\n\n"),
    "Name  0:12 (Otter)": _each(lambda t: f"{t.speaker}  {clock(t.start, hours=False)}  \n{t.text}", "\n\n"),
    "Name (00:12): (Rev)": _each(lambda t: f"{t.speaker} ({clock(t.start, hours=False)}):\n{t.text}", "\n\n"),
    "Name (00:12)": _each(lambda t: f"{t.speaker} ({clock(t.start, hours=False)})\n{t.text}", "\n\n"),
    "[00:01:02] Name (Descript)": _each(lambda t: f"[{clock(t.start)}] {t.speaker}\n{t.text}", "\n\n"),
    "Name above its time": _each(lambda t: f"{t.speaker}\n{clock(t.start, hours=False)}\n{t.text}", "\n\n"),
    "time, tab, Name:, tab (Zoom's chat)": _each(lambda t: f"{clock(t.start)}\t{t.speaker}:\t{t.text}", "\n"),
}
