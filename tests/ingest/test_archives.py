"""Zip exports: what comes out, under which names, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import archives, zipped
from ingest.archives import expand, is_archive
from ingest.errors import ReadError
from ingest.readers import RawFile, read
from tests.ingest.readers.documents.writers import word_labels, zip_of

_TALK = b"Interviewer: Who pays?\nAda: We do.\nInterviewer: Always?\nAda: No.\n"


def _names(raw: bytes, name: str = "export.zip") -> list[str]:
    return [file.name for file in expand(RawFile(name=name, raw=raw))]


def test_a_zip_gives_its_files_under_its_own_name() -> None:
    files = list(expand(RawFile(name="export.zip", raw=zip_of({"day 1/a.txt": _TALK, "b.txt": _TALK}))))
    assert [(file.name, file.raw) for file in files] == [("export.zip/day 1/a.txt", _TALK), ("export.zip/b.txt", _TALK)]
    assert len(read(files[0]).turns) == 4


def test_a_file_that_is_no_archive_is_given_back_as_it_is() -> None:
    for raw in (_TALK, word_labels()):
        file = RawFile(name="a.docx", raw=raw)
        assert list(expand(file)) == [file]
        assert not is_archive(file)


def test_a_word_file_within_an_archive_is_a_file_not_an_archive() -> None:
    (inner,) = expand(RawFile(name="export.zip", raw=zip_of({"a.docx": word_labels()})))
    assert len(read(inner).turns) == 8


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("../../etc/a.txt", "export.zip/etc/a.txt"),
        ("/etc/a.txt", "export.zip/etc/a.txt"),
        ("C:\\Users\\a.txt", "export.zip/Users/a.txt"),
        ("a\n\x1b[31m.txt", "export.zip/a  [31m.txt"),
    ],
)
def test_names_stay_below_the_archive_s(member: str, name: str) -> None:
    assert _names(zip_of({member: _TALK})) == [name]


def test_a_member_without_a_name_is_passed_over() -> None:
    raw = zip_of({"a.txt": _TALK, "b.txt": _TALK})
    assert _names(raw.replace(b"b.txt", b"\0.txt")) == ["export.zip/a.txt"]


def test_two_members_of_one_name_are_both_given() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", _TALK)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", _TALK)
    assert _names(buffer.getvalue()) == ["export.zip/a.txt", "export.zip/a (2).txt"]


def test_recordings_hidden_files_and_what_macos_adds_are_passed_over() -> None:
    raw = zip_of({"a.txt": _TALK, "a.m4a": b"\0" * 99, "__MACOSX/a.txt": b"x", ".b.txt": b"x", "~$c.docx": b"x"})
    assert _names(raw) == ["export.zip/a.txt"]


def test_an_archive_without_a_transcript_says_so() -> None:
    for raw in (zip_of({}), zip_of({"a.m4a": b"\0"})):
        with pytest.raises(ReadError, match=r"export\.zip: there is no transcript in the archive"):
            _names(raw)


def test_an_archive_within_an_archive_is_refused() -> None:
    with pytest.raises(ReadError, match=r"export\.zip/inner\.zip: this is an archive within an archive"):
        _names(zip_of({"inner.zip": zip_of({"a.txt": _TALK})}))


def test_a_password_is_named_as_the_reason() -> None:
    raw = bytearray(zip_of({"a.txt": _TALK}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(signature) + offset
        raw[place : place + 2] = struct.pack("<H", 1)
    with pytest.raises(ReadError, match="protected with a password"):
        _names(bytes(raw))


def test_a_bomb_is_refused_whatever_size_it_claims() -> None:
    with pytest.raises(ReadError, match="unpacks to more than 64 MB"):
        _names(zip_of({"a.txt": b"a" * (zipped.LARGEST_MEMBER_BYTES + 1)}))


def test_what_unpacks_to_too_much_together_is_refused() -> None:
    raw = zip_of({f"{number}.txt": bytes(range(256)) * 4096 for number in range(4)})
    assert archives.LARGEST_TOTAL_BYTES == 400 * 2**20
    with pytest.raises(ReadError, match="unpacks to more than 3 MB"):
        list(expand(RawFile(name="export.zip", raw=raw), largest_total_bytes=3 * 2**20))


def test_too_many_files_are_refused() -> None:
    raw = zip_of({f"{number}.txt": b"x" for number in range(archives.MOST_FILES + 1)})
    with pytest.raises(ReadError, match="the limit is 2000"):
        _names(raw)


def test_an_archive_cut_off_anywhere_is_refused_with_a_sentence() -> None:
    raw = zip_of({"a.txt": _TALK, "b.txt": _TALK * 9})
    for length in range(4, len(raw)):
        with pytest.raises(ReadError, match=r"^export\.zip: the file is damaged or cut off"):
            _names(raw[:length])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_give_files_or_a_sentence(data: st.DataObject) -> None:
    raw = bytearray(zip_of({"a.txt": _TALK, "b.txt": _TALK * 9}))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        _names(bytes(raw))
    except ReadError as error:
        assert "\n" not in str(error)
