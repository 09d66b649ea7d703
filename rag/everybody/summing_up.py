"""A model sums up a theme that every interview was read for: one request over the verified words, or a few where they are many.

Its replies are kept as those of the reading are. Where it cannot be asked or says nothing that can be read there is no
summary, a sentence says why, and what is told by rule stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from functools import partial

from corpus.reading import LibraryReader
from models.chat import ChatMessage, ChatModel
from models.errors import EndpointError, ReplyUnusable, RequestRefused
from models.metering import Request
from models.tokens import TokenCounter, token_counter
from rag.answer import Statement, Support
from rag.everybody.stances import Item, ReadTheme, Summary, SummaryPart
from rag.everybody.summaries import Ground, held, items_in
from rag.prompting.abreast import abreast
from rag.prompting.envelope import Enclosed, enclose, number, together
from rag.prompting.judging import Judge, judge_of, second_look
from rag.prompting.kept_replies import KeptReplies, versions_in
from rag.prompting.minutes import Minutes
from rag.prompting.packing import WINDOW_TOKENS
from rag.prompting.prompts import load_prompt, render
from rag.prompting.replies import STATEMENTS, ReplyReader
from rag.prompting.whole_replies import WholeReplies
from rag.verification.verify import Line

PROMPT = "sum-up"
REPLY_TOKENS = 1_200
MOST_STATEMENTS = 6
_MARGIN_TOKENS = 300  # for fences, and tokens that a model counts otherwise
NOT_WRITTEN = "The model wrote no summary that can be shown; what follows is told by rule."
"""How a note begins that says why there is none."""

_UNUSABLE = "names none of the words that it was sent"
_LEAST_TOKENS = 500  # for the words: below it a window is not worth halving again


class SumsUp:
    """Sums up with one model, `at_once` themes at a time."""

    def __init__(
        self,
        library: LibraryReader,
        model: ChatModel,
        *,
        window_tokens: int = WINDOW_TOKENS,
        looks_again: bool = False,
        at_once: int = 1,
    ) -> None:
        """`looks_again` has the model look at every verified statement a second time."""
        self._library = library
        self._model = model
        self._replies = WholeReplies(model, STATEMENTS)
        self._judge = model if looks_again else None
        self._window = window_tokens
        self._at_once = at_once

    def over(self, themes: Sequence[ReadTheme], report: Callable[[int], None] = lambda done: None) -> list[ReadTheme]:
        """The same themes with their summaries; those that were not read to the end, or have no words on them, without one.

        `report` is told how many are done, by this thread alone and also while replies are waited for; what it raises ends
        it. Raises LibraryError, and KeptFileError where a reply cannot be kept.
        """
        kept = KeptReplies(self._library, prompt_name(), self._model.name, versions_in(self._library))
        rounds = [items_in(one, self._library.transcript) if one.complete else [] for one in themes]
        wanted = [at for at, items in enumerate(rounds) if items]
        summed = list(themes)
        done = len(themes) - len(wanted)
        requests: dict[int, list[Request]] = {at: [] for at in wanted}
        jobs = [partial(self._summary, themes[at], rounds[at], kept, requests[at]) for at in wanted]
        with closing(abreast(jobs, self._at_once, lambda: report(done))) as ended:
            for job, future in ended:
                at = wanted[job]
                summary = replace(_outcome(future), requests=tuple(requests[at]))  # also of what failed in the end
                summed[at] = replace(themes[at], summary=summary)
                done += 1
        report(done)
        return summed

    def _summary(
        self, theme: ReadTheme, rounds: Sequence[Sequence[Item]], kept: KeptReplies, requests: list[Request]
    ) -> Summary:
        """Asks for less where the model cannot read so much. What it took goes into `requests`. Raises EndpointError."""
        window = self._window
        while True:
            try:
                return self._written(theme, parts_of(theme, rounds, window), kept, requests)
            except RequestRefused as error:
                if not error.too_long or window // 2 <= _taken(theme) + _LEAST_TOKENS:
                    raise
                window //= 2

    def _written(
        self, theme: ReadTheme, parts: Sequence[Sequence[Item]], kept: KeptReplies, requests: list[Request]
    ) -> Summary:
        """Every part asked for, or found among what is kept, and checked. Raises EndpointError."""
        statements: list[Statement] = []
        notes: list[str] = []
        written: list[SummaryPart] = []
        for items in parts:
            minutes = Minutes(prompt=prompt_name(), sources={one.label: one.source for one in items}, requests=requests)
            reply = self._reply(theme, items, len(parts), kept, requests)
            if not _names_words(reply):
                raise ReplyUnusable(self._model.destination, _UNUSABLE if reply.strip() else "was empty")
            judge = self._judge_of(items, kept, requests) if self._judge else None
            ground = Ground(theme=theme.theme, participants=len(theme.voices), items=tuple(items))
            shown = checked(reply, ground, minutes, judge)
            statements += shown
            notes += minutes.notes(shown)
            written.append(SummaryPart(items=tuple(items), reply=reply))
        return Summary(
            statements=tuple(statements),
            notes=tuple(dict.fromkeys([*_verdict_on(statements), *notes])),
            prompt=prompt_name(),
            parts=tuple(written),
        )

    def _judge_of(self, items: Sequence[Item], kept: KeptReplies, requests: list[Request]) -> Judge:
        """Asks for a second look only what is not kept, and keeps it."""
        assert self._judge is not None  # who calls this has looked
        ask = judge_of(self._judge, requests)
        return lambda messages: kept.asked(
            messages, transcripts_of(items), partial(ask, messages), lambda reply: bool(reply.strip())
        )

    def _reply(
        self, theme: ReadTheme, items: Sequence[Item], parts: int, kept: KeptReplies, requests: list[Request]
    ) -> str:
        messages = messages_on(theme, items, parts)
        ask = partial(self._replies.ask, messages, REPLY_TOKENS, prompt_name(), requests)
        return kept.asked(messages, transcripts_of(items), ask, is_whole)


def prompt_name() -> str:
    """The prompt's id and version."""
    return load_prompt(PROMPT).name


def parts_of(
    theme: ReadTheme, rounds: Sequence[Sequence[Item]], window_tokens: int, count: TokenCounter | None = None
) -> list[list[Item]]:
    """What each request is sent: everybody's best words in one, with more of theirs while it fits; else in several."""
    count = count or token_counter()
    budget = max(_LEAST_TOKENS, window_tokens - _taken(theme))
    parts: list[list[Item]] = [[]]
    left = budget
    for at, items in enumerate(rounds):
        for one in items:
            size = count(_enclosed(one))
            if size > left and parts[-1]:
                if at:
                    return parts  # everybody was heard: a further word of theirs is not worth a request
                parts.append([])
                left = budget
            parts[-1].append(one)
            left -= size
        if len(parts) > 1:
            break
    return parts


def messages_on(theme: ReadTheme, items: Sequence[Item], parts: int = 1) -> list[ChatMessage]:
    """What a model is sent of one of so many parts."""
    return render(
        load_prompt(PROMPT),
        theme=enclose("theme", theme.theme),
        quotes=together([_enclosed(one) for one in items]),
        participants=number(len(theme.voices)),
        saying=number(len(theme.saying)),
        contrary=number(len(theme.contrary)),
        most_statements=number(max(1, MOST_STATEMENTS // parts)),
    )


def transcripts_of(items: Sequence[Item]) -> set[str]:
    """The ids of the transcripts whose words the items are."""
    return {one.citation.span.transcript_id for one in items}


def is_whole(reply: str) -> bool:
    """Whether a reply could be read to its end and names words that it was sent, or claims to: only such a one is kept."""
    return _names_words(reply) and not _read(reply)[1]


def checked(reply: str, ground: Ground, minutes: Minutes, judge: Judge | None = None) -> list[Statement]:
    """The statements of a reply that are shown. What is not goes into the minutes. Raises ReplyUnusable for a refusal."""
    lines, minutes.broken_reply = _read(reply)
    shown = []
    for line in lines:
        statement = held(line, ground, minutes)
        if statement is not None and judge is not None:
            cited = [one.source for one in ground.cited_by(line.labels)]
            statement = second_look(judge, statement, cited, minutes)
        if statement is not None:
            shown.append(statement)
    return shown


def _read(reply: str) -> tuple[list[Line], bool]:
    """The statements of a reply as they were written, and whether some of it could not be read."""
    reader = ReplyReader()
    told = [*reader.feed(reply), *reader.end()]
    return [one for one in told if isinstance(one, Line)], reader.broken


def _names_words(reply: str) -> bool:
    return any(line.labels for line in _read(reply)[0])


def _enclosed(one: Item) -> Enclosed:
    citation = one.citation
    facts = {"label": one.label, "speaker": citation.speaker or "not labelled", "interview": citation.title}
    if one.called:
        facts["participant"] = one.called
    return enclose("quote", " ".join(citation.quote.split()), {**facts, "side": one.stance.value})


def _taken(theme: ReadTheme) -> int:
    """The tokens of a request beside the words, its reply and a margin among them."""
    around = sum(token_counter()(message.text) for message in messages_on(theme, ()))
    return around + REPLY_TOKENS + _MARGIN_TOKENS


def _outcome(future: Future[Summary]) -> Summary:
    """The summary, or why there is none."""
    try:
        return future.result()
    except EndpointError as error:
        return Summary(statements=(), notes=(f"{NOT_WRITTEN} {error}",), prompt=prompt_name())


def _verdict_on(statements: Sequence[Statement]) -> list[str]:
    if not statements:
        return [f"{NOT_WRITTEN} Nothing of it held."]
    unsure = sum(one.support is Support.UNVERIFIED and not one.is_only_repaired for one in statements)
    return [f"Not verified: {unsure} of {len(statements)} statements of the summary."] if unsure else []
