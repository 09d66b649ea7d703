"""What each of the three people comes for, from the first click to the file on their disk, with a model and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from corpus.library import open_library
from tests.browser.conftest import open_menu, served
from tests.browser.faithful import UNDERSTOOD, faithful
from tests.browser.test_asking import ask, highlighted, open_chip, stands_in
from tests.browser.test_pages import opened
from tests.scripted_endpoint import ScriptedEndpoint

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def own_library(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same three interviews, for tests that leave something behind."""
    return shutil.copytree(library, tmp_path_factory.mktemp("own") / "library")


@pytest.fixture(scope="module", params=["extractive", "generated"])
def app(request: pytest.FixtureRequest, own_library: Path) -> Iterator[str]:
    """The app without a model, and with one."""
    if request.param == "extractive":
        with served(own_library, {"TESTIMONY_MODE": "extractive"}) as address:
            yield address
    else:
        with ScriptedEndpoint(faithful) as endpoint, served(own_library, {"OPENAI_BASE_URL": endpoint.url}) as address:
            yield address


def taken(page: Page, button: Locator) -> BytesIO:
    """The file that a button gives."""
    with page.expect_download() as download:
        button.click()
    return BytesIO(Path(download.value.path()).read_bytes())


def test_policy_staff_go_from_a_question_to_a_footnoted_file(page: Page, app: str, own_library: Path) -> None:
    opened(page, app)
    ask(page, "What was said about gift cards?")
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_visible()
    for number in (1, 2):
        open_chip(page, number)
        start, words = highlighted(page)
        assert stands_in(words, start, own_library), words
    ask(page, "and in the food bank?")
    understood = page.locator(".st-key-understood-1")
    expect(understood).to_contain_text("Understood as:")
    meant = understood.inner_text().partition("Understood as:")[2]
    assert "gift cards" in meant
    assert "food bank" in meant
    expect(page.locator(".st-key-latest").get_by_text(re.compile("speaks? to this"))).to_be_visible()
    page.locator(".st-key-latest [class*='st-key-cite-'] button").first.click()
    start, words = highlighted(page)
    assert stands_in(words, start, own_library), words

    page.locator("[class*='st-key-more-'] button").first.click()
    file = docx.Document(taken(page, page.get_by_role("button", name="Word (.docx)")))
    told = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "What was said about gift cards?" in told
    assert "and in the food bank?" in told
    if UNDERSTOOD in meant:  # the model's own rewriting, so its answer, too
        assert "put it this way" in told


def test_trainers_go_from_a_topic_to_slides(page: Page, app: str, own_library: Path) -> None:
    opened(page, f"{app}/quotes")
    page.get_by_label("Topic").fill("gift cards cannot pay the rent")
    page.get_by_text("Short", exact=True).click()
    page.get_by_role("button", name="Find quotes").click()
    page.locator(".st-key-cite-card-0 button").click()
    start, words = highlighted(page)
    assert stands_in(words, start, own_library), words
    page.locator(".st-key-close button").click()
    quote = page.locator(".st-key-quote-card-0 [data-testid='stText']")
    expect(quote).to_have_text(f"“{words}”")
    page.get_by_text("Readable", exact=True).click()
    expect(page.get_by_role("radio", name="Readable")).to_be_checked()
    assert set(quote.inner_text().split()) <= set(f"“{words}”".split()) | {"[…]", "…"}
    name = "For the session"
    page.get_by_label("Quotes are saved in").fill(name)
    page.get_by_label("Quotes are saved in").press("Enter")
    page.locator(".st-key-save-0 button").click()
    collection = page.locator("[class*='st-key-collection-']").filter(has_text=name).last
    expect(page.locator(".st-key-collections")).to_contain_text(f"{name} · 1")
    page.locator(".st-key-collections summary").filter(has_text=name).click()
    as_slides = page.get_by_role("button", name="Slides (.pptx)")
    open_menu(collection.locator("[class*='st-key-downloads-kept-'] button"), as_slides)
    slides = pptx.Presentation(taken(page, as_slides)).slides
    said = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert any(words in text for text in said)
    page.keyboard.press("Escape")
    collection.locator("[class*='st-key-delete-menu-'] button").click()
    page.get_by_role("button", name="Delete this collection").click()
    expect(page.locator(".st-key-collections")).not_to_contain_text(f"{name} · 1")


def test_evaluators_go_from_a_report_to_its_annotated_copy(page: Page, app: str, own_library: Path) -> None:
    generated = _is_generated(page, app)
    report = docx.Document()
    report.add_heading("Findings", 1)
    report.add_paragraph("Panel members were paid in gift cards.")
    report.add_paragraph("Ben took money for the panel.")
    report.add_paragraph("One of them said “You cannot pay the rent with gift vouchers”.")
    written = BytesIO()
    report.save(written)
    opened(page, f"{app}/check")
    page.locator("input[type=file]").set_input_files(
        [FilePayload(name="report.docx", mimeType="application/octet-stream", buffer=written.getvalue())]
    )
    expect(page.get_by_text("report.docx")).to_be_visible()
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".st-key-check-summary")).to_be_visible()
    expect(page.get_by_text("Quotation: altered")).to_be_visible()
    shown = page.get_by_test_id("stMain").inner_text()
    assert ("Supported" in shown) is generated
    assert ("Contradicted" in shown) is generated
    page.locator("[class*='st-key-cite-bears-'] button").first.click()
    start, words = highlighted(page)
    assert stands_in(words, start, own_library), words
    page.locator(".st-key-downloads-check button").click()
    annotated = docx.Document(taken(page, page.get_by_role("button", name="Word (.docx)")))
    assert [one.text for one in annotated.paragraphs] == [one.text for one in report.paragraphs]
    remarks = "\n".join(comment.text for comment in annotated.comments)
    assert "Quotation: altered" in remarks
    assert ("Contradicted" in remarks) is generated
    table = openpyxl.load_workbook(taken(page, page.get_by_role("button", name="Excel (.xlsx)"))).worksheets[0]
    assert any("Ben took money" in str(cell) for row in table.iter_rows(values_only=True) for cell in row)


def test_what_is_forgotten_leaves_the_answers_and_the_conversations(page: Page, app: str, own_library: Path) -> None:
    kind = "with" if _is_generated(page, app) else "without"  # what was forgotten once is not taken in again
    opened(page, f"{app}/library")
    told = "Interviewer: And the kiln?\nDafydd: The kiln was cold all winter and nobody had the key.\n"
    page.locator("input[type=file]").set_input_files(
        [FilePayload(name=f"dafydd-{kind}.txt", mimeType="text/plain", buffer=told.encode())]
    )
    page.locator(".st-key-read-in button").click()
    expect(page.get_by_text(f"1 interview added: dafydd-{kind}")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("Ask").click()
    ask(page, "Why was the kiln cold all winter?")
    expect(page.locator(".st-key-latest")).to_contain_text("nobody had the key")
    expect(page.locator(".st-key-latest").get_by_text(re.compile("speaks? to this"))).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("Library").click()
    record = page.locator("[class*='st-key-record-']").filter(has_text=f"dafydd-{kind}.txt")
    record.locator("[class*='st-key-forget-menu-'] button").click()
    page.get_by_text("Yes, forget this interview").click()
    page.get_by_role("button", name="Forget for good").click()
    expect(page.get_by_text("is forgotten")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("Ask").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    expect(page.get_by_test_id("stMain")).not_to_contain_text("nobody had the key")
    assert len(open_library(own_library).list_records()) == 3
    left = [path for path in own_library.rglob("*") if path.is_file() and b"nobody had the key" in path.read_bytes()]
    assert not left


def _is_generated(page: Page, app: str) -> bool:
    opened(page, app)
    return "Generated" in page.locator(".st-key-manner").inner_text()
