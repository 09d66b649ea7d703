"""Every statement is held against its passages before it is shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.answer import QuoteStatus, Statement, Support
from rag.speech.matching import quoted_in
from rag.verification.verify import check, is_withheld, read_line
from tests.rag.talks import BERYL, SOURCES, TRANSCRIPTS


def told(line: str) -> Statement:
    (each,) = read_line(line)
    return check(each.text, each.labels, SOURCES, quotes=each.quotes)


def status(line: str) -> QuoteStatus:
    return told(line).quotes[0].status


@pytest.mark.parametrize(
    "quoted",
    [
        "I paid for the taxi myself – both ways – and nobody asked me about it.",
        "I paid for the taxi myself - both ways - and nobody asked me about it",
        "i paid for the   taxi\nmyself—both ways—and nobody asked me about it,",
        "I didn’t think it was right",
        "they gave us twelve pounds, in an envelope",
        "I was quite cross with the lot of them.",
    ],
)
def test_harmless_differences_are_verbatim_and_the_sources_own_words_are_shown(quoted: str) -> None:
    statement = told(f"Beryl said “{quoted}” [P1]")
    assert statement.quotes[0].status is QuoteStatus.VERBATIM
    assert statement.support is Support.VERIFIED, statement.problems
    assert " ".join(statement.citations[0].quote.split()) in statement.text


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Beryl said “I was quite angry with the lot of them” [P1]", QuoteStatus.REPAIRED),
        ("Beryl said “I did think it was right” [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “it was right. I never went back to Harrogate” [P1]", QuoteStatus.REPAIRED),
        ("Beryl said “they gave us twenty pounds in an envelope” [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “I never went back to Leeds” [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “Would fifty pounds a day have been fair” [P1]", QuoteStatus.MISATTRIBUTED),
        ("Olwen said “I never went back to Harrogate” [P1]", QuoteStatus.MISATTRIBUTED),
        ("Ottoline said “I never went back to Harrogate” [P1]", QuoteStatus.MISATTRIBUTED),
        ("Beryl said “They listened to every word I said” [P1]", QuoteStatus.MISATTRIBUTED),
        ("Beryl said “I never went back to Harrogate. I paid for the taxi myself” [P1]", QuoteStatus.STITCHED),
        ("Beryl said “They listened to every word … I never went back” [P1][P2]", QuoteStatus.STITCHED),
        ("Beryl said “It broke my heart, the whole sorry business” [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “both ways” [P1]", QuoteStatus.TOO_SHORT),
        ('Beryl said "It broke my heart, the whole sorry business" [P1]', QuoteStatus.FABRICATED),
        ("Beryl said 'It broke my heart, the whole sorry business' [P1]", QuoteStatus.FABRICATED),
        ("Beryl said «It broke my heart, the whole sorry business» [P1]", QuoteStatus.FABRICATED),
        ("Beryl said `It broke my heart, the whole sorry business` [P1]", QuoteStatus.FABRICATED),
        ("Beryl said 『It broke my heart, the whole sorry business』 [P1]", QuoteStatus.FABRICATED),
        ("Beryl said ″It broke my heart, the whole sorry business″ [P1]", QuoteStatus.FABRICATED),
        ("Beryl said ❝It broke my heart, the whole sorry business❞ [P1]", QuoteStatus.FABRICATED),
        ("Beryl said ＂It broke my heart, the whole sorry business＂ [P1]", QuoteStatus.FABRICATED),
        ("Beryl said *It broke my heart, the whole sorry business* [P1]", QuoteStatus.FABRICATED),
        ("Beryl said __It broke my heart, the whole sorry business__ [P1]", QuoteStatus.FABRICATED),
        ("Beryl said ‚It broke my heart, the whole sorry business‘ [P1]", QuoteStatus.FABRICATED),
        ("Beryl said <<It broke my heart, the whole sorry business>> [P1]", QuoteStatus.FABRICATED),
        ("Beryl said ''It broke my heart, the whole sorry business'' [P1]", QuoteStatus.FABRICATED),
        ("Beryl said &ldquo;It broke my heart, the whole sorry business&rdquo; [P1]", QuoteStatus.FABRICATED),
        ("Beryl said <em>It broke my heart, the whole sorry business</em> [P1]", QuoteStatus.FABRICATED),
        ("Beryl said \\enquote{It broke my heart, the whole sorry business} [P1]", QuoteStatus.FABRICATED),
        ("> It broke my heart, the whole sorry business. [P1]", QuoteStatus.FABRICATED),
        ("Beryl: It broke my heart, the whole sorry business. [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “\u200bIt broke\u00ad my heart\u200b, the whole sorry business” [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “I n\u0435ver paid for the taxi myself” [P1]", QuoteStatus.FABRICATED),
        ("Beryl said “I never went [P1] back to the moon in Harrogate” [P1]", QuoteStatus.FABRICATED),
        ("The interviewer said “I never went back to Harrogate” [P1]", QuoteStatus.MISATTRIBUTED),
        ("ottoline said “I never went back to Harrogate” [P1]", QuoteStatus.MISATTRIBUTED),
        ("Ottoline spoke of it: “I never went back to Harrogate” [P1]", QuoteStatus.MISATTRIBUTED),
        ("Beryl said <q>It broke my heart, the whole sorry business</q> [P1]", QuoteStatus.FABRICATED),
    ],
)
def test_a_lie_has_its_name_and_is_never_verified(line: str, wanted: QuoteStatus) -> None:
    statement = told(line)
    assert statement.quotes[0].status is wanted
    assert statement.support is Support.UNVERIFIED
    assert statement.problems
    if not wanted.is_shown:
        assert "“" not in statement.text
        assert '"' not in statement.text


def test_a_quotation_cut_after_its_not_gets_it_back() -> None:
    statement = told("Beryl said “think it was right” [P1]")
    assert statement.quotes[0].status is QuoteStatus.REPAIRED
    assert "I didn't think it was right" in statement.text


def test_what_an_ellipsis_left_out_is_shown_again() -> None:
    statement = told("Beryl said “I paid for the taxi myself … nobody asked me” [P1]")
    assert "“I paid for the taxi myself – both ways – and nobody asked me”" in statement.text


def test_an_opening_mark_that_is_never_closed_is_taken_away() -> None:
    assert "“" not in told("Beryl said “It broke my heart [P1]").text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Beryl was given 20 pounds. [P1]", "number"),
        ("Beryl was given fifty pounds a day. [P1]", "number"),
        ("Beryl was given twelve euros. [P1]", "counted otherwise"),
        ("Beryl was sent to Doncaster. [P1]", "name"),
        ("Olwen paid for the taxi. [P1]", "does not speak"),
        ("Beryl said that she did think it was right. [P1]", "yes"),
        ("Olwen said they did not listen to every word she said. [P2]", "yes"),
        ("Did the group leaders listen to you? [P2]", "interviewer"),
        ("Nobody objected to the taxi. [P1]", "everybody"),
        ("Beryl was given half a pound. [P1]", "amount"),
        ("She n\u0435ver paid for the taxi herself. [P1]", "yes"),
        ("Beryl never mentioned money. [P1]", "no word"),
        ("Beryl paid for the taxi, see https://pay.example/taxi. [P1]", "address"),
        ("Beryl n'a jamais payé le taxi et elle était dans une enveloppe. [P1]", "French"),
        ("Olwen said that she paid for the taxi herself both ways. [P1][P2]", "does not say that"),
        ("Ottoline paid for the taxi herself, both ways. [P1]", "tells of Ottoline"),
        ("Beryl said that it was right. [P1]", "yes"),
        ("Beryl does think it wasn't right. [P1]", "yes"),
        ("Beryl paid for the taxi. [P9]", "no passage"),
        ("Beryl paid for the taxi.", "no passage"),
        ("Ihr wurde gar nichts erstattet. [P1]", "no word"),
    ],
)
def test_prose_that_its_passages_cannot_bear_is_marked_with_the_reason(line: str, reason: str) -> None:
    statement = told(line)
    assert statement.support is Support.UNVERIFIED
    assert reason in " ".join(statement.problems).lower() or reason in " ".join(statement.problems), statement.problems


@pytest.mark.parametrize(
    "line",
    [
        "Beryl paid for the taxi herself. [p1]",
        "According to [P1], Beryl paid for the taxi herself.",
        "Beryl doesn't think it was right. [P1-P2]",
        "Beryl paid for the taxi herself<br> [see](http://a.example). [P1]",
        "Beryl got £12 in an envelope. [P1]",
        "Olwen would do it again. [P2]",
    ],
)
def test_prose_that_its_passages_bear_is_verified(line: str) -> None:
    assert told(line).support is Support.VERIFIED, told(line).problems


def test_links_tags_and_scripts_of_a_model_are_not_shown() -> None:
    text = told("Beryl paid <b>for</b> the [taxi](http://a.example/x)<script>alert(1)</script> herself. [P1]").text
    assert " ".join(text.split()) == "Beryl paid for the taxi herself."


def test_some_participants_become_the_count_that_the_passages_bear() -> None:
    statement = told("Some participants paid for the taxi. [P1]")
    assert statement.text == "Speakers in 1 of the 2 passages read paid for the taxi."
    assert "9" not in told("Nine participants paid for the taxi. [P1]").text


def test_a_statement_that_is_only_an_invented_saying_is_withheld() -> None:
    assert is_withheld(told("Beryl said “It broke my heart, the whole sorry business” [P1]"))
    assert not is_withheld(told("Beryl said “I never went back to Harrogate” [P1]"))


@settings(deadline=None)
@example("00000:'\x1b", "P1")
@given(st.text(max_size=120), st.sampled_from(["P1", "P2", "P7", ""]))
def test_whatever_a_model_writes_only_words_of_the_sources_stand_in_quotation_marks(text: str, label: str) -> None:
    statement = check(f'Beryl said “{text}” and "{text}"', [label], SOURCES)
    for citation in statement.citations:
        transcript = TRANSCRIPTS[citation.span.transcript_id]
        assert citation.quote == transcript.text[citation.span.start : citation.span.end]
    quotes = {" ".join(citation.quote.split()) for citation in statement.citations}
    assert {quoted.words for quoted in quoted_in(statement.text) if len(quoted.words) >= 12} <= quotes


@given(st.data())
def test_words_cut_from_a_turn_are_verbatim_wherever_they_are_cut(data: st.DataObject) -> None:
    turn = BERYL.turns[3]
    words = BERYL.text[turn.start : turn.end].split()
    first = data.draw(st.integers(0, len(words) - 6))
    cut = " ".join(words[first : data.draw(st.integers(first + 5, len(words)))])
    assert status(f"Beryl said “{cut}” [P1]").is_shown
