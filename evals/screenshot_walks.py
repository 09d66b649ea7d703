"""How a person comes to what a picture of `make screenshots` shows: each walk begins where the page has opened."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from playwright.sync_api import FilePayload, Page, expect

QUESTION = "What was said about gift cards and vouchers?"
KILN = b"Interviewer: And the kiln?\nDafydd: The kiln was cold all winter and nobody had the key.\n"
READ = ["Who was never told what came of what they said?", "Who objected to vouchers instead of money?"]
REPORT = """# What we found

Panel members were paid in gift cards, and some could not use them. One said “You cannot pay a bill with a voucher”.
Meetings were held in the evening. All participants found the staff friendly.

We recommend that people are paid in money on the day.
"""


def nothing(page: Page) -> None:
    """The page as it opens."""


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def answer(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_attached()


def source(page: Page) -> None:
    answer(page)
    page.locator("[class*='st-key-cite-0-1-'] button").click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()


def foot(page: Page) -> None:
    answer(page)
    page.locator("[class*='st-key-useful-'] button").first.click()
    page.locator("[class*='st-key-copy-'] button").first.click()
    page.locator("[class*='st-key-foot-']").first.scroll_into_view_if_needed()


def menu(page: Page) -> None:
    answer(page)
    page.locator("[class*='st-key-more-'] button").first.click()


def nothing_found(page: Page) -> None:
    ask(page, "What was said about nuclear fusion?")
    expect(page.get_by_text("This is not in the transcripts.")).to_be_visible()


def nothing_found_filtered(page: Page) -> None:
    filter_by_site(page)
    page.keyboard.press("Escape")
    ask(page, "What was said about gift cards and vouchers in Lisbon?")
    expect(page.locator("[class*='st-key-narrow-']")).to_be_visible()


def follow_up(page: Page) -> None:
    answer(page)
    ask(page, "and who refused them?")
    expect(page.locator(".st-key-understood-1")).to_contain_text("Understood as")
    expect(
        page.locator(".st-key-latest").get_by_text(re.compile("speaks? to this|not in the transcripts"))
    ).to_be_visible()
    page.locator("[class*='st-key-change-1'] button").first.click()


def play(page: Page) -> None:
    ask(page, "How did the allotment flood?")
    expect(page.get_by_text(re.compile("speaks? to this"))).to_be_attached()
    page.locator("[class*='st-key-cite-0-']").get_by_text("Gwen Rees").first.click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()
    page.locator(".st-key-play button").click()
    expect(page.get_by_test_id("stAudio")).to_be_visible()


def not_verified(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.get_by_text("Not verified").first).to_be_visible()
    expect(page.get_by_text("Repaired").first).to_be_visible()


def tested(page: Page) -> None:
    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()


def filter_by_site(page: Page) -> None:
    page.locator(".st-key-filter button").first.click()
    page.get_by_label("Site").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-scope")).not_to_contain_text("all 12")
    page.keyboard.press("Tab")


def link(page: Page) -> None:
    answer(page)
    page.locator("[class*='st-key-link-'] button").first.click()
    expect(page.get_by_test_id("stCode").filter(has_text="answer=1")).to_be_visible()


def reading_in(page: Page) -> None:
    expect(page.locator(".st-key-writer")).to_be_visible()


def locked(page: Page) -> None:
    drop(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="Another job")).to_be_visible()


def uploaded(page: Page) -> None:
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


def forgotten(page: Page) -> None:
    drop(page)
    expect(page.get_by_text("1 interview added")).to_be_visible()
    page.wait_for_timeout(1000)  # the page goes up to what it says
    record = page.locator("[class*='st-key-record-']").filter(has_text="kiln.txt")
    record.locator("[class*='st-key-forget-menu-'] button").click()
    page.get_by_text("Yes, forget this interview").click()
    page.get_by_role("button", name="Forget for good").click()
    expect(page.get_by_text("is forgotten")).to_be_visible()


def receipts(page: Page) -> None:
    forgotten(page)
    page.get_by_text("Receipts of forgetting").click()
    expect(page.locator(".st-key-receipt-0")).to_be_visible()
    page.get_by_text(re.compile("^Interview [0-9a-f]+")).last.scroll_into_view_if_needed()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")


def drop(page: Page) -> None:
    page.locator("input[type=file]").set_input_files([FilePayload(name="kiln.txt", mimeType="text/plain", buffer=KILN)])
    page.locator(".st-key-read-in button").click()


def writing(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator("[class*='st-key-prose-'], [class*='st-key-quote-']").first).to_be_visible()


def stopped(page: Page) -> None:
    writing(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped before")).to_be_visible()


def unreachable(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.get_by_test_id("stAlert")).to_be_visible()


def transcript(page: Page) -> None:
    source(page)
    page.get_by_text("Open whole transcript").click()
    expect(page.locator(".st-key-whole mark, .transcript mark").first).to_be_visible()


def transcript_long(page: Page) -> None:
    page.get_by_label("Interview").click()
    page.get_by_role("option", name="gwen-rees-allotment").click()
    expect(page.locator(".transcript")).to_be_visible()


def health(page: Page) -> None:
    page.get_by_text("Library health").click()
    page.get_by_role("button", name="Look for problems").click()
    expect(page.get_by_text("Everything is whole.")).to_be_visible()
    page.get_by_text("Everything is whole.").scroll_into_view_if_needed()


def correct(page: Page) -> None:
    page.locator("[class*='st-key-correct-'] button").first.click()
    expect(page.get_by_text("Leave out these words")).to_be_visible()
    page.locator("[class*='st-key-correct-form-'], [data-testid='stForm']").first.scroll_into_view_if_needed()


def quotes(page: Page) -> None:
    page.get_by_label("Topic").fill("vouchers instead of money")
    page.get_by_role("button", name="Find quotes").click()
    expect(page.locator("[class*='st-key-card-0']").first).to_be_visible()


def quotes_source(page: Page) -> None:
    quotes(page)
    page.locator(".st-key-save-0 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 1")
    page.locator(".st-key-cite-card-0 button").click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()


def quotes_collection(page: Page) -> None:
    quotes(page)
    page.get_by_text("Readable", exact=True).click()
    page.locator(".st-key-save-0 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 1")
    page.locator(".st-key-save-2 button").click()
    expect(page.locator(".st-key-collections")).to_contain_text("My quotes · 2")
    page.locator(".st-key-collections summary").first.click()
    expect(page.locator("[class*='st-key-quote-kept-']").first).to_be_visible()


def quotes_none(page: Page) -> None:
    page.get_by_label("Topic").fill("the chemistry of fusion reactors")
    page.get_by_text("Long", exact=True).click()
    page.get_by_text("Approving", exact=True).click()
    page.get_by_role("button", name="Find quotes").click()
    expect(page.locator(".st-key-nothing-quotes")).to_be_visible()


def check(page: Page, text: str = REPORT) -> None:
    page.get_by_label("Text to check").fill(text)
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".st-key-check-summary")).to_be_visible(timeout=120_000)


def check_with_verdicts(page: Page) -> None:
    check(page, "P7 would do the whole lot in gift vouchers. All participants found the staff friendly.")


def corpus(page: Page) -> None:
    page.get_by_label("Themes, one on a line").fill("paid in vouchers\nnight buses\nchildcare at meetings")
    page.get_by_role("button", name="Read every interview").click()
    expect(page.locator(".st-key-theme-table table")).to_be_visible()


def comes_up(page: Page) -> None:
    page.get_by_role("button", name="What comes up?").click()
    page.locator("[class*='st-key-came-up-0'] summary").click(timeout=120_000)
    expect(page.locator("[class*='st-key-quote-came-up-0-']").first).to_be_visible()


def estimate(page: Page) -> None:
    page.get_by_text("Read every interview with the model").click()
    page.get_by_label("Themes, one on a line").fill("\n".join(READ))
    page.get_by_role("button", name="Work out what it takes").click()
    expect(page.locator(".st-key-estimate")).to_be_visible()


def read(page: Page) -> None:
    estimate(page)
    page.locator(".st-key-read-on button").click()
    expect(page.locator(".st-key-theme-table table")).to_be_visible()
    page.locator("[class*='st-key-cite-voice-contrary'] button").first.click()
    expect(page.locator(".transcript mark").first).to_be_visible()
    page.locator(".st-key-chart").scroll_into_view_if_needed()


def generated(page: Page) -> None:
    answer(page)
    page.locator("[class*='st-key-cite-0-0-'] button").first.click()
    expect(page.locator(".transcript mark").first).to_be_in_viewport()
