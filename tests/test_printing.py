"""What a person reads on the command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.conversations import conversations
from commands.counting import count_rows
from commands.printing import print_answer
from commands.printing_jobs import print_report
from exports.answers import answers_export
from exports.paragraph import footnoted_paragraph
from exports.pieces import Paragraph
from rag.answer import QUOTATION_REPAIRED, Answer, Coverage, Support, cite
from rag.answering.conversations import begin_conversation
from rag.claims.claim import CheckedReport
from rag.claims.quotation_lookup import look_up_all
from rag.everybody.counting import ThemeCount, Voice
from rag.speech.pseudonyms import Pseudonyms
from rag.speech.spoken_words import SpokenWords
from rag.verification.verify import check
from tests.corpus.interviews import library_at
from tests.fakes import WordHashEmbedder
from tests.rag.talks import BERYL, SOURCES


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


def test_kept_conversations_are_listed_under_pseudonyms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library_at(tmp_path / "library", WordHashEmbedder())
    begin_conversation(tmp_path / "library", "What did Amara say of pay?", datetime(2026, 7, 28, tzinfo=UTC))
    (tmp_path / "library" / "pseudonyms.csv").write_text("Amara,Grace\n", encoding="utf-8")
    conversations(library=tmp_path / "library")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("  What did Grace say of pay?")


def test_a_table_of_a_count_says_who_speaks_and_gives_no_number() -> None:
    turn = BERYL.turns[1]
    voices = (
        Voice(participant="Beryl", called="Beryl", quotes=(cite(BERYL, turn.start, turn.end),) * 5, asked=True),
        Voice(participant="Olwen", called="Olwen", quotes=(), asked=True),
        Voice(participant="Ines", called="Ines", quotes=(), asked=False),
    )
    assert count_rows([ThemeCount(theme="pay", voices=voices)]) == [
        ["Beryl", "speaks to it"],
        ["Olwen", "asked, silent"],
        ["Ines", "not asked"],
    ]


def test_an_interviewers_words_given_to_nobody_are_said_to_be_theirs(capsys: pytest.CaptureFixture[str]) -> None:
    looked_up = look_up_all(
        "Some wondered: “Would fifty pounds a day have been fair, do you think?”", SpokenWords([BERYL])
    )
    print_report(CheckedReport(text="", claims=(), set_aside=(), quotations=tuple(looked_up), searched=("beryl",)))
    printed = capsys.readouterr().out
    assert "Quotation verbatim, but the interviewer's words: “Would fifty" in printed
    assert "None" not in printed
