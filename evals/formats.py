"""How well files are read as tools write them: files read, and agreement with what the collection expects of them.

`python -m evals.formats [--data FOLDER] [--bench] [--misses]`. A file that is refused with a sentence counts as refused, anything
else that goes wrong as a crash. Counts and texts of WebVTT are those of the standard's own layer, `parse_webvtt`;
speakers and words are those of the transcript.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.expected import Expected, expectations
from evals.peers import PEERS, Seen
from ingest.errors import ReadError
from ingest.readers import FORMATS, RawFile, Reading, read
from ingest.readers.captions.cue_text import strict_text
from ingest.readers.captions.webvtt_syntax import parse_webvtt

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "formats"
OURS = "testimony"


@dataclass(slots=True)
class Tally:
    """Of one folder: what happened to its files, and per library how many agree, out of how many."""

    files: Counter[str] = field(default_factory=Counter)
    agree: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)


def standard_cues(path: Path) -> list[Seen]:
    """The cues of the standard, from our parser."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    return [
        Seen(
            start=cue.start.total_seconds(),
            end=cue.end.total_seconds(),
            id=cue.id,
            texts=(cue.payload, strict_text(cue.payload)),
        )
        for cue in parse_webvtt(text).cues
    ]


def agrees(expected: Expected, seen: Sequence[Seen]) -> dict[str, bool]:
    """By field, whether every fact of the file is met. Ids are left out: one peer keeps none."""
    met = {"cues": len(seen) == expected.cues}
    for name, number, value in expected.facts:
        if name != "id":
            met[name] = met.get(name, True) and number < len(seen) and _is(seen[number], name, value)
    texts, times = met.pop("text", None), [met.pop(key) for key in ("start", "end") if key in met]
    if texts is not None:
        met["texts"] = texts
    if times:
        met["times"] = all(times)
    return met


def _is(seen: Seen, name: str, value: str | float) -> bool:
    if isinstance(value, str):
        return value in seen.texts or strict_text(value) in seen.texts
    return abs((seen.start if name == "start" else seen.end) - value) < 0.0005


def measure(expected: Sequence[Expected]) -> tuple[dict[str, Tally], list[str]]:
    """Read every file. Returns a tally per folder, and a line for every crash and every miss of ours."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    misses: list[str] = []
    for file in expected:
        tally = tallies[file.name.partition("/")[0]]
        outcome, reading = _read(file)
        tally.files[outcome.partition(" ")[0]] += 1
        if outcome not in {"read", "refused"}:
            misses.append(f"{file.name}: {outcome}")
        if file.cues is not None and file.path.suffix == ".vtt":
            seen = {OURS: _attempt(standard_cues, file.path)} | {
                peer: _attempt(captions, file.path) for peer, (_, captions) in PEERS.items()
            }
            misses.extend(_compare(file, seen, tally))
        if file.speakers is not None:
            tally.asked["speakers"] += 1
            named = {turn.speaker for turn in reading.turns if turn.speaker} if reading else set()
            tally.agree["speakers", OURS] += named == file.speakers
            if named != file.speakers:
                misses.append(f"{file.name}: speakers {sorted(named ^ file.speakers)}")
    return dict(tallies), misses


def _read(file: Expected) -> tuple[str, Reading | None]:
    try:
        return "read", read(RawFile(name=file.name, raw=file.path.read_bytes()))
    except ReadError:
        return "refused", None
    except Exception as error:
        return f"crashed {error!r}", None


def _attempt(captions: Callable[[Path], list[Seen]], path: Path) -> list[Seen] | None:
    try:
        return captions(path)
    except Exception:
        return None


def _compare(file: Expected, seen: Mapping[str, list[Seen] | None], tally: Tally) -> Iterable[str]:
    for library, captions in seen.items():
        # Raising on a file in which there is nothing to find is as good as finding nothing.
        met = agrees(file, captions or [])
        if library == OURS:
            tally.asked.update(met.keys())
            if not all(met.values()):
                yield f"{file.name}: {', '.join(key for key, agree in met.items() if not agree)}"
        tally.agree.update((key, library) for key, agree in met.items() if agree)


def forms_agree(expected: Sequence[Expected]) -> list[str]:
    """Of each recording stored in several forms, how many of them give the same words."""
    forms: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for file in expected:
        outcome, reading = _read(file)
        forms[file.name.rpartition(".")[0]].append(_words(reading) if reading else (outcome,))
    lines = []
    for name, words in sorted(forms.items()):
        if len(words) >= 3:
            most = Counter(words).most_common(1)[0][1]
            lines.append(f"{name}: {most} of {len(words)} forms have the same words")
    return lines


def _words(reading: Reading) -> tuple[str, ...]:
    return tuple(word for turn in reading.turns for word in reading.text[turn.start : turn.end].split())


def table(tallies: Mapping[str, Tally]) -> str:
    """A line per folder and question, a column per library."""
    libraries = (OURS, *PEERS)
    rows = [("folder", "", "of", *libraries)]
    for folder, tally in sorted(tallies.items()):
        files = f"{tally.files['read']} read, {tally.files['refused']} refused, {tally.files['crashed']} crashed"
        rows.append((folder, "files", str(tally.files.total()), files, "", ""))
        for key, asked in tally.asked.items():
            peers = [str(tally.agree[key, peer]) if key != "speakers" else "–" for peer in PEERS]
            rows.append(("", key, str(asked), str(tally.agree[key, OURS]), *peers))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def bench(expected: Sequence[Expected], seconds: float = 0.5) -> list[str]:
    """Words read per second, per format, over the files the collection has of it."""
    files: dict[str, list[RawFile]] = defaultdict(list)
    for file in expected:
        raw = RawFile(name=file.name, raw=file.path.read_bytes())
        if _read(file)[1] is not None:
            files[next(known.name for known in FORMATS if known.recognises(raw) or known is FORMATS[-1])].append(raw)
    lines = []
    for name, raws in sorted(files.items()):
        words, started, spent = 0, time.perf_counter(), 0.0
        while spent < seconds:
            words += sum(len(_words(read(raw))) for raw in raws)
            spent = time.perf_counter() - started
        lines.append(f"{name}: {round(words / spent):,} words per second over {len(raws)} files")
    return lines


def main() -> None:
    """Print the table; with --bench the speeds, with --misses what disagrees."""
    parser = argparse.ArgumentParser(description="Measure the readers on files as tools write them.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--bench", action="store_true", help="words per second, per format")
    parser.add_argument("--misses", action="store_true", help="name every file that disagrees")
    arguments = parser.parse_args()
    if not (arguments.data / "MANIFEST.jsonl").is_file():
        parser.error(f"there is no MANIFEST.jsonl in {arguments.data}: name the folder with --data")
    expected = expectations(arguments.data)
    tallies, misses = measure(expected)
    print(table(tallies), *forms_agree(expected), sep="\n")
    if arguments.misses:
        print(*misses, sep="\n")
    if arguments.bench:
        print(*bench(expected), sep="\n")


if __name__ == "__main__":
    main()
