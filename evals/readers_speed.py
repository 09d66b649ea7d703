"""`python -m evals.readers_speed`: words read per second of each format, over one made-up interview of three hours.

Every format holds the same 3,600 stretches of speech; the best of three readings counts. `evals.formats --bench` does the
same over a collection of real files.
"""

from __future__ import annotations

import html
import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ingest.readers import RawFile, read


class Said(NamedTuple):
    """A stretch of speech, from second to second."""

    start: int
    end: int
    name: str
    words: str


def three_hours() -> list[Said]:
    """An interview as a meeting tool hears it: somebody says ten words every three seconds."""
    names = ("Interviewer", *("Amara Okafor",) * 6)
    return [
        Said(3 * number, 3 * number + 2, names[number % 7], f"and in week {number} we did it all once more again")
        for number in range(3600)
    ]


def _clock(second: int, point: str = ".") -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{point}250"


def webvtt(said: Sequence[Said]) -> bytes:
    """As Zoom writes it: numbered captions, each with its label."""
    cues = (
        f"{number}\n{_clock(one.start)} --> {_clock(one.end)}\n{one.name}: {one.words}\n"
        for number, one in enumerate(said, 1)
    )
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _subrip(said: Sequence[Said]) -> bytes:
    cues = (
        f"{number}\n{_clock(one.start, ',')} --> {_clock(one.end, ',')}\n{one.name}: {one.words}\n"
        for number, one in enumerate(said, 1)
    )
    return "\n".join(cues).encode()


def _text(said: Sequence[Said]) -> bytes:
    return "\n".join(f"[{_clock(one.start)[:8]}] {one.name}: {one.words}" for one in said).encode()


def _markdown(said: Sequence[Said]) -> bytes:
    return "\n\n".join(f"**{one.name}:** {one.words}" for one in said).encode()


def _table(said: Sequence[Said]) -> bytes:
    rows = (f'{_clock(one.start)},{_clock(one.end)},{one.name},"{one.words}"' for one in said)
    return "\n".join(("start,end,speaker,text", *rows)).encode()


def _whisper(said: Sequence[Said]) -> bytes:
    segments = [{"start": one.start, "end": one.end, "speaker": one.name, "text": f" {one.words}"} for one in said]
    return json.dumps({"language": "en", "segments": segments}).encode()


def _page(said: Sequence[Said]) -> bytes:
    paragraphs = "".join(f"<p><b>{one.name}:</b> {html.escape(one.words)}</p>\n" for one in said)
    return f"<!DOCTYPE html><html><body>{paragraphs}</body></html>".encode()


def _word(said: Sequence[Said]) -> bytes:
    from docx import Document

    document = Document()
    for one in said:
        document.add_paragraph(f"{one.name}: {one.words}")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


WRITERS: Mapping[str, Callable[[Sequence[Said]], bytes]] = {
    "interview.vtt": webvtt,
    "interview.srt": _subrip,
    "interview.txt": _text,
    "interview.md": _markdown,
    "interview.csv": _table,
    "interview.json": _whisper,
    "interview.html": _page,
    "interview.docx": _word,
}


def seconds_to_read(file: RawFile, times: int = 3) -> float:
    """The shortest of so many readings."""
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        read(file)
        spent.append(time.perf_counter() - started)
    return min(spent)


def main() -> None:
    """A line per format."""
    said = three_hours()
    words = sum(len(one.words.split()) for one in said)
    print(f"three hours of talk, {words:,} words")
    for name, write in WRITERS.items():
        seconds = seconds_to_read(RawFile(name=name, raw=write(said)))
        print(f"{name:16} {seconds:6.2f} s  {round(words / seconds):>10,} words per second")


if __name__ == "__main__":
    main()
