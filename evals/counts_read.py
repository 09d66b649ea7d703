"""Counts by a model's reading against the key of the samples, with readers that are scripted: through the real client, over
loopback HTTP.

What is measured is everything but the model: packing, parsing, verification, people and counting. The reader that knows
the key must give every count of the key; the one that lies beside it, the same; those that only lie, or break off, none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.library import Library
from corpus.participants import participant_at
from corpus.readings import READINGS
from corpus.store import Scope
from corpus.transcript import Role
from evals.keyed_reader import Replies, TooLong, broken, in_small_bites, keyed, lying, truthful_and_lying
from models.endpoint import EndpointSettings
from models.openai_api import OpenAIChat
from rag.everybody.reading import ReadsByModel
from rag.everybody.stances import ReadTheme
from rag.everybody.theme_reading import ThemeReader
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint

Wording = Callable[[str, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """Of how many themes everybody who says it, who says the contrary and who was asked is as the key has it."""

    says: int
    contrary: int
    asked: int
    counted: int
    dropped: int
    requests: int
    of: int

    @property
    def everywhere(self) -> bool:
        """Whether every count is the key's."""
        return self.says == self.contrary == self.asked == self.counted == self.of


def print_read(library: Library, themes: Mapping[str, Any], wordings: Mapping[str, Wording]) -> bool:
    """Print the table; whether the truth came out everywhere and no lie anywhere."""
    print(
        f"\n{'read by a scripted model':<38}{'says':>10}{'contrary':>10}{'asked':>10}{'left out':>10}{'requests':>10}"
    )
    first, *rest = wordings.items()
    ok = True
    for name, replies, worded in [
        (f"the key, by {first[0]}", keyed, first[1]),
        *((f"the key, by {kind}", keyed, worded) for kind, worded in rest),
        ("the key, to a model that reads little", in_small_bites, first[1]),
        ("the key with lies beside it", truthful_and_lying, first[1]),
    ]:
        exact = measured(library, themes, worded, replies)
        print(f"{name:<38}{f'{exact.says} of {exact.of}':>10}{f'{exact.contrary} of {exact.of}':>10}"
              f"{f'{exact.asked} of {exact.of}':>10}{exact.dropped:>10}{exact.requests:>10}")  # fmt: skip
        ok = ok and exact.everywhere
    liars = _read(library, [first[1](name, theme) for name, theme in themes.items()], lying)[0]
    moved = sum(len(one.saying) + len(one.contrary) for one in liars)
    stopped = _read(library, [first[1](name, theme) for name, theme in themes.items()], broken)[0]
    counted = sum(one.complete for one in stopped)
    print(f"lies alone: {moved} people counted; replies that break off: {counted} of {len(stopped)} themes counted")
    return ok and not moved and not counted


def measured(library: Library, themes: Mapping[str, Any], worded: Wording, replies: Replies) -> Exact:
    """One reading of every theme held against the key."""
    read, requests = _read(library, [worded(name, theme) for name, theme in themes.items()], replies)
    by_file = {Path(record.source).name: record.id for record in library.list_records()}
    pairs = list(zip(read, themes.values(), strict=True))
    return Exact(
        says=sum({v.participant for v in one.saying} == _people(theme["holders"]) for one, theme in pairs),
        contrary=sum({v.participant for v in one.contrary} == _people(theme["deniers"]) for one, theme in pairs),
        asked=sum(
            {v.participant for v in one.voices if v.asked} == _asked(theme, by_file, library) for one, theme in pairs
        ),
        counted=sum(one.complete for one in read),
        dropped=sum(one.dropped for one in read),
        requests=requests,
        of=len(read),
    )


def _read(library: Library, themes: Sequence[str], replies: Replies) -> tuple[list[ReadTheme], int]:
    """Read from the beginning, with nothing kept from before; and how many requests that took."""
    for path in (library.path / READINGS).glob("*"):
        path.unlink()
    with ScriptedEndpoint(lambda request: _reply(replies, request)) as there:
        told = EndpointSettings(base_url=there.url, api_key=None, timeout_seconds=60, retries=0)
        read = ReadsByModel(library, ThemeReader(OpenAIChat(told, MODEL))).read(themes, Scope())
        return read, len(there.chats)


def _reply(replies: Replies, request: Request) -> Reply:
    try:
        return Reply(replies(request.messages[-1]["content"]), piece_characters=400)
    except TooLong:
        return Reply(status=400, problem="This is longer than the model's context length.")


def _people(side: Sequence[Mapping[str, str]]) -> set[str]:
    return {each["participant"] for each in side}


def _asked(theme: Mapping[str, Any], by_file: Mapping[str, str], library: Library) -> set[str]:
    transcripts = [
        library.transcript(by_file[name]) for key in ("asked_silent", "interviewer_only") for name in theme[key]
    ]
    return {
        participant_at(each, turn.start)
        for each in transcripts
        for turn in each.turns
        if turn.role is not Role.INTERVIEWER
    }
