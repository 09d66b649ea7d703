"""TTML, also called DFXP or "timed text XML": paragraphs with times, speakers as agents.

After the W3C's "Timed Text Markup Language 2": section 12.3 for times, which count from the element around them, and
14.1 for agents. The document is streamed, so neither nesting nor size costs more than the text it holds, and one that
defines entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from xml.parsers import expat

from ingest.errors import ReadError
from ingest.readers.captions.cue_text import Line
from ingest.readers.captions.speaking import MOST_CAPTIONS, Caption, reading_of
from ingest.readers.composing import Note
from ingest.readers.decoding import LARGEST_BYTES, sniff
from ingest.readers.reading import Format, RawFile, Reading

_ROOT = re.compile(r"(?:[^<]|<[?!])*?<(?:[\w.-]+:)?tt[\s>/]")
_CLOCK = re.compile(r"(\d{1,6}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{1,4})(?:\.\d+)?)?$")
_OFFSET = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?(h|ms|m|s|f|t)$")
_DEEPEST = 256
_DAY_LIMIT = timedelta(days=36500)


@dataclass(slots=True)
class _Element:
    """An open element: its name, when it begins and ends, who speaks in it."""

    name: str
    begin: timedelta | None = None
    end: timedelta | None = None
    agent: str | None = None


@dataclass(slots=True)
class _Rates:
    frame: Fraction = Fraction(30)
    tick: Fraction = Fraction(1)

    def take(self, attributes: Mapping[str, str]) -> None:
        """Read the rates the root element sets."""
        multiplier = re.fullmatch(r"(\d{1,5})[\s:]+(\d{1,5})", attributes.get("frameRateMultiplier", ""))
        if re.fullmatch(r"[1-9]\d{0,5}", attributes.get("frameRate", "")):
            self.frame = Fraction(int(attributes["frameRate"]))
            self.tick = self.frame
        if multiplier and int(multiplier[1]) and int(multiplier[2]):
            self.frame *= Fraction(int(multiplier[1]), int(multiplier[2]))
        if re.fullmatch(r"[1-9]\d{0,11}", attributes.get("tickRate", "")):
            self.tick = Fraction(int(attributes["tickRate"]))


def ttml_time(written: str, frame: Fraction = Fraction(30), tick: Fraction = Fraction(1)) -> timedelta | None:
    """A time expression; None for what is none. `frame` and `tick` are rates per second.

    >>> str(ttml_time("00:00:02:12", frame=Fraction(25))), str(ttml_time("1500ms"))
    ('0:00:02.480000', '0:00:01.500000')
    """
    written = written.strip()
    if match := _CLOCK.match(written):
        hours, minutes, whole, fraction, frames = match.groups()
        seconds = Fraction(int(hours) * 3600 + int(minutes) * 60 + int(whole))
        seconds += Fraction(int(fraction or 0), 10 ** len(fraction or ""))
        seconds += int(frames or 0) / frame
    elif match := _OFFSET.match(written):
        value = int(match[1]) + Fraction(int(match[2] or 0), 10 ** len(match[2] or ""))
        unit = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
        seconds = value * (1 / frame if match[3] == "f" else 1 / tick if match[3] == "t" else unit[match[3]])
    else:
        return None
    return timedelta(microseconds=round(seconds * 1_000_000)) if seconds < _DAY_LIMIT.total_seconds() else None


@dataclass(slots=True)
class _Document:
    """What the stream of tags has said so far."""

    rates: _Rates = field(default_factory=_Rates)
    open: list[_Element] = field(default_factory=list)
    agents: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    pieces: list[tuple[_Element, list[tuple[str | None, str]]]] = field(default_factory=list)
    agent_id: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        given = {_local(key): value for key, value in attributes.items()}
        if len(self.open) >= _DEEPEST:
            raise _TooDeepError
        if name == "tt":
            self.rates.take(given)
        around = self.open[-1] if self.open else _Element("")
        element = _Element(name, around.begin, around.end, given.get("agent", "").split(" ")[0] or around.agent)
        self._time(element, around, given)
        if name == "agent" and "head" in (outer.name for outer in self.open):
            self.agent_id = given.get("id")
        self.open.append(element)
        if len(self.pieces) >= MOST_CAPTIONS:
            raise _TooManyError
        if name == "p":
            self.pieces.append((element, []))
        elif name == "br":
            self.say("\n", keep=True)
        elif name == "span" and ("begin" in given or "end" in given):
            self._widen(element)

    def end(self, tag: str) -> None:
        if self.open.pop().name == "agent":
            self.agent_id = None

    def say(self, text: str, *, keep: bool = False) -> None:
        inside = [element.name for element in self.open]
        if "p" in inside and "metadata" not in inside:
            words = text if keep else re.sub(r"[ \t\r\n]+", " ", text)
            self.pieces[-1][1].append((self.open[-1].agent, words))
        elif inside[-1] == "title":
            self.title.append(text)
        elif inside[-1] == "name" and self.agent_id:
            self.names.setdefault(self.agent_id, []).append(text)

    def _time(self, element: _Element, around: _Element, given: Mapping[str, str]) -> None:
        begin = ttml_time(given.get("begin", ""), self.rates.frame, self.rates.tick)
        end = ttml_time(given.get("end", ""), self.rates.frame, self.rates.tick)
        duration = ttml_time(given.get("dur", ""), self.rates.frame, self.rates.tick)
        base = around.begin or timedelta()
        if begin is not None:
            element.begin = base + begin
        if end is not None:
            element.end = base + end
        elif duration is not None:
            element.end = (element.begin or base) + duration

    def _widen(self, span: _Element) -> None:
        # Karaoke-like files time the words only: the paragraph lasts from the first to the last.
        paragraph = next((element for element in self.open if element.name == "p"), None)
        if paragraph is not None and span.begin is not None and span.end is not None:
            paragraph.begin = span.begin if paragraph.begin is None else paragraph.begin
            paragraph.end = span.end if paragraph.end is None else max(paragraph.end, span.end)


class _TooDeepError(Exception):
    pass


class _TooManyError(Exception):
    pass


class _DefinesEntitiesError(Exception):
    pass


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise _DefinesEntitiesError


def _parse(file: RawFile) -> _Document:
    document = _Document()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.say
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(file.raw, True)
    except _DefinesEntitiesError:
        problem, advice = "the XML defines entities, which a transcript has no need of", "Export it again without them."
    except _TooDeepError:
        problem, advice = f"the XML is nested more than {_DEEPEST} deep", "Export the transcript again."
    except _TooManyError:
        problem, advice = f"the file has more than {MOST_CAPTIONS:,} captions", "Split it up first."
    except (expat.ExpatError, ValueError, LookupError) as error:
        problem, advice = f"the XML is damaged ({error})", "Export the transcript again."
    else:
        return document
    raise ReadError(file.name, problem, advice, line=parser.CurrentLineNumber)


def _read(file: RawFile) -> Reading:
    if len(file.raw) > LARGEST_BYTES:
        raise ReadError(file.name, f"the file has over {LARGEST_BYTES // 2**20} MB", "Split it up first.")
    document = _parse(file)
    names = {agent: " ".join("".join(parts).split()) for agent, parts in document.names.items()}
    pieces: list[Caption | Note] = []
    for paragraph, said in document.pieces:
        timed = paragraph.begin is not None and paragraph.end is not None
        pieces.append(
            Caption(
                start=paragraph.begin if timed else None,
                end=paragraph.end if timed else None,
                lines=tuple(_lines(said, names)),
            )
        )
    title = " ".join("".join(document.title).split()) or None
    reading = reading_of(pieces, title=title)
    if not reading.turns:
        raise ReadError(file.name, "the captions hold no words", "Export the transcript again.", line=1)
    return reading


def _lines(said: list[tuple[str | None, str]], names: Mapping[str, str]) -> list[Line]:
    lines: list[Line] = []
    broken = True
    for agent, text in said:
        voice = names.get(agent, agent) or None if agent else None
        first, *others = text.split("\n")
        if lines and not broken and lines[-1].voice == voice:
            lines[-1] = Line(voice, lines[-1].text + first)
        elif first.strip():
            lines.append(Line(voice, first))
        lines.extend(Line(voice, other) for other in others)
        broken = False
    return lines


TTML = Format(
    name="TTML",
    suffixes=(".ttml", ".dfxp"),
    recognises=lambda file: bool(_ROOT.match(sniff(file.raw))),
    read=_read,
)
