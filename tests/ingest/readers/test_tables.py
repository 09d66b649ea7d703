from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.transcript import Role
from ingest.errors import ReadError
from ingest.readers import RawFile, Reading, read
from ingest.readers.tables import is_metadata_table
from ingest.readers.times import time_of_text
from tests.ingest.readers.conversation import SEGMENTS, TURNS, Said
from tests.ingest.readers.json_reading import assert_every_character_is_accounted_for, turns_of
from tests.ingest.readers.json_writing.base import MILLISECOND, clock, seconds


def table(header: Sequence[str], row: Callable[[Said], Sequence[object]], delimiter: str = ",") -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(row(said) for said in SEGMENTS)
    return written.getvalue()


def read_table(text: str, name: str = "interview.csv", encoding: str = "utf-8") -> Reading:
    return read(RawFile(name=name, raw=text.encode(encoding)))


def frames(time: timedelta) -> str:
    return f"{clock(time)[:8]}:{time // MILLISECOND % 1000 // 40:02}"


def comma(time: timedelta) -> str:
    return str(seconds(time)).replace(".", ",")


LAYOUTS: dict[str, str] = {
    "plain": table(
        ["speaker", "text", "start", "end"], lambda it: [it.speaker, it.text, seconds(it.start), seconds(it.end)]
    ),
    "semicolons and decimal commas": table(
        ["Sprecher ID", "Speaker", "Start", "End", "Text"],
        lambda it: [1, it.speaker, comma(it.start), comma(it.end), it.text],
        ";",
    ),
    "NVivo": table(
        ["ID", "Timespan", "Content", "Speaker"],
        lambda it: [1, f"{clock(it.start)} - {clock(it.end)}", it.text, it.speaker],
        "\t",
    ),
    "Descript": table(
        ["Speaker Name", "Start Timecode", "End Timecode", "Transcript"],
        lambda it: [it.speaker, clock(it.start), clock(it.end), it.text],
    ),
    "Grain": table(
        ["start_ms", "end_ms", "participant", "text"],
        lambda it: [it.start // MILLISECOND, it.end // MILLISECOND, it.speaker, it.text],
    ),
    "durations": table(
        ["Timestamp", "Duration", "Speaker", "Utterance"],
        lambda it: [clock(it.start), seconds(it.end - it.start), f"{it.speaker}:", it.text],
    ),
    "unit in the name": table(
        ["Start time (ms)", "End time (ms)", "Who", "Quote"],
        lambda it: [it.start // MILLISECOND, it.end // MILLISECOND, it.speaker, it.text],
    ),
    "Excel's own line": "sep=;\n"
    + table(["Time", "End", "Name", "Message"], lambda it: [clock(it.start), clock(it.end), it.speaker, it.text], ";"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_conversation_reads_to_the_same_turns_speakers_and_times_from_every_table(name: str) -> None:
    reading = read_table(LAYOUTS[name], "interview.tsv" if name == "NVivo" else "interview.csv")
    assert turns_of(reading) == [(turn.speaker, turn.text) for turn in TURNS]
    assert [(turn.time_start, turn.time_end) for turn in reading.turns] == [(turn.start, turn.end) for turn in TURNS]
    assert [(cue.time_start, cue.time_end) for cue in reading.cues] == [(said.start, said.end) for said in SEGMENTS]
    assert_every_character_is_accounted_for(reading)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_read_the_same(encoding: str) -> None:
    reading = read_table(LAYOUTS["plain"], encoding=encoding)
    assert turns_of(reading) == [(turn.speaker, turn.text) for turn in TURNS]


def test_clocks_with_frames_are_read_to_the_frame() -> None:
    text = table(["Speaker", "In", "Out", "Text"], lambda it: [it.speaker, frames(it.start), frames(it.end), it.text])
    for cue, said in zip(read_table(text).cues, SEGMENTS, strict=True):
        assert timedelta(0) <= said.start - cue.time_start < timedelta(seconds=1 / 25)


def test_whispers_tsv_counts_milliseconds_and_quotes_nothing() -> None:
    text = 'start\tend\ttext\n1000\t3500\t"Fresh bread", she said\n3500\t6000\tand "cake\n'
    reading = read_table(text, "interview.tsv")
    assert reading.text == '"Fresh bread", she said and "cake'
    assert reading.cues[0].time_end == timedelta(seconds=3.5)


def test_a_table_is_recognised_by_its_first_line_whatever_it_is_called() -> None:
    assert len(read_table(LAYOUTS["NVivo"], "interview.txt").turns) == len(TURNS)


def test_running_text_with_commas_is_no_table() -> None:
    reading = read_table("Time, text and bread\n\nThat is what she spoke of.\n", "interview.txt")
    assert "what she spoke of" in reading.text


def test_a_quoted_text_keeps_its_newlines() -> None:
    reading = read_table('speaker,text\nAda,"Rye,\nand ""white""."\nBen,Good.\n')
    assert turns_of(reading) == [("Ada", 'Rye,\nand "white".'), ("Ben", "Good.")]


def test_a_text_with_commas_that_nobody_quoted_is_joined_again() -> None:
    reading = read_table("speaker,text\nAda,Rye, white, and cake.\n")
    assert turns_of(reading) == [("Ada", "Rye, white, and cake.")]
    assert "joined" in reading.warnings[0]


def test_a_line_that_fell_out_of_its_row_is_kept_as_a_mark() -> None:
    reading = read_table("speaker,text\nAda,Rye bread\nand cake\nBen,Good.\n")
    assert "and cake" in reading.text[reading.marks[0].start : reading.marks[0].end]
    assert reading.warnings


def test_what_stands_above_the_header_is_a_note() -> None:
    reading = read_table("Market stall interview,,\n\nSpeaker,Time,Text\nAda,0:01,Rye.\n")
    assert turns_of(reading) == [("Ada", "Rye.")]
    assert reading.marks[0].reason == "above the table"


def test_columns_about_the_interview_are_metadata_and_others_are_named_in_a_warning() -> None:
    reading = read_table("Speaker,Text,Site,Mood\nAda,Rye.,Leeds,glad\nBen,Good.,Leeds,calm\n")
    assert reading.meta == {"site": "Leeds"}
    assert "“Mood”" in reading.warnings[0]
    assert "Site" not in reading.warnings[0]


def test_dates_are_not_times() -> None:
    reading = read_table("speaker,timestamp,text\nAda,2024-05-02 10:00:01,Rye.\n")
    assert reading.turns[0].time_start is None
    assert "timestamp" in reading.warnings[0]


def test_a_role_column_gives_roles() -> None:
    reading = read_table("speaker,role,text\nAda,Researcher,Why?\nBen,Participant,Bread.\n")
    assert [turn.role for turn in reading.turns] == [Role.INTERVIEWER, Role.PARTICIPANT]


def test_a_row_without_a_speaker_is_given_nobodys_name() -> None:
    assert [who for who, _ in turns_of(read_table("speaker,text\nAda,Rye.\n,Good.\n"))] == ["Ada", None]


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("name,age\nAda,41\n", "“name”, “age”", 1),
        ('speaker,text\nAda,Rye.\nBen,"Good.\nAda,Yes.\n', "never closed", 3),
        ("speaker,start,text\nAda,0:01,Rye.\nBen,soon,Good.\n", "“soon” is not a time", 3),
        ("text,speaker\nRye, white,Ada\n", "3 cells", 2),
        ("speaker,text\n", "no row with text", None),
        ("speaker,text\nAda," + "x" * 140_000, "field larger", 2),
        (",,,\n;;", "no column", None),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence_with_its_line(text: str, says: str, line: int | None) -> None:
    with pytest.raises(ReadError) as caught:
        read_table(text)
    assert says in str(caught.value)
    assert line is None or caught.value.line == line


def test_a_table_about_transcripts_is_told_from_a_transcript() -> None:
    about = RawFile(name="transcripts.csv", raw=b"file,title,date,site\na.vtt,Market,2024-05-02,Leeds\n")
    assert is_metadata_table(about)
    assert not is_metadata_table(RawFile(name="a.csv", raw=LAYOUTS["plain"].encode()))


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(st.sampled_from(["Ada", "Ben", ""]), st.text(max_size=40)), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t"),
)
def test_no_word_of_a_quoted_table_is_lost(rows: list[tuple[str, str]], delimiter: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["speaker", "text"])
    writer.writerows(rows)
    raw = written.getvalue().encode(errors="replace")
    try:
        reading = read(RawFile(name="a.csv", raw=raw))
    except ReadError as error:
        assert "no row with text" in str(error) or "not a text file" in str(error)
        return
    assert_every_character_is_accounted_for(reading)
    said = "".join(text.encode(errors="replace").decode() for _, text in rows)
    assert "".join(reading.text.split()) == "".join(said.split())


@settings(max_examples=150, deadline=None)
@given(layout=st.sampled_from(sorted(LAYOUTS)), data=st.data())
def test_a_damaged_table_is_read_or_refused(layout: str, data: st.DataObject) -> None:
    text = LAYOUTS[layout]
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.text(max_size=5)) + text[at + data.draw(st.sampled_from([0, 1, 9, 9999])) :]
    try:
        reading = read(RawFile(name="a.csv", raw=damaged.encode(errors="replace")))
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        assert_every_character_is_accounted_for(reading)


def workbook(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (header, *rows):
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_reads_to_the_same_turns_speakers_and_times() -> None:
    raw = workbook(
        ["Speaker", "Start", "End", "Text"],
        [(it.speaker, (datetime.datetime.min + it.start).time(), seconds(it.end), it.text) for it in SEGMENTS],
    )
    reading = read(RawFile(name="interview.xlsx", raw=raw))
    assert turns_of(reading) == [(turn.speaker, turn.text) for turn in TURNS]
    assert [(turn.time_start, turn.time_end) for turn in reading.turns] == [(turn.start, turn.end) for turn in TURNS]


def rezipped(raw: bytes, name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return written.getvalue()


def test_a_damaged_a_swollen_and_a_booby_trapped_workbook_are_refused() -> None:
    raw = workbook(["Speaker", "Text"], [("Ada", "Rye.")])
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    sheet = zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml")
    bomb = entities + b"]>" + sheet.replace(b"Rye.", b"&j;")
    for hostile in (
        raw[: len(raw) // 2] + b"xl/workbook.xml",
        rezipped(raw, "xl/worksheets/sheet1.xml", b"<" * (101 * 2**20)),
        rezipped(raw, "xl/worksheets/sheet1.xml", bomb),
        rezipped(raw, "xl/worksheets/sheet1.xml", b"<worksheet><row"),
    ):
        with pytest.raises(ReadError):
            read(RawFile(name="interview.xlsx", raw=hostile))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[00:01:02.500]", 62.5), ("1:02", 62), ("62,5", 62.5), ("62500ms", 62.5), ("1h 2m 3s", 3723), ("PT1H", 3600),
        ("00:00:01;12", 1.48), ("2 min", 120), ("", None), ("NaN", None), ("–", None),
    ],
)  # fmt: skip
def test_times_are_read_as_tools_write_them(written: str, meant: float | None) -> None:
    time = time_of_text(written)
    assert (time and seconds(time)) == meant


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_a_value_error(written: str) -> None:
    try:
        time_of_text(written)
    except ValueError as error:
        assert str(error)
