"""The quotes page: found, shown in two ways, kept in a collection, exported, opened at their place."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from exports.files import written
from exports.quotes import collection_export
from rag.quotes.kept_collections import Collection, KeptQuote, list_collections
from rag.speech.pseudonyms import Pseudonyms
from tests.browser.interviews import HOSTILE, INTERVIEWS
from tests.ui.page import ScriptedChat, filled, gone_to, opened, texts
from tests.ui.test_states import shown_words
from ui.services import Services

TOPIC = "gift cards to pay the rent"


def found(behind: Services, topic: str = TOPIC) -> AppTest:
    app = gone_to(opened(behind), "quotes")
    app.text_input(key="topic").set_value(topic)
    app.segmented_control(key="length").set_value("Short")
    return app.button(key="find").click().run()


def cards(app: AppTest) -> list[str]:
    return [str(one.key) for one in app.button if str(one.key).startswith("cite-card-")]


def test_a_topic_gives_quotes_of_participants_each_opened_at_its_words(tmp_path: Path) -> None:
    app = found(filled(tmp_path / "lib", INTERVIEWS))
    assert not app.exception
    quotes = [one.value for one in app.text if one.value.startswith("“")]
    assert quotes
    assert len(cards(app)) == len(quotes)
    for key, quote in zip(cards(app), quotes, strict=True):
        app.button(key=key).click().run()
        assert f"“{shown_words(app)}”" == quote
        assert not app.exception


def test_where_no_quote_is_found_the_page_says_what_was_looked_for_and_claims_no_more(tmp_path: Path) -> None:
    app = found(filled(tmp_path / "lib", INTERVIEWS), "thermonuclear plasma confinement")
    assert not app.exception
    assert "This is not in the transcripts." in texts(app)
    assert "What comes nearest, to read and not to use:" in texts(app)
    app.button(key="cite-voice-near-1-0").click().run()
    assert f"“{shown_words(app)}”" in texts(app)
    app.text_input(key="topic").set_value(TOPIC)
    app.segmented_control(key="length").set_value("Long")
    app.segmented_control(key="tone").set_value("Approving")
    app.button(key="find").click().run()
    assert "No approving quote of 50 to 160 words comes near enough" in texts(app)
    assert "another length or any tone" in texts(
        app
    )  # people do speak of it, and the page does not say that nobody does


def test_where_nothing_turns_a_quote_round_the_page_says_that(tmp_path: Path) -> None:
    app = found(filled(tmp_path / "lib", {"carys.md": INTERVIEWS["carys.md"]}), "no crèche at the meeting")
    app.button(key="contrary-0").click().run()
    assert not app.exception
    assert "No sign of the contrary was found" in texts(app)


def test_a_quote_is_saved_once_opened_from_its_collection_and_removed(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = found(behind)
    app.button(key="save-0").click().run()
    app.button(key="save-0").click().run()
    assert not app.exception
    (kept,) = list_collections(behind.library().path)
    assert len(kept.quotes) == 1
    app.button(key=f"open-kept-{kept.id}-0").click().run()
    assert shown_words(app) == kept.quotes[0].text
    app.button(key="close").click().run()
    app.button(key=f"drop-{kept.id}-0").click().run()
    assert not app.exception
    assert not list_collections(behind.library().path)[0].quotes


def test_more_like_this_and_the_contrary_leave_the_quote_itself_out(tmp_path: Path) -> None:
    app = found(filled(tmp_path / "lib", INTERVIEWS))
    before = [one.value for one in app.text]
    first = next(value for value in before if value.startswith("“"))
    app.button(key="like-0").click().run()
    assert not app.exception
    assert [one.value for one in app.text].count(first) == 1  # above the others, as what they are likened to
    app.button(key="quotes-back").click().run()
    assert [one.value for one in app.text] == before
    assert "quotes-back" not in [button.key for button in app.button]


def test_exports_hold_the_words_and_no_formula(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    kept = KeptQuote(
        transcript="t",
        start=0,
        end=5,
        text="=HYPERLINK(1) " + HOSTILE,
        readable="=x",
        title="@a",
        speaker="+1",
        participant="p",
    )
    collection = Collection(id="c", title="# T", begun=datetime.now(UTC), quotes=(kept,))
    export = collection_export(collection, Pseudonyms({}))
    (row,) = csv.DictReader(io.StringIO(written(export, ".csv").decode("utf-8-sig")))
    page = written(export, ".md").decode()
    assert row["quote"].startswith("'=HYPERLINK(1) <img")
    assert (row["readable"], row["transcript"], row["speaker"]) == ("'=x", "'@a", "'+1") or row["id"] == "t"
    assert "\n# " not in page
    assert "<img" not in page.replace("\\<", "")


def test_quotes_and_a_check_say_what_they_took_of_the_model(tmp_path: Path) -> None:
    chat = ScriptedChat('{"passages": [], "verdict": "not_found", "reason": "Nobody says it."}')
    behind = filled(tmp_path / "lib", INTERVIEWS, chat)
    app = found(behind)
    assert re.search(r"quotes from .* · gift cards to pay the rent · [\d,]+ tokens sent, [\d,]+ received", texts(app))
    app = gone_to(app, "check")
    app.text_area(key="check-text").set_value("Ana was paid in gift cards for the panel.")
    app.button(key="check").click().run()
    assert re.search(r"read by scripted · .* set aside · [\d,]+ tokens sent, [\d,]+ received", texts(app))
    assert not app.exception
