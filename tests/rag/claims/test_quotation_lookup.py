"""A report's quotations: what is word for word is called so, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Transcript
from exports.wording import misattribution_of, quotation_word
from rag.claims.quotation_lookup import _READ, LookedUp, QuotationStatus, _chains, _read, look_up, look_up_all
from rag.claims.report_quotations import ReportQuotation, pieces_of, quotations_in
from rag.claims.terms import without_terms
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


def said(words: str, *more: tuple[str, str]) -> SpokenWords:
    return SpokenWords([talk("ana", "Ana Diaz", ("Interviewer", "What happened then?"), ("Ana", words), *more)])


TEN_POUNDS = "They gave us ten pounds a day."


@pytest.mark.parametrize(
    ("spoken", "words", "change"),
    [
        (TEN_POUNDS, "They gave us ten dollars[sic] a day", ("replaced", "dollars", "pounds")),
        (TEN_POUNDS, "They gave us [twenty] pounds a day", ("replaced", "[twenty]", "ten")),
        (TEN_POUNDS, "They gave us [some, um,] pounds a day", ("replaced", "[some, um,]", "ten")),
        (TEN_POUNDS, "[They never] gave us ten pounds a day", ("replaced", "[They never]", "They")),
        (TEN_POUNDS, "[never late] They gave us ten pounds a day", ("added", "[never late]", "")),
        (TEN_POUNDS, "They gave us ten pounds a day [twenty in all]", ("added", "[twenty in all]", "")),
        (TEN_POUNDS, "They gave us ten pounds … [and never] a day", ("added", "[and never]", "")),
        (TEN_POUNDS, "They gave us [all of twenty] ten pounds a day", ("added", "[all of twenty]", "")),
        (TEN_POUNDS, "They gave us ten pounds a year[ly basis]", ("replaced", "yearly basis", "day")),
        (TEN_POUNDS, "They gave them[selves] ten pounds a day", ("replaced", "themselves", "us")),
        (TEN_POUNDS, "[The trust] gave us ten pounds", ("replaced", "[The trust]", "They")),
        (TEN_POUNDS, "They gave us ten pounds a [week]", ("replaced", "[week]", "day")),
        ("They gave us ten pounds.", "They gave [the carers] ten pounds", ("replaced", "[the carers]", "us")),
        ("They gave us ten pounds.", "They gave us [] pounds", ("left_out", "", "ten")),
        ("I was happy with it.", "I was [un]happy with it", ("replaced", "unhappy", "happy")),
        ("I was happy with it.", "I was un[happy] with it", ("replaced", "unhappy", "happy")),
        ("I hated it all.", "I [loved] it all", ("replaced", "[loved]", "hated")),
    ],
)
def test_words_in_an_editors_brackets_do_not_hide_a_change(
    spoken: str, words: str, change: tuple[str, str, str]
) -> None:
    found = looked_up(words, said(spoken))
    assert found.status is QuotationStatus.ALTERED
    assert change in [(one.op, one.quoted, one.source) for one in found.changes]


@pytest.mark.parametrize(
    "words",
    [
        "[T]hey gave us ten pounds a day",
        "Th[e]y gave us ten[sic] pounds a day[!]",
        "They [the trust] gave us ten pounds a day [she laughs]",
        "[In spring] they gave us ten pounds",
        "They gave us [ten] pounds a day",
        "[They] gave us ten pounds a [day]",
        "They gave us ten pounds [laughs]",
        "They gave us [one of the carers] ten pounds a day",
        "They gave us […] pounds a day",
    ],
)
def test_what_an_editor_only_adds_is_harmless(words: str) -> None:
    assert looked_up(words, said(TEN_POUNDS)).status is QuotationStatus.VERBATIM


@pytest.mark.parametrize(
    ("spoken", "words", "change"),
    [
        ("I don't think that they paid me on time.", "they paid me on time", ("left_out", "", "don't")),
        ("Nobody said that they paid me.", "they paid me", ("left_out", "", "Nobody")),
        ("They paid me on time, not.", "they paid me on time", ("left_out", "", "not")),
        ("I was never ever paid on time.", "paid on time", ("left_out", "", "never")),
        ("They paid us fairly? No.", "They paid us fairly.", ("punctuation", "", "?")),
        ("They paid us fairly? No. I was cross.", "They paid us fairly … I was cross", ("punctuation", "", "?")),
        ("Was I paid for it?", "I paid for it", ("punctuation", "", "?")),
    ],
)
def test_half_of_a_denied_or_asked_sentence_is_altered(spoken: str, words: str, change: tuple[str, str, str]) -> None:
    found = looked_up(words, said(spoken))
    assert found.status is QuotationStatus.ALTERED
    assert [(one.op, one.quoted, one.source) for one in found.changes] == [change]


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("I never did. They paid me on time.", "They paid me on time"),
        ("No, they paid me well for it.", "they paid me well for it"),
        ("Well, no – they paid me well for it.", "they paid me well for it"),
        ("I was not at work when the post came and they paid me well for it.", "they paid me well for it"),
        ("They paid me well for it, and that was not the end.", "they paid me well for it"),
        ("They paid me well? They did.", "They paid me well?!"),
        ("And then they paid me, and well.", "[In spring] they paid me [at last]"),
        ("That was spring, they paid me.", "[In summer] they paid me"),
        ("They paid me well (?) in the end.", "They paid me well"),
    ],
)
def test_a_not_that_is_apart_or_far_away_turns_nothing_round(spoken: str, words: str) -> None:
    assert looked_up(words, said(spoken)).status is QuotationStatus.VERBATIM


@pytest.mark.parametrize("heard", ["Yeah.", "Mm-hm, right.", "Uh-huh.", "Of course, yeah.", "I see.", "Oh, no."])
def test_a_speech_goes_on_behind_a_listeners_word(heard: str) -> None:
    spoken = said("They paid me in the end.", ("Interviewer", heard), ("Ana", "It was a year too late."))
    assert looked_up("paid me in the end. It was a year too late", spoken).status is QuotationStatus.VERBATIM


@pytest.mark.parametrize("heard", ["Nothing at all.", "Half of them.", "I love that.", "Right?", "Food.", "Nobody."])
def test_a_speech_does_not_go_on_behind_what_another_says(heard: str) -> None:
    spoken = said("They paid me in the end.", ("Interviewer", heard), ("Ana", "It was a year too late."))
    found = looked_up("They paid me in the end. It was a year too late", spoken)
    assert found.status is QuotationStatus.ALTERED
    assert found.place is not None
    assert "Interviewer" not in found.place.quote


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


LONG = f"They paid me, {'and so it went, ' * 20}and on time."


def test_an_omission_may_be_long_and_what_brackets_stand_for_may_not() -> None:
    assert looked_up("They paid me … and on time", said(LONG)).status is QuotationStatus.VERBATIM
    assert looked_up("They paid me [] and on time", said(LONG)).status is QuotationStatus.ALTERED


def test_an_omission_longer_than_a_speech_goes_joins_two_sayings() -> None:
    told = f"They paid me, {'and so it went, ' * 60}and on time."
    assert looked_up("They paid me … and on time", said(told)).status is QuotationStatus.ALTERED


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("They paid me. I never asked. They were kind.", "They paid me. … They were kind."),
        ("They paid me, no, they did pay me on time.", "They paid me … they did pay me on time."),
        ("They paid me and it was not much of a sum for what we did.", "They paid me … for what we did."),
    ],
)
def test_a_not_in_a_sentence_left_out_whole_or_by_itself_may_be_left_out(spoken: str, words: str) -> None:
    assert looked_up(words, said(spoken)).status is QuotationStatus.VERBATIM


def test_a_participant_who_says_the_same_goes_before_the_interviewer() -> None:
    spoken = SpokenWords([talk("bo", "Bo", ("Interviewer", "You were paid late."), ("Bo", "Yes, you were paid late."))])
    found = looked_up("you were paid late", spoken)
    assert found.place is not None
    assert (found.place.speaker, found.notes) == ("Bo", ())


def test_of_several_places_one_without_changes_is_taken_and_the_named_speakers_first() -> None:
    spoken = said(
        "I never said they paid me late.", ("Bo", "Yes, they paid me late."), ("Cy", "And they paid me late.")
    )
    (found,) = look_up_all("Cy said “they paid me late”.", spoken)
    assert (found.status, found.place and found.place.speaker) == (QuotationStatus.VERBATIM, "Cy")
    (found,) = look_up_all("Ana said “they paid me late”.", spoken)
    assert (found.status, found.place and found.place.speaker, found.misattributed) == ("verbatim", "Bo", True)


def test_much_elided_words_are_held_against_few_places_one_for_each_end() -> None:
    pieces = pieces_of(" … ".join(["and then"] * 8))
    spoken = said(f"{'and then ' * 400}I left.")
    chains = _chains(pieces, spoken)
    assert len({chain[-1].last for chain in chains}) == len(chains)
    ((last_and, left),) = _chains(pieces_of("and … I left"), spoken)
    assert left.first - last_and.last == 2  # “and then I left”: the other ands leave out more
    assert len(_read(chains, pieces, spoken, None)) == 1
    denied = said(f"{'never and then ' * 400}I left.")
    assert len(_read(_chains(pieces[:1], denied), pieces[:1], denied, None)) == _READ


def test_a_long_quotation_with_one_word_changed_has_one_change() -> None:
    told = " ".join(f"word{n % 97} and then some thing{n % 31}" for n in range(300))
    found = looked_up(told.replace("word50 and", "zeppelin and", 1), said(told))
    assert [(change.quoted, change.source) for change in found.changes] == [("zeppelin", "word50")]


def test_the_interviewers_words_are_said_to_be_theirs() -> None:
    found = looked_up("Did the group leaders listen to you?")
    assert found.status is QuotationStatus.VERBATIM
    assert found.notes == ("These are the interviewer's words.",)


@pytest.mark.parametrize(
    ("report", "misattributed"),
    [
        ("Participants wondered “did the group leaders listen to you?”", True),
        ("One carer put it so: “Did the group leaders listen to you?”", True),
        ("Olwen asked “did the group leaders listen to you?”", True),
        ("We asked “did the group leaders listen to you?”", False),
        ("We asked Olwen, “did the group leaders listen to you?”", False),
        ("Olwen was asked “did the group leaders listen to you?”", False),
        ("Asked “did the group leaders listen to you?”, Olwen said yes.", False),
        ("The interviewer said “did the group leaders listen to you?”", False),
        ("“Did the group leaders listen to you?” (Interviewer)", False),
        ("“Did the group leaders listen to you?” was the first question.", False),
    ],
)
def test_the_interviewers_words_are_misattributed_unless_given_to_who_asks(report: str, misattributed: bool) -> None:
    (found,) = look_up_all(report, SPOKEN)
    assert (found.status, found.misattributed) == ("verbatim", misattributed)
    assert found.notes == ("These are the interviewer's words.",)
    if misattributed:
        named = "Olwen" if report.startswith("Olwen") else None
        assert quotation_word(found) == ("Misattributed" if named else "The interviewer's words")
        assert misattribution_of(found) == ([f"The report gives it to {named}, who did not say it."] if named else [])


def test_another_speakers_name_beside_it_is_noted() -> None:
    first, second, third = look_up_all(
        "Olwen said “I never went back to Harrogate”. Beryl put it so: “I never went back to Harrogate”.\n\n"
        "> They listened to every word I said.\n> — Beryl, carer\n",
        SPOKEN,
    )
    assert [one.misattributed for one in (first, second, third)] == [True, False, True]
    assert [one.named for one in (first, second, third)] == ["Olwen", "Beryl", "Beryl"]


@pytest.mark.parametrize(
    "report",
    [
        "“I never went back to Harrogate.” — Carol, carer",
        "“I never went back to Harrogate” (Carol)",
        "Carol said: “I never went back to Harrogate”.",
        "Carol: “I never went back to Harrogate”.",
        "Carol – “I never went back to Harrogate”.",
        "Unlike Olwen, Carol later said “I never went back to Harrogate”.",
        "Carol, whom Beryl knows, said “I never went back to Harrogate”.",
        "“I never went back to Harrogate,” said Carol.",
        "Beryl was there. “I never went back to Harrogate,” Carol said.",
        "> I never went back to Harrogate.\n> — Carol, carer\n",
    ],
)
def test_words_given_to_somebody_who_is_in_no_interview_are_misattributed(report: str) -> None:
    (found,) = look_up_all(report, SPOKEN)
    assert (found.named, found.misattributed) == ("Carol", True)
    assert found.notes == ("No speaker in the transcripts is called Carol.",)


def test_a_name_of_several_words_is_told_whole() -> None:
    (found,) = look_up_all("Carol Jones says “I never went back to Harrogate”.", SPOKEN)
    assert found.notes == ("No speaker in the transcripts is called Carol Jones.",)


@pytest.mark.parametrize(
    "report",
    [
        "The report said “I never went back to Harrogate”.",
        "One carer said: “I never went back to Harrogate”.",
        "Participants said “I never went back to Harrogate”.",
        "She said “I never went back to Harrogate”.",
        "Managers said “I never went back to Harrogate”.",
        "Leaders said “I never went back to Harrogate”.",
        "The Trust said “I never went back to Harrogate”.",
        "The NHS said “I never went back to Harrogate”.",
        "Example: “I never went back to Harrogate”.",
        "Taxi – “I never went back to Harrogate”.",
        "In Leeds, a carer said “I never went back to Harrogate”.",
        "“I never went back to Harrogate” (female carer, 40s)",
        "“I never went back to Harrogate” (Interview 7)",
        "“I never went back to Harrogate” (Smith, 2019)",
        "Carol was right. “I never went back to Harrogate.”",
    ],
)
def test_what_is_no_persons_name_is_not_taken_for_one(report: str) -> None:
    (found,) = look_up_all(report, SPOKEN)
    assert (found.named, found.misattributed, found.notes) == (None, False, ())


@pytest.mark.parametrize(
    ("report", "named"),
    [
        ("Beryl, whom Olwen knows, said “I never went back to Harrogate”.", "Beryl"),
        ("Olwen was out. “I never went back to Harrogate,” said Beryl.", "Beryl"),
        ("Beryl told Olwen: “I never went back to Harrogate”.", "Beryl"),
        ("Carol says that Beryl “never went back to Harrogate”.", "Beryl"),
    ],
)
def test_the_name_beside_the_saying_verb_is_preferred(report: str, named: str) -> None:
    (found,) = look_up_all(report, SPOKEN)
    assert (found.named, found.misattributed) == (named, False)


def test_the_next_sentence_gives_a_quotation_that_ended_its_own_to_nobody() -> None:
    taken, given = look_up_all(
        "Beryl was cross. As she put it, “I never went back to Harrogate.” Olwen told us “They listened to every word.”",
        SPOKEN,
    )
    assert [(one.named, one.misattributed) for one in (taken, given)] == [(None, False), ("Olwen", False)]
    (asked,) = look_up_all("“I never went back to Harrogate!” Olwen said. Beryl left.", SPOKEN)
    assert (asked.named, asked.misattributed) == ("Olwen", True)


@pytest.mark.parametrize(
    "names",
    [
        "Beryl and Olwen both waited:",
        "Beryl and Olwen said",
        "Olwen, Ivy and Beryl:",
        "Beryl was there when Olwen came:",
    ],
)
def test_where_several_may_be_meant_words_of_any_of_them_are_rightly_given(names: str) -> None:
    found = look_up_all(f"{names} “I never went back to Harrogate” and “They listened to every word I said”.", SPOKEN)
    assert [one.misattributed for one in found] == [False, False]


def test_words_of_none_of_several_who_may_be_meant_are_misattributed() -> None:
    (found,) = look_up_all("Ivy and Olwen said “I never went back to Harrogate”.", SPOKEN)
    assert (found.named, found.misattributed) == ("Ivy or Olwen", True)
    (found,) = look_up_all("“I never went back to Harrogate,” said Ivy and Beryl.", SPOKEN)
    assert (found.named, found.misattributed) == ("Ivy or Beryl", False)


@pytest.mark.parametrize("between", [" and ", ", ", ", and later said ", " but also that "])
def test_a_second_quotation_of_a_sentence_has_the_same_speaker(between: str) -> None:
    report = f"Beryl said “I was quite cross. I never went back to Harrogate”{between}“They listened to every word”."
    assert [(one.named, one.misattributed) for one in look_up_all(report, SPOKEN)][1] == ("Beryl", True)


@pytest.mark.parametrize(
    "between", [", and Olwen ", " and others felt ", " and it was a carer who said ", ". And then, "]
)
def test_a_second_quotation_that_somebody_else_may_have_said_has_not(between: str) -> None:
    report = f"Beryl said “I never went back to Harrogate”{between}“They listened to every word I said”."
    assert [one.misattributed for one in look_up_all(report, SPOKEN)] == [False, False]


def test_a_name_that_only_a_title_tells_is_known() -> None:
    (found,) = look_up_all("Stott said “it was late and I was cross”.", SpokenWords([titled("Speaker")]))
    assert (found.misattributed, found.notes) == (False, ())


def titled(speaker: str) -> Transcript:
    return talk("stott", "Stott, 4 May", (speaker, "It was late and I was cross."))


def test_words_of_nobody_who_is_labelled_are_not_misattributed() -> None:
    unlabelled = titled("Speaker")
    turns = tuple(replace(turn, speaker=None) for turn in unlabelled.turns)
    spoken = SpokenWords([OLWEN, replace(unlabelled, turns=turns)])
    (found,) = look_up_all("Olwen said “it was late and I was cross”.", spoken)
    assert (found.named, found.misattributed) == ("Olwen", False)


def test_all_kinds_of_quotation_marks_and_block_quotes_are_found_and_terms_are_not() -> None:
    report = (
        'She felt “talked down to”, ‘as if I were a child of five’, and said "never again, thank you".\n'
        "The “voucher” is no “it's” matter.\n\n> One line\n> and another\n\nAn unclosed \" mark.\n\nAnd “the last one”."
    )
    assert [quotation.words for quotation in quotations_in(report)] == [
        "talked down to", "as if I were a child of five", "never again, thank you", "One line\nand another", "the last one",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("report", "quotations"),
    [
        ("“Lived experience” refers to what people know from having been there.", 0),
        ("By “lived experience” we mean what people know.", 0),
        ("It was a so-called “quick win” of theirs.", 0),
        ("The scheme, known as “fair pay”, ran for a year.", 0),
        ("Carers had no “lived experience” of it.", 1),
        ("Beryl called it “fair pay”.", 1),
        ("Beryl called “fair pay” a joke.", 1),
        ("It is called: “fair pay”.", 1),
        ("Many said “fair pay” refers to wages.", 1),
        ("“Lived experience” said a carer, refers to what people know.", 1),
        ("It was a so-called “quick win of theirs”.", 1),
        ("It was a so-called “twelve pounds” scheme.", 1),
    ],
)
def test_a_term_that_is_defined_or_named_and_that_nobody_said_is_no_quotation(report: str, quotations: int) -> None:
    assert len(without_terms(look_up_all(report, SPOKEN))) == quotations


def test_a_library_without_words_finds_nothing() -> None:
    empty = SpokenWords([Transcript(id="x", title="x", source="", text="", turns=())])
    assert looked_up("I never went back", empty).status is QuotationStatus.NOT_FOUND


def spans_of(transcript: Transcript) -> list[tuple[int, int]]:
    return [(turn.start, turn.end) for turn in transcript.turns if turn.end - turn.start > 12]


@given(st.data())
def test_any_words_of_one_turn_are_verbatim_or_cut_from_a_not_or_a_question_mark(data: st.DataObject) -> None:
    transcript = data.draw(st.sampled_from([BERYL, OLWEN, IVY]))
    start, end = data.draw(st.sampled_from(spans_of(transcript)))
    words = words_in(transcript.text, start, end)
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    found = looked_up(transcript.text[words[first].start : words[last].end])
    assert {(change.op, change.quoted) for change in found.changes} <= {("left_out", ""), ("punctuation", "")}


@given(st.data())
def test_a_word_put_in_the_place_of_another_is_never_verbatim(data: st.DataObject) -> None:
    transcript = data.draw(st.sampled_from([BERYL, OLWEN]))
    start, end = data.draw(st.sampled_from(spans_of(transcript)))
    words = words_in(transcript.text, start, end)
    at = data.draw(st.integers(0, len(words) - 1))
    told = transcript.text[start : words[at].start] + "zeppelin" + transcript.text[words[at].end : end]
    assert status_of(told) is not QuotationStatus.VERBATIM
