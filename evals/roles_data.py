"""Interviews whose speakers are known, with the labels taken away: what role inference is measured on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.sentences import sentence_spans

SHARED = Path(__file__).resolve().parents[2] / "shared"
MINISTERS = frozenset({"Vaughan Gething AM", "Kirsty Williams AM", "Eluned Morgan AM", "Huw Irranca-Davies AM"})
"""Of the Welsh committee's files: members who sit there as witnesses. Every other `AM` puts questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A conversation without its labels. `asking` are the stretches of `text` that the interviewer said."""

    name: str
    corpus: str
    text: str
    asking: tuple[tuple[int, int], ...]

    def asks_at(self, start: int, end: int) -> bool:
        """Whether the greater part of `text[start:end]` is the interviewer's."""
        return sum(max(0, min(end, b) - max(start, a)) for a, b in self.asking) * 2 > end - start


def conversations() -> list[Hidden]:
    """Every labelled conversation of the shared data; none where the data is absent."""
    found = []
    for path in sorted((SHARED / "data" / "codes").glob("*/transcripts/*.json")):
        turns = _turns(path)
        asks = Counter(speaker for speaker, text in turns for _ in range(text.count("?")))
        # The one who asks most is the interviewer in each of these files, and her full name is spelled at her first turn.
        interviewer = asks.most_common(1)[0][0]
        first = {speaker for speaker, _ in turns if _initials(speaker) == interviewer.strip("*")}
        found.append(_hidden(path.stem, path.parents[1].name, turns, {interviewer} | first))
    for path in sorted((SHARED / "data" / "qmsum" / "transcripts").glob("*.json")):
        turns = _turns(path)
        kind = "qmsum committee" if path.stem.startswith("education") else "qmsum meetings"
        members = {speaker for speaker, _ in turns if speaker.endswith(" AM")} - MINISTERS
        found.append(_hidden(path.stem, kind, turns, members if kind == "qmsum committee" else set()))
    return found


def _turns(path: Path) -> list[tuple[str, str]]:
    held = json.loads(path.read_text(encoding="utf-8"))["turns"]
    return [(turn["speaker"], " ".join(turn["text"].split())) for turn in held if turn["text"].strip()]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split()).upper()


def _hidden(name: str, corpus: str, turns: Sequence[tuple[str, str]], interviewers: set[str]) -> Hidden:
    """The turns run together, broken into paragraphs of a few sentences as speech-to-text does: anywhere."""
    text, asking = "", []
    for speaker, said in turns:
        start = len(text)
        text += said + " "
        if speaker in interviewers:
            asking.append((start, start + len(said)))
    characters = list(text)
    for number, (_, end) in enumerate(sentence_spans(text)):
        if number % 5 in {1, 4} and end < len(text) and text[end - 1] != "?" and text[end] == " ":
            characters[end - 1 : end + 1] = "\n\n"  # the full stop is lost at the break, and lengths stay
    return Hidden(name=name, corpus=corpus, text="".join(characters), asking=tuple(asking))
