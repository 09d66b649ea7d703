"""Fragments of invented interviews with questions, and the lines that answer them: what the cross-encoder learned from.

    ## 3 | a tenants' panel that reads contractors' bids
    1 I: How did the panel pay you?
    2 P1: Vouchers. Always vouchers, for the supermarket up the hill.
    Q How were panel members rewarded? -> 2
    N How much were the vouchers worth?
    T being paid in kind -> 2
    C Members were paid in cash. -> -2

`I` is the interviewer, `P1` a participant; a spoken line is one thought. A question (`Q`) is answered by the lines it names; a
near miss (`N`) by none. A theme (`T`) is spoken to by its lines, a claim (`C`) borne out by some and contradicted by those
with a minus: either way they speak to it. Nobody in these files exists (invented_fragments/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FRAGMENTS = Path(__file__).with_name("invented_fragments")

_SPOKEN = re.compile(r"(?P<number>\d+)\s+(?P<speaker>I|P\d+):\s*(?P<text>.+)")
_ASKED = re.compile(r"(?P<kind>[QNTC])\s+(?P<text>.+?)(?:\s*->\s*(?P<lines>[-+0-9 ]+))?")


@dataclass(frozen=True, slots=True)
class Line:
    """One thought of one speaker."""

    speaker: str
    text: str

    @property
    def is_asked(self) -> bool:
        """Whether the interviewer says it."""
        return self.speaker == "I"


@dataclass(frozen=True, slots=True)
class Query:
    """A question, theme or claim, and the positions of the lines that answer it or speak to it; none for a near miss."""

    kind: str
    text: str
    answered_by: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of one invented interview. `file` is the name of its file, `title` says what it is about."""

    file: str
    title: str
    lines: list[Line] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)

    def asked_before(self, at: int) -> str:
        """What the interviewer last said before the line; empty where nothing."""
        return next((line.text for line in reversed(self.lines[:at]) if line.is_asked), "")

    def heard(self) -> list[int]:
        """The positions of the participants' lines."""
        return [at for at, line in enumerate(self.lines) if not line.is_asked]


def read_fragments(folder: Path = FRAGMENTS) -> list[Fragment]:
    """Every fragment of every file. Raises ValueError, naming file and line, for what cannot be read."""
    return [fragment for path in sorted(folder.glob("*.txt")) for fragment in _fragments(path)]


def _fragments(path: Path) -> Iterator[Fragment]:
    fragment: Fragment | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("##"):
            if fragment is not None:
                yield fragment
            fragment = Fragment(file=path.name, title=line[2:].strip())
        elif line.strip():
            try:
                _read(line.strip(), fragment)
            except ValueError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from None
    if fragment is not None:
        yield fragment


def _read(line: str, fragment: Fragment | None) -> None:
    if fragment is None:
        raise ValueError("a fragment begins with ##")
    if spoken := _SPOKEN.fullmatch(line):
        if int(spoken["number"]) != len(fragment.lines) + 1:
            raise ValueError(f"line {len(fragment.lines) + 1} of the talk is numbered {spoken['number']}")
        fragment.lines.append(Line(spoken["speaker"], spoken["text"]))
    elif asked := _ASKED.fullmatch(line):
        fragment.queries.append(_query(asked, fragment))
    else:
        raise ValueError(f"neither said nor asked: {line[:40]}")


def _query(asked: re.Match[str], fragment: Fragment) -> Query:
    lines = [abs(int(each)) - 1 for each in (asked["lines"] or "").split()]
    for at in lines:
        if at >= len(fragment.lines) or fragment.lines[at].is_asked:
            raise ValueError(f"line {at + 1} is not a participant's")
    if (asked["kind"] == "Q" and not lines) or (asked["kind"] == "N" and lines):
        raise ValueError("a question is answered by a line, and a near miss by none")
    return Query(asked["kind"], asked["text"], frozenset(lines))
