"""Corrections: read with their lines, applied without touching the text, written back one at a time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Mark, Role, Transcript, Turn
from ingest.correcting import apply, warnings_about
from ingest.correcting_files import exclude_span, keep_span, rename_speaker, set_participant, set_role, set_span
from ingest.corrections import Corrections, Stretch, parse_corrections
from ingest.errors import ReadError
from ingest.readers.plain_text import read_plain_text

_TEXT = "Jo: How was it?\nAO: Long. Very long.\nAmara: And cold.\n\nTranscribed by Ann.\n"


def _transcript(text: str = _TEXT) -> Transcript:
    reading = read_plain_text(text)
    return Transcript(id="t", title="", source="", text=text, turns=reading.turns, marks=reading.marks)


def _parsed(text: str) -> Corrections:
    return parse_corrections(text, "a.corrections.yaml")


def _spans(pieces: Sequence[Turn] | Sequence[Mark]) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in pieces]


def _said(transcript: Transcript) -> list[tuple[str | None, Role, str]]:
    return [(turn.speaker, turn.role, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_an_empty_sidecar_changes_nothing() -> None:
    assert apply(_parsed("# nothing yet\n"), _transcript()) == _transcript()


def test_two_names_are_merged_renamed_and_given_a_role() -> None:
    corrections = _parsed(
        "merge:\n  Amara Okafor: [AO, Amara]\nroles:\n  Jo: interviewer\nparticipants:\n  Amara Okafor: A7\n"
    )
    corrected = apply(corrections, _transcript())
    assert corrected.speakers == ("Jo", "Amara Okafor")
    assert [turn.role for turn in corrected.turns] == [Role.INTERVIEWER, Role.UNKNOWN, Role.UNKNOWN]
    assert [turn.participant for turn in corrected.turns] == [None, "A7", "A7"]


def test_an_excluded_stretch_leaves_the_turns_and_is_marked_with_its_reason() -> None:
    corrected = apply(_parsed("exclude:\n  - text: Very  long.\n    reason: asked to be left out\n"), _transcript())
    assert [said for _, _, said in _said(corrected)] == ["How was it?", "Long.", "And cold."]
    assert Mark(start=26, end=36, reason="asked to be left out") in corrected.marks


def test_an_excluded_stretch_may_be_given_by_its_offsets_and_cross_labels() -> None:
    corrected = apply(_parsed("exclude:\n  - {start: 26, end: 48}\n"), _transcript())
    assert [said for _, _, said in _said(corrected)] == ["How was it?", "Long.", "cold."]
    assert all(one.end <= other.start for one, other in zip(corrected.marks, corrected.marks[1:], strict=False))


def test_a_stretch_that_was_excluded_wrongly_is_speech_again() -> None:
    corrected = apply(_parsed("keep:\n  - Transcribed by Ann.\n"), _transcript())
    assert _said(corrected)[-1] == (None, Role.UNKNOWN, "Transcribed by Ann.")
    assert "transcription notice" not in {mark.reason for mark in corrected.marks}


def test_a_stretch_can_be_given_to_somebody() -> None:
    corrected = apply(_parsed("spans:\n  - {text: Very long., role: interviewer, speaker: Jo}\n"), _transcript())
    assert _said(corrected)[1:3] == [("AO", Role.UNKNOWN, "Long."), ("Jo", Role.INTERVIEWER, "Very long.")]


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("roles:\n  Jo: boss\n", 2, "“boss” is no role"),
        ("renames:\n  Jo: Joan\n", 2, "there is no correction called “renames”"),
        ("exclude:\n  - reason: private\n", 2, "does not say which words"),
        ("exclude:\n  - {start: one, end: 2}\n", 2, "“one” is no offset"),
        ("spans:\n  - text: Hm\n", 2, "does not say whose words"),
        ("rename: [Jo]\n", 1, "must be lines of “name: value”"),
        ("roles:\n  Jo: interviewer\n   Al: participant\n", 3, "cannot be read"),
        ("infer: perhaps\n", 1, "infer is “perhaps”"),
    ],
)
def test_a_mistake_in_a_sidecar_is_named_with_its_line(text: str, line: int, complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint) as raised:
        _parsed(text)
    assert raised.value.line == line
    assert str(raised.value).startswith(f"a.corrections.yaml:{line}: ")


def test_names_and_words_that_are_not_in_the_file_are_warned_about() -> None:
    corrections = _parsed(
        "rename:\n  Participant 3: Ada\nroles:\n  Joan: interviewer\nexclude:\n  - No such words\n  - long\n"
    )
    transcript = _transcript("P3: Long, long.\nJo: Oh.\nP3: Yes.\nJo: Hm.\n")
    warnings = list(warnings_about(corrections, transcript))
    assert "nobody is called “Participant 3” in this file (it has “P3”)" in warnings[0]
    assert "after renaming nobody is called “Joan”" in warnings[1]
    assert warnings[2].startswith("a.corrections.yaml:6: “No such words” does not stand in this file")
    assert len(warnings) == 3


def test_words_that_stand_in_several_places_are_all_corrected_and_that_is_said() -> None:
    corrections = _parsed("exclude:\n  - Long.\n")
    transcript = _transcript("P3: Long. Long.\nJo: Oh.\nP3: Yes.\nJo: Hm.\n")
    assert "stands in 2 places" in next(warnings_about(corrections, transcript))
    assert _said(apply(corrections, transcript))[0] == ("Jo", Role.UNKNOWN, "Oh.")


def test_changes_are_written_beside_the_file_and_read_back(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(_TEXT)
    rename_speaker(source, "AO", "Amara")
    set_role(source, "Jo", Role.INTERVIEWER)
    set_participant(source, "Amara", "Amara O.")
    exclude_span(source, "Very long.")
    keep_span(source, "Transcribed by Ann.")
    sidecar = set_span(source, "Long.", role=Role.PARTICIPANT)
    assert sidecar == tmp_path / "a.corrections.yaml"
    read_back = parse_corrections(sidecar.read_text(), "")
    assert (read_back.names, read_back.roles, read_back.participants) == (
        {"AO": "Amara"},
        {"Jo": Role.INTERVIEWER},
        {"Amara": "Amara O."},
    )
    assert [stretch.text for stretch in (*read_back.exclude, *read_back.keep, *read_back.spans)] == [
        "Very long.",
        "Transcribed by Ann.",
        "Long.",
    ]
    assert source.read_text() == _TEXT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.corrections.yaml", "a.txt"]


def test_writing_keeps_comments_and_refuses_to_overwrite_what_it_cannot_read(tmp_path: Path) -> None:
    source, sidecar = tmp_path / "a.txt", tmp_path / "a.corrections.yaml"
    sidecar.write_text("# by Ann\nroles:\n  Jo: interviewer\n")
    assert set_role(source, "Al", Role.PARTICIPANT).read_text().startswith("# by Ann\nroles:\n  Jo: interviewer\n  Al:")
    sidecar.write_text("roles: [broken\n")
    with pytest.raises(ReadError):
        set_role(source, "Jo", Role.UNKNOWN)
    assert sidecar.read_text() == "roles: [broken\n"


@given(st.integers(0, 90), st.integers(0, 90), st.sampled_from(["exclude", "keep", "spans"]))
def test_no_correction_loses_a_visible_character_or_mixes_the_order(start: int, end: int, kind: str) -> None:
    stretch = Stretch(line=1, start=start, end=end, role=Role.PARTICIPANT)
    corrected = apply(
        Corrections(
            exclude=(stretch,) if kind == "exclude" else (),
            keep=(stretch,) if kind == "keep" else (),
            spans=(stretch,) if kind == "spans" else (),
        ),
        _transcript(),
    )
    covered = {i for a, b in _spans(corrected.turns) + _spans(corrected.marks) for i in range(a, b)}
    assert [i for i, character in enumerate(_TEXT) if not character.isspace() and i not in covered] == []
    for pieces in (_spans(corrected.turns), _spans(corrected.marks)):
        assert all(a < b for a, b in pieces)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(pieces))
    assert [turn.index for turn in corrected.turns] == list(range(len(corrected.turns)))
