"""Every transcript in scope read by a model for each theme, stretch by stretch: to be stopped at any moment and gone on with.

A reply that can be read is kept before the next is asked for. A transcript whose reading failed is named, nobody is counted
for that theme, and reading again asks for what is missing and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from corpus.reading import LibraryReader
from corpus.records import TranscriptRecord
from corpus.store import Scope
from corpus.transcript import Transcript
from models.errors import (
    AccessForbidden,
    AnswerCutOff,
    ClientFault,
    EndpointError,
    EndpointUnreachable,
    KeyRefused,
    QuotaReached,
    ReplyUnusable,
    RequestRefused,
    UnknownModel,
)
from models.metering import Request
from rag.everybody.kept_readings import KeptReadings
from rag.everybody.stances import ReadTheme, ReadVoice, Said, Unread
from rag.everybody.theme_reading import Checked, ThemeReader, checked, halves, plan, prompt_name, without_repeats
from rag.everybody.theme_replies import ThemeReply, read_reply
from rag.prompting.abreast import abreast
from rag.prompting.packing import WINDOW_TOKENS
from rag.prompting.stretches import Stretch
from rag.speech.people import People, people_in

Report = Callable[[int, int], None]
"""Told how many requests are done, of how many, also while replies are waited for; what it raises ends the reading."""

_FOR_ALL = (AccessForbidden, ClientFault, EndpointUnreachable, KeyRefused, QuotaReached, UnknownModel)
"""What fails for one transcript so, fails for all of them."""

_FAILED_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Talk:
    """A transcript to be read, and the stretches it is read in."""

    record: TranscriptRecord
    transcript: Transcript
    stretches: tuple[Stretch, ...]


def talks_in(library: LibraryReader, scope: Scope, window_tokens: int = WINDOW_TOKENS) -> list[Talk]:
    """The transcripts of a scope in which somebody in scope takes part, cut for a model's window. Raises LibraryError."""
    records = {record.id: record for record in library.list_records()}
    read = [(records[each], library.transcript(each)) for each in scope.transcripts or tuple(records)]
    people = people_in((transcript for _, transcript in read), scope.speakers)
    heard = {transcript_id for transcript_id, _ in people.at}
    return [
        Talk(record, each, tuple(plan(each, window_tokens=window_tokens)))
        for record, each in read
        if record.id in heard
    ]


class ReadsByModel:
    """Reads with one model, `at_once` transcripts at a time. Its replies are kept in the library's folder."""

    def __init__(self, library: LibraryReader, reader: ThemeReader, at_once: int = 1) -> None:
        self._library = library
        self._reader = reader
        self._at_once = at_once
        self._too_long = float("inf")  # characters of the shortest stretch that the model could not read

    def read(self, themes: Sequence[str], scope: Scope, report: Report = lambda done, of: None) -> list[ReadTheme]:
        """Every theme, every participant. What fails in the asking is in `ReadTheme.unread`.

        `report` is called by this thread alone. Raises LibraryError, KeptFileError, and ModelError where the model's name
        cannot be found out.
        """
        return self.read_talks(talks_in(self._library, scope, self._reader.window_tokens), themes, scope, report)

    def read_talks(
        self, talks: Sequence[Talk], themes: Sequence[str], scope: Scope, report: Report = lambda done, of: None
    ) -> list[ReadTheme]:
        """See read; `talks` are those of the scope, cut for the reader's window already."""
        people = people_in((talk.transcript for talk in talks), scope.speakers)
        kept = KeptReadings(self._library, prompt_name(), self._reader.model)
        asked = [(theme, talk) for theme in themes for talk in talks]
        progress = _Progress(report, sum(len(talk.stretches) for _, talk in asked), [0] * len(asked))
        requests: dict[str, list[Request]] = {theme: [] for theme in themes}
        jobs = [
            partial(self._talk, theme, talk, kept, progress, number, requests[theme])
            for number, (theme, talk) in enumerate(asked)
        ]
        outcomes: dict[int, Checked | EndpointError] = {}
        with closing(abreast(jobs, self._at_once, progress.tick)) as ended:
            for number, future in ended:
                outcomes[number] = progress.outcome(future)
                progress.read[number] = len(asked[number][1].stretches)
        read = [
            replace(
                self._theme(theme, talks, people, [outcomes[at * len(talks) + one] for one in range(len(talks))]),
                requests=tuple(requests[theme]),
            )
            for at, theme in enumerate(themes)
        ]
        progress.tick()
        self._library.list_records()  # says so where a transcript changed meanwhile
        return read

    def _theme(
        self, theme: str, talks: Sequence[Talk], people: People, outcomes: Sequence[Checked | EndpointError]
    ) -> ReadTheme:
        found: dict[str, Checked] = {}
        unread: list[Unread] = []
        for talk, outcome in zip(talks, outcomes, strict=True):
            if isinstance(outcome, Checked):
                found[talk.record.id] = outcome
            else:
                unread.append(Unread(transcript_id=talk.record.id, title=talk.record.title, reason=str(outcome)))
        return ReadTheme(
            theme=theme,
            voices=tuple(_voices(people, found, {one.transcript_id for one in unread})),
            unread=tuple(unread),
            dropped=sum(each.dropped for each in found.values()),
            model=self._reader.model,
            prompt=prompt_name(),
        )

    def _talk(
        self, theme: str, talk: Talk, kept: KeptReadings, progress: _Progress, number: int, requests: list[Request]
    ) -> Checked:
        parts: list[Checked] = []
        for at, stretch in enumerate(talk.stretches):
            progress.read[number] = at
            for asked, reply in self._replies(theme, talk, stretch, kept, progress, requests):
                parts.append(checked(reply, talk.transcript, asked))
        return Checked(
            said=tuple(without_repeats([one for part in parts for one in part.said])),
            asked=tuple(dict.fromkeys(one for part in parts for one in part.asked)),
            dropped=sum(part.dropped for part in parts),
        )

    def _replies(
        self, theme: str, talk: Talk, stretch: Stretch, kept: KeptReadings, progress: _Progress, requests: list[Request]
    ) -> Iterator[tuple[Stretch, ThemeReply]]:
        """The reply on a stretch, or those on its halves where the model cannot read it, or say all of it, at once."""
        reading = kept.of(talk.record, theme)
        reply = reading.reply_on(stretch)
        if reply is None and not reading.reaches_into(stretch) and not self._is_known_too_long(stretch):
            try:
                reply = self._asked(theme, talk, stretch, progress, requests)
                kept.keep(reading, stretch, reply)
            except (RequestRefused, AnswerCutOff) as error:
                if not _asks_for_less(error) or len(halves(talk.transcript, stretch)) < 2:
                    raise
                if isinstance(error, RequestRefused):
                    self._too_long = min(self._too_long, stretch.end - stretch.start)
        if reply is not None:
            yield stretch, read_reply(reply)
            return
        for half in halves(talk.transcript, stretch):
            yield from self._replies(theme, talk, half, kept, progress, requests)

    def _asked(self, theme: str, talk: Talk, stretch: Stretch, progress: _Progress, requests: list[Request]) -> str:
        """A reply that can be read. Raises ModelError."""
        if progress.gave_up is not None:
            raise progress.gave_up
        reply = self._reader.ask(theme, talk.transcript, stretch, requests)
        if read_reply(reply).broken:
            raise ReplyUnusable("the model", "could not be read" if reply.strip() else "was empty")
        return reply

    def _is_known_too_long(self, stretch: Stretch) -> bool:
        return stretch.end - stretch.start >= self._too_long


@dataclass(slots=True)
class _Progress:
    """How far a reading is: the stretches read of each job; `gave_up` is why no more is asked for."""

    report: Report
    of: int
    read: list[int]
    failed_in_a_row: int = 0
    gave_up: EndpointError | None = None

    def tick(self) -> None:
        self.report(sum(self.read), self.of)

    def outcome(self, future: Future[Checked]) -> Checked | EndpointError:
        """What a job found, or why it failed. Whatever is kept is read all the same when it gave up."""
        try:
            found = future.result()
        except EndpointError as error:
            self.failed_in_a_row += 1
            if isinstance(error, _FOR_ALL) or self.failed_in_a_row >= _FAILED_IN_A_ROW:
                self.gave_up = error
            return error
        self.failed_in_a_row = 0
        return found


def _voices(people: People, found: dict[str, Checked], unread: set[str]) -> Iterator[ReadVoice]:
    said: dict[int, list[Said]] = {}
    for transcript_id, one in found.items():
        for each in one.said:
            number = people.at.get((transcript_id, each.citation.speaker))
            if number is not None:  # else somebody outside the scope
                said.setdefault(number, []).append(each)
    for number, name in enumerate(people.names):
        yield ReadVoice(
            participant=name,
            called=people.called[number],
            said=tuple(said.get(number, ())),
            asked=tuple(each for where in found if where in people.present[name] for each in found[where].asked),
            is_read=unread.isdisjoint(people.present[name]),
        )


def _asks_for_less(error: RequestRefused | AnswerCutOff) -> bool:
    """Whether it failed for being too long: the stretch for the model's window, or the reply for its limit."""
    return error.too_long if isinstance(error, RequestRefused) else error.max_tokens is not None
