"""A transcript in stretches: nothing is left out, nothing is longer than a request takes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Role, Transcript, Turn
from models.tokens import token_counter
from rag.everybody.theme_reading import REPLY_TOKENS, halves, messages_on, plan
from rag.prompting.stretches import Stretch, source_of, stretches
from rag.verification.quoting import voices_of
from tests.rag.talks import BERYL, talk


def words(text: str) -> int:
    return len(text.split())


def one_voice(text: str) -> Transcript:
    turn = Turn(index=0, speaker=None, role=Role.UNKNOWN, start=0, end=len(text))
    return Transcript(id="raw", title="Raw", source="raw.txt", text=text, turns=(turn,))


def test_a_transcript_that_fits_is_one_stretch() -> None:
    (whole,) = stretches(BERYL, words, 1_000)
    assert [voice.speaker for voice in voices_of(source_of(BERYL, whole))] == [turn.speaker for turn in BERYL.turns]


def test_a_stretch_begins_with_the_question_that_is_answered_in_it() -> None:
    turns = [(who, f"{said} {number} " + "and so on " * 8) for number in range(6)
             for who, said in (("Interviewer", "Why?"), ("Ann", "Because."))]  # fmt: skip
    cut = stretches(talk("ann", "Ann", *turns), words, 120)
    assert len(cut) > 2
    for stretch in cut:
        first = voices_of(source_of(talk("ann", "Ann", *turns), stretch))[0]
        assert first.speaker == "Interviewer"


def test_a_long_answer_goes_on_with_its_last_sentences_repeated() -> None:
    said = " ".join(f"This is sentence number {number} of many." for number in range(200))
    cut = stretches(one_voice(said), words, 200)
    assert len(cut) > 5
    for one, other in pairwise(cut):
        assert one.start < other.start < one.end < other.end


@given(
    st.lists(st.tuples(st.sampled_from(["Interviewer", "Ann", "Bo"]), st.text(max_size=300)), min_size=1, max_size=12),
    st.integers(20, 90),
)
def test_every_character_that_is_said_is_in_a_stretch(turns: list[tuple[str, str]], most: int) -> None:
    transcript = talk("t", "T", *turns)
    cut = stretches(transcript, lambda text: 3 * len(text), most * 30)
    held = {place for each in cut for place in range(each.start, each.end)}
    for turn in transcript.turns:
        said = [place for place in range(turn.start, turn.end) if not transcript.text[place].isspace()]
        assert held.issuperset(said)
    assert cut == sorted(cut)


def test_speech_without_a_full_stop_is_cut_between_words() -> None:
    said = " ".join(f"word{number}" for number in range(3_000))
    transcript = one_voice(said)
    cut = stretches(transcript, words, 300)
    assert len(cut) > 5
    assert all(said[each.end : each.end + 1] in (" ", "") for each in cut)


def test_halves_are_smaller_and_hold_everything() -> None:
    said = " ".join(f"This is sentence number {number} of many." for number in range(100))
    transcript = one_voice(said)
    cut = halves(transcript, Stretch(start=0, end=len(said)))
    assert len(cut) == 2
    assert (cut[0].start, cut[-1].end) == (0, len(said))
    assert halves(transcript, Stretch(start=0, end=200)) == [Stretch(start=0, end=200)]


def test_a_request_fits_the_window_that_is_set() -> None:
    transcript = one_voice(" ".join(f"This is sentence number {number} of many." for number in range(1_500)))
    count = token_counter()
    for window in (3_600, 8_000):
        requests = [
            messages_on("late payment", transcript, stretch) for stretch in plan(transcript, window_tokens=window)
        ]
        tokens = [sum(count(message.text) for message in request) for request in requests]
        assert window / 4 < max(tokens) <= window - REPLY_TOKENS
