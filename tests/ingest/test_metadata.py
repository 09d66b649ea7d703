"""`transcripts.csv`: read in any column order, and every line that says nothing usable is named."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.transcript import Role
from ingest.metadata import COLUMNS, Person, parse_metadata, template_csv

_NAME = "transcripts.csv"


def test_an_empty_file_and_one_without_a_file_column_say_what_is_missing() -> None:
    for text in ("", "title,date\nStall,2024\n"):
        metadata, (warning,) = parse_metadata(text, _NAME)
        assert not metadata.files
        assert warning.startswith("transcripts.csv:1: there is no column “file”")


def test_lines_about_a_file_and_its_speakers_are_joined() -> None:
    text = "file,title,site,speaker,role,participant\na.txt,Stall,Leeds,Jo,interviewer,\na.txt,,,AO,,Amara\n"
    metadata, warnings = parse_metadata(text, _NAME)
    found = metadata.of(PurePosixPath("a.txt"))
    assert found is not None
    assert (found.title, dict(found.meta), warnings) == ("Stall", {"site": "Leeds"}, ())
    assert found.people == (
        Person(speaker="Jo", role=Role.INTERVIEWER),
        Person(speaker="AO", participant="Amara"),
    )


@pytest.mark.parametrize("written", ["leeds/Amara.TXT", "amara.txt", "Amara", "leeds\\amara.txt", "./leeds/amara.txt"])
def test_a_file_is_found_under_its_path_its_name_or_its_stem(written: str) -> None:
    metadata, _ = parse_metadata(f"file,site\n{written},Leeds\n", _NAME)
    assert metadata.of(PurePosixPath("leeds/amara.txt")) is not None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("a.txt,Stall,interviwer", "“interviwer” is no role"),
        ("a.txt,Stall,moderator", "“moderator” is no role"),
        (",Stall,", "it names no file"),
        ("a.txt,Stall, here,interviewer,x", "it has 5 cells and the header 3"),
    ],
)
def test_a_malformed_line_is_named_with_its_number_and_the_others_count(line: str, complaint: str) -> None:
    metadata, (warning,) = parse_metadata(f"file,title,role\nb.txt,Bread,\n{line}\n", _NAME)
    assert warning.startswith(f"transcripts.csv:3: {complaint}")
    assert list(metadata.files) == ["b.txt"]


def test_a_role_may_say_what_people_are_and_each_line_adds_its_person() -> None:
    lines = ["a.txt,Jo,interviewer", "a.txt,Ada,carer", "a.txt,Bea,researcher", "a.txt,Cy,carer"]
    metadata, warnings = parse_metadata("\n".join(["file,speaker,role", *lines]), _NAME)
    found = metadata.files["a.txt"]
    assert (dict(found.meta), warnings) == ({"role": "carer; researcher"}, ())
    assert found.people == (Person(speaker="Jo", role=Role.INTERVIEWER),)


def test_lines_that_contradict_each_other_are_named() -> None:
    metadata, (warning,) = parse_metadata("file,site\na.txt,Leeds\na.txt,York\n", _NAME)
    assert warning.startswith("transcripts.csv:3: site “York” differs from “Leeds”")
    assert metadata.files["a.txt"].meta == {"site": "Leeds"}


def test_semicolons_and_columns_of_ones_own_are_taken() -> None:
    metadata, warnings = parse_metadata("file;age\na.txt;61\n", _NAME)
    assert (metadata.files["a.txt"].meta, warnings) == ({"age": "61"}, ())


def test_a_template_can_be_filled_in_and_read_back() -> None:
    text = template_csv(["a, b.txt", "c.txt"], {"c.txt": ["Jo", "Ada"]})
    assert text.splitlines()[0] == ",".join(COLUMNS)
    metadata, warnings = parse_metadata(text, _NAME)
    assert (list(metadata.files), warnings) == (["a, b.txt", "c.txt"], ())


@given(st.text())
def test_no_text_stops_the_reading_of_metadata(text: str) -> None:
    parse_metadata("file,title\n" + text, _NAME)
