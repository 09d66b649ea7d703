"""Several transcripts are read at a time over HTTP: the same result sooner, fewer where it is too much, stopped at once."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Timer

import pytest

from corpus.library import Library
from corpus.readings import READINGS
from corpus.store import Scope
from models.endpoint import EndpointSettings
from models.openai_api import OpenAIChat
from rag.claims.check import ClaimChecker
from rag.claims.reading import ClaimReader
from rag.everybody.reading import ReadsByModel, Report
from rag.everybody.reading_estimate import estimated
from rag.everybody.stances import ReadTheme
from rag.everybody.theme_reading import ThemeReader
from rag.retrieval.retriever import Retriever
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.reading import labelling, parted
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint, passages_in

EMBEDDER = WordHashEmbedder()
THEME = "The parking money came late"
NAMES = ("Ann", "Bea", "Cal", "Dee", "Eve", "Fay", "Gus", "Hal")
WORDS = {name: f"I am {name} and my parking money came late" for name in NAMES}
SAYS = labelling(*((name, "says", words) for name, words in WORDS.items()))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("abreast")
    for name, words in WORDS.items():
        (folder / f"{name}.txt").write_text(f"Interviewer: Was it late?\n\n{name}: {words}.\n", encoding="utf-8")
    made = library_at(folder / "library", EMBEDDER)
    ingested(made, folder, EMBEDDER)
    return made


def faithful(request: Request) -> Reply:
    return Reply(SAYS(*parted(request.messages[-1]["content"])), piece_characters=400)


@dataclass
class Busy:
    """Takes `seconds` a reply, counts how many are under way, and refuses more than `bears`."""

    seconds: float
    bears: int = 99
    status: int = 429
    says: Callable[[Request], Reply] = faithful
    under_way: int = 0
    most: int = 0
    refused: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, request: Request) -> Reply:
        with self._lock:
            if self.under_way >= self.bears:
                self.refused += 1
                return Reply(status=self.status)
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        time.sleep(self.seconds)
        with self._lock:
            self.under_way -= 1
        return self.says(request)


def read(
    library: Library,
    theme: str,
    script: Callable[[Request], Reply],
    at_once: int,
    report: Report = lambda done, of: None,
) -> tuple[ReadTheme, int]:
    with ScriptedEndpoint(script) as there:
        told = EndpointSettings(base_url=there.url, api_key=None, timeout_seconds=30, retries=0)
        reader = ReadsByModel(library, ThemeReader(OpenAIChat(told, MODEL)), at_once)
        try:
            (one,) = reader.read([theme], Scope(), report)
        finally:
            count = len(there.chats)
        return one, count


def test_four_at_a_time_find_the_same_in_the_same_order(library: Library) -> None:
    single, several = Busy(0.02), Busy(0.1)
    one, _ = read(library, THEME, single, 1)
    four, asked = read(library, f"{THEME}.", several, 4)
    assert one.voices == four.voices
    assert [voice.participant for voice in four.saying] == list(NAMES)
    assert asked == len(NAMES)
    assert (single.most, several.most) == (1, 4)


@pytest.mark.parametrize(("bears", "status"), [(2, 429), (1, 429), (1, 408)])
def test_an_endpoint_that_bears_less_is_asked_for_less_and_all_is_read(
    library: Library, bears: int, status: int
) -> None:
    busy = Busy(0.05, bears=bears, status=status)
    one, _ = read(library, f"{bears} {status} {THEME}", busy, 4)
    assert one.complete
    assert busy.refused > 0
    assert len(one.saying) == len(NAMES)


def test_spent_credit_is_not_asked_again(library: Library) -> None:
    one, asked = read(library, f"credit {THEME}", lambda request: Reply(status=402), 4)
    assert len(one.unread) == len(NAMES)
    assert asked <= 4


def test_stopping_hangs_up_on_all_that_are_under_way_and_what_came_is_kept(library: Library) -> None:
    class Stopped(Exception):
        pass

    held, waits = Event(), f"stopped {THEME}"

    def script(request: Request) -> Reply:
        if "Ann" not in request.prompt:
            held.wait(5)
        return faithful(request)

    def report(done: int, of: int) -> None:
        assert of == len(NAMES)
        if done:
            raise Stopped

    release = Timer(5, held.set)
    release.start()
    begun = time.perf_counter()
    try:
        with pytest.raises(Stopped):
            read(library, waits, script, 4, report)
        assert time.perf_counter() - begun < 3
    finally:
        held.set()
        release.cancel()
    assert estimated(library, [waits], Scope(), MODEL).kept == 1
    rest, asked = read(library, waits, faithful, 4)
    assert asked == len(NAMES) - 1
    assert rest.complete


CLAIMS = [f"{name} waited for the parking money." for name in NAMES]


def vouching(request: Request) -> Reply:
    """Labels the first words of each passage that the claim's person says."""
    name = next(name for name in NAMES if f"{name} waited" in request.prompt)
    labelled = [
        {"label": sent.label, "bearing": "for", "quote": WORDS[name]}
        for sent in passages_in(request)
        if any(WORDS[name] in words for _, _, words in sent.turns)
    ]
    told = json.dumps({"passages": labelled, "verdict": "supported", "reason": f"It is {name}."})
    return Reply(told, piece_characters=400)


def checked(library: Library, endpoint: ScriptedEndpoint, at_once: int, report: Report) -> list[str]:
    shutil.rmtree(library.path / READINGS, ignore_errors=True)  # what was replied before is asked again here
    told = EndpointSettings(base_url=endpoint.url, api_key=None, timeout_seconds=30, retries=0)
    checker = ClaimChecker(Retriever(library, EMBEDDER), ClaimReader(OpenAIChat(told, MODEL)), at_once)
    return [one.reason for one in checker.check(" ".join(CLAIMS), report_progress=report).claims]


def test_claims_are_checked_several_at_a_time_and_stand_in_the_order_of_the_report(library: Library) -> None:
    reasons = {}
    for at_once in (1, 4):
        busy = Busy(0.05, says=vouching)
        with ScriptedEndpoint(busy) as endpoint:
            reasons[at_once] = checked(library, endpoint, at_once, lambda done, of: None)
        assert busy.most == at_once
    assert [one.endswith(f"It is {name}.") for one, name in zip(reasons[4], NAMES, strict=True)] == [True] * len(NAMES)
    assert reasons[1] == reasons[4]


def test_a_check_that_is_stopped_hangs_up_at_once(library: Library) -> None:
    began: list[float] = []

    def stop(done: int, of: int) -> None:
        if len(endpoint.chats) == 4:
            began.append(time.monotonic())
            raise InterruptedError

    with ScriptedEndpoint(Busy(5, says=vouching)) as endpoint:
        with pytest.raises(InterruptedError):
            checked(library, endpoint, 4, stop)
        assert time.monotonic() - began[0] < 3
