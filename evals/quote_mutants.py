"""What is done to true sayings to make lies of them, and what may be done to them without making one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from corpus.transcript import Passage, Transcript
from evals.spoken import Saying, sayings
from rag.speech.matching import SHORTEST
from rag.speech.numbers import numbers_in
from rag.speech.words import is_negation, looks_like_a_name, words_in

_POSITIVE = re.compile(
    r"\b(is|was|were|are|did|do|does|had|have|has|can|could|would|will|should)\b(?!n't|\s+not)", re.I
)


_PAIRS = """quarterly monthly, weekly daily, advance arrears, under over, above below, hardly often, always sometimes, early late,
before after, first last, up down, more less, better worse, good bad, easy difficult, paid unpaid, big small, old new, near far,
quickly slowly, accept refuse, morning evening, inside outside, long short, least most, cheap expensive, open closed, right wrong"""
_CONTRARY = {a: b for pair in _PAIRS.split(",") for a, b in (pair.split(), pair.split()[::-1])}
"""Written without a look at the rules that should catch them, so that not all are among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What mutants are made of."""

    true: list[Saying]
    asked: list[Saying]
    words: list[str]
    names: list[str]
    speakers: list[str]
    bigrams: dict[str, list[str]]
    heard: list[str]


Read: TypeAlias = Sequence[tuple[Transcript, list[Passage]]]
Mutator: TypeAlias = Callable[[Saying, World, random.Random], str | None]


def world_of(read: Read) -> World:
    """What mutants of these transcripts are made of."""
    true = sayings(read)
    words = [word for one in true for word in words_in(one.words)]
    bigrams: dict[str, list[str]] = {}
    for one in true:
        keys = [word.raw for word in words_in(one.words)]
        for before, after in pairwise(keys):
            bigrams.setdefault(before, []).append(after)
    return World(
        true=true,
        asked=[one for one in sayings(read, evidence=False) if len(one.words) >= SHORTEST],
        words=sorted({word.raw for word in words if len(word.key) > 3}),
        names=sorted({word.raw for word in words if looks_like_a_name(word)}),
        speakers=sorted({one.voice.speaker for one in true if one.voice.speaker}),
        bigrams=bigrams,
        heard=[transcript.text for transcript, _ in read],
    )


def _swap_word(saying: Saying, world: World, rng: random.Random) -> str | None:
    words = words_in(saying.words)
    if rng.random() < 0.3 and len(words) > 6:  # two neighbours change places
        at = rng.randrange(1, len(words) - 1)
        one, other = words[at], words[at + 1]
        between = saying.words[one.end : other.start]
        if one.key == other.key:
            return None
        return saying.words[: one.start] + other.raw + between + one.raw + saying.words[other.end :]
    chosen = rng.choice(words)
    return _replaced(saying.words, chosen.start, chosen.end, rng.choice(world.words))


def _drop_negation(saying: Saying, world: World, rng: random.Random) -> str | None:
    found = [w for w in words_in(saying.words) if is_negation(w.key) and saying.words[w.end : w.end + 1] != ","]
    if not found:
        return None
    word = rng.choice(found)
    kept = word.raw[:-3] if word.key.endswith("n't") and word.key not in ("won't", "can't") else ""
    left = saying.words[: word.start] + kept + saying.words[word.end :].removeprefix("" if kept else " ")
    return left if len(left) >= SHORTEST + 8 else None


def _add_negation(saying: Saying, world: World, rng: random.Random) -> str | None:
    found = list(_POSITIVE.finditer(saying.words))
    return None if not found else _replaced(saying.words, *(m := rng.choice(found)).span(), f"{m[0]} not")


def _change_number(saying: Saying, world: World, rng: random.Random) -> str | None:
    found = numbers_in(saying.words)
    if not found:
        return None
    number = rng.choice(found)
    others = "two three seven nine twelve fifteen thirty seventy 48 250".split()
    old = saying.words[number.start : number.end]
    return _replaced(saying.words, number.start, number.end, rng.choice([o for o in others if o != old.lower()]))


def _change_name(saying: Saying, world: World, rng: random.Random) -> str | None:
    found = [word for word in words_in(saying.words) if looks_like_a_name(word)]
    if not found:
        return None
    word = rng.choice(found)
    return _replaced(saying.words, word.start, word.end, rng.choice([n for n in world.names if n != word.raw]))


def _join_turns(saying: Saying, world: World, rng: random.Random) -> str | None:
    others = [one for one in world.true if one.transcript.id == saying.transcript.id and one.voice != saying.voice]
    join = rng.choice([" ", " … ", ", ", " [...] "])
    return f"{saying.words}{join}{rng.choice(others).words}"


def _same_words(saying: Saying, world: World, rng: random.Random) -> str | None:
    return saying.words


def _invent(saying: Saying, world: World, rng: random.Random) -> str | None:
    words = [rng.choice(list(world.bigrams))]
    for _ in range(rng.randrange(7, 18)):
        words.append(rng.choice(world.bigrams.get(words[-1]) or world.words))
    return " ".join(words).capitalize() + "."


def _cut_short(saying: Saying, world: World, rng: random.Random) -> str | None:
    words = saying.words.split()
    at = rng.randrange(len(words))
    short = " ".join(words[at : at + rng.choice([1, 2])]).strip(".,;:!?…'’\"()-– ")
    return short if 3 <= len(short) < SHORTEST else None


def _turn_sense(saying: Saying, world: World, rng: random.Random) -> str | None:
    found = [word for word in words_in(saying.words) if word.key in _CONTRARY]
    if not found:
        return None
    word = rng.choice(found)
    return _replaced(saying.words, word.start, word.end, _CONTRARY[word.key])


KINDS: dict[str, Mutator] = {
    "word swapped": _swap_word,
    "negation dropped": _drop_negation,
    "negation added": _add_negation,
    "number changed": _change_number,
    "name changed": _change_name,
    "two turns joined": _join_turns,
    "wrong speaker": _same_words,
    "invented": _invent,
    "under 12 characters": _cut_short,
    "interviewer's words": _same_words,
}
REPORTED: dict[str, Mutator] = {"sense turned": _turn_sense}
"""Kinds that are tried as reported speech alone: with quotation marks, they are words swapped."""

TRUE_WORDS = {"wrong speaker", "under 12 characters", "interviewer's words", "negation dropped"}
"""Kinds whose words may stand in the sources all the same."""


def _spaces(words: str, rng: random.Random) -> str:
    return re.sub(r"\s+", lambda _: rng.choice([" ", "  ", "\n"]), words)


def _curls(words: str, rng: random.Random) -> str:
    return words.replace("'", "’") if "'" in words else words.replace("’", "'")


def _dashes(words: str, rng: random.Random) -> str:
    return re.sub(r"[-–—]", lambda _: rng.choice("-–—‑"), words)


def _initial(words: str, rng: random.Random) -> str:
    return words[0].swapcase() + words[1:]


def _fillers(words: str, rng: random.Random) -> str:
    sounds = r"(?:,\s*)?\b(?:um|uh|er|erm)\b,?(?=\s\w)"
    return re.sub(rf"{sounds}|,\s*you know,(?=\s\w)|^I mean,(?=\s\w)", "", words).strip() or words


def _end(words: str, rng: random.Random) -> str:
    return words.rstrip(".") + rng.choice(["", ",", "."])


HARMLESS: list[Callable[[str, random.Random], str]] = [_spaces, _curls, _dashes, _initial, _fillers, _end]
"""Differences that leave a quotation what it is."""


def _replaced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
