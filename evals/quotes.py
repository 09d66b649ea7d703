"""Do lies get through? 2,000 mutants of true quotes against the verification, and true quotes with harmless differences.

    python -m evals.quotes [FOLDER] [--seed N]

FOLDER holds transcripts (default: data/samples). Every mutant is put the way a lying model would put it, as
`Name said “…” [P1]`, with the true passage sent as P1 and four others beside it. Printed are a confusion table (what each
kind became), how many were shown in quotation marks that the model's words deserved not, and how many statements were
verified. The exit status is 1 when a mutant was shown as verbatim or verified, or too few true quotes were accepted.

Reported speech (the same lies without quotation marks) is counted below the table: rules cannot read, and that part
says how far they go.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from corpus.transcript import Passage, Transcript
from evals.spoken import Saying, read_samples, sayings, sent_with
from rag.answer import QuoteStatus, Statement, Support
from rag.matching import SHORTEST, stands_in
from rag.numbers import numbers_in
from rag.verify import check
from rag.words import is_negation, looks_like_a_name, words_in

MUTANTS = 2_000
TRUE_QUOTES = 2_000
ACCEPTED = 0.995
_STATUSES = ["verbatim", "repaired", "misattributed", "stitched", "fabricated", "too_short"]
_POSITIVE = re.compile(
    r"\b(is|was|were|are|did|do|does|had|have|has|can|could|would|will|should)\b(?!n't|\s+not)", re.I
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """A statement and what it was made from."""

    saying: Saying
    speaker: str
    words: str


def main() -> None:
    """Print the table; exit with 1 when a lie got through."""
    parser = argparse.ArgumentParser(description="Mutants of true quotes against the verification.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/samples"))
    parser.add_argument("--seed", type=int, default=20260728)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    read = read_samples(arguments.folder)
    world = world_of(read)
    passages = [(transcript, passage) for transcript, mine in read for passage in mine]
    print(f"{len(read)} transcripts, {len(world.true)} true sayings, {len(world.asked)} of interviewers\n")
    print(f"{'kind':<28}{'n':>5}" + "".join(f"{status:>15}" for status in _STATUSES) + f"{'verified':>10}")
    through = 0
    for kind in KINDS:
        lies = _lies(kind, MUTANTS // len(KINDS), world, rng)
        judged = [
            check(f"{lie.speaker} said “{lie.words}”", ["P1"], sent_with(lie.saying, passages, rng)) for lie in lies
        ]
        through += _row(kind, judged, lies)
    accepted = [_harmless(rng.choice(world.true), passages, rng) for _ in range(TRUE_QUOTES)]
    share = sum(taken for taken, _ in accepted) / len(accepted)
    print(f"\nmutants shown as verbatim or as verified: {through} of {MUTANTS}")
    print(f"true quotes with harmless differences accepted: {share:.2%} of {len(accepted)} (wanted: {ACCEPTED:.1%})")
    for _, refused in [each for each in accepted if not each[0]][:5]:
        print(f"  refused: {refused}")
    _reported_speech(world, passages, rng)
    sys.exit(0 if through == 0 and share >= ACCEPTED else 1)


def _row(kind: str, judged: Sequence[Statement], lies: Sequence[Lie]) -> int:
    statuses = Counter(statement.quotes[0].status.value for statement in judged)
    verified = [s for s in judged if s.support is Support.VERIFIED or s.quotes[0].status is QuoteStatus.VERBATIM]
    print(
        f"{kind:<28}{len(judged):>5}"
        + "".join(f"{statuses[status] or '·':>15}" for status in _STATUSES)
        + f"{sum(s.support is Support.VERIFIED for s in judged) or '·':>10}"
    )
    for statement, lie in [(s, lie) for s, lie in zip(judged, lies, strict=True) if s in verified][:4]:
        if statement.quotes:
            print(f"    got through: {statement.text!r}\n    made from:   {lie.saying.words!r}")
    return len(verified)


def _lies(kind: str, count: int, world: World, rng: random.Random) -> list[Lie]:
    lies: list[Lie] = []
    for _ in range(count * 400):
        saying = rng.choice(world.asked if kind == "interviewer's words" else world.true)
        words = KINDS[kind](saying, world, rng)
        if words is None or (kind not in _TRUE_WORDS and _is_heard(words, world)):
            continue
        speaker = _another(saying, world, rng) if kind == "wrong speaker" else _speaker(saying)
        lies.append(Lie(saying=saying, speaker=speaker, words=words))
        if len(lies) == count:
            return lies
    raise SystemExit(f"only {len(lies)} mutants of the kind {kind!r} could be made from these transcripts")


def _speaker(saying: Saying) -> str:
    if saying.voice.evidence:
        return saying.speaker
    speakers = [turn.speaker for turn in saying.transcript.turns_in(saying.passage.start, saying.passage.end)]
    return next((name for name in reversed(speakers) if name and name != saying.voice.speaker), "The speaker")


def _another(saying: Saying, world: World, rng: random.Random) -> str:
    return rng.choice([name for name in world.speakers if name.split()[0] != saying.speaker.split()[0]])


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
_TRUE_WORDS = {"wrong speaker", "under 12 characters", "interviewer's words", "negation dropped"}


def _harmless(saying: Saying, passages: Sequence[tuple[Transcript, Passage]], rng: random.Random) -> tuple[bool, str]:
    words = saying.words
    for change in rng.sample(HARMLESS, rng.randrange(1, 4)):
        words = change(words, rng)
    statement = check(f"{saying.speaker} said “{words}”", ["P1"], sent_with(saying, passages, rng))
    shown = statement.quotes[0].status is QuoteStatus.VERBATIM if statement.quotes else False
    accepted = shown and statement.support is Support.VERIFIED
    return accepted, f"{words!r} made from {saying.words!r}: {statement.problems} {statement.quotes}"[:400]


def _spaces(words: str, rng: random.Random) -> str:
    return re.sub(r"\s+", lambda _: rng.choice([" ", "  ", "\n"]), words)


def _curls(words: str, rng: random.Random) -> str:
    return words.replace("'", "’") if "'" in words else words.replace("’", "'")


def _dashes(words: str, rng: random.Random) -> str:
    return re.sub(r"[-–—]", lambda _: rng.choice("-–—‑"), words)


def _initial(words: str, rng: random.Random) -> str:
    return words[0].swapcase() + words[1:]


def _fillers(words: str, rng: random.Random) -> str:
    return re.sub(r"(?:,\s*)?\b(?:um|uh|er|erm|you know|I mean)\b,?(?=\s\w)", "", words).strip() or words


def _end(words: str, rng: random.Random) -> str:
    return words.rstrip(".") + rng.choice(["", ",", "."])


HARMLESS: list[Callable[[str, random.Random], str]] = [_spaces, _curls, _dashes, _initial, _fillers, _end]
"""Differences that leave a quotation what it is."""


def _reported_speech(world: World, passages: Sequence[tuple[Transcript, Passage]], rng: random.Random) -> None:
    print("\nThe same lies as reported speech (no quotation marks), verified:")
    for kind in ("negation dropped", "negation added", "number changed", "name changed", "wrong speaker", "invented",
                 "interviewer's words"):  # fmt: skip
        lies = _lies(kind, 200, world, rng)
        judged = [
            check(f"{lie.speaker} said that {lie.words}", ["P1"], sent_with(lie.saying, passages, rng)) for lie in lies
        ]
        passed = sum(statement.support is Support.VERIFIED or not statement.problems for statement in judged)
        print(f"  {kind:<26}{passed:>4} of {len(judged)}")
    true = [rng.choice(world.true) for _ in range(400)]
    kept = sum(
        not check(f"{one.speaker} said that {one.words}", ["P1"], sent_with(one, passages, rng)).problems
        for one in true
    )
    print(f"  {'(true ones that pass)':<26}{kept:>4} of {len(true)}")


def _is_heard(words: str, world: World) -> bool:
    return any(stands_in(words, text) for text in world.heard)


def _replaced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


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


if __name__ == "__main__":
    main()
