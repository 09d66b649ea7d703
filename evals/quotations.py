"""A report's quotations, looked up: 1,000 of them verbatim, altered in eight ways or absent; and how long a report takes.

    python -m evals.quotations [FOLDER] [--seed N]

FOLDER holds transcripts (default: data/samples). Verbatim ones carry harmless differences (white space, kinds of quotation
marks and dashes, upper case at the start, fillers left out, marked omissions, an editor's brackets). Printed is what each
kind became. The exit status is 1 when an altered or absent one was called verbatim, when fewer than .99 are right, or
when a report of 60 pages over 100 invented interviews takes 10 seconds or more.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.transcript import Role, Transcript, Turn
from evals.quote_mutants import HARMLESS, KINDS, World, world_of
from evals.spoken import Saying, read_samples
from rag.claims.quotation_lookup import LookedUp, QuotationStatus, look_up, look_up_all
from rag.claims.report_quotations import ReportQuotation
from rag.speech.matching import stands_in
from rag.speech.spoken_words import SpokenWords
from rag.speech.words import is_negation, words_in

RIGHT = 0.99
SECONDS = 10.0
_VERBATIM, _ALTERED_EACH, _ABSENT = 400, 50, 200
_PAGES, _WORDS_A_PAGE, _QUOTATIONS_A_PAGE = 60, 400, 6
_INTERVIEWS, _TURNS, _WORDS_A_TURN = 100, 120, 50


def main() -> None:
    """Print the tables; exit with 1 when something was called verbatim that is not, or it took too long."""
    parser = argparse.ArgumentParser(description="Quotations of a report, looked up.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/samples"))
    parser.add_argument("--seed", type=int, default=20261124)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    read = read_samples(arguments.folder)
    world = world_of(read)
    spoken = SpokenWords([transcript for transcript, _ in read])
    print(f"{len(read)} transcripts, {len(spoken):,} words\n")
    print(f"{'kind':<22}{'n':>5}{'verbatim':>10}{'altered':>10}{'not found':>11}{'misattributed':>15}")
    right = wrongly = 0
    rows: list[tuple[str, QuotationStatus, list[str]]] = [
        ("verbatim", QuotationStatus.VERBATIM, [_harmless(world, rng) for _ in range(_VERBATIM)]),
        *((kind, QuotationStatus.ALTERED, _altered(kind, world, rng)) for kind in _WAYS),
        ("absent", QuotationStatus.NOT_FOUND, [_absent(world, rng) for _ in range(_ABSENT)]),
    ]
    for kind, expected, quotations in rows:
        found = [look_up(ReportQuotation(words=words, start=0, end=len(words)), spoken) for words in quotations]
        right += sum(one.status is expected for one in found)
        wrongly += _print_row(kind, expected, found)
    total = sum(len(quotations) for _, _, quotations in rows)
    print(f"\nright: {right / total:.1%} of {total}; called verbatim and not: {wrongly}")
    seconds = _time_a_report(world, rng)
    sys.exit(0 if right >= RIGHT * total and not wrongly and seconds < SECONDS else 1)


def _print_row(kind: str, expected: QuotationStatus, found: Sequence[LookedUp]) -> int:
    counts = Counter(one.status for one in found)
    shown = "".join(
        f"{counts[status] or '·':>{width}}" for status, width in zip(QuotationStatus, (10, 10, 11), strict=True)
    )
    print(f"{kind:<22}{len(found):>5}{shown}{sum(one.misattributed for one in found) or '·':>15}")
    for one in [one for one in found if one.status is not expected][:3]:
        print(f"    {one.status.value}: “{one.quotation.words}” {[(c.op, c.quoted, c.source) for c in one.changes]}")
    return counts[QuotationStatus.VERBATIM] if expected is not QuotationStatus.VERBATIM else 0


def _harmless(world: World, rng: random.Random) -> str:
    words = rng.choice(world.true).words
    for change in rng.sample([*HARMLESS, _omission, _capital_in_brackets, _explained], rng.randrange(1, 4)):
        words = change(words, rng)
    return words


def _omission(words: str, rng: random.Random) -> str:
    """Some words in the middle left out and marked, none of them a negation."""
    held = words_in(words)
    if len(held) < 9:
        return words
    at = rng.randrange(3, len(held) - 5)
    until = rng.randrange(at + 1, min(at + 8, len(held) - 3))
    if any(is_negation(word.key) for word in held[at:until]):
        return words
    mark = rng.choice([" … ", " ... ", " [...] ", " […] "])
    return words[: held[at - 1].end] + mark + words[held[until].start :]


def _capital_in_brackets(words: str, rng: random.Random) -> str:
    return f"[{words[0].upper()}]{words[1:]}" if words[:2].isalpha() else words


def _explained(words: str, rng: random.Random) -> str:
    return re.sub(r"\b(they|he|she)\b(?!['’‘])", lambda match: f"{match[0]} [the group]", words, count=1)


def _altered(kind: str, world: World, rng: random.Random) -> list[str]:
    made: list[str] = []
    while len(made) < _ALTERED_EACH:
        saying = rng.choice(world.true)
        words = _WAYS[kind](saying, world, rng)
        if words is not None and not any(stands_in(words, text) for text in world.heard):
            made.append(words)
    return made


def _add_word(saying: Saying, world: World, rng: random.Random) -> str | None:
    held = words_in(saying.words)
    at = rng.randrange(1, len(held))
    return saying.words[: held[at].start] + rng.choice(world.words) + " " + saying.words[held[at].start :]


def _drop_word(saying: Saying, world: World, rng: random.Random) -> str | None:
    held = words_in(saying.words)
    at = rng.randrange(1, len(held) - 1)
    return saying.words[: held[at].start] + saying.words[held[at + 1].start :]


_WAYS: dict[str, Callable[[Saying, World, random.Random], str | None]] = {
    **{kind: KINDS[kind] for kind in ("word swapped", "negation dropped", "negation added", "number changed",
                                      "name changed", "two turns joined")},
    "word added": _add_word,
    "word dropped": _drop_word,
}  # fmt: skip


def _absent(world: World, rng: random.Random) -> str:
    while True:
        words = KINDS["invented"](rng.choice(world.true), world, rng)
        if words is not None and not any(stands_in(words, text) for text in world.heard):
            return words


def _time_a_report(world: World, rng: random.Random) -> float:
    interviews = [_interview(number, world, rng) for number in range(_INTERVIEWS)]
    report = "\n\n".join(_page(interviews, world, rng) for _ in range(_PAGES))
    begun = time.perf_counter()
    spoken = SpokenWords(interviews)
    read = time.perf_counter() - begun
    found = look_up_all(report, spoken)
    seconds = time.perf_counter() - begun
    counts = Counter(one.status.value for one in found)
    print(
        f"{_PAGES} pages, {len(report.split()):,} words, {len(found)} quotations {dict(counts)} over {len(interviews)} "
        f"interviews, {len(spoken):,} words: {seconds:.1f} s ({read:.1f} s of it to read the interviews)"
    )
    return seconds


def _interview(number: int, world: World, rng: random.Random) -> Transcript:
    text, turns = "", list[Turn]()
    for index in range(_TURNS):
        words = _babble(world, rng, _WORDS_A_TURN)
        role = Role.PARTICIPANT if index % 2 else Role.INTERVIEWER
        speaker = f"Participant {number}" if index % 2 else "Interviewer"
        turns.append(Turn(index=index, speaker=speaker, role=role, start=len(text), end=len(text) + len(words)))
        text += words + "\n\n"
    return Transcript(id=f"t{number}", title=f"Interview {number}", source="", text=text, turns=tuple(turns))


def _page(interviews: Sequence[Transcript], world: World, rng: random.Random) -> str:
    paragraphs = []
    for _ in range(_QUOTATIONS_A_PAGE):
        transcript = rng.choice(interviews)
        turn = rng.choice(transcript.turns)
        words = transcript.text[turn.start : turn.end].split()[: rng.randrange(6, 40)]
        if rng.random() < 0.4:
            words[len(words) // 2] = rng.choice(world.words)
        if rng.random() < 0.1:
            words = _babble(world, rng, len(words)).split()
        filling = _babble(world, rng, _WORDS_A_PAGE // _QUOTATIONS_A_PAGE - len(words))
        paragraphs.append(f"{filling} One person said “{' '.join(words)}”")
    return "\n\n".join(paragraphs)


def _babble(world: World, rng: random.Random, count: int) -> str:
    words = [rng.choice(list(world.bigrams)[:400])]
    while len(words) < count:
        words.append(rng.choice(world.bigrams.get(words[-1]) or world.words))
    return " ".join(words).capitalize() + "."


if __name__ == "__main__":
    main()
