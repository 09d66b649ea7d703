"""Roles from behaviour: found where they show, never guessed, and never as fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Cue, Role, Transcript, Turn
from ingest.inference import infer
from ingest.readers.plain_text import read_plain_text


def _transcript(text: str) -> Transcript:
    reading = read_plain_text(text)
    return Transcript(
        id="t", title="", source="", text=text, turns=reading.turns, marks=reading.marks, cues=reading.cues
    )


def _roles(transcript: Transcript) -> dict[str | None, Role]:
    return {turn.speaker: turn.role for turn in transcript.turns}


_ASKED = ("How did you come to bake?", "And what did your aunt say?", "Where do you sell it?", "Do you like it?")
_TOLD = (
    "My aunt had a stall and when she fell ill I took two of her days and never gave them back.",
    "She said nothing for a week, and then she showed me how to fold the dough over twice.",
    "By the bridge, mostly, and in winter we were under the arches with everybody else.",
    "On most days I do. It was cold, and we were tired, but people came back for it.",
)
_LABELLED = "".join(f"Jo: {asked}\nAmara: {told}\n" for asked, told in zip(_ASKED, _TOLD, strict=True))
_UNLABELLED = "\n\n".join(f"{told} {asked}" for asked, told in zip(_ASKED[1:], _TOLD, strict=False)) + "\n\n" + _TOLD[3]


def test_of_two_people_the_one_who_asks_and_says_less_interviews() -> None:
    transcript = infer(_transcript(_LABELLED))
    assert _roles(transcript) == {"Jo": Role.INTERVIEWER, "Amara": Role.PARTICIPANT}
    assert all(turn.inferred for turn in transcript.turns)


def test_who_asks_far_more_by_the_word_interviews_though_the_other_asks_in_long_answers() -> None:
    told = [f"{one} And what would you have done? {_TOLD[0]}" if at % 2 else one for at, one in enumerate(_TOLD * 2)]
    asked = [one if at % 4 else "Right." for at, one in enumerate(_ASKED * 2)]
    text = "".join(f"Jo: {question}\nAmara: {answer}\n" for question, answer in zip(asked, told, strict=True))
    assert _roles(infer(_transcript(text))) == {"Jo": Role.INTERVIEWER, "Amara": Role.PARTICIPANT}


def test_beside_one_who_is_called_participant_asking_more_is_enough() -> None:
    chatty = [*_ASKED[:3], "I had one of those at home as a child, a heavy one with a lid of iron and no handle."]
    told = (f"{_TOLD[0]} {_TOLD[1]} Shall I go on?", _TOLD[1], f"{_TOLD[2]} Is that what you mean?", _TOLD[3])
    talk = list(zip(chatty, told, strict=True))
    named = "".join(f"Jo: {asked}\nParticipant: {answer}\n" for asked, answer in talk)
    assert _roles(infer(_transcript(named)))["Jo"] is Role.INTERVIEWER
    both_named = "".join(f"Jo: {asked}\nAmara: {answer}\n" for asked, answer in talk)
    assert set(_roles(infer(_transcript(both_named))).values()) == {Role.UNKNOWN}


def test_a_known_role_is_never_inferred_anew() -> None:
    transcript = infer(_transcript(_LABELLED.replace("Amara:", "Interviewer:")))
    assert not any(turn.inferred for turn in transcript.turns)


def test_two_people_who_both_ask_stay_unknown() -> None:
    text = "".join(f"Jo: {asked}\nAmara: And {asked.lower()}\n" for asked in _ASKED)
    assert set(_roles(infer(_transcript(text))).values()) == {Role.UNKNOWN}


def test_a_meeting_of_several_people_stays_unknown_even_where_one_asks_most() -> None:
    text = "".join(f"Jo: {asked}\nAmara: {told}\nBen: {told}\n" for asked, told in zip(_ASKED, _TOLD, strict=True))
    assert set(_roles(infer(_transcript(text))).values()) == {Role.UNKNOWN}


def test_a_name_beside_participants_who_asks_is_the_interviewer() -> None:
    text = "".join(f"Jo: {asked}\nP1: {told}\nP2: {told}\n" for asked, told in zip(_ASKED, _TOLD, strict=True))
    assert _roles(infer(_transcript(text)))["Jo"] is Role.INTERVIEWER


def test_questions_put_to_you_are_marked_inside_paragraphs_and_the_rest_stays_unknown() -> None:
    transcript = infer(_transcript(_UNLABELLED))
    asked = [transcript.text[t.start : t.end] for t in transcript.turns if t.role is Role.INTERVIEWER]
    assert asked == list(_ASKED[1:])
    assert all(t.inferred == (t.role is Role.INTERVIEWER) and t.speaker is None for t in transcript.turns)
    assert [turn.index for turn in transcript.turns] == list(range(len(transcript.turns)))


def test_what_a_narrator_asks_herself_is_not_the_interviewers() -> None:
    text = "\n\n".join(
        [
            "I stood there and thought, what am I doing here? And you know what?",
            "I said, are we going to pay for this? We had nothing. How were we to know?",
            "Where do I go, I asked myself. If you think about it, who does?",
        ]
    )
    assert {turn.role for turn in infer(_transcript(text)).turns} == {Role.UNKNOWN}


def test_a_talk_with_one_question_in_it_is_no_interview() -> None:
    text = "\n\n".join([*_TOLD * 3, "What do you think?", *_TOLD * 3])
    assert {turn.role for turn in infer(_transcript(text)).turns} == {Role.UNKNOWN}


def test_pieces_of_a_timed_paragraph_take_their_times_from_the_cues() -> None:
    text = f"{_TOLD[0]} {_ASKED[1]} {_TOLD[1]} {_ASKED[2]} {_TOLD[2]}"
    ends = [text.index(piece) + len(piece) for piece in (_TOLD[0], _ASKED[1], _TOLD[1], _ASKED[2], _TOLD[2])]
    starts = [0, *(end + 1 for end in ends[:-1])]
    cues = tuple(
        Cue(start=a, end=b, time_start=timedelta(seconds=i), time_end=timedelta(seconds=i + 1))
        for i, (a, b) in enumerate(zip(starts, ends, strict=True))
    )
    turn = Turn(index=0, speaker=None, role=Role.UNKNOWN, start=0, end=len(text), time_start=timedelta(0))
    transcript = infer(replace(_transcript(text), turns=(turn,), cues=cues))
    assert [piece.time_start for piece in transcript.turns] == [timedelta(seconds=i) for i in range(5)]


@given(st.lists(st.sampled_from([*_ASKED, *_TOLD, "Yeah.", "um", "\n\n", "No, you?"]), min_size=1).map(" ".join))
def test_inference_moves_no_word_out_of_the_turns(text: str) -> None:
    before = _transcript(text)
    after = infer(before)
    assert "".join("".join(text[t.start : t.end] for t in after.turns).split()) == "".join(
        "".join(text[t.start : t.end] for t in before.turns).split()
    )
    assert all(one.end <= other.start for one, other in zip(after.turns, after.turns[1:], strict=False))
