"""Reading with the model on the whole-corpus page: what it takes comes first, a pause keeps what was read, nothing is asked twice."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from threading import Event

from streamlit.testing.v1 import AppTest

from corpus.store import Scope
from exports.tables import table_csv
from exports.theme_tables import read_table
from rag.speech.pseudonyms import Pseudonyms
from tests.browser.interviews import INTERVIEWS
from tests.rag.reading import ScriptedReader, labelling, summary
from tests.ui.page import filled, gone_to, opened, texts
from tests.ui.test_states import shown_words
from ui.services import Services

THEME = "Gift cards are no pay"
ANA, BEN = "You cannot pay the rent with gift cards", "I gave mine to the food bank and nobody minded"
SAYS = labelling(("Ana Petrova", "says", ANA), ("Ben", "contrary", BEN), asked=["Were you paid?"])


def weighed(behind: Services, themes: str = THEME) -> AppTest:
    app = gone_to(opened(behind), "corpus")
    app.radio(key="how").set_value("Read every interview with the model").run()
    app.text_area(key="themes").set_value(themes)
    return app.button(key="weigh").click().run()


def test_without_a_model_there_is_no_choice(tmp_path: Path) -> None:
    app = gone_to(opened(filled(tmp_path / "lib", INTERVIEWS)), "corpus")
    assert [one.key for one in app.radio if one.key == "how"] == []
    assert app.button(key="count")


def test_what_it_takes_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    model = ScriptedReader(SAYS)
    app = weighed(filled(tmp_path / "lib", INTERVIEWS, model))
    assert not app.exception
    assert "4 requests for 1 theme in 3 interviews, 1 of them to sum up what was found" in texts(app)
    assert "model.example" in texts(app)
    assert model.sent == []


def test_each_action_asks_once_and_the_table_says_in_words_who_says_what(tmp_path: Path) -> None:
    model = ScriptedReader(SAYS)
    behind = filled(tmp_path / "lib", INTERVIEWS, model)
    app = weighed(behind)
    app.button(key="read-on").click().run()
    assert not app.exception
    assert len(model.sent) == 3
    table = next(part.value for part in app.markdown if part.value.startswith("| Participant"))
    rows = {line.split(" | ")[0].strip("| "): line for line in table.splitlines()[2:]}
    assert "says it" in rows["Ana Petrova"]
    assert "says the contrary" in rows["Ben"]
    assert "not asked" in rows["Carys"]
    assert "**Says it: 1 of 3**" in [part.value for part in app.markdown]
    chip = next(str(button.key) for button in app.button if str(button.key).startswith("cite-voice-contrary"))
    app.button(key=chip).click().run()
    assert not app.exception
    assert shown_words(app) == BEN
    assert "**Summary**" in [part.value for part in app.markdown]
    app.button(key="cite-summary-0-0").click().run()
    assert shown_words(app) == ANA
    assert (len(model.sent), len(model.summed_up)) == (3, 1)  # a click reads nothing again
    again = weighed(behind)
    assert "Nothing is left to ask" in texts(again)
    again.button(key="read-on").click().run()
    assert (len(model.sent), len(model.summed_up)) == (3, 1)


def test_a_summary_that_cannot_be_had_is_said_and_the_words_stay(tmp_path: Path) -> None:
    app = weighed(filled(tmp_path / "lib", INTERVIEWS, ScriptedReader(SAYS, lambda words: "")))
    app.button(key="read-on").click().run()
    assert not app.exception
    assert "wrote no summary that can be shown" in texts(app)
    assert "**Summary**" not in [part.value for part in app.markdown]
    assert "**Says it: 1 of 3**" in [part.value for part in app.markdown]


def test_a_statement_of_the_summary_that_does_not_hold_is_marked(tmp_path: Path) -> None:
    lie = summary(("Ana Petrova got nine hundred pounds.", ["P1"], []))
    app = weighed(filled(tmp_path / "lib", INTERVIEWS, ScriptedReader(SAYS, lambda words: lie)))
    app.button(key="read-on").click().run()
    assert "Not verified: 1 of 1 statements of the summary." in texts(app)


def test_a_pause_keeps_what_was_read_and_going_on_asks_for_the_rest(tmp_path: Path) -> None:
    going, goes = Event(), Event()

    def says(theme: str, stretch: str) -> str:
        if "food bank" in stretch:  # the second interview
            going.set()
            goes.wait(20)
        return SAYS(theme, stretch)

    model = ScriptedReader(says)
    behind = filled(tmp_path / "lib", INTERVIEWS, model, TESTIMONY_AT_ONCE="1")
    app = weighed(behind)
    state = app.session_state["testimony"]
    from ui.pages.corpus import _read_on

    _read_on(behind, state)  # what the button calls; the page itself would wait for the end
    work = state.reading
    assert going.wait(20)
    _read_on(behind, state)
    assert state.reading is work  # a second click begins nothing
    work.stop()
    goes.set()
    until = time.monotonic() + 20
    while not work.finished and time.monotonic() < until:
        time.sleep(0.02)
    app.run()
    assert "Paused. What was read is kept." in texts(app)
    asked = len(model.sent)
    assert asked == 2
    app.button(key="read-on").click().run()
    assert not app.exception
    assert state.reading.result is not None
    assert len(model.sent) <= asked + 2
    assert "says the contrary" in texts(app)


def test_where_an_interview_was_not_read_nobody_is_counted(tmp_path: Path) -> None:
    broken = ScriptedReader(lambda theme, stretch: "no" if "food bank" in stretch else SAYS(theme, stretch))
    app = weighed(filled(tmp_path / "lib", INTERVIEWS, broken))
    app.button(key="read-on").click().run()
    assert not app.exception
    said = texts(app)
    assert "not counted yet, 1 interview is not read" in said
    assert "could not be read" in said
    assert " of 3" not in said
    assert "… not read" in said
    assert app.button(key="read-on").label == "Read what is missing"


def test_what_was_read_is_put_away_when_an_interview_is_forgotten(tmp_path: Path) -> None:
    app = weighed(filled(tmp_path / "lib", INTERVIEWS, ScriptedReader(SAYS)))
    app.button(key="read-on").click().run()
    state = app.session_state["testimony"]
    state.forget_answers("ana")
    assert state.reading is None


def test_the_table_to_download_holds_the_summary_and_every_verified_quote(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS, ScriptedReader(SAYS))
    from ui.manner import Choice

    read = behind.reader(Choice()).read([THEME], Scope())
    rows = list(csv.DictReader(io.StringIO(table_csv(read_table(read, Pseudonyms({}))).decode("utf-8-sig"))))
    (summary,) = [statement for one in read for statement in (one.summary.statements if one.summary else ())]
    assert [(row["summary"], row["support"], row["words"]) for row in rows if row["summary"]] == [
        (summary.text, summary.support.value, summary.citations[0].quote)
    ]
    assert [(row["participant"], row["stance"], row["words"]) for row in rows if not row["summary"]] == [
        ("Ana Petrova", "says", ANA),
        ("Ben", "contrary", BEN),
        ("Carys", "", ""),
    ]
