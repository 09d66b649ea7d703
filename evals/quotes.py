"""Do lies get through? 2,000 mutants of true quotes against the verification, and true quotes with harmless differences.

    python -m evals.quotes [FOLDER] [--seed N]

FOLDER holds transcripts (default: data/samples). Every mutant is put the way a lying model would put it, as
`Name said “…” [P1]`, with the true passage sent as P1 and four others beside it. Printed are a confusion table (what each
kind became), how many were shown in quotation marks that the model's words deserved not, and how many statements were
verified. The exit status is 1 when a mutant was shown as verbatim or verified, or too few true quotes were accepted.

Reported speech (the same lies without quotation marks) is counted below the table: rules cannot read, and that part
says how far they go. A free-standing “No.” that is left away there is no lie: what remains was said.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.transcript import Passage, Transcript
from evals.quote_mutants import HARMLESS, KINDS, REPORTED, TRUE_WORDS, World, world_of
from evals.spoken import Saying, read_samples, sent_with
from rag.answer import QuoteStatus, Statement, Support
from rag.speech.matching import stands_in
from rag.speech.words import words_in
from rag.verification.verify import check

MUTANTS = 2_000
TRUE_QUOTES = 2_000
ACCEPTED = 0.995
_STATUSES = ["verbatim", "repaired", "misattributed", "stitched", "fabricated", "too_short"]


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
        words = (KINDS | REPORTED)[kind](saying, world, rng)
        if words is None or (kind not in TRUE_WORDS and _is_heard(words, world)):
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


def _harmless(saying: Saying, passages: Sequence[tuple[Transcript, Passage]], rng: random.Random) -> tuple[bool, str]:
    words = saying.words
    for change in rng.sample(HARMLESS, rng.randrange(1, 4)):
        words = change(words, rng)
    statement = check(f"{saying.speaker} said “{words}”", ["P1"], sent_with(saying, passages, rng))
    shown = statement.quotes[0].status is QuoteStatus.VERBATIM if statement.quotes else False
    accepted = shown and statement.support is Support.VERIFIED
    return accepted, f"{words!r} made from {saying.words!r}: {statement.problems} {statement.quotes}"[:400]


def _reported_speech(world: World, passages: Sequence[tuple[Transcript, Passage]], rng: random.Random) -> None:
    print("\nThe same lies as reported speech (no quotation marks), verified:")
    for kind in ("negation dropped", "negation added", "number changed", "name changed", "wrong speaker", "invented",
                 "interviewer's words", "sense turned"):  # fmt: skip
        lies = [lie for lie in _lies(kind, 250, world, rng) if not _is_whole_speech(lie)][:200]
        judged = [
            check(f"{lie.speaker} said that {lie.words}", ["P1"], sent_with(lie.saying, passages, rng)) for lie in lies
        ]
        passed = [lie for lie, statement in zip(lies, judged, strict=True) if not statement.problems]
        print(f"  {kind:<26}{len(passed):>4} of {len(judged)}")
        for lie in passed[:4]:
            print(f"      {lie.words!r}\n      made from {lie.saying.words!r}")
    true = [rng.choice(world.true) for _ in range(400)]
    kept = sum(
        not check(f"{one.speaker} said that {one.words}", ["P1"], sent_with(one, passages, rng)).problems
        for one in true
    )
    print(f"  {'(true ones that pass)':<26}{kept:>4} of {len(true)}")


def _is_whole_speech(lie: Lie) -> bool:
    """Whether dropping a free-standing “No.” left whole sentences that the speaker says: who retells those does not lie."""
    said = f" {' '.join(word.key for word in words_in(lie.saying.words))} "
    told = f" {' '.join(word.key for word in words_in(lie.words))} "
    alone = re.match(r"(?:no|nah|nope|never)[.!,]\s", lie.saying.words, re.IGNORECASE) is not None
    return alone and lie.speaker == _speaker(lie.saying) and said.endswith(told)


def _is_heard(words: str, world: World) -> bool:
    return any(stands_in(words, text) for text in world.heard)


if __name__ == "__main__":
    main()
