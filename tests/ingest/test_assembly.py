"""A file, what is written about it and what is put right in it, assembled: who has the last word, and on what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import piece_rows, read_pieces
from corpus.transcript import CROSSTALK, INAUDIBLE, SOUND, Mark, Role, Transcript, Turn
from ingest.assembly import assemble
from ingest.beside import BesideFiles, sidecar_path
from ingest.corrections import Corrections, parse_corrections
from ingest.discover import SourceFile, discover
from ingest.errors import ReadError
from ingest.metadata import FileMetadata, Person
from ingest.readers import RawFile

_ASKING = (
    "Jo: How was it?\nAda: Long.\nJo: And then?\nAda: We went home in the end.\nJo: Who drove?\nAda: My aunt did.\n"
)


def _assembled(
    text: str, metadata: FileMetadata | None = None, corrections: Corrections | None = None
) -> tuple[Transcript, tuple[str, ...]]:
    raw = RawFile(name="a.txt", raw=text.encode())
    return assemble(raw, identity="t", source="leeds/a.txt", metadata=metadata, corrections=corrections)


def _spans(pieces: Sequence[Turn] | Sequence[Mark]) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in pieces]


def _roles(transcript: Transcript) -> dict[str | None, tuple[Role, bool]]:
    return {turn.speaker: (turn.role, turn.inferred) for turn in transcript.turns}


def test_a_file_in_which_nobody_speaks_is_refused_in_one_sentence() -> None:
    with pytest.raises(ReadError, match="nobody says anything in it"):
        _assembled("# Notes\n\n[inaudible]\n")


def test_roles_are_inferred_only_where_nobody_says_them() -> None:
    transcript, _ = _assembled(_ASKING)
    assert _roles(transcript) == {"Jo": (Role.INTERVIEWER, True), "Ada": (Role.PARTICIPANT, True)}


def test_a_role_from_the_csv_is_a_fact_and_the_others_follow_from_it() -> None:
    metadata = FileMetadata(people=(Person(speaker="ada", role=Role.INTERVIEWER),))
    transcript, _ = _assembled(_ASKING, metadata)
    assert _roles(transcript) == {"Ada": (Role.INTERVIEWER, False), "Jo": (Role.PARTICIPANT, True)}


def test_a_correction_counts_before_the_csv_and_inference_can_be_switched_off() -> None:
    metadata = FileMetadata(people=(Person(speaker="Ada", role=Role.INTERVIEWER),))
    corrections = parse_corrections("roles: {Ada: participant}\ninfer: no\n", "")
    transcript, _ = _assembled(_ASKING, metadata, corrections)
    assert _roles(transcript) == {"Ada": (Role.PARTICIPANT, False), "Jo": (Role.UNKNOWN, False)}


def test_the_csv_counts_before_what_the_file_says_of_itself() -> None:
    text = f"---\ntitle: Mine\nsite: York\ngroup: A\n---\n{_ASKING}"
    transcript, _ = _assembled(text, FileMetadata(title="Theirs", meta={"site": "Leeds"}))
    assert (transcript.title, dict(transcript.meta)) == ("Theirs", {"site": "Leeds", "group": "A"})


def test_a_speaker_in_the_csv_who_is_not_in_the_file_is_warned_about() -> None:
    _, warnings = _assembled(_ASKING, FileMetadata(people=(Person(speaker="Joan", participant="J"),)))
    assert any("“Joan”" in warning for warning in warnings)


def test_a_participant_can_be_named_for_speech_without_labels() -> None:
    transcript, _ = _assembled(
        "It was long.\n\nAnd cold.\n", FileMetadata(people=(Person(speaker="", participant="Ada"),))
    )
    assert {turn.participant for turn in transcript.turns} == {"Ada"}


def test_transcribers_notes_are_marked_and_no_turn_begins_or_ends_with_one() -> None:
    transcript, _ = _assembled(
        "I: (laughs) Why?\nAda: The [inaudible 0:12] bread.\nI: [crosstalk]\nAda: (I laughed a lot then.)\n"
    )
    assert [transcript.text[turn.start : turn.end] for turn in transcript.turns] == [
        "Why?",
        "The [inaudible 0:12] bread.",
        "(I laughed a lot then.)",
    ]
    reasons = [mark.reason for mark in transcript.marks if mark.reason != "speaker label"]
    assert reasons == [SOUND, INAUDIBLE, CROSSTALK]


@given(
    st.lists(
        st.sampled_from(["I: ", "Ada: ", "\n", "(laughs) ", "[inaudible]", "yes ", "[00:12] ", "you? ", "*sighs*", "."])
    ).map("".join)
)
def test_assembling_loses_no_visible_character(text: str) -> None:
    text = "I: How are you?\nAda: Well.\n" + text
    transcript, _ = _assembled(text)
    covered = {i for a, b in _spans(transcript.turns) + _spans(transcript.marks) for i in range(a, b)}
    assert [i for i, character in enumerate(text) if not character.isspace() and i not in covered] == []
    assert all(a.end <= b.start for a, b in zip(transcript.marks, transcript.marks[1:], strict=False))
    assert all(a.end <= b.start for a, b in zip(transcript.turns, transcript.turns[1:], strict=False))


def test_participants_and_inference_survive_the_library() -> None:
    transcript, _ = _assembled(_ASKING, FileMetadata(people=(Person(speaker="Ada", participant="Ada L."),)))
    assert read_pieces(piece_rows(transcript, "v1")) == transcript


def _file(path: Path, root: Path) -> SourceFile:
    return SourceFile(path=path, source=path.relative_to(root).as_posix())


def test_a_change_beside_a_file_changes_how_it_is_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "leeds" / "a.txt"
    path.parent.mkdir()
    path.write_text(_ASKING)
    recipes = [BesideFiles().of(_file(path, tmp_path)).recipe]
    for name, text in (
        ("transcripts.csv", "file,site\nleeds/a.txt,Leeds\n"),
        ("transcripts.csv", "file,site\nleeds/a.txt,York\n"),
        ("leeds/a.corrections.yaml", "infer: no\n"),
        ("leeds/a.corrections.yaml", "infer: yes\n"),
    ):
        (tmp_path / name).write_text(text)
        recipes.append(BesideFiles().of(_file(path, tmp_path)).recipe)
    assert recipes[0] == ""
    assert len(set(recipes)) == 5
    assert BesideFiles().of(_file(path, tmp_path)).recipe == recipes[-1]


def test_a_line_about_another_file_does_not_change_how_this_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(_ASKING)
    (tmp_path / "transcripts.csv").write_text("file,site\nb.txt,Leeds\n")
    beside = BesideFiles()
    assert beside.of(_file(path, tmp_path)).recipe == ""
    assert any("there is no such file" in warning for warning in beside.warnings)


def test_broken_corrections_stop_their_file_and_nothing_comes_back_that_they_leave_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(_ASKING)
    (tmp_path / "a.corrections.yaml").write_text("exclude: [\n")
    with pytest.raises(ReadError, match=r"a\.corrections\.yaml"):
        BesideFiles().of(_file(path, tmp_path))


def test_namesakes_of_two_kinds_get_sidecars_of_their_own(tmp_path: Path) -> None:
    for name in ("a.txt", "a.vtt", "b.txt"):
        (tmp_path / name).write_text("x")
    assert sidecar_path(tmp_path / "a.txt").name == "a.txt.corrections.yaml"
    assert sidecar_path(tmp_path / "b.txt").name == "b.corrections.yaml"


def test_neither_the_csv_nor_a_sidecar_is_taken_for_a_transcript(tmp_path: Path) -> None:
    for name in ("a.txt", "transcripts.csv", "a.corrections.yaml"):
        (tmp_path / name).write_text(_ASKING)
    assert [file.source for file in discover([tmp_path]).files] == ["a.txt"]
