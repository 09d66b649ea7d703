"""A Word report read so that its headings, points, block quotes and cells can be told."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.errors import ReadError
from ingest.readers import RawFile
from ingest.reports import report_text
from rag.claims.claim import Aside
from rag.claims.report_claims import split_report
from rag.claims.report_quotations import quotations_in


def _file(document: object) -> RawFile:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return RawFile(name="report.docx", raw=out.getvalue())


@pytest.fixture
def report() -> str:
    document = docx.Document()
    document.add_heading("Paying people on time.", level=2)
    document.add_paragraph("Most participants were paid late", style="List Bullet")
    document.add_paragraph("Nobody feared for their benefits", style="List Number")
    document.add_paragraph("I waited eleven weeks. Nobody rang me.", style="Intense Quote")
    document.add_paragraph("— Ann, carer")
    document.add_paragraph("The bus was cheap. Is that so?", style="Quote")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Who", "What", "Ann", "The parking money came late."], strict=True):
        cell.text = text
    return report_text(_file(document))


def test_word_says_what_is_a_heading_and_what_a_point(report: str) -> None:
    claims, aside = split_report(report)
    assert [claim.text for claim in claims] == [
        "Most participants were paid late",
        "Nobody feared for their benefits",
        "The parking money came late.",
    ]
    assert ("## Paying people on time.", Aside.HEADING) in [(one.text, one.reason) for one in aside]


def test_block_quotes_are_quotations_and_the_line_after_one_is_its_signature(report: str) -> None:
    quoted = quotations_in(report)
    assert [" ".join(one.words.split()) for one in quoted] == [
        "I waited eleven weeks. Nobody rang me.",
        "The bus was cheap. Is that so?",
    ]
    assert "> — Ann, carer" in report


def test_cells_stand_by_themselves(report: str) -> None:
    assert "\n\nAnn\n\nThe parking money came late." in report


def test_a_word_file_without_text_is_refused() -> None:
    with pytest.raises(ReadError, match="no text"):
        report_text(_file(docx.Document()))


def test_any_other_file_is_read_as_it_is() -> None:
    assert report_text(RawFile(name="r.md", raw=b"# Pay\n\n- It was late.\n")) == "# Pay\n\n- It was late.\n"
