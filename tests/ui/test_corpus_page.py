"""The whole-corpus page: every participant counted, the silent and the never-asked told apart."""

from __future__ import annotations

from pathlib import Path

from corpus.store import Scope
from tests.browser.interviews import INTERVIEWS
from tests.ui.page import filled, gone_to, opened, texts
from tests.ui.test_states import shown_words


def test_every_participant_stands_in_the_table_with_a_denominator(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = gone_to(opened(behind), "corpus")
    app.text_area(key="themes").set_value("gift cards to pay the rent\nthermonuclear plasma")
    app.button(key="count").click().run()
    assert not app.exception
    counted = {
        one.theme: one for one in behind.counter().count(["gift cards to pay the rent"], _all(), lambda *_: None)
    }
    one = counted["gift cards to pay the rent"]
    assert {voice.participant for voice in one.voices} == {"Ana Petrova", "Ben", "Carys"}
    assert len(one.speaking) + len(one.silent) + len(one.never_asked) == 3
    assert "Ana Petrova" in {voice.participant for voice in one.speaking}
    table = next(part.value for part in app.markdown if part.value.startswith("| Participant"))
    assert table.count("\n") == 4
    chips = [str(button.key) for button in app.button if str(button.key).startswith("cite-voice-")]
    app.button(key=chips[0]).click().run()
    assert not app.exception
    assert f"“{shown_words(app)}”" in texts(app)


def test_nobody_is_called_asked_whose_interviewer_never_named_it(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    (one,) = behind.counter().count(["bus fares"], _all(), lambda *_: None)
    asked = {voice.participant: voice.asked for voice in one.voices}
    assert asked["Ana Petrova"]
    assert not asked["Carys"]


def test_quotes_of_a_theme_are_words_of_the_transcript(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    (one,) = behind.counter().count(["gift cards"], _all(), lambda *_: None)
    for voice in one.voices:
        for quote in voice.quotes:
            transcript = behind.library().transcript(quote.span.transcript_id)
            assert transcript.quote(quote.span) == quote.quote


def _all() -> Scope:
    return Scope()


def test_what_comes_up_needs_no_input_and_a_theme_can_be_counted(tmp_path: Path) -> None:
    talks = {
        f"{name}.txt": f"Interviewer: And then?\n{name}: {words}\n"
        for name, words in {
            "Ana": "The bus fares were never paid back to me. The bus was late and I paid the bus fares myself.",
            "Ben": "I paid for the bus fares out of my money. The bus fares are dear and the bus is full.",
            "Carys": "Nobody told me about the bus fares. I kept the ticket of the bus for the bus fares.",
        }.items()
    }
    app = gone_to(opened(filled(tmp_path / "lib", talks)), "corpus")
    app.button(key="what-comes-up").click().run()
    assert not app.exception
    assert any("of 3 participants" in str(part.label) for part in app.expander)
    app.button(key="cite-came-up-0-0").click().run()
    assert f"“{shown_words(app)}”" in texts(app)
    app.button(key="count-came-up-0").click().run()
    assert not app.exception
    assert any(part.value.startswith("| Participant") for part in app.markdown)
