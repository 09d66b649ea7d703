"""The invented conversation, or any other, written as caption files: what the readers are tried on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from html import escape

from tests.ingest.readers.conversation import Said


def clock(time: timedelta, point: str = ".", hour_digits: int = 2) -> str:
    """Hours, minutes, seconds and milliseconds."""
    milliseconds = round(time.total_seconds() * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:0{hour_digits}d}:{minutes:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def _arrow(said: Said, point: str = ".") -> str:
    return f"{clock(said.start, point)} --> {clock(said.end, point)}"


def webvtt(segments: Sequence[Said]) -> str:
    """The standard's own way, with voices."""
    cues = (f"{_arrow(said)}\n<v {escape(said.speaker)}>{escape(said.text, quote=False)}\n" for said in segments)
    return "WEBVTT\n\n" + "\n".join(cues)


def zoom(segments: Sequence[Said]) -> str:
    """Numbered cues, a name and a colon; nothing is escaped."""
    cues = (f"{number}\n{_arrow(said)}\n{said.speaker}: {said.text}\n" for number, said in enumerate(segments, 1))
    return "WEBVTT\r\n\r\n" + "\n".join(cues).replace("\n", "\r\n")


def teams(segments: Sequence[Said]) -> str:
    """Ids with slashes, closed voices, confidence notes; each cue again as soon as it is over."""
    cues = []
    for number, said in enumerate(segments):
        cue = (
            f"3f1c9a52-7d0e/{number}-0\n{_arrow(said)} align:middle line:84%\n"
            f"<v {said.speaker}>{escape(said.text, quote=False)}</v>\n"
        )
        cues += [f"NOTE Confidence: 0.9{number % 10}\n", cue, cue]
    return "\ufeffWEBVTT\n\nNOTE language:en-GB\n\n" + "\n".join(cues)


def subrip(segments: Sequence[Said]) -> str:
    """SRT with labels, as WhisperX writes it."""
    cues = (
        f"{number}\n{_arrow(said, ',')}\n[{said.speaker}]: {said.text}\n" for number, said in enumerate(segments, 1)
    )
    return "\n".join(cues)


def sbv(segments: Sequence[Said]) -> str:
    """YouTube's, with a name where the speaker changes."""
    cues, speaker = [], ""
    for said in segments:
        label = f">> {said.speaker}: " if said.speaker != speaker else ""
        cues.append(f"{clock(said.start, hour_digits=1)},{clock(said.end, hour_digits=1)}\n{label}{said.text}\n")
        speaker = said.speaker
    return "\n".join(cues)


def lrc(segments: Sequence[Said]) -> str:
    """Lines with a time; an empty one where the words stop."""
    lines = ["[ti:Market stall interview]"]
    for said in segments:
        lines += [f"[{_minutes(said.start)}]{said.speaker}: {said.text}", f"[{_minutes(said.end)}]"]
    return "\n".join(lines)


def _minutes(time: timedelta) -> str:
    hundredths = round(time.total_seconds() * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def substation(segments: Sequence[Said]) -> str:
    """ASS: names in their column, commas in the text."""
    events = (
        f"Dialogue: 0,{clock(said.start, hour_digits=1)[:-1]},{clock(said.end, hour_digits=1)[:-1]},"
        f"Default,{said.speaker},0,0,0,,{{\\i1}}{said.text}{{\\i0}}"
        for said in segments
    )
    columns = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    head = "[Script Info]\nTitle: Market stall interview\nScriptType: v4.00+\n"
    return f"{head}\n[Events]\nFormat: {columns}\n" + "\n".join(events)


def ttml(segments: Sequence[Said]) -> str:
    """Agents in the head, times as offsets."""
    names = dict.fromkeys(said.speaker for said in segments)
    agents = "".join(
        f'<ttm:agent xml:id="a{number}" type="person"><ttm:name>{escape(name)}</ttm:name></ttm:agent>'
        for number, name in enumerate(names)
    )
    order = list(names)
    body = "\n".join(
        f'<p begin="{said.start.total_seconds():.3f}s" end="{said.end.total_seconds():.3f}s" '
        f'ttm:agent="a{order.index(said.speaker)}">\n  {escape(said.text)}\n</p>'
        for said in segments
    )
    spaces = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    return f"<?xml version='1.0'?>\n<tt {spaces}><head>{agents}</head><body><div>{body}</div></body></tt>"


def console(segments: Sequence[Said]) -> str:
    """What Whisper prints while it listens."""
    return "\n".join(f"[{_arrow(said)}]  {said.speaker}: {said.text}" for said in segments)


WRITERS: dict[str, tuple[str, Callable[[Sequence[Said]], str]]] = {
    "WebVTT": ("talk.vtt", webvtt),
    "Zoom": ("talk.vtt", zoom),
    "Teams": ("talk.vtt", teams),
    "SRT": ("talk.srt", subrip),
    "SBV": ("talk.sbv", sbv),
    "LRC": ("talk.lrc", lrc),
    "ASS": ("talk.ass", substation),
    "TTML": ("talk.ttml", ttml),
    "Whisper console": ("talk.txt", console),
}
"""By what we call it: a file name, and the writer."""
