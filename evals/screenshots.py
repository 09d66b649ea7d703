"""`make screenshots`: the pages and their states as a person sees them, into docs/screenshots.

Takes the app as it is served, the invented interviews of data/samples, and Debian's Chromium. Someone looks at each
picture before it is committed.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path
from threading import Event

from playwright.sync_api import Page, expect

from corpus.lock import writing
from evals import screenshot_walks as walks
from evals.keyed_reader import keyed
from rag.answering.conversations import CONVERSATIONS
from rag.quotes.kept_collections import COLLECTIONS
from tests.browser.conftest import browser, served
from tests.browser.faithful import faithful
from tests.commands import ingested
from tests.rag.reading import Words, summary, words_in
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint, quoting

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
TOLD = [
    "The allotment flooded again that spring and the council sent nobody for six weeks.",
    "They moved the parking to the far end of the field, and my knees do not like the hill.",
    "We grew leeks along the fence, and the children took them home on the bus.",
    "I wrote to them twice about the gate, and the second letter came back unopened.",
]


def main() -> None:
    """Take every picture; a name on the command line takes that one alone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = shutil.copytree(ROOT / "data" / "samples", folder / "files")
        _add_recording(files)
        ingested(folder / "library", files)
        _without_a_model(folder)
        with served(folder / "none", {}) as app:
            _take("ask-no-library", app, folder, walks.nothing)
            _take("library-empty", f"{app}/library", folder, walks.nothing)
        _with_a_model(folder)
        _that_change_the_library(folder)


def _without_a_model(folder: Path) -> None:
    with served(folder / "library", {"TESTIMONY_MODE": "extractive"}) as app:
        _take("ask-empty", app, folder, walks.nothing)
        _take("ask-answer", app, folder, walks.answer)
        _take("ask-foot", app, folder, walks.foot)
        _take("ask-menu", app, folder, walks.menu)
        _take("ask-source", app, folder, walks.source)
        _take("ask-source-dark", app, folder, walks.source, dark=True)
        _take("ask-source-phone", app, folder, walks.source, width=390, height=844)
        _take("ask-play", app, folder, walks.play)
        _take("ask-follow-up", app, folder, walks.follow_up)
        _take("ask-nothing-found", app, folder, walks.nothing_found)
        _take("ask-nothing-found-filtered", app, folder, walks.nothing_found_filtered)
        _take("ask-filter", app, folder, walks.filter_by_site)
        _take("ask-link", app, folder, walks.link)
        _take("transcript", app, folder, walks.transcript)
        _take("transcript-long", f"{app}/transcript", folder, walks.transcript_long)
        _take("library", f"{app}/library", folder, walks.nothing)
        _take("library-correct", f"{app}/library", folder, walks.correct)
        _take("library-health", f"{app}/library", folder, walks.health)
        _take("quotes", f"{app}/quotes", folder, walks.quotes)
        _take("quotes-none", f"{app}/quotes", folder, walks.quotes_none)
        _take("quotes-source", f"{app}/quotes", folder, walks.quotes_source)
        _take("quotes-collection", f"{app}/quotes", folder, walks.quotes_collection)
        _take("quotes-dark", f"{app}/quotes", folder, walks.quotes_source, dark=True)
        _take("check-empty", f"{app}/check", folder, walks.nothing)
        _take("check", f"{app}/check", folder, walks.check, height=1100)
        _take("corpus-empty", f"{app}/corpus", folder, walks.nothing)
        _take("corpus", f"{app}/corpus", folder, walks.corpus, height=1100)
        _take("corpus-comes-up", f"{app}/corpus", folder, walks.comes_up, height=1100)
        _take("corpus-phone", f"{app}/corpus", folder, walks.corpus, width=390, height=844)
        _take("settings", f"{app}/settings", folder, walks.nothing)


def _with_a_model(folder: Path) -> None:
    library = folder / "library"
    with ScriptedEndpoint() as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("ask-generated", app, folder, walks.generated)
        _take("settings-model", f"{app}/settings", folder, walks.tested)
    with ScriptedEndpoint(_unsure) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("ask-not-verified", app, folder, walks.not_verified)
    with ScriptedEndpoint(_read_or_summed_up) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("corpus-estimate", f"{app}/corpus", folder, walks.estimate)
        _take("corpus-read", f"{app}/corpus", folder, walks.read, height=1100)
    more = Event()
    with _slow(more) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("ask-writing", app, folder, walks.writing)
        _take("ask-stopped", app, folder, walks.stopped)
        more.set()
    with ScriptedEndpoint(faithful) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("check-generated", f"{app}/check", folder, walks.check_with_verdicts)
    nobody = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "TESTIMONY_MODEL": "a-model"}
    with served(library, nobody) as app:
        _take("ask-unreachable", app, folder, walks.unreachable)


def _that_change_the_library(folder: Path) -> None:
    """Last, each in a copy: what is dropped, locked or forgotten is in no other picture."""
    with served(shutil.copytree(folder / "library", folder / "filled"), {"TESTIMONY_MODE": "extractive"}) as app:
        _take("library-uploaded", f"{app}/library", folder, walks.uploaded)
    with served(shutil.copytree(folder / "library", folder / "emptied"), {"TESTIMONY_MODE": "extractive"}) as app:
        _take("library-forgotten", f"{app}/library", folder, walks.forgotten)
        _take("library-receipts", f"{app}/library", folder, walks.receipts, height=900)
    with served(folder / "library", {"TESTIMONY_MODE": "extractive"}) as app, writing(folder / "library"):
        _take("library-reading-in", f"{app}/library", folder, walks.reading_in)
        _take("library-locked", f"{app}/library", folder, walks.locked)
        _take("ask-updating", app, folder, walks.reading_in)
    with served(folder / "rebuilt", {"TESTIMONY_MODE": "extractive"}) as app, writing(folder / "rebuilt"):
        _take("library-rebuilding", app, folder, walks.reading_in)


def _add_recording(files: Path) -> None:
    """An interview of three hours with times, and a silent recording of its first minutes beside it."""
    said = ["WEBVTT", ""]
    for number in range(1_200):
        turn = "<v Interviewer>And after that?" if number % 2 == 0 else f"<v Gwen Rees>{TOLD[number // 2 % len(TOLD)]}"
        said += [f"{_clock(9 * number)} --> {_clock(9 * number + 8)}", turn, ""]
    (files / "gwen-rees-allotment.vtt").write_text("\n".join(said), encoding="utf-8")
    with wave.open(str(files / "gwen-rees-allotment.wav"), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(2_000)
        recording.writeframes(bytes([128]) * 2_000 * 300)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def _slow(more: Event) -> ScriptedEndpoint:
    """A model that writes its first lines at once, and the rest when it may."""

    def reply(request: Request) -> Reply:
        text = quoting(request).text
        return Reply(text, piece_characters=max(1, 2 * len(text) // 3), until=more)

    return ScriptedEndpoint(reply)


def _read_or_summed_up(request: Request) -> Reply:
    """What the key has of a stretch; of words to sum up, the first of each side."""
    prompt = request.messages[-1]["content"]
    first: dict[str, Words] = {}
    for words in words_in(prompt):
        first.setdefault(words[2], words)
    told = [(f"{speaker} speaks of it.", [label], [quote]) for label, speaker, _, quote in first.values()]
    return Reply(summary(*told) if told else keyed(prompt))


def _unsure(request: Request) -> Reply:
    """A model that leaves a small word out of a quotation, and once says what is in no passage."""
    told = quoting(request).text.splitlines()
    first, *others = sorted(told, key=lambda line: (line.startswith("Speaker not"), -len(line)))
    speaker, _, quoted = first.partition(' put it this way: "')
    about = " ".join(re.findall(r"\w+", quoted)[-4:-1])  # in its own words, too
    misquoted = f'{speaker} spoke of the {about}: "{re.sub(r" (?:the|a|of|to) ", " ", quoted, count=1)}'
    return Reply("\n".join([misquoted, "Nine in ten of them were paid within 14 days. [P2]", *others]))


def _take(
    name: str,
    address: str,
    folder: Path,
    walk: Callable[[Page], None],
    *,
    width: int = 1280,
    height: int = 720,
    dark: bool = False,
) -> None:
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    for kept in (CONVERSATIONS, COLLECTIONS):  # of the pictures before it
        shutil.rmtree(folder / "library" / kept, ignore_errors=True)
    with browser(folder / f"profile-{name}", width=width, height=height, dark=dark) as page:
        page.goto(address)
        expect(page.get_by_test_id("stMainBlockContainer").locator("p, h1").first).to_be_visible()
        walk(page)
        page.wait_for_timeout(1200)  # until nothing moves any more
        page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
