"""A report's quotations: what is word for word is called so, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Transcript
from rag.claims.quotation_lookup import LookedUp, QuotationStatus, look_up, look_up_all
from rag.claims.report_quotations import ReportQuotation, quotations_in
from rag.speech.spoken_words import SpokenWords
from rag.speech.words import words_in
from tests.rag.talks import BERYL, OLWEN, talk

IVY = talk(
    "ivy",
    "Ivy Lomax",
    ("Interviewer", "What did the others make of it?"),
    ("Ivy", "They never asked the dinner ladies. Not once in"),
    ("Interviewer", "Yeah."),
    ("Ivy", "eleven years, and I kept every letter in a biscuit tin."),
)
SPOKEN = SpokenWords([BERYL, OLWEN, IVY])


def status_of(words: str) -> QuotationStatus:
    return looked_up(words).status


def looked_up(words: str, spoken: SpokenWords = SPOKEN) -> LookedUp:
    return look_up(ReportQuotation(words=words, start=0, end=len(words)), spoken)


@pytest.mark.parametrize(
    "words",
    [
        "I never went back to Harrogate",
        "i never  went back\nto Harrogate,",
        "they gave us twelve pounds in an envelope",
        "Well, um, they gave us twelve pounds, you know, in an envelope.",
        "I paid for the taxi myself - both ways - and nobody asked me about it",
        "[T]hey gave us twelve pounds […] in an envelope",
        "they [the group] gave us twelve pounds",
        "I paid for the taxi myself … and nobody asked me",
        "… nobody asked me about it",
        "They listened to every word I said.",
        "Not once in eleven years",
    ],
)
def test_harmless_differences_leave_a_quotation_verbatim(words: str) -> None:
    assert status_of(words) is QuotationStatus.VERBATIM


@pytest.mark.parametrize(
    ("words", "op", "source"),
    [
        ("they gave us ninety pounds, you know, in an envelope", "replaced", "twelve"),
        ("I did think it was right", "replaced", "didn't"),
        ("think it was right", "left_out", "didn't"),
        ("I never once went back to Harrogate", "added", ""),
        ("I paid for the taxi myself and nobody asked me about it", "left_out", "both ways"),
        ("I was quite cross with the lot of them?", "punctuation", ""),
        ("They [had not] listened to every word I said", "added", ""),
        ("um, I never, um, went back to Harrogate", "added", ""),
    ],
)
def test_any_other_difference_is_told_word_by_word(words: str, op: str, source: str) -> None:
    found = looked_up(words)
    assert found.status is QuotationStatus.ALTERED
    assert (op, source) in [(change.op, change.source) for change in found.changes]


@pytest.mark.parametrize(
    ("said", "quoted", "source"),
    [
        ("They only pay the people you know in the office.", "They only pay the people in the office.", "you know"),
        ("It is who you know that gets you paid.", "It is who that gets you paid.", "you know"),
        ("That is the woman I mean, who was late.", "That is the woman, who was late.", "I mean"),
        ("He asked for the ER record and I gave it.", "He asked for the record and I gave it.", "ER"),
        ("They paid twelve, I mean, twenty pounds.", "They paid twelve, twenty pounds.", "I mean"),
        ("उस दिन मुझे पैसे मिले थे", "उस दान मुझे पैसे मिले थे", "दिन"),
        ("It cost ¥50 more than we had.", "It cost ₹50 more than we had", "¥50"),
        ("It cost ¥50 more than we had.", "It cost 50 more than we had", "¥50"),
        ("It went to -5 degrees that day.", "It went to 5 degrees that day", "-5"),
        ("We got 10/12 of the money back.", "We got 10-12 of the money back", "10/12"),
    ],
)
def test_what_only_looks_like_a_filler_or_the_same_number_is_told(said: str, quoted: str, source: str) -> None:
    found = looked_up(quoted, SpokenWords([talk("ana", "Ana Diaz", ("Interviewer", "What then?"), ("Ana", said))]))
    assert found.status is QuotationStatus.ALTERED
    assert source in [change.source for change in found.changes]


@pytest.mark.parametrize(
    "quoted", ["It was hard and I left", "it was, um, hard, you know, and I left", "It was hard, you know, and I left"]
)
def test_fillers_may_be_left_out_or_kept(quoted: str) -> None:
    said = "Well, um, it was, um, hard, you know, and er I left."
    spoken = SpokenWords([talk("ana", "Ana Diaz", ("Interviewer", "What then?"), ("Ana", said))])
    assert looked_up(quoted, spoken).status is QuotationStatus.VERBATIM


def test_the_place_of_a_quotation_ends_behind_the_vowels_of_its_last_letter() -> None:
    said = "उस दिन मुझे पैसे मिले थे"
    found = looked_up("मुझे पैसे मिले थे", SpokenWords([talk("ana", "Ana Diaz", ("Ana", said))]))
    assert found.place is not None
    assert found.place.quote == "मुझे पैसे मिले थे"


def test_what_nobody_said_is_not_found() -> None:
    found = looked_up("It broke my heart, the whole sorry business of the chairs")
    assert (found.status, found.place, found.changes) == (QuotationStatus.NOT_FOUND, None, ())


def test_words_of_two_people_put_together_are_no_saying() -> None:
    found = looked_up("nobody asked me about it … They listened to every word I said")
    assert found.status is QuotationStatus.ALTERED
    assert {change.op for change in found.changes} == {"joined"}


def test_an_omission_may_not_reach_into_another_answer() -> None:
    assert status_of("I never went back to Harrogate … I paid for the taxi myself") is QuotationStatus.ALTERED


def test_an_omission_may_not_swallow_a_not() -> None:
    assert status_of("I … think it was right") is QuotationStatus.ALTERED


def test_the_interviewers_words_are_said_to_be_theirs() -> None:
    found = looked_up("Did the group leaders listen to you?")
    assert found.status is QuotationStatus.VERBATIM
    assert found.notes == ("These are the interviewer's words.",)


def test_another_speakers_name_beside_it_is_noted() -> None:
    first, second, third = look_up_all(
        "Olwen said “I never went back to Harrogate”. Beryl put it so: “I never went back to Harrogate”.\n\n"
        "> They listened to every word I said.\n> — Beryl, carer\n",
        SPOKEN,
    )
    assert [one.misattributed for one in (first, second, third)] == [True, False, True]
    assert [one.named for one in (first, second, third)] == ["Olwen", "Beryl", "Beryl"]


def test_all_kinds_of_quotation_marks_and_block_quotes_are_found_and_terms_are_not() -> None:
    report = (
        'She felt “talked down to”, ‘as if I were a child of five’, and said "never again, thank you".\n'
        "The “voucher” is no “it's” matter.\n\n> One line\n> and another\n\nAn unclosed \" mark.\n\nAnd “the last one”."
    )
    assert [quotation.words for quotation in quotations_in(report)] == [
        "talked down to", "as if I were a child of five", "never again, thank you", "One line\nand another", "the last one",
    ]  # fmt: skip


def test_a_library_without_words_finds_nothing() -> None:
    empty = SpokenWords([Transcript(id="x", title="x", source="", text="", turns=())])
    assert looked_up("I never went back", empty).status is QuotationStatus.NOT_FOUND


def spans_of(transcript: Transcript) -> list[tuple[int, int]]:
    return [(turn.start, turn.end) for turn in transcript.turns if turn.end - turn.start > 12]


@given(st.data())
def test_any_words_of_one_turn_are_verbatim_or_cut_from_a_not(data: st.DataObject) -> None:
    transcript = data.draw(st.sampled_from([BERYL, OLWEN, IVY]))
    start, end = data.draw(st.sampled_from(spans_of(transcript)))
    words = words_in(transcript.text, start, end)
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    found = looked_up(transcript.text[words[first].start : words[last].end])
    assert found.status is QuotationStatus.VERBATIM or found.changes[0].op == "left_out"


@given(st.data())
def test_a_word_put_in_the_place_of_another_is_never_verbatim(data: st.DataObject) -> None:
    transcript = data.draw(st.sampled_from([BERYL, OLWEN]))
    start, end = data.draw(st.sampled_from(spans_of(transcript)))
    words = words_in(transcript.text, start, end)
    at = data.draw(st.integers(0, len(words) - 1))
    told = transcript.text[start : words[at].start] + "zeppelin" + transcript.text[words[at].end : end]
    assert status_of(told) is not QuotationStatus.VERBATIM
