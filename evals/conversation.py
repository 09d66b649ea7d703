"""A conversation of six turns, extractive and generated, written down as docs/conversation.md.

    python -m evals.conversation [--own FOLDER]

The questions are put to the samples and, where there is one, to the transcripts of FOLDER (default: ../shared/transcripts,
a person's own). Generated answers come from the scripted endpoint of the tests, which quotes faithfully: what is shown is
the flow, not a model's wit. Of a person's own transcripts no quotation is longer than a few words.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.library import VectorSpace, create_library, open_library
from corpus.settings import Settings, read_settings
from ingest.discover import discover
from ingest.job import ingest
from models.chosen import cross_encoder_for, embedder_for
from models.embedder import Embedder
from rag.answer import Statement
from rag.answering.assistant import Assistant
from rag.conversation.dialogue import Exchange
from rag.retrieval.retriever import Retriever
from rag.writing.writers import writer_for
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint, quoting

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "conversation.md"
SAMPLES = (
    "How long do people wait for their money?",
    "and Denise?",
    "What about travel costs?",
    "Make it shorter",
    "What was said about nuclear fusion?",
    "Did anyone say that childcare kept them away?",
)
OWN = (
    "What barriers to paying participants came up?",
    "why?",
    "What about vouchers?",
    "Make it shorter",
    "What was said about nuclear fusion?",
    "Who objected to women being paid?",
)
_STATEMENTS, _WORDS, _OWN_WORDS = 3, 30, 9


def main() -> None:
    """Hold the conversations and write the page."""
    parser = argparse.ArgumentParser(description="Six turns, extractive and generated.")
    parser.add_argument("--own", type=Path, default=ROOT.parent / "shared" / "transcripts")
    own = parser.parse_args().own
    embedder = embedder_for(read_settings())
    lines = [
        "# A conversation",
        "",
        "Written by `python -m evals.conversation`. Each question is shown as it was typed and, where it leaned on the ones",
        "before it, as it was understood. The model of the generated parts is scripted (it copies sentences from the passages",
        "it is sent, and repeats a follow-up as the rule would have it); the checks and the flow are the real ones.",
    ]
    for title, folder, questions, words in (
        ("The sample interviews", ROOT / "data" / "samples", SAMPLES, _WORDS),
        ("A person's own transcript", own, OWN, _OWN_WORDS),
    ):
        if folder.is_dir():
            for mode in ("extractive", "generated"):
                lines += ["", f"## {title}, {mode}", *_held(folder, questions, mode, embedder, words)]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{PAGE.name}: {len(lines)} lines")


def _held(folder: Path, questions: Sequence[str], mode: str, embedder: Embedder, words: int) -> Iterator[str]:
    space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
    with tempfile.TemporaryDirectory() as made, ScriptedEndpoint(_reply) as endpoint:
        ingest(create_library(Path(made) / "library", space), discover([folder]), embedder)
        told = {"OPENAI_BASE_URL": endpoint.url, "TESTIMONY_MODEL": MODEL} if mode == "generated" else {}
        settings = Settings.model_validate({"TESTIMONY_LIBRARY": Path(made) / "library", **told})
        retriever = Retriever(
            open_library(Path(made) / "library", embedder.id),
            embedder,
            cross_encoder=cross_encoder_for(settings, embedder),
        )
        assistant = Assistant(retriever, writer_for(settings, retriever))
        before: list[Exchange] = []
        for number, question in enumerate(questions, 1):
            exchange = _asked(assistant, question, before)
            before.append(exchange)
            yield from ("", f"**{number}. {question}**", *_shown(exchange, question, words))


def _reply(request: Request) -> Reply:
    return Reply("") if "<conversation>" in request.prompt else quoting(request)


def _asked(assistant: Assistant, question: str, before: Sequence[Exchange]) -> Exchange:
    meant = assistant.understand(question, before)
    if isinstance(meant, Exchange):
        return meant
    findings = assistant.find(question, meant)
    return Exchange(answer=assistant.answer(findings, list(assistant.write(findings))), looked_in=meant.scope)


def _shown(exchange: Exchange, question: str, words: int) -> Iterator[str]:
    answer = exchange.answer
    voices = f" (only the words of {', '.join(exchange.looked_in.speakers)})" if exchange.looked_in.speakers else ""
    if answer.standalone_question != question:
        yield from ("", f"*Understood as: {answer.standalone_question}{voices}*")
    if answer.introduction:
        yield from ("", answer.introduction)
    yield ""
    yield from (f"- {_short(each, words)}" for each in answer.statements[:_STATEMENTS])
    if len(answer.statements) > _STATEMENTS:
        yield f"- … and {len(answer.statements) - _STATEMENTS} more"
    yield from (f"- *{note}*" for note in answer.notes)


def _short(statement: Statement, words: int) -> str:
    """A statement, its quotation cut to a few words with what is left out marked."""
    lead, mark, quoted = " ".join(statement.text.split()).partition("“")
    kept = quoted.rstrip("”").split()
    shown = " ".join(kept[:words]) + (" …" if len(kept) > words else "")
    unsure = f" *({statement.marked})*" if statement.marked else ""
    return f"{lead}{mark}{shown}{'”' if mark else ''}{unsure}"


if __name__ == "__main__":
    main()
