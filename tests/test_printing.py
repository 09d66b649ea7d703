"""What a person reads on the command line."""

from __future__ import annotations

import pytest

from commands.printing import print_answer
from rag.answer import Answer, Coverage
from rag.verify import check
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
