"""The generated writer: a model writes statements about numbered passages; each is checked before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from corpus.transcript import Transcript
from models.chat import ChatMessage, ChatModel, StructuredChatModel
from models.errors import AnswerCutOff, EndpointError, ReplyUnusable, RequestRefused
from models.metering import Request, metered
from models.tokens import token_counter
from rag.answer import Absence, Evidence, Statement
from rag.conversation.condensing import condensed
from rag.conversation.followups import Asked
from rag.prompting.envelope import enclose, number, together
from rag.prompting.judging import Judge, judge_of, second_look
from rag.prompting.minutes import Minutes
from rag.prompting.packing import WINDOW_TOKENS, enclose_passage, number_passages
from rag.prompting.prompts import Prompt, load_prompt, render
from rag.prompting.replies import SCHEMA, ReplyReader, Told, declines
from rag.speech.quantifiers import BorneCount
from rag.verification.verify import Line, check, is_withheld

_MOST_STATEMENTS = 8
_REPLY_TOKENS = 1_200
_LEAST_TOKENS = 600  # for passages: below it a window is not worth halving again


class GeneratedWriter:
    """Writes with a language model. Its words are prose; every quote in what it yields was cut from a transcript."""

    mode = "generated"

    def __init__(
        self,
        model: ChatModel,
        transcript_of: Callable[[str], Transcript],
        *,
        looks_again: bool = False,
        window_tokens: int = WINDOW_TOKENS,
    ) -> None:
        """`looks_again` has the model look at every verified statement a second time, before it is shown.

        A request takes `window_tokens` with its reply, at most.
        """
        self._model = model
        self._judge = model if looks_again else None
        self._transcript_of = transcript_of
        self._structured = isinstance(model, StructuredChatModel)
        self._window = window_tokens

    @property
    def model(self) -> str | None:
        """The model's name."""
        return self._model.name

    @property
    def prompt(self) -> str | None:
        """The prompt's id and version, of the form that the endpoint takes."""
        return self._prompt.name

    @property
    def _prompt(self) -> Prompt:
        return load_prompt("answer-json" if self._structured else "answer")

    def write(
        self, question: str, evidence: Sequence[Evidence], minutes: Minutes | None = None
    ) -> Generator[Statement, None, None]:
        """See Writer.write. What was verified before a connection is lost stays, and the minutes say so.

        Raises ReplyUnusable when the model says nothing or declines, EndpointError when it cannot be asked.
        """
        minutes = minutes or Minutes()
        while True:
            shown = 0
            try:
                with closing(self._written(question, evidence, minutes)) as written:
                    for statement in written:
                        shown += 1
                        yield statement
                return
            except EndpointError as error:
                if not shown:
                    if isinstance(error, RequestRefused) and self._can_ask_for_less(error):
                        continue
                    raise
                minutes.interruption = _interrupted(error)
                return

    def condense(self, question: str, before: Sequence[Asked], requests: list[Request]) -> str | None:
        """See Writer.condense."""
        try:
            return condensed(self._model, question, before, requests)
        except EndpointError:
            return None  # the rule will do; if the endpoint is gone, writing the answer says so

    def _can_ask_for_less(self, error: RequestRefused) -> bool:
        """Whether the request may be put another way: fewer passages, or lines where structure is refused."""
        if error.too_long and self._window > 2 * (_LEAST_TOKENS + _REPLY_TOKENS):
            self._window //= 2
            return True
        if self._structured and not error.too_long:
            self._structured = False
            return True
        return False

    def _written(
        self, question: str, evidence: Sequence[Evidence], minutes: Minutes
    ) -> Generator[Statement, None, None]:
        messages = self._messages(question, evidence, minutes)
        judge = judge_of(self._judge, minutes.requests) if self._judge else None
        reader = ReplyReader()
        with closing(metered(self._stream(messages), messages, self._prompt.name, minutes.requests)) as pieces:
            for piece in pieces:
                minutes.raw_reply += piece
                yield from _checked(reader.feed(piece), minutes, judge)
        yield from _checked(reader.end(), minutes, judge)
        minutes.broken_reply = reader.broken
        if not minutes.raw_reply.strip():
            raise ReplyUnusable(self._model.destination, "was empty")

    def _messages(self, question: str, evidence: Sequence[Evidence], minutes: Minutes) -> list[ChatMessage]:
        count = token_counter()
        prompt = self._prompt
        asked = enclose("question", question)
        taken = count(prompt.system) + count(prompt.user) + count(asked) + _REPLY_TOKENS
        budget = max(_LEAST_TOKENS, self._window - taken)
        minutes.sources = number_passages(evidence, self._transcript_of, count, budget)
        minutes.prompt = prompt.name
        minutes.raw_reply = ""
        return render(
            prompt,
            question=asked,
            passages=together([enclose_passage(source) for source in minutes.sources.values()]),
            most_statements=number(_MOST_STATEMENTS),
        )

    def _stream(self, messages: Sequence[ChatMessage]) -> Generator[str, None, None]:
        if self._structured and isinstance(self._model, StructuredChatModel):
            return self._model.stream_structured(messages, _REPLY_TOKENS, SCHEMA)
        return self._model.stream(messages, _REPLY_TOKENS)


def _checked(told: Sequence[Told], minutes: Minutes, judge: Judge | None) -> Iterator[Statement]:
    """The statements to show, each held against its passages; the rest is put down in the minutes."""
    for each in told:
        if isinstance(each, Absence):
            minutes.absence = minutes.absence or each
            continue
        statement = judged(each, minutes)
        if statement is not None and judge is not None:
            cited = [minutes.sources[label] for label in dict.fromkeys(each.labels) if label in minutes.sources]
            statement = second_look(judge, statement, cited, minutes)
        if statement is not None:
            yield statement


def judged(line: Line, minutes: Minutes, count: BorneCount | None = None) -> Statement | None:
    """One statement checked; None when it is withheld. `count` is as `rag.verification.verify.check` takes it.

    Raises ReplyUnusable for a refusal in place of an answer.
    """
    if not line.labels and declines(line.text):
        raise ReplyUnusable("the model", "says that it declines to answer")
    minutes.unknown_labels += sum(label not in minutes.sources for label in set(line.labels))
    statement = check(
        line.text, line.labels, minutes.sources, quotes=line.quotes, speakers=minutes.speakers, count=count
    )
    if is_withheld(statement):
        minutes.withheld.append(statement)
        return None
    return statement


def _interrupted(error: EndpointError) -> str:
    if isinstance(error, AnswerCutOff) and error.max_tokens is not None:
        return "The model's answer was cut off at its limit. What was checked until then is shown. Ask a narrower question."
    return f"{error} What was checked until then is shown."
