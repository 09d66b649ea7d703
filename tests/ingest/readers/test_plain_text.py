"""Typed transcripts: every dialect gives the same turns, nothing is lost, and each known defect has its test."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import SPEAKER_LABEL, Role
from ingest.errors import ReadError
from ingest.readers import RawFile, read
from ingest.readers.boilerplate import AI_SUMMARY, HEADING
from ingest.readers.front_matter import FRONT_MATTER
from ingest.readers.plain_text import BEFORE_SPEECH, read_plain_text
from ingest.readers.reading import Reading
from tests.ingest.readers.conversation import INTERVIEWER, TURNS, Said
from tests.ingest.readers.text_writers import PLAIN, TIMED, Writer


def _said(reading: Reading) -> list[tuple[str, str]]:
    return [((turn.speaker or "").casefold(), reading.text[turn.start : turn.end]) for turn in reading.turns]


def _expected(turns: tuple[Said, ...] | list[Said] = TURNS) -> list[tuple[str, str]]:
    return [(said.speaker.casefold(), said.text) for said in turns]


def _reasons(reading: Reading) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mark in reading.marks:
        found.setdefault(mark.reason, []).append(reading.text[mark.start : mark.end])
    return found


def assert_nothing_is_lost(reading: Reading) -> None:
    """Every visible character is in a turn or a mark; both stand in order, and marks do not overlap."""
    covered = bytearray(len(reading.text))
    turns = [(turn.start, turn.end) for turn in reading.turns]
    marks = [(mark.start, mark.end) for mark in reading.marks]
    cues = [(cue.start, cue.end) for cue in reading.cues]
    for start, end in turns + marks:
        assert 0 <= start < end <= len(reading.text)
        covered[start:end] = b"\1" * (end - start)
    assert [i for i, character in enumerate(reading.text) if not character.isspace() and not covered[i]] == []
    for spans in (turns, marks, cues):
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("write", [*PLAIN.values(), *TIMED.values()], ids=[*PLAIN, *TIMED])
def test_every_dialect_reads_to_the_same_turns(write: Writer) -> None:
    reading = read_plain_text(write(TURNS))
    assert _said(reading) == _expected()
    assert [turn.role for turn in reading.turns if (turn.speaker or "").casefold() == INTERVIEWER.casefold()] == [
        Role.INTERVIEWER
    ] * 3
    assert_nothing_is_lost(reading)


@pytest.mark.parametrize("write", TIMED.values(), ids=TIMED)
def test_times_before_beside_and_below_names_are_the_turns_times(write: Writer) -> None:
    reading = read_plain_text(write(TURNS))
    assert [turn.time_start for turn in reading.turns] == [
        timedelta(seconds=int(t.start.total_seconds())) for t in TURNS
    ]


_WORDS = st.text(alphabet=st.sampled_from(list("abcdefgé ,'’–.?!&<")), min_size=1, max_size=60).map(str.strip)
_SPEECH = _WORDS.filter(lambda words: bool(re.search(r"[a-gé]", words)) and words[0] in "abcdefgé")
_TURN = st.builds(
    Said,
    st.sampled_from(["Interviewer", "Amara Okafor", "José", "P12", "Dr Lowe"]),
    st.integers(0, 9_000).map(lambda seconds: timedelta(seconds=seconds)),
    st.just(timedelta(0)),
    _SPEECH,
)
_TALK = st.lists(_TURN, min_size=1, max_size=8).map(
    lambda middle: [
        Said("Interviewer", timedelta(0), timedelta(0), "so how was it?"),
        Said("Amara Okafor", timedelta(seconds=5), timedelta(0), "it was a long day"),
        *middle,
        Said("Interviewer", timedelta(seconds=9_001), timedelta(0), "thank you"),
        Said("Amara Okafor", timedelta(seconds=9_002), timedelta(0), "goodbye"),
    ]
)
_DIALECT = st.sampled_from([*PLAIN.values(), *TIMED.values()])
_DAMAGE = st.sampled_from(
    [
        lambda text: text,
        lambda text: text.replace("\n", "  \n"),
        lambda text: "\n\n" + text + "\n\n\n",
        lambda text: "Transcribed by https://transcripts.example\n\n" + text,
        lambda text: text + "\n\nThis question is for testing whether you are a human visitor.\n",
        lambda text: "# Interview 7\n\nDate: 3 May\nPlace: Leeds\n\n" + text,
        lambda text: "---\ntitle: Stall\n---\n\n" + text,
    ]
)


@given(talk=_TALK, write=_DIALECT, damage=_DAMAGE)
def test_a_conversation_in_any_dialect_survives_what_tools_do_to_it(
    talk: list[Said], write: Writer, damage: Writer
) -> None:
    reading = read_plain_text(damage(write(talk)))  # type: ignore[arg-type]
    assert _said(reading) == _expected(talk)
    assert_nothing_is_lost(reading)


@given(
    st.lists(
        st.sampled_from(
            [
                *"\n\n\n  abP:1.[]()*#-—?\t\f>",
                "I: ",
                "Ada: ",
                "0:12",
                "[00:01] ",
                "---\n",
                "## Summary\n",
                "[inaudible]",
            ]
        )
    ).map("".join)
)
def test_no_text_loses_a_visible_character(text: str) -> None:
    assert_nothing_is_lost(read_plain_text(text))


def test_newlines_and_a_byte_order_mark_are_all_that_changes() -> None:
    reading = read(RawFile(name="a.txt", raw=b"\xef\xbb\xbfI: Were you\tpaid? \r\nAda:  No. \rI: Oh.\n"))
    assert reading.text == "I: Were you\tpaid? \nAda:  No. \nI: Oh.\n"


def test_a_colon_in_running_speech_is_no_label() -> None:
    reading = read_plain_text(
        "She said one thing: go.\n\nAnd then\nNote: it was late.\n\nSo we went home.\n\nAll of us.\n"
    )
    assert {turn.speaker for turn in reading.turns} == {None}


def test_a_colon_in_the_middle_of_a_paragraph_is_no_label_where_turns_stand_apart() -> None:
    text = "I: What then?\n\nAda: We went.\nBread: that was all we had.\n\nI: And?\n\nAda: Then home.\n"
    assert {turn.speaker for turn in read_plain_text(text).turns} == {"I", "Ada"}


def test_the_words_of_several_paragraphs_are_one_turn_of_their_speaker() -> None:
    reading = read_plain_text("I: Go on.\n\nAda: First.\n\nSecond.\n\nI: Mm.\n\nAda: Third.\n")
    assert _said(reading)[1] == ("ada", "First.\n\nSecond.")


def test_a_page_number_ends_a_turn_and_its_speaker_goes_on() -> None:
    reading = read_plain_text("I: Go on.\nAda: First.\n\nPage 3 of 9\n\nSecond.\nI: Mm.\nAda: Third.\n")
    assert _said(reading)[1:3] == [("ada", "First."), ("ada", "Second.")]
    assert _reasons(reading)["page furniture"] == ["Page 3 of 9"]


def test_q_and_a_with_full_stops_are_labels() -> None:
    reading = read_plain_text("Q. Were you there?\nA. I was.\nQ. Alone?\nA. With him.\n")
    assert [turn.role for turn in reading.turns] == [Role.INTERVIEWER, Role.PARTICIPANT] * 2


def test_a_machines_summary_under_a_heading_is_not_speech_even_where_it_names_speakers() -> None:
    text = (
        "## Summary\n\nAda: sells bread.\nJo: asks.\n\n## Transcript\n\nJo: Why?\nAda: Why not.\nJo: Fair.\nAda: Yes.\n"
    )
    reading = read_plain_text(text)
    assert [text[turn.start : turn.end] for turn in reading.turns] == ["Why?", "Why not.", "Fair.", "Yes."]
    assert "Ada: sells bread." in _reasons(reading)[AI_SUMMARY]
    assert _reasons(reading)[HEADING] == ["## Transcript"]


def test_lines_that_say_who_is_who_name_the_roles_and_are_no_turns() -> None:
    text = "Interviewer: Jo Vale\nParticipant: Amara Okafor\n\nJV: Hello.\nAO: Hello.\nJV: Ready?\nAO: Yes.\n"
    reading = read_plain_text(text)
    assert [(turn.speaker, turn.role) for turn in reading.turns[:2]] == [
        ("JV", Role.INTERVIEWER),
        ("AO", Role.PARTICIPANT),
    ]
    assert _reasons(reading)[BEFORE_SPEECH] == ["Interviewer: Jo Vale", "Participant: Amara Okafor"]


def test_initials_stand_for_the_full_name_at_the_first_turn() -> None:
    reading = read_plain_text("Jo Vale: Hello.\nAmara Okafor: Hello.\nJV: Ready?\nAO: Yes.\nJV: So.\nAO: So.\n")
    assert {turn.participant for turn in reading.turns if turn.speaker == "AO"} == {"Amara Okafor"}


def test_front_matter_is_marked_and_read_as_it_is_written() -> None:
    reading = read_plain_text("---\ntitle: Stall\nconsent: yes\ndate: 2024-05-03\n---\nI: Why?\nAda: No.\n")
    assert (reading.title, dict(reading.meta)) == ("Stall", {"consent": "yes", "date": "2024-05-03"})
    assert _reasons(reading)[FRONT_MATTER] == ["---\ntitle: Stall\nconsent: yes\ndate: 2024-05-03\n---"]


def test_front_matter_that_is_not_yaml_is_warned_about_with_its_line() -> None:
    reading = read_plain_text("---\ntitle: [Stall\n---\nI: Why?\nAda: No.\n")
    assert reading.warnings[0].startswith("line ")
    assert [turn.speaker for turn in reading.turns] == ["I", "Ada"]


def test_a_drawn_line_at_the_start_is_not_front_matter() -> None:
    assert read_plain_text("---\nI was there.\n---\nAll day.\n").turns[0].speaker is None


def test_a_time_inside_a_turn_times_the_words_behind_it() -> None:
    text = "Ada [00:00:10]: One. [00:00:20] Two.\nJo [00:00:30]: Three.\nAda [00:00:40]: Four.\nJo [00:00:50]: Five.\n"
    reading = read_plain_text(text)
    assert [(text[c.start : c.end], c.time_start.seconds, c.time_end.seconds) for c in reading.cues] == [
        ("One. [00:00:20]", 10, 20),
        ("Two.", 20, 30),
    ]


def test_a_time_of_day_is_not_a_place_in_the_recording() -> None:
    reading = read_plain_text("Ada  10:32 AM\nHello.\n\nJo  10:33 AM\nHello.\n\nAda  10:34 AM\nYes.\n")
    assert [(turn.speaker, turn.time_start) for turn in reading.turns] == [("Ada", None), ("Jo", None), ("Ada", None)]


def test_times_without_speakers_open_pieces_of_their_own() -> None:
    reading = read_plain_text("[00:01.000 --> 00:03.500] Hello there.\n[00:03.500 --> 00:05.000] Yes.\n")
    assert [(turn.time_start, turn.time_end) for turn in reading.turns] == [
        (timedelta(seconds=1), timedelta(seconds=3.5)),
        (timedelta(seconds=3.5), timedelta(seconds=5)),
    ]


@pytest.mark.parametrize(
    ("names", "interviewer"),
    [(("I", "R"), "I"), (("R", "P1"), "R"), (("Mod", "P1"), "Mod"), (("Jo (Interviewer)", "Ada"), "Jo (Interviewer)")],
)
def test_role_labels_are_understood_by_the_company_they_keep(names: tuple[str, str], interviewer: str) -> None:
    reading = read_plain_text("".join(f"{name}: words here.\n" for name in names * 3))
    assert {turn.speaker for turn in reading.turns if turn.role is Role.INTERVIEWER} == {interviewer}
    assert {turn.role for turn in reading.turns if turn.speaker != interviewer} == {Role.PARTICIPANT}


def test_speakers_called_a_and_b_have_no_role() -> None:
    assert {turn.role for turn in read_plain_text("A: Yes.\nB: No.\nA: Yes.\nB: No.\n").turns} == {Role.UNKNOWN}


def test_labels_are_marked_as_labels() -> None:
    assert _reasons(read_plain_text("I: Why?\nAda: No.\n")) == {SPEAKER_LABEL: ["I:", "Ada:"]}


def test_the_form_line_of_the_users_own_file_is_left_out(shared_folder: Path) -> None:
    path = shared_folder / "transcripts" / "coproduction-interview.txt"
    if not path.exists():
        pytest.skip("the user's own transcript is not here")
    reading = read(RawFile(name=path.name, raw=path.read_bytes()))
    assert list(_reasons(reading)) == ["web form text"]
    assert_nothing_is_lost(reading)


@pytest.fixture
def shared_folder() -> Path:
    """Real material, which is not part of the project."""
    return Path(__file__).resolve().parents[4] / "shared"


def test_long_runs_of_one_thing_are_read_in_bounded_time() -> None:
    stamped = "".join(f"Jo [0:{i % 60:02}]: And [0:10] why?\nAda: So.\n" for i in range(2_000))
    for text in (
        stamped,
        "[" * 100_000,
        "?" * 100_000 + "x",
        "Jo: a\n" + "\n" * 100_000,
        "1:11" * 25_000,
        "(laugh " * 15_000,
    ):
        assert_nothing_is_lost(read_plain_text(text))


def test_a_heading_with_a_colon_is_not_a_speaker() -> None:
    text = "# Interview 8: Dr Raman\n\n*Recorded in her office.*\n\n**I:** Ready?\n\n**Priya:** Yes.\n\n**I:** Go on.\n"
    reading = read_plain_text(text)
    assert {turn.speaker for turn in reading.turns} == {"I", "Priya"}
    assert reading.title == "Interview 8: Dr Raman"


def test_a_notice_that_an_interview_is_invented_is_not_speech() -> None:
    reading = read_plain_text(
        "Invented interview for testing; nobody speaks here.\n\nSo we went to the hub and met Moira.\n"
    )
    assert _reasons(reading)["file notice"] == ["Invented interview for testing; nobody speaks here."]
    assert [turn.speaker for turn in reading.turns] == [None]


@pytest.mark.parametrize(
    ("raw", "limit"), [(b"I: no.\n" * 250_001, "250,000 lines"), (b"never ending " * 2_600_000, "the limit is 32 MB")]
)
def test_a_text_too_large_to_be_an_interview_is_refused_at_once(raw: bytes, limit: str) -> None:
    with pytest.raises(ReadError, match=limit):
        read(RawFile(name="long.txt", raw=raw))


@pytest.mark.parametrize(
    ("name", "promised"), [("talk.docx", "Word document"), ("Talk.PDF", "PDF"), ("talk.odt", "OpenDocument text")]
)
def test_a_text_under_a_name_that_promises_something_else_is_read_and_said_to_be_text(name: str, promised: str) -> None:
    reading = read(RawFile(name=name, raw=b"Interviewer: Were you paid?\nAda: Never.\n"))
    assert [turn.speaker for turn in reading.turns] == ["Interviewer", "Ada"]
    (warning,) = reading.warnings
    assert f"is no {promised}: it holds plain text" in warning


def test_a_text_under_a_name_of_its_own_is_not_complained_about() -> None:
    for name in ("talk.txt", "talk.md", "talk"):
        assert read(RawFile(name=name, raw=b"Interviewer: Were you paid?\nAda: Never.\n")).warnings == ()
