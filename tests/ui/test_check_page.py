"""The check page: a report in its own order, verdicts in words, quotations looked up, an annotated copy."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from streamlit.testing.v1 import AppTest

from exports.files import written
from exports.reports import report_export
from rag.answer import Citation
from rag.claims.claim import Bearing, CheckedClaim, CheckedReport, Claim, ClaimEvidence, Verdict
from rag.speech.pseudonyms import Pseudonyms
from tests.browser.interviews import HOSTILE, INTERVIEWS
from tests.ui.page import filled, gone_to, opened, texts
from tests.ui.test_states import shown_words
from ui.services import Services
from ui.verdicts import VERDICTS

REPORT = """# Findings

Ana Petrova was paid in gift cards for the panel. She said: “You cannot pay the rent with gift cards”.
Ben told us “I gave mine to the animal shelter and nobody minded”.
We recommend that panels pay in money.
"""


def checked(behind: Services, text: str = REPORT) -> AppTest:
    app = gone_to(opened(behind), "check")
    app.text_area(key="check-text").set_value(text)
    return app.button(key="check").click().run()


def test_quotations_are_looked_up_and_claims_shown_what_bears_on_them(tmp_path: Path) -> None:
    app = checked(filled(tmp_path / "lib", INTERVIEWS))
    assert not app.exception
    said = texts(app)
    assert "Quotation: verbatim" in said
    assert "Quotation: altered" in said
    assert "Not checked: a recommendation" in said
    assert said.index("Ana Petrova was paid") < said.index("We recommend that panels")


def test_a_source_opens_at_its_words_and_checks_nothing_again(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = checked(behind)
    chips = [str(one.key) for one in app.button if str(one.key).startswith("cite-bears-")]
    assert chips
    shown = {one.value for one in app.text}
    app.button(key=chips[0]).click().run()
    assert not app.exception
    assert f"“{shown_words(app)}”" in shown
    app.button(key="check-another").click().run()
    assert app.text_area(key="check-text") is not None


def test_an_empty_text_is_answered_with_what_to_do(tmp_path: Path) -> None:
    app = checked(filled(tmp_path / "lib", INTERVIEWS), "  ")
    assert not app.exception
    assert "nothing to check yet" in texts(app)


def test_every_verdict_has_a_word_and_an_icon_of_its_own() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert len({look.word for look in VERDICTS.values()}) == len({look.icon for look in VERDICTS.values()}) == 5


def test_the_annotated_report_holds_verdict_and_source_and_nothing_that_acts() -> None:
    from corpus.transcript import Role, Span

    words = f"=1 {HOSTILE}"
    citation = Citation(
        span=Span(transcript_id="t", start=1, end=1 + len(words)),
        quote=words,
        title="T",
        speaker="Ana",
        role=Role.PARTICIPANT,
        time_start=None,
    )
    claim = CheckedClaim(
        claim=Claim(text="Ana was paid.", start=0, end=13),
        verdict=Verdict.PARTLY_SUPPORTED,
        reason="One says so.",
        evidence=(ClaimEvidence(citation=citation, participant="Ana", bearing=Bearing.FOR, score=0.5),),
    )
    report = CheckedReport(text="Ana was paid.", claims=(claim,), set_aside=(), quotations=(), searched=("t",))
    (row,) = csv.DictReader(io.StringIO(written(report_export(report, Pseudonyms({})), ".csv").decode("utf-8-sig")))
    assert (row["verdict"], row["bearing"], row["start"]) == ("Partly supported", "For", "1")
    assert row["words"].startswith("'=1")
    annotated = written(report_export(report, Pseudonyms({})), ".md").decode()
    assert "**Partly supported.** One says so." in annotated
    assert "<img" not in annotated.replace("\\<", "")
