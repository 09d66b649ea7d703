"""What our checks cost: the first verified statement against the model's own first complete statement.

    python -m evals.overhead [--runs N]

A scripted endpoint streams a faithful answer to a question about the samples, piece by piece, over real HTTP. The model's
own first statement is complete when the piece with its end has been handed to the writer; ours is shown when the writer
yields it, its quotations cut and its prose checked. Printed are the differences in milliseconds; the exit status is 1 when
the median is not under 150. What comes before the model is asked (search, evidence) is printed beside it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.library import VectorSpace, create_library, open_library
from corpus.settings import read_settings
from ingest.discover import discover
from ingest.job import ingest
from models.chat import ChatMessage
from models.chosen import cross_encoder_for, embedder_for
from models.endpoint import EndpointSettings
from models.openai_api import OpenAIChat
from rag.answering.assistant import Assistant
from rag.retrieval.retriever import Retriever
from rag.writing.generated import GeneratedWriter
from tests.scripted_endpoint import MODEL, ScriptedEndpoint

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
QUESTION = "How long do people wait for their money?"
WANTED = 150.0


@dataclass
class Timed:
    """A chat model that notes when the first statement of its reply was complete (a line that has ended)."""

    chat: OpenAIChat
    complete: float = 0.0

    @property
    def name(self) -> str:
        return self.chat.name

    @property
    def destination(self) -> str:
        return self.chat.destination

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        for piece in self.chat.stream(messages, max_tokens):
            if "\n" in piece and not self.complete:
                self.complete = time.perf_counter()
            yield piece


def main() -> None:
    """Print the overhead; exit with 1 when it is too much."""
    parser = argparse.ArgumentParser(description="Our time to the first verified statement over the model's own.")
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    embedder = embedder_for(read_settings())
    space = VectorSpace(embedder=embedder.id, dimensions=embedder.dimensions)
    with tempfile.TemporaryDirectory() as folder, ScriptedEndpoint() as endpoint:
        ingest(create_library(Path(folder) / "library", space), discover([SAMPLES]), embedder)
        retriever = Retriever(
            open_library(Path(folder) / "library", embedder.id),
            embedder,
            cross_encoder=cross_encoder_for(read_settings(), embedder),
        )
        settings = EndpointSettings(base_url=endpoint.url, api_key=None, timeout_seconds=30, retries=0)
        checking, searching = [], []
        for _ in range(runs):
            model = Timed(OpenAIChat(settings, MODEL))
            assistant = Assistant(retriever, GeneratedWriter(model, retriever.library.transcript))
            began = time.perf_counter()
            findings = assistant.find(QUESTION)
            searching.append((time.perf_counter() - began) * 1000)
            next(assistant.write(findings))
            checking.append((time.perf_counter() - model.complete) * 1000)
    median, worst = statistics.median(checking), max(checking)
    print(f"first verified statement after the model's own first complete one, {runs} runs:")
    print(f"  median {median:.1f} ms, worst {worst:.1f} ms (wanted: under {WANTED:.0f})")
    print(f"before the model is asked (search and evidence): median {statistics.median(searching):.0f} ms")
    sys.exit(0 if median < WANTED else 1)


if __name__ == "__main__":
    main()
