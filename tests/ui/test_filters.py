"""The filter bar: interviews sorted by what was written down about them, and the scope that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.page import filled, gone_to, opened, texts
from ui.services import Services

SAID = "Interviewer: How were you paid?\n{name}: You cannot pay the rent with gift cards, {name} told them so.\n"
ABOUT = {
    "Ana": ("Leeds", "carers", "2024-05-01"),
    "Ben": ("Leeds", "patients", "2024-11-20"),
    "Cem": ("York", "carers", "2025-02-03"),
    "Dot": ("York", "patients", ""),
}


def library(tmp_path: Path) -> Services:
    lines = [f"{name}.txt,{site},{group},{day}" for name, (site, group, day) in ABOUT.items()]
    files = {f"{name}.txt": SAID.format(name=name) for name in ABOUT}
    return filled(tmp_path / "lib", {**files, "transcripts.csv": "\n".join(["file,site,group,date", *lines])})


def asked(app: AppTest) -> list[str]:
    """The interviews that are left to ask, each of them to be chosen alone."""
    assert not app.exception
    return list(app.multiselect(key="scope-interviews").options)


def test_interviews_are_narrowed_by_what_was_written_down_about_them(tmp_path: Path) -> None:
    app = opened(library(tmp_path))
    app.multiselect(key="scope-value-site").set_value(["Leeds"]).run()
    assert not app.exception
    assert "Asking **Ana, Ben**" in texts(app)
    app.multiselect(key="scope-value-group").set_value(["carers"]).run()
    assert asked(app) == ["Ana"]
    app.chat_input(key="question").set_value("gift cards to pay the rent").run()
    assert "Ana told them so" in texts(app)
    assert "1 of 1 interview" in texts(app)


@pytest.mark.parametrize("column", ["role", "roles"])
def test_people_of_one_kind_are_asked_where_the_metadata_says_what_they_are(tmp_path: Path, column: str) -> None:
    said = {"Ana": "carer", "Ben": "finance staff", "Cem": "carer", "Dot": "researcher"}
    table = "\n".join([f"file,speaker,{column}", *(f"{name}.txt,{name},{kind}" for name, kind in said.items())])
    files = {f"{name}.txt": SAID.format(name=name) for name in said}
    app = opened(filled(tmp_path / "lib", {**files, "transcripts.csv": table}))
    box = app.multiselect(key=f"scope-value-{column}")
    assert (box.label, box.options) == (column.capitalize(), ["carer", "finance staff", "researcher"])
    box.set_value(["carer"]).run()
    assert asked(app) == ["Ana", "Cem"]
    assert "Asking **Ana, Cem**" in texts(app)


def test_an_interview_with_people_of_two_kinds_is_found_by_either(tmp_path: Path) -> None:
    two = "Interviewer: And?\nAna: Late again.\nBen: The forms came late, and nobody answered the telephone.\n"
    table = (
        "file,speaker,role\ntwo.txt,Interviewer,interviewer\ntwo.txt,Ana,carer\ntwo.txt,Ben,nurse\nCem.txt,Cem,nurse\n"
    )
    others = {f"{name}.txt": SAID.format(name=name) for name in ("Cem", "Dot")}
    behind = filled(tmp_path / "lib", {"two.txt": two, **others, "transcripts.csv": table})
    app = opened(behind)
    for kind, found in (("carer", ["two"]), ("nurse", ["Cem", "two"])):
        app.multiselect(key="scope-value-role").set_value([kind]).run()
        assert asked(app) == found
    library = behind.library()
    assert library.resolve(where={"role": "Carer"}).transcripts == (library.record("two").id,)


def test_days_narrow_too_and_an_undated_interview_goes_only_then(tmp_path: Path) -> None:
    app = opened(library(tmp_path))
    assert asked(app) == ["Ana", "Ben", "Cem", "Dot"]
    app.select_slider(key="scope-date-date").set_range("2024-11-20", "2025-02-03").run()
    assert asked(app) == ["Ben", "Cem"]


def test_a_filter_never_comes_out_empty(tmp_path: Path) -> None:
    """What an earlier filter leaves is all that a later one offers."""
    app = opened(library(tmp_path))
    app.select_slider(key="scope-date-date").set_range("2024-05-01", "2024-11-20").run()
    assert app.multiselect(key="scope-value-site").options == ["Leeds"]
    app.multiselect(key="scope-value-site").set_value(["Leeds"]).run()
    assert app.multiselect(key="scope-interviews").options == ["Ana", "Ben"]
    app.multiselect(key="scope-interviews").set_value(["Ana"]).run()
    app.select_slider(key="scope-date-date").set_range("2024-11-20", "2025-02-03").run()
    assert asked(app) == ["Ben"]
    assert "Asking **Ben**" in texts(app)


def test_what_a_filter_left_out_is_said_where_nothing_is_found_and_asked_by_a_click(tmp_path: Path) -> None:
    files = {"ana.txt": SAID.format(name="Ana"), "ben.txt": "Interviewer: And?\nBen: The bus was late on Tuesdays.\n"}
    app = opened(filled(tmp_path / "lib", files))
    app.multiselect(key="scope-interviews").select("ben").run()
    app.chat_input(key="question").set_value("gift cards to pay the rent").run()
    assert not app.exception
    assert "Because of the filter, only 1 interview was looked at" in texts(app)
    app.button(key="widen-0").click().run()
    assert not app.exception
    assert "Ana told them so" in texts(app)
    assert "Asking **all 2 interviews**" in texts(app)
    assert not [button for button in app.button if button.key == "clear-filter"]


def test_a_filter_is_taken_back_by_one_click(tmp_path: Path) -> None:
    app = opened(library(tmp_path))
    app.multiselect(key="scope-value-site").set_value(["York"]).run()
    app.select_slider(key="scope-date-date").set_range("2024-11-20", "2025-02-03").run()
    assert "Asking **Cem**" in texts(app)
    app.button(key="clear-filter").click().run()
    assert "Asking **all 4 interviews**" in texts(app)
    assert app.multiselect(key="scope-value-site-1").value == []
    app.multiselect(key="scope-value-site-1").set_value(["Leeds"]).run()
    assert "Asking **Ana, Ben**" in texts(app)


def test_an_interviewer_is_no_speaker_to_ask_whose_words_are_never_evidence(tmp_path: Path) -> None:
    assert opened(library(tmp_path)).multiselect(key="scope-speakers").options == ["Ana", "Ben", "Cem", "Dot"]


def test_a_filter_goes_along_to_other_pages_and_comes_off_again(tmp_path: Path) -> None:
    app = opened(library(tmp_path))
    app.multiselect(key="scope-value-site").set_value(["York"]).run()
    app = gone_to(app, "quotes")
    assert not app.exception
    assert "Asking **Cem, Dot**" in texts(app)
    app = gone_to(app, "")
    assert "Asking **Cem, Dot**" in texts(app)
    app.multiselect(key="scope-value-site").set_value([]).run()
    assert "Asking **all 4 interviews**" in texts(app)
