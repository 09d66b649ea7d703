"""Every interview read with the model, in a real browser: estimate, pause, going on, and a result anybody can use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.test_pages import opened, serious
from tests.rag.reading import first_quoted, labelling, parted, words_in
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ONE_AT_A_TIME = {"TESTIMONY_MODEL": "scripted-model", "TESTIMONY_AT_ONCE": "1"}
ANA, BEN = "You cannot pay the rent with gift cards", "I gave mine to the food bank and nobody minded"
SAYS = labelling(("Ana Petrova", "says", ANA), ("Ben", "contrary", BEN), asked=["Were you paid?"])


def slowly(request: Request) -> Reply:
    prompt = request.messages[-1]["content"]
    if words := words_in(prompt):
        return Reply(first_quoted(words))
    return Reply(SAYS(*parted(prompt)), seconds_between=0.3)


def test_a_reading_is_paused_goes_on_and_asks_for_nothing_twice(page: Page, library: Path, tmp_path: Path) -> None:
    library = shutil.copytree(library, tmp_path / "library")  # replies are kept in it
    with (
        ScriptedEndpoint(slowly) as endpoint,
        served(library, ONE_AT_A_TIME | {"OPENAI_BASE_URL": endpoint.url}) as app,
    ):
        opened(page, f"{app}/corpus")
        page.get_by_text("Read every interview with the model").click()
        page.get_by_label("Themes, one on a line").fill("Gift cards are no pay\nNight buses")
        page.get_by_role("button", name="Work out what it takes").click()
        expect(page.get_by_text("8 requests for 2 themes in 3 interviews")).to_be_visible()
        assert endpoint.chats == []
        page.get_by_role("button", name="Start reading").click()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("Paused. What was read is kept.")).to_be_visible()
        page.wait_for_timeout(1_500)
        asked = len(endpoint.chats)
        assert asked < 6
        page.get_by_role("button", name="Go on reading").click()
        expect(page.get_by_role("button", name="Table (.csv)")).to_be_visible(timeout=90_000)
        assert len(endpoint.chats) <= 9  # the one that was hung up on is asked again
        expect(page.get_by_text("Ana Petrova speaks of it.").first).to_be_visible()
        expect(page.get_by_role("cell", name="✗ says the contrary").first).to_be_visible()
        page.locator("[class*='st-key-cite-voice-contrary'] button").first.click()
        expect(page.get_by_text(BEN).last).to_be_visible()
        assert serious(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert serious(page) == []
