"""Participants are people: across files by name, within one file by seat."""

from __future__ import annotations

import pytest

from corpus.participants import Voice, is_seat, labels_of, participants_of, seat_number
from corpus.transcript import Role, Transcript, Turn


def _transcript(identity: str, *voices: tuple[str | None, Role, str | None], title: str = "") -> Transcript:
    turns = tuple(
        Turn(index=i, speaker=speaker, role=role, start=i * 2, end=i * 2 + 1, participant=participant)
        for i, (speaker, role, participant) in enumerate(voices)
    )
    return Transcript(id=identity, title=title or identity, source="", text="x " * len(voices), turns=turns)


def test_no_transcripts_have_no_participants() -> None:
    assert participants_of([]) == {}


def test_one_person_in_two_files_is_one_participant() -> None:
    found = participants_of(
        [_transcript("one", ("Amara", Role.PARTICIPANT, None)), _transcript("two", ("amara ", Role.UNKNOWN, None))]
    )
    assert found == {
        "Amara": (Voice(transcript_id="one", speaker="Amara"), Voice(transcript_id="two", speaker="amara "))
    }


def test_two_people_in_one_file_are_two_and_the_interviewer_is_none() -> None:
    transcript = _transcript(
        "one", ("Jo", Role.INTERVIEWER, None), ("Ada", Role.PARTICIPANT, None), ("Ben", Role.PARTICIPANT, None)
    )
    assert list(participants_of([transcript])) == ["Ada", "Ben"]


def test_a_seat_belongs_to_its_file_unless_somebody_says_who_sat_there() -> None:
    found = participants_of(
        [
            _transcript("one", ("P1", Role.PARTICIPANT, None)),
            _transcript("two", ("P1", Role.PARTICIPANT, None)),
            _transcript("three", ("P1", Role.PARTICIPANT, "Ada"), ("Ada", Role.PARTICIPANT, None)),
        ]
    )
    assert list(found) == ["P1 (one)", "P1 (two)", "Ada"]
    assert len(found["Ada"]) == 2


def test_files_of_one_title_are_told_apart() -> None:
    found = participants_of(
        [_transcript(name, ("P1", Role.UNKNOWN, None), title="Interview") for name in ("one", "two")]
    )
    assert list(found) == ["P1 (Interview, one)", "P1 (Interview, two)"]


def test_speech_without_labels_is_one_unnamed_participant() -> None:
    transcript = _transcript(
        "one", (None, Role.UNKNOWN, None), (None, Role.INTERVIEWER, None), (None, Role.UNKNOWN, None)
    )
    assert participants_of([transcript]) == {"unnamed participant (one)": (Voice(transcript_id="one", speaker=None),)}


@pytest.mark.parametrize("label", ["P3", "p 3", "Participant 3", "PARTICIPANT_03", "participant-3"])
def test_aliases_of_a_seat_have_one_number(label: str) -> None:
    assert is_seat(label)
    assert seat_number(label) == ("p", 3)


@pytest.mark.parametrize("label", ["Amara", "AO", "Ian", "Sam", "Allan Person", "Host of Seils"])
def test_names_are_no_seats(label: str) -> None:
    assert not is_seat(label)


def test_people_are_called_by_their_labels_and_by_more_where_two_share_one() -> None:
    found = participants_of(
        [
            _transcript("one", ("Denise", Role.PARTICIPANT, "denise-hartley"), ("P7", Role.PARTICIPANT, "finance")),
            _transcript("two", ("Ann", Role.PARTICIPANT, "ann-a"), ("P1", Role.PARTICIPANT, None)),
            _transcript("three", ("ANN", Role.PARTICIPANT, "ann-b"), (None, Role.PARTICIPANT, "moira-geddes")),
        ]
    )
    assert labels_of(found) == {
        "denise-hartley": "Denise",
        "finance": "P7",
        "ann-a": "Ann (ann-a)",
        "P1 (two)": "P1 (two)",
        "ann-b": "ANN (ann-b)",
        "moira-geddes": "moira-geddes",
    }
