"""The main job in a real browser: ask, click a citation, read the words where they were said."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from corpus.library import open_library
from corpus.transcript import Transcript
from tests.browser.conftest import open_menu, served
from tests.browser.interviews import HOSTILE
from tests.lies import INVENTED, lying
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint, quoting

pytestmark = [pytest.mark.slow, pytest.mark.browser]
QUESTION = "What was said about gift cards?"


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def open_chip(page: Page, number: int) -> None:
    page.locator("[class*='st-key-cite-'] button").filter(has_text=re.compile(rf"^{number} ")).first.click()
    expect(page.locator(".st-key-source-bar")).to_contain_text(f"Citation {number}")


def highlighted(page: Page) -> tuple[int, str]:
    mark = page.locator(".transcript mark").first
    expect(mark).to_be_in_viewport()
    return int(mark.get_attribute("data-start") or "-1"), mark.evaluate("one => one.textContent")


def transcripts(library: Path) -> list[Transcript]:
    opened = open_library(library)
    return [opened.transcript(record.id) for record in opened.list_records()]


def stands_in(text: str, start: int, library: Path) -> bool:
    return any(transcript.text[start : start + len(text)] == text for transcript in transcripts(library))


def test_a_clicked_citation_shows_its_words_in_the_transcript(page: Page, extractive_app: str, library: Path) -> None:
    page.goto(extractive_app)
    expect(page.get_by_text("3 interviews ·")).to_be_visible()
    expect(page.locator(".st-key-manner")).to_contain_text("nothing leaves this machine")
    ask(page, QUESTION)
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_visible()
    chips = page.locator("[class*='st-key-cite-'] button")
    assert chips.count() >= 2
    for number in range(1, chips.count() + 1):
        open_chip(page, number)
        quote = page.locator("[class*='st-key-quote-0-'] [data-testid='stText']").nth(number - 1)
        expect(page.locator(".transcript mark").first).to_have_text(quote.inner_text().strip("“”"))
        start, words = highlighted(page)
        assert stands_in(words, start, library), words
        assert quote.inner_text() == f"“{words}”"


def test_a_source_is_opened_walked_and_closed_by_the_keyboard_without_losing_the_place(
    page: Page, extractive_app: str
) -> None:
    page.goto(extractive_app)
    page.get_by_test_id("stChatInputTextArea").press_sequentially(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_visible()
    chip = page.locator("[class*='st-key-cite-0-0-'] button").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-source-bar")).to_contain_text("Citation 1")
    expect(chip.get_by_test_id("stIconMaterial")).to_be_visible()  # the one that is open, not by its colour alone
    expect(chip).to_be_focused()
    page.locator(".st-key-next button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-source-bar")).to_contain_text("Citation 2 of 2")
    expect(page.locator(".st-key-next button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-source-bar")).to_contain_text("Citation 1 of 2")
    expect(page.locator(".st-key-next button")).to_be_focused()


def test_previous_and_next_walk_through_the_citations(page: Page, extractive_app: str) -> None:
    page.goto(extractive_app)
    ask(page, QUESTION)
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_visible()
    open_chip(page, 1)
    first = highlighted(page)
    page.locator(".st-key-next button").click()
    expect(page.locator(".st-key-source-bar")).to_contain_text("Citation 2")
    page.locator(".st-key-previous button").click()
    expect(page.locator(".st-key-source-bar")).to_contain_text("Citation 1")
    expect(page.locator(".transcript mark").first).to_have_attribute("data-start", str(first[0]))
    assert highlighted(page) == first
    page.locator(".st-key-close button").click()
    expect(page.locator(".transcript")).to_have_count(0)


def test_the_whole_transcript_opens_at_the_words_and_its_address_can_be_passed_on(
    page: Page, extractive_app: str, library: Path
) -> None:
    page.goto(extractive_app)
    ask(page, QUESTION)
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_visible()
    open_chip(page, 2)
    words = highlighted(page)
    page.get_by_text("Open whole transcript").click()
    page.wait_for_url(re.compile("transcript=.*start=.*end="))
    expect(page.locator(".transcript mark")).to_be_visible()
    assert highlighted(page) == words
    page.goto(page.url)  # what a colleague would paste
    expect(page.locator(".transcript mark")).to_be_visible()
    assert highlighted(page) == words


def test_the_link_below_an_answer_opens_it_again_in_sight(page: Page, library: Path, tmp_path: Path) -> None:
    own = shutil.copytree(library, tmp_path / "library")
    with served(own, {"TESTIMONY_MODE": "extractive"}) as app:
        page.goto(app)
        for question in (QUESTION, "What did Ben say about the night buses?", "What was said about childcare?"):
            ask(page, question)
            expect(page.locator(".st-key-latest")).to_contain_text(question)
            expect(page.locator(".st-key-latest").get_by_text(re.compile("speaks? to this"))).to_be_visible()
        page.locator(".st-key-earlier-1 summary").click()
        shown = page.get_by_test_id("stCode").filter(has_text="answer=2")
        open_menu(page.locator(".st-key-earlier-1 [class*='st-key-link-'] button"), shown)
        link = shown.inner_text().strip()
        for _ in range(2):  # as it is pasted, and when it is loaded again
            page.goto(link)
            expect(page.locator(".st-key-question-1")).to_be_in_viewport()
            expect(page.locator(".st-key-answer-1")).to_contain_text("night buses")
            expect(page.locator(".st-key-answer-0")).to_be_hidden()
            assert page.url.partition("?")[2] == link.partition("?")[2]


def test_a_menu_opened_while_the_first_answer_is_written_stays_open_when_it_is_kept(
    page: Page, library: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(library, tmp_path / "library")
    rest = Event()

    def slowly(request: Request) -> Reply:
        return replace(quoting(request), piece_characters=150, until=rest)

    with ScriptedEndpoint(slowly) as endpoint, served(own, {"OPENAI_BASE_URL": endpoint.url}) as app:
        page.goto(app)
        ask(page, QUESTION)
        expect(page.locator("[class*='st-key-cite-0-0-']").first).to_be_visible()
        page.locator("[class*='st-key-more-'] button").first.click()
        name = page.get_by_label("Name")
        expect(name).to_be_visible()
        rest.set()
        expect(page.get_by_text("written by scripted-model")).to_be_visible()
        until_kept(own)
        page.wait_for_timeout(1_000)  # a page drawn anew would have been by now
        expect(name).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("[class*='st-key-copy-'] button").first.click()
        page.wait_for_timeout(1_000)
        expect(page.get_by_test_id("stCode").filter(has_text="[1]")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("[class*='st-key-more-'] button").first.click()
        expect(page.get_by_test_id("stCode").filter(has_text="conversation=")).to_be_visible()
        assert len(endpoint.chats) == 1  # a menu asks nobody


def until_kept(library: Path) -> None:
    end = time.monotonic() + 10
    while not list((library / "conversations").glob("*.json")):
        assert time.monotonic() < end, "the conversation was not kept"
        time.sleep(0.05)


def test_what_is_not_in_the_transcripts_is_said_to_be_so(page: Page, extractive_app: str) -> None:
    page.goto(extractive_app)
    ask(page, "What was said about nuclear fusion?")
    expect(page.get_by_text("This is not in the transcripts.")).to_be_visible()


def test_a_suggested_question_is_answered(page: Page, extractive_app: str) -> None:
    page.goto(extractive_app)
    page.locator(".st-key-suggestion-0 button").click()
    expect(page.locator("[class*='st-key-quote-0-']").first).to_be_visible()


def test_hostile_words_are_shown_as_words_and_nothing_is_fetched(
    page: Page, extractive_app: str, library: Path
) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(extractive_app)
    ask(page, "What rubbish was printed on the broken claim form?")
    expect(page.locator("[class*='st-key-cite-'] button").first).to_be_visible()
    open_chip(page, 1)
    expect(page.locator(".transcript")).to_contain_text("onerror=alert(1)")
    page.get_by_text("Open whole transcript").click()
    expect(page.locator(".transcript")).to_contain_text("[click](javascript:alert(1))")
    shown = page.locator(".transcript").evaluate("one => one.textContent")
    assert HOSTILE in shown
    assert page.locator(".transcript img, .transcript a, .transcript script").count() == 0
    assert page.title() != "taken"


def test_a_generated_answer_quotes_what_was_said_and_says_where_text_went(page: Page, library: Path) -> None:
    with ScriptedEndpoint() as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        page.goto(app)
        expect(page.locator(".st-key-manner")).to_contain_text(endpoint.host)
        ask(page, QUESTION)
        expect(page.get_by_text("written by scripted-model")).to_be_visible()
        open_chip(page, 1)
        start, words = highlighted(page)
        assert stands_in(words, start, library)
        open_chip(page, 2)  # a page that runs again does not ask the model again
        assert len(endpoint.chats) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_the_source_comes_up_in_sight(
    open_page: Callable[..., Any], extractive_app: str, dark: bool
) -> None:
    with open_page(width=390, height=844, dark=dark) as page:
        page.goto(extractive_app)
        ask(page, QUESTION)
        expect(page.get_by_text(re.compile("speaks? to this"))).to_be_attached()
        open_chip(page, 1)
        highlighted(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_lying_models_words_are_never_shown_as_quotations(page: Page, library: Path) -> None:
    with ScriptedEndpoint(lying) as endpoint, served(library, {"OPENAI_BASE_URL": endpoint.url}) as app:
        page.goto(app)
        ask(page, QUESTION)
        expect(page.get_by_text("written by scripted-model")).to_be_visible()
        said = page.locator(".st-key-answer-0").inner_text()
        assert f"“{INVENTED}" not in said
        for quoted in re.findall(r"[“„«]([^”“»]+)[”“»]", said):
            assert any(quoted in " ".join(each.text.split()) for each in transcripts(library)), quoted
