"""`python -m evals.load`: ten people at once on one server, and the click on a citation, at 100 interviews.

Nine are sessions on Streamlit's own websocket, one is a browser: people do not share a screen. Times are what a person
waits: from Enter until the whole answer stands there, from a click until the quoted words are in sight.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, expect

from evals.sessions import Session
from tests.browser.conftest import browser, served
from tests.commands import ingested

SUBJECTS = ["gift cards", "night buses", "childcare", "the doctor", "benefits", "the food bank", "forms", "meetings"]
PLACES = [
    "Leith",
    "Moira",
    "Ardwick",
    "Toxteth",
    "Ely",
    "Govan",
    "Hulme",
    "Benwell",
    "Splott",
    "Byker",
    "Ladywell",
    "Orton",
]
MONTHS = "January February March April May June July August September October November December".split()
SAID = [
    "They paid me with {0} and it was of no use to anybody in our street.",
    "I said yes because of {0}, and nobody had asked me about that before.",
    "When it came to {0} we had to wait for three months and write two letters.",
    "What would have helped is somebody who knows {0} and has the time to explain it.",
    "My sister had the same trouble with {0}, and hers was never sorted out.",
]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=100)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--questions", type=int, default=6)
    parser.add_argument(
        "--settle", type=float, default=60, help="Seconds after its start in which the app reads ahead."
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_interviews(folder / "files", chosen.interviews)
        ingested(folder / "library", folder / "files")
        with served(folder / "library", {"TESTIMONY_MODE": "extractive"}) as app:
            _open(app, folder, chosen.settle)
            _print("click on a citation", _clicks(app, folder))
            with ExitStack() as stack:
                others = [stack.enter_context(Session(app)) for _ in range(chosen.people - 1)]
                page = stack.enter_context(browser(folder / "person"))
                waits, seen, errors = _together(page, app, others, chosen.questions)
            _print(f"a search among {chosen.people} at once, on the server", waits)
            _print(f"a search among {chosen.people} at once, in a browser", seen)
            print(f"errors: {len(errors)}" + "".join(f"\n  {error[:200]}" for error in errors))
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _write_interviews(folder: Path, interviews: int) -> None:
    folder.mkdir()
    chance = random.Random(8)
    for number in range(interviews):
        lines = []
        for _ in range(12):
            subject = chance.choice(SUBJECTS)
            lines.append(f"Interviewer: And what about {subject}?")
            said = " ".join(f"{chance.choice(SAID).format(subject)} {_detail(chance)}" for _ in range(3))
            lines.append(f"Person{number} Name{number}: {said}")
        (folder / f"interview-{number:03}.txt").write_text("\n".join(lines), encoding="utf-8")


def _detail(chance: random.Random) -> str:
    """A sentence that hardly anybody else says: what is embedded once may be remembered."""
    return (
        f"It was {chance.choice(MONTHS)}, in {chance.choice(PLACES)}, and it came to {chance.randint(11, 990)} pounds."
    )


def _ask(page: Page, subject: str, before: int) -> float:
    """Ask, and the seconds until the answer is complete; `before` is how many answers stand there."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(f"What was said about {subject}?")
    began = time.perf_counter()
    box.press("Enter")
    expect(
        page.locator(".st-key-latest").get_by_text(re.compile("speaks? to this|not in the transcripts"))
    ).to_be_visible()
    expect(page.locator(f".st-key-question-{before}")).to_contain_text(subject)
    return time.perf_counter() - began


def _open(app: str, folder: Path, settle: float) -> None:
    with browser(folder / "warm") as page:
        began = time.perf_counter()
        page.goto(app)
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
        print(f"first paint after the app's start: {time.perf_counter() - began:.2f} s")
        print(f"first search, the model not loaded yet: {_ask(page, 'night buses', 0):.2f} s")
        time.sleep(settle)
        opened = []
        for _ in range(5):
            began = time.perf_counter()
            page.goto(app)
            expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
            opened.append(time.perf_counter() - began)
        _print("first paint, warm", opened)
        _print("search in the page, alone", [_ask(page, subject, i) for i, subject in enumerate(SUBJECTS[:5])])


def _clicks(app: str, folder: Path) -> list[float]:
    with browser(folder / "clicks") as page:
        page.goto(app)
        _ask(page, "gift cards", 0)
        labels = [chip.inner_text() for chip in page.locator("[class*='st-key-cite-0-'] button").all()]
        return [_click(page, label) for label in dict.fromkeys(labels)]


def _click(page: Page, label: str) -> float:
    """Seconds from a click until other words are highlighted, measured in the page."""
    milliseconds = page.evaluate(
        """label => new Promise(done => {
            const chip = [...document.querySelectorAll("[class*='st-key-cite-0-'] button")].find(b => b.innerText === label);
            const bar = () => document.querySelector(".st-key-source-bar")?.innerText ?? "";
            const wanted = `Citation ${label.match(/\\d+/)[0]} of`;
            const began = performance.now();
            const marked = () => [...document.querySelectorAll(".st-key-source-pane *")]  // the viewer has a tree of its own
                .some(one => one.matches("mark") || one.shadowRoot?.querySelector("mark"));
            const look = () => bar().replace("\\n", " ").includes(wanted) && marked()
                ? done(performance.now() - began) : requestAnimationFrame(look);
            chip.click();
            look();
        })""",
        label,
    )
    return float(milliseconds) / 1000


def _together(
    page: Page, app: str, others: Sequence[Session], questions: int
) -> tuple[list[float], list[float], list[str]]:
    """Everybody asks at the same moment, several times over: what the sessions wait, what the page does, what went wrong."""
    waits: list[float] = []
    seen: list[float] = []
    page.goto(app)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    with ThreadPoolExecutor(len(others)) as crowd:
        for question in range(questions):
            page.get_by_test_id("stChatInputTextArea").fill(_question(question))
            page.evaluate(_WATCH, [f".st-key-question-{question}", SUBJECTS[question % len(SUBJECTS)]])
            asked = [crowd.submit(one.ask, _question(number + question)) for number, one in enumerate(others, 1)]
            page.get_by_test_id("stChatInputTextArea").press("Enter", no_wait_after=True)
            page.wait_for_function("window.took !== null", timeout=60_000)
            seen.append(float(page.evaluate("window.took")) / 1000)
            waits += [each.result() for each in asked]
    errors = [one.inner_text() for one in page.locator("[data-testid=stException], .stAlert").all()]
    return waits, seen, errors + [error for one in others for error in one.errors]


def _question(number: int) -> str:
    return f"What was said about {SUBJECTS[number % len(SUBJECTS)]}?"


_WATCH = """([question, subject]) => {
    window.took = null;
    let began = null;
    addEventListener("keydown", () => { began ??= performance.now(); }, { capture: true, once: true });
    const look = () => {
        const asked = document.querySelector(question)?.innerText ?? "";
        const latest = document.querySelector(".st-key-latest")?.innerText ?? "";
        if (began !== null && asked.includes(subject) && /speaks? to this|not in the transcripts/.test(latest)) {
            window.took = performance.now() - began;
            observer.disconnect();
        }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def _print(what: str, seconds: list[float]) -> None:
    if not seconds:
        print(f"{what}: nothing was measured")
        return
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(
        f"{what}: median {statistics.median(ordered):.2f} s, p95 {p95:.2f} s, worst {ordered[-1]:.2f} s, n={len(ordered)}"
    )


if __name__ == "__main__":
    main()
