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
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Event

from playwright.sync_api import FilePayload, Page, expect

from corpus.lock import writing
from evals.keyed_reader import keyed
from rag.conversations import CONVERSATIONS
from rag.quote_collections import COLLECTIONS
from tests.browser.conftest import browser, served
from tests.browser.faithful import faithful
from tests.commands import ingested
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint, quoting

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
QUESTION = "What was said about gift cards and vouchers?"
KILN = b"Interviewer: And the kiln?\nDafydd: The kiln was cold all winter and nobody had the key.\n"
READ = ["Who was never told what came of what they said?", "Who objected to vouchers instead of money?"]
REPORT = """# What we found

Panel members were paid in gift cards, and some could not use them. One said “You cannot pay a bill with a voucher”.
Meetings were held in the evening. All participants found the staff friendly.

We recommend that people are paid in money on the day.
"""

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
            _take("ask-no-library", app, folder, _nothing)
            _take("library-empty", f"{app}/library", folder, _nothing)
        _with_a_model(folder)
        _that_change_the_library(folder)


def _without_a_model(folder: Path) -> None:
    with served(folder / "library", {"TESTIMONY_MODE": "extractive"}) as app:
        _take("ask-empty", app, folder, _nothing)
        _take("ask-answer", app, folder, _answer)
        _take("ask-foot", app, folder, _foot)
        _take("ask-menu", app, folder, _menu)
        _take("ask-source", app, folder, _source)
        _take("ask-source-dark", app, folder, _source, dark=True)
        _take("ask-source-phone", app, folder, _source, width=390, height=844)
        _take("ask-play", app, folder, _play)
        _take("ask-follow-up", app, folder, _follow_up)
        _take("ask-nothing-found", app, folder, _nothing_found)
        _take("ask-nothing-found-filtered", app, folder, _nothing_found_filtered)
        _take("ask-filter", app, folder, _filter)
        _take("ask-link", app, folder, _link)
        _take("transcript", app, folder, _transcript)
        _take("transcript-long", f"{app}/transcript", folder, _transcript_long)
        _take("library", f"{app}/library", folder, _nothing)
        _take("library-correct", f"{app}/library", folder, _correct)
        _take("library-health", f"{app}/library", folder, _health)
        _take("quotes", f"{app}/quotes", folder, _quotes)
        _take("quotes-none", f"{app}/quotes", folder, _quotes_none)
        _take("quotes-source", f"{app}/quotes", folder, _quotes_source)
        _take("quotes-collection", f"{app}/quotes", folder, _quotes_collection)
        _take("quotes-dark", f"{app}/quotes", folder, _quotes_source, dark=True)
        _take("check-empty", f"{app}/check", folder, _nothing)
        _take("check", f"{app}/check", folder, _check, height=1100)
        _take("corpus-empty", f"{app}/corpus", folder, _nothing)
        _take("corpus", f"{app}/corpus", folder, _corpus, height=1100)
        _take("corpus-comes-up", f"{app}/corpus", folder, _comes_up, height=1100)
        _take("corpus-phone", f"{app}/corpus", folder, _corpus, width=390, height=844)
        _take("settings", f"{app}/settings", folder, _nothing)


def _with_a_model(folder: Path) -> None:
    library = folder / "library"
    with ScriptedEndpoint() as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("ask-generated", app, folder, _generated)
        _take("settings-model", f"{app}/settings", folder, _tested)
    with ScriptedEndpoint(_unsure) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("ask-not-verified", app, folder, _not_verified)
    keyed_replies = ScriptedEndpoint(lambda request: Reply(keyed(request.messages[-1]["content"])))
    with keyed_replies as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("corpus-estimate", f"{app}/corpus", folder, _estimate)
        _take("corpus-read", f"{app}/corpus", folder, _read, height=1100)
    more = Event()
    with _slow(more) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("ask-writing", app, folder, _writing)
        _take("ask-stopped", app, folder, _stopped)
        more.set()
    with ScriptedEndpoint(faithful) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        _take("check-generated", f"{app}/check", folder, _check_with_verdicts)
    nobody = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "TESTIMONY_MODEL": "a-model"}
    with served(library, nobody) as app:
        _take("ask-unreachable", app, folder, _unreachable)


def _that_change_the_library(folder: Path) -> None:
    """Last, each in a copy: what is dropped, locked or forgotten is in no other picture."""
    with served(shutil.copytree(folder / "library", folder / "filled"), {"TESTIMONY_MODE": "extractive"}) as app:
        _take("library-uploaded", f"{app}/library", folder, _uploaded)
    with served(shutil.copytree(folder / "library", folder / "emptied"), {"TESTIMONY_MODE": "extractive"}) as app:
        _take("library-forgotten", f"{app}/library", folder, _forgotten)
        _take("library-receipts", f"{app}/library", folder, _receipts, height=900)
    with served(folder / "library", {"TESTIMONY_MODE": "extractive"}) as app, writing(folder / "library"):
        _take("library-reading-in", f"{app}/library", folder, _reading_in)
        _take("library-locked", f"{app}/library", folder, _locked)
        _take("ask-updating", app, folder, _reading_in)
    with served(folder / "rebuilt", {"TESTIMONY_MODE": "extractive"}) as app, writing(folder / "rebuilt"):
        _take("library-rebuilding", app, folder, _reading_in)


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


def _nothing(page: Page) -> None:
    """The page as it opens."""


def _ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def _answer(page: Page) -> None:
    _ask(page, QUESTION)
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_attached()


def _source(page: Page) -> None:
    _answer(page)
    page.locator("[class*='st-key-cite-0-1-'] button").click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()


def _foot(page: Page) -> None:
    _answer(page)
    page.locator("[class*='st-key-useful-'] button").first.click()
    page.locator("[class*='st-key-copy-'] button").first.click()
    page.locator("[class*='st-key-foot-']").first.scroll_into_view_if_needed()


def _menu(page: Page) -> None:
    _answer(page)
    page.locator("[class*='st-key-more-'] button").first.click()


def _nothing_found(page: Page) -> None:
    _ask(page, "What was said about nuclear fusion?")
    expect(page.get_by_text("This is not in the transcripts.")).to_be_visible()


def _nothing_found_filtered(page: Page) -> None:
    _filter(page)
    page.keyboard.press("Escape")
    _ask(page, "What was said about gift cards and vouchers in Lisbon?")
    expect(page.locator("[class*='st-key-narrow-']")).to_be_visible()


def _follow_up(page: Page) -> None:
    _answer(page)
    _ask(page, "and who refused them?")
    expect(page.locator(".st-key-understood-1")).to_contain_text("Understood as")
    expect(
        page.locator(".st-key-latest").get_by_text(re.compile("speaks? to this|not in the transcripts"))
    ).to_be_visible()
    page.locator("[class*='st-key-change-1'] button").first.click()


def _play(page: Page) -> None:
    _ask(page, "How did the allotment flood?")
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_attached()
    page.locator("[class*='st-key-cite-0-']").get_by_text("Gwen Rees").first.click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()
    page.locator(".st-key-play button").click()
    expect(page.get_by_test_id("stAudio")).to_be_visible()


def _not_verified(page: Page) -> None:
    _ask(page, QUESTION)
    expect(page.get_by_text("Not verified").first).to_be_visible()
    expect(page.get_by_text("Repaired").first).to_be_visible()


def _tested(page: Page) -> None:
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()


def _filter(page: Page) -> None:
    page.locator(".st-key-filter button").first.click()
    page.get_by_label("Site").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-scope")).not_to_contain_text("all 12")
    page.keyboard.press("Tab")


def _link(page: Page) -> None:
    _answer(page)
    page.locator("[class*='st-key-link-'] button").first.click()
    expect(page.get_by_test_id("stCode").filter(has_text="answer=1")).to_be_visible()


def _reading_in(page: Page) -> None:
    expect(page.locator(".st-key-writer")).to_be_visible()


def _locked(page: Page) -> None:
    _drop(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="Another job")).to_be_visible()


def _uploaded(page: Page) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("site-a/kiln.txt", KILN)
        archive.writestr("site-a/kiln.mp3", b"sound")
        archive.writestr("torn.pdf", b"%PDF-1.4 torn off here")
    zipped = FilePayload(name="interviews.zip", mimeType="application/zip", buffer=packed.getvalue())
    glaze = KILN.replace(b"kiln", b"glaze")
    page.locator("input[type=file]").set_input_files(
        [zipped, FilePayload(name="glaze.txt", mimeType="text/plain", buffer=glaze)]
    )
    page.locator(".st-key-read-in button").click()
    expect(page.get_by_text("2 interviews added")).to_be_visible()


def _forgotten(page: Page) -> None:
    _drop(page)
    expect(page.get_by_text("1 interview added")).to_be_visible()
    page.wait_for_timeout(1000)  # the page goes up to what it says
    record = page.locator("[class*='st-key-record-']").filter(has_text="kiln.txt")
    record.locator("[class*='st-key-forget-menu-'] button").click()
    page.get_by_text("Yes, forget this interview").click()
    page.get_by_role("button", name="Forget for good").click()
    expect(page.get_by_text("is forgotten")).to_be_visible()


def _receipts(page: Page) -> None:
    _forgotten(page)
    page.get_by_text("Receipts of forgetting").click()
    expect(page.locator(".st-key-receipt-0")).to_be_visible()
    page.get_by_text(re.compile("^Interview [0-9a-f]+")).last.scroll_into_view_if_needed()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")


def _drop(page: Page) -> None:
    page.locator("input[type=file]").set_input_files([FilePayload(name="kiln.txt", mimeType="text/plain", buffer=KILN)])
    page.locator(".st-key-read-in button").click()


def _writing(page: Page) -> None:
    _ask(page, QUESTION)
    expect(page.locator("[class*='st-key-prose-'], [class*='st-key-quote-']").first).to_be_visible()


def _stopped(page: Page) -> None:
    _writing(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped before")).to_be_visible()


def _unreachable(page: Page) -> None:
    _ask(page, QUESTION)
    expect(page.get_by_test_id("stAlert")).to_be_visible()


def _transcript(page: Page) -> None:
    _source(page)
    page.get_by_text("Open whole transcript").click()
    expect(page.locator(".st-key-whole mark, .transcript mark").first).to_be_visible()


def _transcript_long(page: Page) -> None:
    page.get_by_label("Interview").click()
    page.get_by_role("option", name="gwen-rees-allotment").click()
    expect(page.locator(".transcript")).to_be_visible()


def _health(page: Page) -> None:
    page.get_by_text("Library health").click()
    page.get_by_role("button", name="Look for problems").click()
    expect(page.get_by_text("Everything is whole.")).to_be_visible()
    page.get_by_text("Everything is whole.").scroll_into_view_if_needed()


def _correct(page: Page) -> None:
    page.locator("[class*='st-key-correct-'] button").first.click()
    expect(page.get_by_text("Leave out these words")).to_be_visible()
    page.locator("[class*='st-key-correct-form-'], [data-testid='stForm']").first.scroll_into_view_if_needed()


def _quotes(page: Page) -> None:
    page.get_by_label("Topic").fill("vouchers instead of money")
    page.get_by_role("button", name="Find quotes").click()
    expect(page.locator("[class*='st-key-card-0']").first).to_be_visible()


def _quotes_source(page: Page) -> None:
    _quotes(page)
    page.locator(".st-key-save-0 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 1")
    page.locator(".st-key-cite-card-0 button").click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()


def _quotes_collection(page: Page) -> None:
    _quotes(page)
    page.get_by_text("Readable", exact=True).click()
    page.locator(".st-key-save-0 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 1")
    page.locator(".st-key-save-2 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 2")
    page.locator(".st-key-collections summary").first.click()
    expect(page.locator("[class*='st-key-quote-kept-']").first).to_be_visible()


def _quotes_none(page: Page) -> None:
    page.get_by_label("Topic").fill("the chemistry of fusion reactors")
    page.get_by_text("Long", exact=True).click()
    page.get_by_text("Approving", exact=True).click()
    page.get_by_role("button", name="Find quotes").click()
    expect(page.locator(".st-key-nothing-quotes")).to_be_visible()


def _check(page: Page, text: str = REPORT) -> None:
    page.get_by_label("Text to check").fill(text)
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".st-key-check-summary")).to_be_visible(timeout=120_000)


def _check_with_verdicts(page: Page) -> None:
    _check(page, "P7 would do the whole lot in gift vouchers. All participants found the staff friendly.")


def _corpus(page: Page) -> None:
    page.get_by_label("Themes, one on a line").fill("paid in vouchers\nnight buses\nchildcare at meetings")
    page.get_by_role("button", name="Read every interview").click()
    expect(page.locator(".st-key-theme-table table")).to_be_visible()


def _comes_up(page: Page) -> None:
    page.get_by_role("button", name="What comes up?").click()
    page.locator("[class*='st-key-came-up-0'] summary").click(timeout=120_000)
    expect(page.locator("[class*='st-key-quote-came-up-0-']").first).to_be_visible()


def _estimate(page: Page) -> None:
    page.get_by_text("Read every interview with the model").click()
    page.get_by_label("Themes, one on a line").fill("\n".join(READ))
    page.get_by_role("button", name="Work out what it takes").click()
    expect(page.locator(".st-key-estimate")).to_be_visible()


def _read(page: Page) -> None:
    _estimate(page)
    page.locator(".st-key-read-on button").click()
    expect(page.locator(".st-key-theme-table table")).to_be_visible()
    page.locator("[class*='st-key-cite-voice-contrary'] button").first.click()
    expect(page.locator(".transcript mark").first).to_be_visible()
    page.locator(".st-key-chart").scroll_into_view_if_needed()


def _generated(page: Page) -> None:
    _answer(page)
    page.locator("[class*='st-key-cite-0-0-'] button").first.click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()


if __name__ == "__main__":
    main()
