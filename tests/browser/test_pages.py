"""Every page in a real browser: nothing hostile acts anywhere, axe finds nothing serious, trainers and evaluators get there."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docx
import pptx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from corpus.library import open_library
from tests.browser.conftest import open_menu, served
from tests.browser.interviews import HOSTILE
from tests.browser.test_asking import ask, highlighted, stands_in
from tests.commands import ingested
from tests.scripted_endpoint import Reply, ScriptedEndpoint

pytestmark = [pytest.mark.slow, pytest.mark.browser]
SETTLED = """Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => null))).then(() => null)"""  # colours in mid-transition are nobody's to read
PAGES = ["ask", "quotes", "check", "corpus", "library", "transcript", "settings"]


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_test_id("stMainBlockContainer").locator("h1, p, label").first).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.get_by_test_id("stMainBlockContainer")).to_have_css("max-width", "1312px")  # ui/style.css is in force


def serious(page: Page) -> list[str]:
    """What axe-core finds that would keep somebody out, by the rules of WCAG 2.2 AA."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate(SETTLED)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found: dict[str, Any] = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}}).response
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(page: Page, extractive_app: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for name in PAGES:
        opened(page, f"{extractive_app}/{name if name != 'ask' else ''}")
        if problems := serious(page):
            found[name] = problems
    opened(page, extractive_app)
    ask(page, "What was said about gift cards?")
    page.locator("[class*='st-key-cite-'] button").first.click()
    highlighted(page)
    if problems := serious(page):
        found["answer"] = problems
    assert not found, "\n".join(f"{name} · {one}" for name, problems in found.items() for one in problems)


def nothing_acts(page: Page) -> None:
    assert page.title() != "taken"
    main = page.get_by_test_id("stMain")
    assert (
        main.locator("img[src='x'], img[src*='192.0.2'], script, a[href*='evil'], a[href^='javascript']").count() == 0
    )
    assert main.locator(".katex").count() == 0
    everywhere = page.locator("body")  # menus and toasts hang there, outside the page's own part
    acting = "img[src='x'], img[src*='192.0.2'], a[href*='evil'], a[href^='javascript'], .katex, [onerror], [onclick]"
    assert everywhere.locator(acting).count() == 0


def test_nothing_hostile_acts_on_any_page(page: Page, tmp_path: Path) -> None:
    """In words, speakers' names, titles, a line of 100,000 characters, a question, a conversation's name, model prose."""
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    hostile_name = "Eve <b>*x*</b> ![i](http://192.0.2.1/e.png)"
    words = (
        f"The claim form was broken and it printed rubbish on every page, such as {HOSTILE}, and I could not read it."
    )
    long_line = f"I have said about the claim form what there is to say, again and again. {'broken form ' * 8_400}"
    folder = tmp_path / "files"
    folder.mkdir()
    told = f"Interviewer: How was the claim form?\n{hostile_name}: {words}\nInterviewer: And?\n{hostile_name}: {long_line}\n"
    (folder / "![t](http:~192.0.2.1~t.png) $x$.txt").write_text(told, encoding="utf-8")
    ingested(tmp_path / "library", folder)
    prose = f"They said it printed rubbish {HOSTILE} [P1]."
    with (
        ScriptedEndpoint(lambda _: Reply(prose)) as endpoint,
        served(tmp_path / "library", {"OPENAI_BASE_URL": endpoint.url}) as app,
    ):
        opened(page, app)
        ask(page, f"What did the broken claim form print? {HOSTILE[:200]}")
        expect(page.get_by_text(re.compile("written by scripted-model|not in the transcripts")).first).to_be_visible()
        nothing_acts(page)
        page.locator("[class*='st-key-more-'] button").first.click()
        expect(page.get_by_role("button", name="Word (.docx)")).to_be_visible()
        nothing_acts(page)
        opened(page, f"{app}/quotes")
        page.get_by_label("Topic").fill("the claim form was broken and printed rubbish")
        page.get_by_role("button", name="Find quotes").click()
        expect(page.locator("[class*='st-key-card-0'], .st-key-nothing-quotes").first).to_be_visible()
        nothing_acts(page)
        opened(page, f"{app}/check")
        page.get_by_label("Text to check").fill(
            f"{hostile_name} said that the claim form printed {HOSTILE} on every page."
        )
        page.get_by_role("button", name="Check it").click()
        expect(page.locator(".st-key-check-summary, [data-testid='stAlert']").first).to_be_attached()
        nothing_acts(page)
        opened(page, f"{app}/corpus")
        page.get_by_label("Themes, one on a line").fill(f"claim form {HOSTILE}")
        page.get_by_role("button", name="Read every interview").click()
        expect(page.locator(".st-key-theme-table table")).to_be_visible()
        nothing_acts(page)
        opened(page, f"{app}/library")
        page.locator("[class*='st-key-correct-'] button").first.click()
        expect(page.get_by_text("Leave out these words")).to_be_visible()
        nothing_acts(page)
        record = open_library(tmp_path / "library").list_records()[0]
        opened(page, f"{app}/transcript?transcript={record.id}")
        expect(page.locator(".transcript")).to_contain_text("onerror=alert(1)")
        nothing_acts(page)


def test_a_models_hostile_prose_does_nothing_where_it_is_shown_copied_and_taken_away(
    page: Page, library: Path, tmp_path: Path
) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    own = shutil.copytree(library, tmp_path / "library")
    prose = f"They were paid in gift cards {HOSTILE} [P1]."
    with (
        ScriptedEndpoint(lambda _: Reply(prose)) as endpoint,
        served(own, {"OPENAI_BASE_URL": endpoint.url}) as app,
    ):
        opened(page, app)
        ask(page, "What was said about gift cards?")
        expect(page.locator(".st-key-latest [class*='st-key-prose-']").first).to_contain_text("javascript:alert(1)")
        expect(page.get_by_text("written by scripted-model")).to_be_visible()
        page.locator("[class*='st-key-copy-'] button").first.click()
        expect(page.get_by_test_id("stCode").filter(has_text="javascript:alert(1)").first).to_be_visible()
        nothing_acts(page)
        page.keyboard.press("Escape")
        page.locator("[class*='st-key-more-'] button").first.click()
        page.get_by_label("Name").fill(HOSTILE[:80])
        page.get_by_label("Name").press("Enter")
        expect(page.locator("[class*='st-key-conversation-line-']")).to_contain_text("img src=x onerror")
        nothing_acts(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Word (.docx)").click()
        assert re.fullmatch(r"[a-z0-9-]+\.docx", download.value.suggested_filename)
        opened(page, f"{app}/quotes")
        page.get_by_label("Topic").fill("the claim form printed rubbish")
        page.get_by_role("button", name="Find quotes").click()
        expect(page.locator(".st-key-save-0 button")).to_be_visible()
        page.get_by_label("Quotes are saved in").fill(HOSTILE[:80])
        page.get_by_label("Quotes are saved in").press("Enter")
        page.locator(".st-key-save-0 button").click()
        expect(page.locator(".st-key-collections summary")).to_contain_text("onerror=alert(1)")
        nothing_acts(page)
        page.goto(f"{app}/?conversation={quote(HOSTILE[:60])}")
        expect(page.get_by_text("not in this library")).to_be_visible()
        nothing_acts(page)


def test_a_trainer_finds_a_quote_keeps_it_and_takes_it_away(page: Page, extractive_app: str, library: Path) -> None:
    opened(page, f"{extractive_app}/quotes")
    page.get_by_label("Topic").fill("gift cards cannot pay the rent")
    page.get_by_text("Short", exact=True).click()
    page.get_by_role("button", name="Find quotes").click()
    page.locator(".st-key-cite-card-0 button").click()
    start, words = highlighted(page)
    assert stands_in(words, start, library)
    page.locator(".st-key-close button").click()
    page.locator(".st-key-save-0 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 1")
    page.locator(".st-key-collections summary").click()
    open_menu(
        page.locator("[class*='st-key-downloads-kept-'] button"),
        page.locator("[class*='st-key-export-csv-kept-'] button"),
    )
    with page.expect_download() as download:
        page.locator("[class*='st-key-export-csv-kept-'] button").click()
    (row,) = csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig")))
    held = open_library(library).transcript(row["id"]).text
    assert held[int(row["start"]) : int(row["end"])] == row["quote"]
    with page.expect_download() as download:
        page.locator("[class*='st-key-export-pptx-kept-'] button").click()
    slides = pptx.Presentation(str(download.value.path())).slides
    assert any(
        row["quote"] in shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )


def test_an_evaluator_holds_a_report_against_the_interviews_and_exports_it(
    page: Page, extractive_app: str, library: Path
) -> None:
    opened(page, f"{extractive_app}/check")
    page.get_by_label("Text to check").fill(
        "One person said “You cannot pay the rent with gift cards”. Ben took no money."
    )
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("Quotation: verbatim")).to_be_visible()
    page.locator("[class*='st-key-cite-bears-'] button").first.click()
    start, words = highlighted(page)
    assert stands_in(words, start, library)
    page.locator(".st-key-downloads-check button").click()
    with page.expect_download() as download:
        page.locator(".st-key-export-md-check button").click()
    told = Path(download.value.path()).read_text("utf-8")
    assert "**Quotation, verbatim:** “You cannot pay the rent with gift cards”" in told
    with page.expect_download() as download:
        page.locator(".st-key-export-docx-check button").click()
    remarks = "\n".join(comment.text for comment in docx.Document(str(download.value.path())).comments)
    assert "Quotation: verbatim." in remarks


def test_policy_staff_see_how_many_of_how_many_on_a_phone(page: Page, extractive_app: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, f"{extractive_app}/corpus")
    page.get_by_label("Themes, one on a line").fill("gift cards")
    page.get_by_role("button", name="Read every interview").click()
    expect(page.locator(".st-key-chart")).to_contain_text("of 3 participants")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_is_dropped_found_and_forgotten(page: Page, extractive_app: str) -> None:
    opened(page, f"{extractive_app}/library")
    told = "Interviewer: And the kiln?\nDafydd: The kiln was cold all winter and nobody had the key.\n"
    page.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="dafydd.txt", mimeType="text/plain", buffer=told.encode()),
            FilePayload(name="empty.txt", mimeType="text/plain", buffer=b""),
        ]
    )
    page.locator(".st-key-read-in button").click()
    expect(page.get_by_text("1 interview added: dafydd")).to_be_visible()
    expect(page.get_by_test_id("stAlert").filter(has_text="empty.txt")).to_be_visible()
    record = page.locator("[class*='st-key-record-']").filter(has_text="dafydd.txt")
    record.locator("[class*='st-key-forget-menu-'] button").click()
    page.get_by_text("Yes, forget this interview").click()
    page.get_by_role("button", name="Forget for good").click()
    expect(page.get_by_text("is forgotten")).to_be_visible()
    expect(page.get_by_text("3 interviews ·")).to_be_visible()
    expect(page.get_by_text("dafydd.txt")).to_have_count(0)
