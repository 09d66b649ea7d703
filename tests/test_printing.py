"""What a person reads on the command line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commands.printing import print_answer
from exports.answers import answers_export
from exports.paragraph import footnoted_paragraph
from exports.pieces import Paragraph
from rag.answer import QUOTATION_REPAIRED, Answer, Coverage, Support
from rag.speech.pseudonyms import Pseudonyms
from rag.verification.verify import check
from tests.rag.talks import SOURCES


def test_a_statement_that_is_not_verified_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    doubtful = check("Beryl was given ninety pounds.", ["P1"], SOURCES)
    sound = check("Beryl paid for the taxi herself.", ["P1"], SOURCES)
    print_answer(
        Answer(
            question="What was paid?",
            standalone_question="What was paid?",
            mode="generated",
            found=True,
            statements=(doubtful, sound),
            coverage=Coverage(searched=("beryl",), with_evidence=("beryl",)),
        )
    )
    printed = capsys.readouterr().out
    assert "(not verified)\n  – The number ninety is not in the words it cites.\n" in printed
    assert printed.count("  – ") == 1


def test_a_quotation_that_was_put_right_is_called_repaired_as_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    sound = check("Beryl paid for the taxi herself.", ["P1"], SOURCES)
    repaired = replace(sound, support=Support.UNVERIFIED, problems=(QUOTATION_REPAIRED,))
    answer = Answer(
        question="What was paid?",
        standalone_question="What was paid?",
        mode="generated",
        found=True,
        statements=(repaired,),
        coverage=Coverage(searched=("beryl",), with_evidence=("beryl",)),
    )
    print_answer(answer)
    assert "(repaired)" in capsys.readouterr().out
    assert "(repaired)" in footnoted_paragraph(answer, Pseudonyms({}))
    exported = answers_export("What was paid?", [answer], Pseudonyms({}))
    assert any(isinstance(piece, Paragraph) and piece.text.endswith("(repaired)") for piece in exported.pieces)
