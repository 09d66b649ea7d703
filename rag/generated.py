"""The generated writer: a model writes lines about numbered passages; each line is checked before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

from corpus.transcript import Transcript
from models.chat import ChatModel
from models.errors import ReplyUnusable
from rag.answer import Evidence, Statement
from rag.envelope import Enclosed, enclose, number, together
from rag.prompting import NOT_FOUND, load_prompt, render
from rag.verify import Source, statements_in

MOST_PASSAGES = 8
_MOST_STATEMENTS = 8
_REPLY_TOKENS = 900


class GeneratedWriter:
    """Writes with a language model. Its words are prose; every quote in what it yields was cut from a transcript."""

    mode = "generated"

    def __init__(self, model: ChatModel, transcript_of: Callable[[str], Transcript]) -> None:
        self._model = model
        self._transcript_of = transcript_of
        self._prompt = load_prompt("answer")

    @property
    def model(self) -> str | None:
        """The model's name."""
        return self._model.name

    @property
    def prompt(self) -> str | None:
        """The prompt's id and version."""
        return self._prompt.name

    def write(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Statement]:
        """See Writer.write. Raises ReplyUnusable when the model says nothing, EndpointError when it cannot be asked."""
        sources = number_passages(evidence, self._transcript_of)
        messages = render(
            self._prompt,
            question=enclose("question", question),
            passages=together([enclose_passage(source) for source in sources.values()]),
            most_statements=number(_MOST_STATEMENTS),
        )
        said_anything = False
        with closing(self._model.stream(messages, _REPLY_TOKENS)) as pieces:
            for line in lines_of(pieces):
                said_anything = said_anything or bool(line.strip())
                if NOT_FOUND.lower() in line.lower():
                    return
                yield from statements_in(line, sources)
        if not said_anything:
            raise ReplyUnusable(self._model.destination, "was empty")


def number_passages(evidence: Sequence[Evidence], transcript_of: Callable[[str], Transcript]) -> dict[str, Source]:
    """The passages of the best evidence, labelled P1, P2 … in that order, each with its own evidence."""
    by_passage: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_passage.setdefault(one.passage.id, []).append(one)
    chosen = list(by_passage.values())[:MOST_PASSAGES]
    return {
        f"P{number}": Source(
            label=f"P{number}",
            passage=found[0].passage,
            transcript=transcript_of(found[0].passage.transcript_id),
            evidence=tuple(found),
        )
        for number, found in enumerate(chosen, 1)
    }


def enclose_passage(source: Source) -> Enclosed:
    """A passage as the model sees it: every turn after its speaker and role, inside the fence."""
    transcript, passage = source.transcript, source.passage
    turns = (
        f"{turn.speaker or 'Speaker not labelled'} ({turn.role.value}): "
        + transcript.text[max(turn.start, passage.start) : min(turn.end, passage.end)]
        for turn in transcript.turns_in(passage.start, passage.end)
    )
    return enclose("passage", "\n".join(turns), {"label": source.label, "interview": transcript.title})


def lines_of(pieces: Iterable[str]) -> Iterator[str]:
    """Whole lines of a text that arrives in pieces; the last one when the text ends."""
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        yield from whole
    yield rest
