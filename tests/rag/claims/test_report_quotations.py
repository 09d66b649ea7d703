"""The quotations of a report are found in whatever marks they stand, and whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.claims.report_quotations import quotations_in
from rag.speech.quotation_marks import with_marks_in_place


def words_of(report: str) -> list[str]:
    return [quotation.words for quotation in quotations_in(report)]


@pytest.mark.parametrize(
    "quoted",
    [
        "❝it was early and I was cross❞", "″it was early and I was cross″", "＂it was early and I was cross＂",
        "『it was early and I was cross』", "‚it was early and I was cross‘", "<q>it was early and I was cross</q>",
        '<q cite="a">it was early and I was cross</q>', "&ldquo;it was early and I was cross&rdquo;",
        "&quot;it was early and I was cross&quot;", "&#8220;it was early and I was cross&#8221;",
        "&lsquo;it was early and I was cross&rsquo;", "<<it was early and I was cross>>",
        "``it was early and I was cross''", "''it was early and I was cross''", "〝it was early and I was cross〞",
        "„it was early and I was cross“", "»it was early and I was cross«", "”it was early and I was cross”",
    ],
)  # fmt: skip
def test_marks_of_any_kind_are_seen_and_the_place_is_that_of_the_report(quoted: str) -> None:
    report = f"Ana said {quoted} and “that was that”."
    first, second = quotations_in(report)
    assert (first.words, report[first.start : first.end]) == ("it was early and I was cross", quoted)
    assert (second.words, report[second.start : second.end]) == ("that was that", "“that was that”")


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("said ‘We went to the carers’ forum and it was dreadful’.", ["We went to the carers’ forum and it was dreadful"]),
        ("said 'We went to the carers' forum and it was dreadful'.", ["We went to the carers' forum and it was dreadful"]),
        ("said ‘We went to the carers’ forum and it was dreadful’ (Ana)", ["We went to the carers’ forum and it was dreadful"]),
        ("‘We went to the carers’ forum and back’ was all she said.", ["We went to the carers’ forum and back"]),
        ("‘We saw the carers’, the users’ and the nurses’ rooms.’ Then tea.", ["We saw the carers’, the users’ and the nurses’ rooms."]),
        ("‘They waited for hours’ and then the bus came.", ["They waited for hours"]),
        ("'They waited for hours' and 'they paid the others'.", ["They waited for hours", "they paid the others"]),
        ("‘They waited for hours’, she said, of the users’ rooms.", ["They waited for hours"]),
        ("‘talked down to by them’, she said, and ‘as if I were five’", ["talked down to by them", "as if I were five"]),
    ],
)  # fmt: skip
def test_a_plurals_possessive_does_not_end_a_quotation_in_single_marks(report: str, words: list[str]) -> None:
    assert words_of(report) == words


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ('The hole was 6" deep. Bo said "it was late" and "it was cold".', ["it was late", "it was cold"]),
        ('Bo said "the hole was 6" deep" and "it was cold".', ['the hole was 6" deep', "it was cold"]),
        ('Bo said "they gave us 6" and "it was cold".', ["they gave us 6", "it was cold"]),
        ('A board of 5" by 6". “It was late.”', ["It was late."]),
        ('A 6″ hole, “it was late”, and a 7″ one.', ["it was late"]),
    ],
)  # fmt: skip
def test_inches_open_and_close_no_quotation(report: str, words: list[str]) -> None:
    assert words_of(report) == words


def test_every_paragraph_of_a_long_quotation_is_one() -> None:
    report = (
        "Ana said “it was early.\n\n“I waited a year.\n\n“I was cross.”\n\nAn unclosed “ mark.\n\nNo mark at all here."
    )
    assert words_of(report) == ["it was early.", "I waited a year.", "I was cross."]
    first = quotations_in(report)[0]
    assert report[first.start : first.end] == "“it was early."
    assert words_of('Ana said "it was early.\n\n"I waited a year."') == ["it was early.", "I waited a year."]


def test_entities_and_tags_are_no_part_of_the_words() -> None:
    assert words_of("Ana said &ldquo;they didn&rsquo;t <br>pay us &amp; left&rdquo;.") == ["they didn’t pay us & left"]
    assert words_of("Ana said &lsquo;they didn&rsquo;t pay us in time&rsquo;.") == ["they didn’t pay us in time"]


@given(st.text(st.sampled_from("a5 \"'“”‚‘’<>q/&;ldquo\n″❝❞,`"), max_size=60))
def test_marks_in_place_move_nothing(text: str) -> None:
    plain = with_marks_in_place(text)
    assert len(plain) == len(text)
    assert [n for n, one in enumerate(plain) if one == "\n"] == [n for n, one in enumerate(text) if one == "\n"]
    for quotation in quotations_in(text):
        assert 0 <= quotation.start < quotation.end <= len(text)
