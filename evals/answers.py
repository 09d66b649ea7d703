"""Do extractive answers hear the people who speak to a theme? Every theme of the samples' key, asked in three ways.

    python -m evals.answers [--library DIR] [--questions FILE]

Without --library the samples are ingested into a temporary one. Per wording: whether anything was found, of the people
who say it or the contrary how many are cited (recall), and of the people cited how many are among them (precision). With --questions (a file in the format of samples_questions.jsonl)
the answerable questions of that file are asked instead: how many are answered, how many answers cite the interview that
has the answer, and how many hold the words that the key expects.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.library import Library
from corpus.participants import participant_at
from evals.abstain import holds_expected, ingested, read_questions, retriever_at
from rag.answering.assistant import Assistant
from rag.writing.extractive import ExtractiveWriter

KEY = Path(__file__).parent / "samples_key.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Whom an answer cites, and whom the key has on the theme."""

    theme: str
    wording: str
    cited: frozenset[str]
    wanted: frozenset[str]


def main() -> None:
    """Print recall and precision of the people heard, by wording and by theme."""
    parser = argparse.ArgumentParser(description="Who is heard in extractive answers.")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--questions", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = wanted.library or ingested(Path(folder) / "library")
        if wanted.questions:
            _print_questions(library, read_questions(wanted.questions))
        else:
            _print_themes(list(_heard(library)))


def _print_themes(heard: list[Heard]) -> None:
    for theme in dict.fromkeys(one.theme for one in heard):
        ones = [one for one in heard if one.theme == theme]
        print(f"  {theme:<28}" + "   ".join(f"{_recall([one]):.2f} {_precision([one]):.2f}" for one in ones))
    print()
    for wording in dict.fromkeys(one.wording for one in heard):
        ones = [one for one in heard if one.wording == wording]
        found = sum(bool(one.cited) for one in ones)
        print(f"{wording:<10} answered {found:>2} of {len(ones)}   people heard: recall {_recall(ones):.3f}"
              f"   precision {_precision(ones):.3f}")  # fmt: skip


def _print_questions(path: Path, questions: list[dict[str, object]]) -> None:
    library, assistant = _opened(path)
    ones = [one for one in questions if one["answerable"]]
    answered = cited = shown = 0
    for question in ones:
        answer = assistant.ask(str(question["question"]))
        spans = [each.span for one in answer.statements for each in one.citations]
        sources = {Path(library.transcript(span.transcript_id).source).name for span in spans}
        files = question["files"]
        answered += answer.found
        cited += isinstance(files, list) and any(file in sources for file in files)
        shown += holds_expected(answer, question)
    print(f"of {len(ones)} questions that have an answer: answered {answered}, the interview that has it cited {cited}, "
          f"the words expected shown {shown}")  # fmt: skip


def _opened(path: Path) -> tuple[Library, Assistant]:
    retriever = retriever_at(path)
    return retriever.library, Assistant(retriever, ExtractiveWriter(retriever.embedder))


def _heard(path: Path) -> Iterator[Heard]:
    library, assistant = _opened(path)
    for theme, facts in json.loads(KEY.read_text(encoding="utf-8"))["themes"].items():
        wanted = frozenset(one["participant"] for one in [*facts["holders"], *facts["deniers"]])
        wordings = {
            "question": facts["question"],
            "statement": facts["statement"],
            "name": f"What was said about {theme.replace('-', ' ')}?",
        }
        for wording, asked in wordings.items():
            spans = [cited.span for one in assistant.ask(asked).statements for cited in one.citations]
            cited = frozenset(participant_at(library.transcript(span.transcript_id), span.start) for span in spans)
            yield Heard(theme=theme, wording=wording, cited=cited, wanted=wanted)


def _recall(ones: list[Heard]) -> float:
    return sum(len(one.cited & one.wanted) for one in ones) / sum(len(one.wanted) for one in ones)


def _precision(ones: list[Heard]) -> float:
    return sum(len(one.cited & one.wanted) for one in ones) / max(1, sum(len(one.cited) for one in ones))


if __name__ == "__main__":
    main()
