"""An answer as a paragraph to paste."""

from __future__ import annotations

from datetime import timedelta

from corpus.transcript import Role, Span
from exports.paragraph import footnoted_paragraph
from rag.answer import Answer, Citation, Coverage, Statement, Support
from rag.speech.pseudonyms import Pseudonyms


def cited(start: int, speaker: str | None = "Beryl", time: timedelta | None = None) -> Citation:
    span = Span(transcript_id="beryl-hope", start=start, end=start + 9)
    return Citation(
        span=span, quote="It landed", title="Beryl Hope", speaker=speaker, role=Role.PARTICIPANT, time_start=time
    )


def test_statements_carry_numbers_and_every_source_stands_once_below() -> None:
    late, early = cited(40, time=timedelta(minutes=4, seconds=12)), cited(0, speaker=None)
    answer = Answer(
        question="When?",
        standalone_question="When?",
        mode="generated",
        found=True,
        statements=(
            Statement(text="It came\nlate.", support=Support.VERIFIED, citations=(late,)),
            Statement(text="Both say so.", support=Support.VERIFIED, citations=(early, late)),
            Statement(text="Nobody minded.", support=Support.UNVERIFIED, citations=()),
        ),
        coverage=Coverage(searched=("beryl-hope",), with_evidence=("beryl-hope",)),
    )
    paragraph, sources = footnoted_paragraph(answer, Pseudonyms({})).split("\n\n")
    assert paragraph == "It came late. [1] Both say so. [2][1] Nobody minded. (not verified)"
    first, second = sources.split("\n")
    assert first == "[1] Beryl, Beryl Hope, 4:12, beryl-hope, characters 40–49."
    assert second.startswith("[2] ")
    assert second.endswith("Beryl Hope, beryl-hope, characters 0–9.")
